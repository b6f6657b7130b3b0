"""Rows of a facts file to facts of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Imported, Printed, Provenance
from crossfoot.metrics.metric import Kind, Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.tables.reader import TypedTable


@dataclass(frozen=True, slots=True)
class FactFile:
    """A facts file as it lies in the workspace.

    Attributes:
        name: name of the file as the user gave it, for messages and lineage.
        sha256: hash of its content.
    """

    name: str
    sha256: str


def facts_of_rows(
    table: TypedTable, file: FactFile, catalogue: Catalogue, organisation: Organisation
) -> list[Fact]:
    """Facts in the units of the catalogue, one per row.

    Raises:
        CrossfootError: with every row that names an unknown metric, entity or dimension, or
            whose unit does not measure what the metric measures.
    """
    facts: list[Fact] = []
    problems: list[Problem] = []
    for row in table.rows:
        where = f"{file.name}, {_without_file(str(row.place), file.name)}".rstrip(", ")
        found = list(_row_problems(row.values, where, catalogue, organisation))
        if not found:
            fact = _fact(row.values, row.place.row or 0, row.place.sheet, file, catalogue)
            if isinstance(fact, Problem):
                found.append(Problem(fact.what, where, fact.why, fact.remedy))
            else:
                facts.append(fact)
        problems.extend(found)
    problems.extend(_repeated(facts, file))
    if problems:
        raise CrossfootError.of(problems)
    return facts


def _without_file(place: str, name: str) -> str:
    head, _, rest = place.partition(", ")
    return rest if head.endswith(name) or "/" in head or "." in head else place


def _row_problems(
    values: dict[str, Any], where: str, catalogue: Catalogue, organisation: Organisation
) -> Iterator[Problem]:
    try:
        metric = catalogue.find(values["metric"], where)
    except CrossfootError as error:
        yield from error.problems
        return
    entity = values.get("entity")
    if entity and entity not in organisation:
        known = ", ".join(node.id for node in organisation)
        yield Problem(
            f"the entity {entity!r} is not in the organisation", where, remedy=f"known are {known}"
        )
    try:
        dimensions = Dimensions.parse(values.get("dimensions") or "")
    except ValueError as error:
        yield Problem(str(error), where)
        return
    for key in dimensions:
        if key not in metric.dimensions and key not in ("site", "entity"):
            allowed = ", ".join(metric.dimensions) or "none"
            yield Problem(
                f"{metric.id} has no dimension {key!r}",
                where,
                remedy=f"its dimensions are: {allowed}",
            )


def _fact(
    values: dict[str, Any], row: int, sheet: str, file: FactFile, catalogue: Catalogue
) -> Fact | Problem:
    metric = catalogue[values["metric"]]
    provenance: Provenance = Imported(
        file.name, file.sha256, row, sheet, str(values.get("source") or "")
    )
    basis = Basis(values.get("basis") or Basis.ENTERED)
    if basis is Basis.PUBLISHED:
        line, page = values.get("line"), values.get("page")
        provenance = Printed(
            document=str(values.get("document") or values.get("source") or file.name),
            line=int(line) if line else None,
            page=int(page) if page else None,
            as_printed=str(values.get("as_printed") or ""),
        )
    try:
        value = _value(values, metric)
        period = values["period"]
        if isinstance(period, str):
            period = Period.parse(period)
    except CrossfootError as error:
        return error.problems[0]
    except ValueError as error:
        return Problem(str(error))
    if value is None and not values.get("nil_reason"):
        return Problem(
            f"{metric.id} has neither a value nor a reason for having none",
            why="an empty cell may be zero, unknown or not applicable",
            remedy="write the value, or the reason into the column nil_reason",
        )
    decimals = values.get("decimals")
    return Fact(
        metric=metric.id,
        entity=str(values.get("entity") or ""),
        period=period,
        value=value,
        unit=metric.unit,
        dimensions=Dimensions.parse(values.get("dimensions") or ""),
        basis=basis,
        qualifier=Qualifier(values.get("qualifier") or Qualifier.EXACT),
        estimated=_is_yes(values.get("estimated")),
        simulated=_is_yes(values.get("simulated")),
        decimals=None if decimals is None else int(decimals),
        note=str(values.get("note") or ""),
        nil_reason=str(values.get("nil_reason") or ""),
        context=str(values.get("context") or ""),
        provenance=provenance,
    )


def _value(values: dict[str, Any], metric: Metric) -> Decimal | str | None:
    from crossfoot.quantities.units import convert

    value = values.get("value")
    if value is None or value == "":
        return None
    if metric.kind is Kind.TEXT:
        return str(value)
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        raise CrossfootError(
            Problem(
                f"{metric.id} takes a number, not {value!r}", remedy=f"write it in {metric.unit}"
            )
        ) from None
    unit = str(values.get("unit") or metric.unit)
    return number if unit == metric.unit else convert(number, unit, metric.unit)


def _is_yes(value: object) -> bool:
    return value is True or str(value or "").strip().lower() in {"yes", "true", "1", "是"}


def _repeated(facts: Iterable[Fact], file: FactFile) -> Iterator[Problem]:
    """Two entered values of one key in one file; a published report may well print two."""
    first: dict[object, Fact] = {}
    for fact in facts:
        if fact.basis is not Basis.ENTERED:
            continue
        earlier = first.setdefault(fact.key, fact)
        if earlier is not fact:
            rows = [f.provenance.row for f in (earlier, fact) if isinstance(f.provenance, Imported)]
            yield Problem(
                f"{fact.key} is entered twice, as {earlier.value} and {fact.value}",
                where=f"{file.name}, rows {' and '.join(map(str, rows))}",
                remedy="keep one of the two rows",
            )
