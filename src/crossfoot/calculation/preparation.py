"""From activity rows to a calculated engine: the steps of an inventory, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crossfoot.calculation.backends import Engine, Progress
from crossfoot.calculation.changes import Changes
from crossfoot.calculation.keys import RowKey
from crossfoot.calculation.plan import Plan
from crossfoot.calculation.sites import Boundary, Site
from crossfoot.calculation.slots import (
    Slot,
    amounts_table,
    combinations_table,
    planned,
    slotted,
    spans_table,
    streams_table,
)
from crossfoot.calculation.streams import Resolution, Resolver
from crossfoot.calculation.sums import Sums
from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period

_SITES = [("site", "VARCHAR"), ("number", "INTEGER"), ("region", "VARCHAR")]
_SHARE = [("numerator", "HUGEINT"), ("denominator", "HUGEINT")]
_HELD = [("standing", "VARCHAR"), ("first_day", "DATE"), ("last_day", "DATE")]


@dataclass(frozen=True, slots=True)
class Calculated:
    """An engine that makes the sums, and what is needed to read them.

    Attributes:
        engine: holds `streams`, and the sums that were asked for.
        plan: the SQL that makes them.
        sites: all sites of the data, by number.
        resolutions: what is known of each key of rows, by number.
        slots: the gases of all combinations.
        lines: number of rows per combination; a row counts in each of its parts.
        sums: makes the sums and names their tables.
    """

    engine: Engine
    plan: Plan
    sites: tuple[Site, ...]
    resolutions: tuple[Resolution, ...]
    slots: tuple[Slot, ...]
    lines: tuple[int, ...]
    sums: Sums


@dataclass(slots=True)
class _Seen:
    """What the first pass saw of a combination."""

    lines: int = 0
    largest: float = 0.0
    longest: int = 0


def calculate(
    engine: Engine,
    resolver: Resolver,
    gwp_sets: Sequence[str],
    boundary: Boundary,
    year: int | None,
    progress: Progress | None,
) -> Calculated:
    """Run the plan over the table `activity` of an engine."""
    first = Plan(slots=0, gwp_sets=len(gwp_sets), year=year)
    sites = boundary.placed(_names(engine.rows(first.site_names())))
    counted = [site for site in sites if site.share]
    regions = sorted({site.region for site in counted})
    _fill_sites(engine, sites, counted)

    dated = any(site.standing for site in counted)
    several = len(regions) > 1
    reading = Plan(0, len(gwp_sets), site_regions=several, dated=dated, year=year)
    only_region = regions[0] if len(regions) == 1 else ""
    seen, years = _keys(engine.rows(reading.combinations()))
    known = {
        replace(key, start=part.combination.start, end=part.combination.end): part
        for key in seen
        for part in resolver.over_year(_placed(key, only_region).combination, key.days)
    }
    changes = Changes.between(known)
    _fill_calendar(engine, years, changes)
    if changes.cuts:
        seen = _cut(engine, reading, seen, known, changes)

    keys = sorted(key for key in seen if year in (None, key.start.year))
    resolutions = tuple(known[key] for key in keys)
    slots = slotted(resolutions, gwp_sets)
    largest = {number: seen[key].largest for number, key in enumerate(keys)}
    shares = [site.share for site in counted]
    plan = planned(
        slots,
        len(gwp_sets),
        largest,
        shares,
        site_regions=several,
        dated=dated,
        year=year,
        changes=changes,
        longest=max((each.longest for each in seen.values()), default=0),
    )
    engine.create("combinations", *combinations_table(keys, slots, plan, changes))
    engine.create("amounts", *amounts_table(keys, slots, plan))
    engine.create("streams", *streams_table(slots))

    for word in plan.words():
        engine.run(word)
    if progress is not None:
        progress(100, 100)
    lines = tuple(seen[key].lines for key in keys)
    sums = Sums(engine, plan)
    return Calculated(engine, plan, sites, resolutions, tuple(slots), lines, sums)


def _names(rows: list[tuple[Any, ...]]) -> list[str]:
    names = [name for (name,) in rows]
    if None in names:
        raise CrossfootError(_empty("site"))
    return names


def _fill_sites(engine: Engine, sites: Sequence[Site], counted: Sequence[Site]) -> None:
    rows = [
        (
            *(s.name, s.number, s.region, s.share.numerator, s.share.denominator),
            *(s.standing, s.start, s.end),
        )
        for s in counted
    ]
    engine.create("sites", [*_SITES, *_SHARE, *_HELD], rows)
    unknown = [(site.name,) for site in sites if not site.known]
    engine.create("unknown_sites", _SITES[:1], unknown)


def _keys(rows: list[tuple[Any, ...]]) -> tuple[dict[RowKey, _Seen], list[int]]:
    """The keys by calendar year with what was seen of them, and the years that the rows touch."""
    seen: dict[RowKey, _Seen] = {}
    all_years: set[int] = set()
    for (
        activity,
        unit,
        region,
        site_region,
        standing,
        instrument,
        first,
        last,
        lines,
        quantities,
        largest,
        gap,
        longest,
    ) in rows:
        _check(activity, unit, region, instrument, first, last, lines, quantities, largest, gap)
        span = range(first, last + 1)
        all_years.update(span)
        for one in span:
            days = Period.year(one)
            place = (region, site_region, standing)
            key = RowKey(activity, unit, *place, instrument, days.start, days.end)
            found = seen.setdefault(key, _Seen())
            found.lines += lines
            found.largest = max(found.largest, largest)
            found.longest = max(found.longest, longest)
    return seen, sorted(all_years)


def _placed(key: RowKey, only_region: str) -> RowKey:
    """Where all sites lie in one region, the engine does not tell it."""
    return replace(key, site_region=key.site_region or only_region)


def _cut(
    engine: Engine,
    reading: Plan,
    seen: Mapping[RowKey, _Seen],
    parts: Iterable[RowKey],
    changes: Changes,
) -> dict[RowKey, _Seen]:
    """The keys, those of rows whose factors change inside a year by the parts that have rows."""
    engine.create("spans", *spans_table(key for key in parts if changes.concern(key)))
    found = {key: what for key, what in seen.items() if not changes.concern(key)}
    for *key, lines, largest, longest in engine.rows(reading.cut_combinations()):
        found[RowKey(*key)] = _Seen(lines, largest, longest)
    return found


def _check(*read: Any) -> None:
    """Refuse what the import of activity data would have refused."""
    activity, unit, region, instrument, first, last, lines, quantities, largest, gap = read
    named = {"activity": activity, "unit": unit, "region": region, "instrument": instrument}
    named |= {"start": first, "end": last}
    for column, value in named.items():
        if value is None:
            raise CrossfootError(_empty(column))
    if quantities < lines:
        raise CrossfootError(_empty("quantity"))
    if not largest < float("inf"):
        raise CrossfootError(
            Problem(
                f"a quantity of {activity!r} is not a number",
                remedy="correct the row and import the file again",
            )
        )
    if gap < 0:
        raise CrossfootError(
            Problem(
                f"a row of {activity!r} ends before it starts",
                remedy="correct the dates and import the file again",
            )
        )


def _empty(column: str) -> Problem:
    return Problem(
        f"the activity data has rows without {column}",
        why="such a row cannot be placed in the inventory",
        remedy="import the data with `crossfoot import FILE --as activity`, which names the rows",
    )


def _fill_calendar(engine: Engine, years: Sequence[int], changes: Changes) -> None:
    span = range(years[0], years[-1] + 1) if years else range(0)
    months = [Period.month(year, month) for year in span for month in range(1, 13)]
    whole = [Period.year(year) for year in span]
    day, number = ("day", "DATE"), ("month", "INTEGER")
    edges = [("year", "INTEGER"), ("first_day", "DATE"), ("last_day", "DATE")]
    engine.create("halves", [("half", "INTEGER")], [(0,), (1,)])
    engine.create("years", edges, [(y.start.year, y.start, y.end) for y in whole])
    engine.create(
        "months",
        [number, *edges[1:], ("calendar", "INTEGER")],
        [
            (month_number(m.start), m.start, m.end, calendar)
            for calendar, m in changes.months(months)
        ],
    )
    engine.create(
        "calendar",
        [day, number, edges[0], edges[2]],
        [
            (m.start.replace(day=d), month_number(m.start), m.start.year, m.end)
            for m in months
            for d in range(1, m.days + 1)
        ],
    )


def month_number(day: date) -> int:
    """The month as the engine counts it: 12 x year + month - 1."""
    return day.year * 12 + day.month - 1


def month_name(number: int) -> str:
    """The month as people read it: 2023-04."""
    return f"{number // 12:04}-{number % 12 + 1:02}"
