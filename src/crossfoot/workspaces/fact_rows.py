"""Rows of a facts file to facts of the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import Basis, ConfidenceInterval, Dimensions, Fact
from crossfoot.facts.provenance import Imported, Printed, Provenance
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.tables.reader import Row

#: which language a text is in; a core dimension, as in XBRL, that any text metric may have
LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class FactFile:
    """A facts file as it lies in the workspace.

    Attributes:
        name: name of the file as the user gave it, for messages and lineage.
        sha256: hash of its content.
        sheet: sheet of a workbook that has several; else empty.
        is_report: whether it is a published report; its rows are those that were read from it.
    """

    name: str
    sha256: str
    sheet: str = ""
    is_report: bool = False


@dataclass(frozen=True, slots=True)
class FactRows:
    """The facts of a file.

    Attributes:
        facts: one for each row.
        warnings: what a person should know and what did not stop the reading.
    """

    facts: tuple[Fact, ...]
    warnings: tuple[Problem, ...]


class _Knowledge(TypedDict):
    known: dict[str, Collection[str]]
    units_of: dict[str, Collection[str]]
    text_metrics: Collection[str]


def read_facts(
    path: Path, file: FactFile, catalogue: Catalogue, organisation: Organisation
) -> FactRows:
    """The facts of a file, each in its metric's unit; rows without an entity are the root's.

    Raises:
        CrossfootError: with every cell that cannot be read, every unknown metric or entity, every
            unit that measures something else, every breakdown that a metric does not have.
    """
    from crossfoot.tables.reader import read_table
    from crossfoot.tables.schemas import FACTS

    try:
        table = read_table(
            path, FACTS, sheet=file.sheet or None, **_knowledge(catalogue, organisation)
        )
    except CrossfootError as error:  # a person knows the file by the name it was given with
        renamed = (
            replace(problem, where=problem.where.replace(path.name, file.name))
            for problem in error.problems
        )
        raise CrossfootError.of(renamed) from None
    rows = tuple(table.rows)
    problems = list(_breakdown_problems(rows, file, catalogue))
    if problems:
        raise CrossfootError.of(problems)
    facts = tuple(_fact(row, file, catalogue, organisation) for row in rows)
    return FactRows(facts, table.warnings)


def _knowledge(catalogue: Catalogue, organisation: Organisation) -> _Knowledge:
    return {
        "known": {
            "metric": [metric.id for metric in catalogue],
            "entity": [entity.id for entity in organisation],
        },
        "units_of": {metric.id: (metric.unit,) for metric in catalogue if metric.is_numeric},
        "text_metrics": [metric.id for metric in catalogue if not metric.is_numeric],
    }


def _breakdown_problems(
    rows: Iterable[Row], file: FactFile, catalogue: Catalogue
) -> Iterator[Problem]:
    for row in rows:
        metric = catalogue[str(row["metric"])]
        for key in Dimensions.parse(str(row["dimensions"])):
            if not (metric.allows(key) or (key == LANGUAGE and not metric.is_numeric)):
                yield Problem(
                    f"{metric.id} has no dimension {key!r}",
                    where=f"{file.name}, row {row.place.row}",
                    remedy=f"its dimensions are: {', '.join(metric.dimensions) or 'none'}",
                )


def _fact(row: Row, file: FactFile, catalogue: Catalogue, organisation: Organisation) -> Fact:
    metric = catalogue[str(row["metric"])]
    basis = Basis(str(row["basis"] or "entered"))
    period, decimals = row["period"], row["decimals"]
    assert isinstance(period, Period), "the column is required"  # noqa: S101
    return Fact(
        metric=metric.id,
        entity=str(row["entity"] or organisation.root.id),
        period=period,
        value=_value(row, metric),
        unit=metric.unit,
        dimensions=Dimensions.parse(str(row["dimensions"])),
        basis=basis,
        variant=str(row["variant"]),
        qualifier=Qualifier(str(row["qualifier"] or "exact")),
        estimated=row["estimated"] == "yes",
        simulated=row["simulated"] == "yes",
        decimals=int(decimals) if isinstance(decimals, Decimal) else None,
        note=str(row["note"]),
        nil_reason=str(row["nil_reason"]),
        context=str(row["context"]),
        provenance=_printed(row, file) if basis is Basis.PUBLISHED else _imported(row, file),
        interval=_interval(row, metric),
    )


def _interval(row: Row, metric: Metric) -> ConfidenceInterval | None:
    """The bounds of a value, in the metric's unit."""
    from crossfoot.quantities.units import convert

    lower, upper, level = row["lower"], row["upper"], row["confidence"]
    if not isinstance(lower, Decimal) or not isinstance(upper, Decimal):
        return None
    unit = str(row["unit"] or metric.unit)
    bounds = [lower, upper]
    if unit != metric.unit:
        bounds = [convert(bound, unit, metric.unit) for bound in bounds]
    return ConfidenceInterval(
        min(bounds),
        max(bounds),
        level if isinstance(level, Decimal) else Decimal(95),
        str(row["interval_method"]),
    )


def _value(row: Row, metric: Metric) -> Decimal | str | None:
    from crossfoot.quantities.units import convert

    value, unit = row["value"], str(row["unit"] or metric.unit)
    if isinstance(value, Decimal):
        return value if unit == metric.unit else convert(value, unit, metric.unit)
    return str(value) if value else None


def _imported(row: Row, file: FactFile) -> Provenance:
    number = row.place.row or 0
    return Imported(file.name, file.sha256, number, row.place.sheet, str(row["source"]))


def _printed(row: Row, file: FactFile) -> Provenance:
    line, page = row["line"], row["page"]
    return Printed(
        document=str(row["document"] or row["source"] or file.name),
        line=int(line) if isinstance(line, Decimal) else None,
        page=int(page) if isinstance(page, Decimal) else None,
        as_printed=str(row["as_printed"]),
    )
