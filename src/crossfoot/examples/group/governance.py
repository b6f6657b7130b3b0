"""Yearly facts of the group as a whole: money, bodies, suppliers, customers, community."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from crossfoot.examples.group.rows import FactRow
from crossfoot.examples.group.sites import DATA

GROUP = "qingheng"


def governance_rows(year: int) -> Iterator[FactRow]:
    """The group's own figures of one year (data/figures.csv)."""
    with (DATA / "figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield FactRow(
                row["metric"], GROUP, str(year), row[str(year)], row["unit"], row["dimensions"],
                estimated=row["estimated"],
            )  # fmt: skip


def narrative_rows(year: int) -> Iterator[FactRow]:
    """The texts of the report, one fact for each language."""
    with (DATA / "narratives.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for language in ("en", "zh"):
                yield FactRow(
                    row["metric"], GROUP, str(year), row[language], "", f"language={language}"
                )
