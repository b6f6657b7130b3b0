"""Slots: places for the gases of a combination, so that a row is read once for all of them.

A diesel row has three (CO2, CH4, N2O), an electricity row one when location- and market-based
factors agree. Gases with a fractional warming potential (29.8) come first: only their slots are
rounded line by line; for whole potentials the rounded lines and the rounded sum are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from crossfoot.calculation.changes import Changes
from crossfoot.calculation.keys import RowKey
from crossfoot.calculation.plan import MILLIONTHS, Plan
from crossfoot.calculation.plan_words import QUANTITY_SLOT
from crossfoot.calculation.streams import Resolution, Stream, potential
from crossfoot.errors import CrossfootError, Problem

#: products stay well inside a signed 64-bit and a signed 128-bit integer
_BIGINT = 2**62
_HUGEINT = 2**120
_DAYS = 4000  # a line longer than ten years counts as wide; days weigh a split


@dataclass(frozen=True, slots=True)
class Slot:
    """One gas of one factor for one combination.

    Attributes:
        combination: number of the combination.
        number: place in the row, from 1.
        milligrams: milligrams of gas per unit of the row.
        gas: id of the gas.
        streams: what the mass counts for; two where location and market share a factor.
        potentials: warming potential in each set.
    """

    combination: int
    number: int
    milligrams: float
    gas: str
    streams: tuple[Stream, ...]
    potentials: tuple[Fraction, ...]


def slotted(resolutions: Sequence[Resolution], gwp_sets: Sequence[str]) -> list[Slot]:
    """Give each gas of each combination its slot."""
    slots: list[Slot] = []
    for combination, resolution in enumerate(resolutions):
        found: dict[tuple[str, str, float], list[Stream]] = {}
        for stream in resolution.streams:
            factor = stream.choice.factor
            key = (factor.id if factor else "", stream.gas, stream.milligrams)
            found.setdefault(key, []).append(stream)
        potentials = {
            key: tuple(potential(key[1], gwp_set) for gwp_set in gwp_sets) for key in found
        }
        ordered = sorted(found, key=lambda key: all(p.denominator == 1 for p in potentials[key]))
        for number, key in enumerate(ordered, start=1):
            streams = tuple(found[key])
            slots.append(Slot(combination, number, key[2], key[1], streams, potentials[key]))
    return slots


def planned(
    slots: Sequence[Slot],
    gwp_sets: int,
    largest: Mapping[int, float],
    shares: Iterable[Fraction],
    *,
    site_regions: bool,
    dated: bool,
    year: int | None,
    changes: Changes,
    longest: int,
) -> Plan:
    """The plan that these slots need.

    Args:
        slots: the gases of all combinations.
        gwp_sets: number of warming-potential sets.
        largest: largest quantity of each combination, without its sign.
        shares: shares of the sites that count.
        site_regions: whether rows without a region take that of their site.
        dated: whether the share of a site changes, or the site counts in scope 3.
        year: calendar year to which the inventory is limited.
        changes: where factors change inside a year.
        longest: days of the longest row, less one.

    Raises:
        CrossfootError: a quantity is beyond any that can be calculated.
    """
    parts = [share for share in shares if share not in (0, 1)]
    scale = max([_DAYS, *(share.numerator for share in parts), *(s.denominator for s in parts)])
    bound = max((quantity * MILLIONTHS * scale for quantity in largest.values()), default=0.0)
    for slot in slots:
        weight = max([scale, *(p.numerator for p in slot.potentials)])
        mass = largest.get(slot.combination, 0.0) * abs(slot.milligrams)
        bound = max(bound, 2 * mass * weight)
    if bound > _HUGEINT:
        raise CrossfootError(
            Problem(
                f"a quantity of {max(largest.values()):.3g} cannot be right",
                why="its emissions are beyond anything that can be added up",
                remedy="check the quantity and its unit",
            )
        )
    return Plan(
        slots=max((slot.number for slot in slots), default=1),  # one where nothing has a factor
        gwp_sets=gwp_sets,
        fractional=frozenset(
            (slot.number, index)
            for slot in slots
            for index, p in enumerate(slot.potentials)
            if p.denominator != 1
        ),
        shared=bool(parts),
        site_regions=site_regions,
        dated=dated,
        wide=bound > _BIGINT,
        year=year,
        cuts=changes.cuts,
        ragged=changes.ragged,
        longest=longest,
    )


Table = tuple[list[tuple[str, str]], list[tuple[Any, ...]]]


_KEY = tuple(
    (text, "VARCHAR")
    for text in ("activity", "unit", "region", "site_region", "standing", "instrument")
)
_DATES = (("first_day", "DATE"), ("last_day", "DATE"))


def spans_table(keys: Iterable[RowKey]) -> Table:
    """The table `spans`: the parts of years of the rows whose factors change inside one."""
    return [*_KEY, *_DATES], [(*key.columns, key.start, key.end) for key in keys]


def combinations_table(
    keys: Sequence[RowKey], slots: Sequence[Slot], plan: Plan, changes: Changes
) -> Table:
    """The table `combinations`: one row per combination, one column per slot."""
    columns = [
        ("id", "INTEGER"),
        ("class", "INTEGER"),
        *_KEY,
        ("year", "INTEGER"),
        *_DATES,
        ("calendar", "INTEGER"),
    ]
    columns += [(f"m_{number}", "DOUBLE") for number in range(1, plan.slots + 1)]
    fractional = sorted(plan.fractional)
    whole = "HUGEINT" if plan.wide else "BIGINT"
    columns += [(f"{part}_{n}_{s}", whole) for n, s in fractional for part in ("n", "d")]
    placed = {(slot.combination, slot.number): slot for slot in slots}
    classes = _classes(len(keys), slots)
    rows = []
    for index, key in enumerate(keys):
        own = [placed.get((index, number)) for number in range(1, plan.slots + 1)]
        masses = [None if slot is None else slot.milligrams for slot in own]
        potentials: list[int | None] = []
        for number, gwp_set in fractional:
            slot = own[number - 1]
            p = Fraction(0) if slot is None else slot.potentials[gwp_set]
            potentials += [p.numerator, p.denominator]
        days = (key.start.year, key.start, key.end, changes.calendar_of(key))
        rows.append((index, classes[index], *key.columns, *days, *masses, *potentials))
    return columns, rows


def _classes(combinations: int, slots: Iterable[Slot]) -> list[int]:
    """Of each combination the first whose slots count for the same."""
    counts: list[list[object]] = [[] for _ in range(combinations)]
    for slot in slots:
        streams = tuple((s.method, s.scope, s.category, s.gas) for s in slot.streams)
        counts[slot.combination].append((slot.number, slot.potentials, streams))
    first: dict[tuple[object, ...], int] = {}
    return [first.setdefault(tuple(own), number) for number, own in enumerate(counts)]


def amounts_table(keys: Sequence[RowKey], slots: Sequence[Slot], plan: Plan) -> Table:
    """The table `amounts`: one row per combination and slot, the quantity itself as slot 0."""
    columns = [("combination", "INTEGER"), ("slot", "INTEGER"), ("multiplier", "DOUBLE")]
    whole = "HUGEINT" if plan.wide else "BIGINT"
    columns += [(f"{part}_{s}", whole) for s in range(plan.gwp_sets) for part in ("n", "d")]
    nothing = (0, 1) * plan.gwp_sets
    rows: list[tuple[Any, ...]] = [
        (index, QUANTITY_SLOT, float(MILLIONTHS), *nothing) for index in range(len(keys))
    ]
    for slot in slots:
        pairs = [number for p in slot.potentials for number in (p.numerator, p.denominator)]
        rows.append((slot.combination, slot.number, slot.milligrams, *pairs))
    return columns, rows


def streams_table(slots: Sequence[Slot]) -> Table:
    """The table `streams`: what each slot counts for."""
    columns = [("combination", "INTEGER"), ("slot", "INTEGER")]
    columns += [(name, "VARCHAR") for name in ("method", "scope", "category", "gas")]
    rows = [
        (slot.combination, slot.number, stream.method, stream.scope, stream.category, stream.gas)
        for slot in slots
        for stream in slot.streams
    ]
    return columns, rows
