"""What a report shows and in which order (plan.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Text
from crossfoot.reports.charts.chart import Form

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.metrics.metric import Metric

NOTHING = Text("", "")


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
        metrics: the series; with a dimension the members of the breakdown.
        dimension: the breakdown; two names for one that is crossed.
        total: metric whose value is the whole; empty for the metric without breakdown.
        only_without: ids of charts that make this one superfluous.
        names: short names of series or wholes; empty for the titles of the metrics.
        parts: what a whole is cut into: a metric, `metric dimension` for all members of a
            breakdown, or `metric dimension=member`.
        into: what the parts flow into, in the same form.
        by_entity: whether a whole is cut into sites.
        middle: name of what parts gather in.
        rest: name of what flows into none of `into`.
        list_name: the list whose rows are drawn, for forms that draw a list.
    """

    id: str
    form: Form
    title: Text
    metrics: tuple[str, ...] = ()
    dimension: str = ""
    total: str = ""
    only_without: tuple[str, ...] = ()
    names: tuple[Text, ...] = ()
    parts: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    by_entity: bool = False
    middle: Text = NOTHING
    rest: Text = NOTHING
    list_name: str = ""

    def name(self, index: int, otherwise: Text) -> Text:
        """Name of a series."""
        return self.names[index] if self.names else otherwise

    @property
    def first_metric(self) -> str:
        """The metric that a chart is about; its topic is where the chart stands."""
        named = [name for name in (*self.metrics, self.total, *self.parts) if name]
        return named[0].partition(" ")[0] if named else ""

    def known(self, catalogue: Catalogue) -> list[Metric]:
        """Its metrics, as the catalogue has them."""
        return [catalogue[id_] for id_ in self.metrics if id_ in catalogue]

    def is_known_to(self, catalogue: Catalogue) -> bool:
        """Whether the catalogue has everything that the chart cannot do without."""
        needed = (*self.metrics, *([self.total] if self.total else []), self.first_metric)
        return all(id_ in catalogue for id_ in needed)


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
        tuple(_chart(chart) for chart in document["chart"]),
    )


def _chart(entry: Mapping[str, Any]) -> PlannedChart:
    return PlannedChart(
        id=entry["id"],
        form=Form(entry["form"]),
        title=_text(entry),
        metrics=tuple(entry.get("metrics", ())),
        dimension=entry.get("dimension", ""),
        total=entry.get("total", ""),
        only_without=tuple(entry.get("only_without", ())),
        names=tuple(Text(name["en"], name["zh"]) for name in entry.get("names", ())),
        parts=tuple(entry.get("parts", ())),
        into=tuple(entry.get("into", ())),
        by_entity=entry.get("by", "") == "entity",
        middle=_text(entry, "middle") if "middle" in entry else NOTHING,
        rest=_text(entry, "rest") if "rest" in entry else NOTHING,
        list_name=entry.get("list", ""),
    )


def _text(entry: Mapping[str, Any], key: str = "title") -> Text:
    return Text(entry[key]["en"], entry[key]["zh"])
