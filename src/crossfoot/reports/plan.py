"""What a report shows and in which order (plan.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crossfoot.languages import Text
from crossfoot.reports.charts.chart import Form


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """A section: the topics it names, and those that belong to its pillar and no section names."""

    id: str
    pillar: str
    title: Text
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedHighlight:
    """A key figure: the first of some metrics that has a value."""

    metrics: tuple[str, ...]
    title: Text | None


@dataclass(frozen=True, slots=True)
class PlannedChart:
    """A chart, drawn where its data are there.

    Attributes:
        id: name in the page's address.
        form: how it is drawn.
        title: what it shows.
        metrics: the series; with a dimension the members of the first one's breakdown.
        dimension: the breakdown; empty where each metric is a series.
        total: metric whose value stands above a stack; empty for the metric without breakdown.
        only_without: id of a chart that makes this one superfluous.
        names: short names of the series; empty for the titles of the metrics.
    """

    id: str
    form: Form
    title: Text
    metrics: tuple[str, ...]
    dimension: str = ""
    total: str = ""
    only_without: str = ""
    names: tuple[Text, ...] = ()

    def name(self, index: int, otherwise: Text) -> Text:
        """Name of a series."""
        return self.names[index] if self.names else otherwise


@dataclass(frozen=True, slots=True)
class Plan:
    """Sections, key figures and charts, in printed order."""

    sections: tuple[PlannedSection, ...]
    highlights: tuple[PlannedHighlight, ...]
    charts: tuple[PlannedChart, ...]


@cache
def plan() -> Plan:
    """The plan that comes with Crossfoot."""
    document = tomllib.loads(Path(__file__).with_name("plan.toml").read_text(encoding="utf-8"))
    return Plan(
        tuple(
            PlannedSection(s["id"], s["pillar"], _text(s), tuple(s["topics"]))
            for s in document["section"]
        ),
        tuple(
            PlannedHighlight(tuple(h["metrics"]), _text(h) if "title" in h else None)
            for h in document["highlight"]
        ),
        tuple(
            PlannedChart(
                chart["id"],
                Form(chart["form"]),
                _text(chart),
                tuple(chart["metrics"]),
                chart.get("dimension", ""),
                chart.get("total", ""),
                chart.get("only_without", ""),
                tuple(Text(name["en"], name["zh"]) for name in chart.get("names", ())),
            )
            for chart in document["chart"]
        ),
    )


def _text(entry: Mapping[str, Any]) -> Text:
    return Text(entry["title"]["en"], entry["title"]["zh"])
