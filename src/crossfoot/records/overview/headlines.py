"""Which figures stand first (headlines.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crossfoot.languages import Text

LESS, MORE = "less", "more"


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure that stands first: the first of some metrics that has a value.

    Attributes:
        metrics: ids of the catalogue.
        title: a short title; None for the metric's own.
        better: `less` or `more`; empty where neither is an improvement.
    """

    metrics: tuple[str, ...]
    title: Text | None = None
    better: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Headlines that belong together."""

    id: str
    title: Text
    headlines: tuple[Headline, ...]


@cache
def groups() -> tuple[Group, ...]:
    """All groups, in the order of the page."""
    content = Path(__file__).with_name("headlines.toml").read_text(encoding="utf-8")
    return tuple(
        Group(
            group["id"],
            Text(group["title"]["en"], group["title"]["zh"]),
            tuple(
                Headline(
                    tuple(line["metrics"]),
                    Text(line["title"]["en"], line["title"]["zh"]) if "title" in line else None,
                    line.get("better", ""),
                )
                for line in group["headline"]
            ),
        )
        for group in tomllib.loads(content)["group"]
    )


@cache
def metrics() -> tuple[str, ...]:
    """Every metric that a headline may show."""
    return tuple(
        dict.fromkeys(
            metric
            for group in groups()
            for headline in group.headlines
            for metric in headline.metrics
        )
    )
