"""The lines below a sum, and one line down to its factor and its row of activity data."""

# ruff: noqa: S608  names are our own; what people type is a parameter, never part of a statement

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from crossfoot.calculation.lines import millionths
from crossfoot.calculation.preparation import month_name
from crossfoot.records.overview.inventory.asked import Selection
from crossfoot.records.overview.inventory.kept import Tables

_JOINED = (
    "FROM lines c JOIN streams s ON s.combination = c.combination AND s.slot = c.slot "
    "JOIN sites p ON p.number = c.site JOIN combinations k ON k.number = c.combination"
)


@dataclass(frozen=True, slots=True)
class LinePart:
    """What a row of activity data emits in the part that is asked for.

    Attributes:
        document: the activity file, as the calculation names it.
        row: row of the file.
        combination: number; a row over the end of a year, or over a change of factors, has two.
        site: code of the site.
        activity: dotted name.
        unit: unit of the quantities.
        start, end: days of the row.
        entered: the quantity of the whole row, as entered.
        factor: number of the factor.
        milligrams: CO2e.
    """

    document: str
    row: int
    combination: int
    site: str
    activity: str
    unit: str
    start: date
    end: date
    entered: str
    factor: int
    milligrams: int


@dataclass(frozen=True, slots=True)
class GasPart:
    """One gas of a line by one factor.

    Attributes:
        method: location or market for scope 2, else empty.
        scope, category: where it counts.
        gas: id.
        outside: reported outside the scopes.
        factor: number of the factor.
        rule: how the factor was chosen.
        carried: it is an older year's, carried forward.
        rate: kilograms of the gas per unit of the row.
        milligrams: mass of the gas.
        co2e: milligrams of CO2e.
    """

    method: str
    scope: str
    category: str
    gas: str
    outside: bool
    factor: int
    rule: str
    carried: bool
    rate: Decimal
    milligrams: int
    co2e: int


@dataclass(frozen=True, slots=True)
class LineFound:
    """A row of activity data under the factors of one part of a year.

    Attributes:
        part: the row, with its CO2e in what is asked for.
        region, instrument: by which the factor was looked up.
        quantity: what counts of it in what is asked for.
        gases: each gas by each method.
        months: month, quantity and CO2e by the method asked for; they add up to the line.
    """

    part: LinePart
    region: str
    instrument: str
    quantity: Decimal
    gases: Sequence[GasPart]
    months: Sequence[tuple[str, Decimal, int]]


def count_lines(tables: Tables, asked: Selection) -> int:
    """How many lines a part of the inventory has."""
    where, values = asked.condition()
    ((count,),) = tables.rows(
        'SELECT count(*) FROM (SELECT DISTINCT c.document, c."row", c.combination '
        f"{_JOINED} WHERE NOT s.outside AND {where})",
        values,
    )
    return int(count)


def total_of_lines(tables: Tables, asked: Selection) -> int:
    """CO2e of a part of the inventory by its lines, and not by the file of sums."""
    where, values = asked.condition()
    ((found,),) = tables.rows(
        f"SELECT coalesce(sum({asked.effect}), 0) {_JOINED} WHERE NOT s.outside AND {where}",
        values,
    )
    return int(found)


def lines(tables: Tables, asked: Selection, start: int, most: int) -> list[LinePart]:
    """Lines of a part of the inventory, the largest first: they add up to it."""
    where, values = asked.condition()
    rows = tables.rows(
        'SELECT c.document, c."row", c.combination, any_value(p.name), any_value(k.activity), '
        'any_value(k.unit), any_value(c.start), any_value(c."end"), any_value(c.entered), '
        f"min(s.factor), sum({asked.effect}) AS mass {_JOINED} WHERE NOT s.outside AND {where} "
        'GROUP BY c.document, c."row", c.combination '
        'ORDER BY abs(mass) DESC, c.document, c."row", c.combination LIMIT ? OFFSET ?',
        [*values, most, start],
    )
    return [_line(row) for row in rows]


def _line(row: tuple[Any, ...]) -> LinePart:
    cells: tuple[Any, ...] = (*row[:-1], int(row[-1]))
    return LinePart(*cells)


def line(tables: Tables, asked: Selection, document: str, row: int) -> list[LineFound]:
    """A row of a file within the sites and the year asked for: one for each of its combinations."""
    plain = replace(asked, method="", scope="", category="", activity="", factor=None)
    where, values = plain.condition()
    rows = tables.rows(
        'SELECT c.combination, p.name, k.activity, k.unit, c.start, c."end", c.entered, k.region, '
        "k.instrument, c.month, c.slot, s.method, s.scope, s.category, s.gas, s.outside, s.factor, "
        f"s.rule, s.carried, s.milligrams, c.mg, {asked.effect} "
        "FROM lines c LEFT JOIN streams s ON s.combination = c.combination AND s.slot = c.slot "
        "JOIN sites p ON p.number = c.site JOIN combinations k ON k.number = c.combination "
        f'WHERE c.document = ? AND c."row" = ? AND {where} '
        "ORDER BY c.combination, c.month, c.slot, s.method",
        [document, row, *values],
    )
    groups: dict[int, list[tuple[Any, ...]]] = {}
    for each in rows:
        groups.setdefault(each[0], []).append(each)
    return [_found(document, row, asked.method, some) for some in groups.values()]


def _found(document: str, row: int, method: str, rows: Sequence[tuple[Any, ...]]) -> LineFound:
    combination, site, activity, unit, start, end, entered, region, instrument = rows[0][:9]
    gases: dict[tuple[Any, ...], list[int]] = {}
    months: dict[int, list[int]] = {}
    for month, slot, *stream, rate, mg, effect in (each[9:] for each in rows):
        quantity_and_mass = months.setdefault(month, [0, 0])
        if slot == 0:
            quantity_and_mass[0] += int(mg)
            continue
        sums = gases.setdefault((*stream, rate), [0, 0])
        sums[0] += int(mg)
        sums[1] += int(effect)
        if stream[0] in ("", method) and not stream[4]:
            quantity_and_mass[1] += int(effect)
    parts = [
        _gas((*stream, Decimal(repr(rate)).scaleb(-6), mg, effect))
        for (*stream, rate), (mg, effect) in gases.items()
    ]
    own = [each for each in parts if each.method in ("", method)]
    return LineFound(
        LinePart(
            *(document, row, combination, site, activity, unit, start, end, entered),
            factor=own[0].factor if own else -1,
            milligrams=sum(each.co2e for each in own if not each.outside),
        ),
        region,
        instrument,
        millionths(sum(quantity for quantity, _ in months.values())),
        parts,
        [(month_name(m), millionths(quantity), mass) for m, (quantity, mass) in months.items()],
    )


def _gas(cells: tuple[Any, ...]) -> GasPart:
    return GasPart(*cells)


def document_of(files: Mapping[str, Mapping[str, str]], document: str) -> Mapping[str, str]:
    """Name, hash, sheet and place of an activity file; its own name where it is not known."""
    return files.get(document, {"name": document, "sha256": "", "sheet": "", "path": ""})
