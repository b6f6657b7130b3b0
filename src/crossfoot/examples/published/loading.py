"""The figures of a published report as facts, its content indices as entries."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from crossfoot.examples.published.report import PublishedReport, published_report
from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Printed
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.standards.catalogue import standard
from crossfoot.standards.disclosure import Disclosure


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One row of a printed content index.

    Attributes:
        disclosure: what the row is about; for the row on managing a topic, GRI 3-3.
        group: what the row stands under: "GRI 302", "A1"; for 3-3 the topic it is about.
        locations: chapter titles or pages, as printed, cut-off words completed.
        status: "answered", "answered_in_index" or "not_reported".
        line: line of the report's text, counted from 1.
    """

    disclosure: Disclosure
    group: str
    locations: tuple[str, ...]
    status: str
    line: int

    @property
    def standard(self) -> str:
        """Id of the standard: "gri", "hkex"."""
        return self.disclosure.standard

    @property
    def code(self) -> str:
        """Code of the disclosure: "302-1"."""
        return self.disclosure.code


def facts_of(slug: str) -> list[Fact]:
    """Every figure that the report prints, each with its line.

    A value that is printed in two places is there twice, and so is one that is printed
    differently in two places.

    >>> facts = facts_of("calb-2023")
    >>> max(fact.number for fact in facts if fact.metric == "ghg.total")
    Decimal('959271.21')

    Raises:
        CrossfootError: there is no published report of this name.
    """
    report = published_report(slug)
    return [_fact(row, report) for row in _rows(report.facts_file)]


def index_of(slug: str) -> list[IndexEntry]:
    """The rows of the report's content indices, in printed order.

    Raises:
        CrossfootError: there is no published report of this name.
    """
    report = published_report(slug)
    return [
        IndexEntry(
            disclosure=standard(row["standard"]).disclosure(row["code"]),
            group=row["group"],
            locations=tuple(place for place in row["locations"].split(";") if place),
            status=row["status"],
            line=int(row["line"]),
        )
        for row in _rows(report.index_file)
    ]


def _fact(row: Mapping[str, str], report: PublishedReport) -> Fact:
    return Fact(
        metric=row["metric"],
        entity=row["entity"],
        period=Period.parse(row["period"]),
        value=Decimal(row["value"]),
        unit=row["unit"],
        dimensions=Dimensions.parse(row["dimensions"]),
        basis=Basis(row["basis"]),
        qualifier=Qualifier(row["qualifier"]),
        estimated=row["estimated"] == "yes",
        simulated=row["simulated"] == "yes",
        decimals=int(row["decimals"]),
        note=row["note"],
        context=row["context"],
        provenance=Printed(report.title.en, int(row["line"]), as_printed=row["as_printed"]),
    )


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
