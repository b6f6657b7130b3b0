"""Which lines stand behind a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from typing import Any

from crossfoot.calculation.activity_metrics import feeds
from crossfoot.calculation.lines import Emission, FactorUse, Line, Unresolved, millionths
from crossfoot.calculation.plan_words import QUANTITY_SLOT
from crossfoot.calculation.preparation import Calculated, month_number
from crossfoot.calculation.scope2 import MARKET
from crossfoot.calculation.slots import Slot
from crossfoot.calculation.streams import Stream, gas_group, is_outside
from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period

#: milligrams of a slot, and of CO2e per warming-potential set
_Masses = tuple[int, Sequence[int]]
_NO_MASS: _Masses = (0, ())

#: combinations, sites, first and last month, row: the part of a question that goes into SQL
_Selection = tuple[tuple[int, ...], tuple[int, ...] | None, tuple[int, int] | None, int | None]

#: what `where` may name, beside the site, the row, the period and the set of warming potentials
_OF_STREAMS: Mapping[str, Callable[[Stream, str], bool]] = {
    "scope": lambda stream, scope: stream.scope == scope,
    "category": lambda stream, category: stream.category == category,
    "method": lambda stream, method: stream.method in ("", method),
    "gas": lambda stream, gas: gas in (stream.gas, gas_group(stream.gas)),
}
KEYS = (*_OF_STREAMS, "activity", "metric", "site", "row", "period", "gwp")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What `where` asks for, as the engine counts it."""

    combinations: tuple[int, ...]
    sites: tuple[int, ...] | None
    months: tuple[int, int] | None
    row: int | None
    method: str
    gas: str
    gwp: str

    @property
    def selection(self) -> _Selection:
        """The part that the plan puts into SQL."""
        return self.combinations, self.sites, self.months, self.row

    def wants(self, stream: Stream) -> bool:
        """Whether the gas of a stream is asked for."""
        return not self.gas or _OF_STREAMS["gas"](stream, self.gas)


@dataclass(frozen=True, slots=True)
class _Fetched:
    """Parts of lines as the engine gave them, and their masses by part and slot."""

    rows: list[tuple[Any, ...]]
    masses: Mapping[int, Mapping[int, _Masses]]


#: an inventory of so many lines is small: a report asks for hundreds of selections of them
SMALL = 20_000

#: position of the combination in a fetched row
_COMBINATION = 5


class LineQuery:
    """Lists and counts the lines of a calculated inventory."""

    def __init__(self, calculated: Calculated, gwp_sets: tuple[str, ...]) -> None:
        self._calculated = calculated
        self._gwp_sets = gwp_sets
        self._slots: dict[int, list[Slot]] = {}
        for slot in calculated.slots:
            self._slots.setdefault(slot.combination, []).append(slot)
        self._fetched: dict[tuple[Any, Any], _Fetched] = {}

    # -- lines ----------------------------------------------------------------------------

    def lines(self, where: Mapping[str, str], limit: int | None) -> list[Line]:
        """The lines that match, in the order of their rows."""
        asked = self._asked(where)
        if self._is_small and asked.row is None:
            everything = self._all_of(asked.sites, asked.months)
            wanted = set(asked.combinations)
            chosen = [row for row in everything.rows if row[_COMBINATION] in wanted][:limit]
            return self._lines(chosen, everything.masses, asked)
        fetched = self._fetch(asked.selection, limit)
        return self._lines(fetched.rows, fetched.masses, asked)

    @cached_property
    def _is_small(self) -> bool:
        """Whether all lines of a site fit into memory, so that they are fetched but once."""
        return sum(self._calculated.lines) <= SMALL

    def _all_of(self, sites: tuple[int, ...] | None, months: tuple[int, int] | None) -> _Fetched:
        key = (sites, months)
        if key not in self._fetched:
            combinations = tuple(range(len(self._calculated.resolutions)))
            self._fetched[key] = self._fetch((combinations, sites, months, None), None)
        return self._fetched[key]

    def _fetch(self, selection: _Selection, limit: int | None) -> _Fetched:
        plan, engine = self._calculated.plan, self._calculated.engine
        engine.run(plan.choose_lines(*selection, limit))
        masses: dict[int, dict[int, _Masses]] = {}
        for part, slot, milligrams, *effects in engine.rows(plan.line_slices(selection[2])):
            masses.setdefault(part, {})[slot] = (milligrams, effects)
        rows = engine.rows(
            'SELECT part, file, sheet, "row", site_name, combination, quantity_text, start, "end", '
            'numerator, denominator FROM chosen ORDER BY file, sheet, "row", first_day, part'
        )
        return _Fetched([tuple(row) for row in rows], masses)

    def _lines(
        self,
        rows: Iterable[tuple[Any, ...]],
        masses: Mapping[int, Mapping[int, _Masses]],
        asked: _Asked,
    ) -> list[Line]:
        return [self._line(masses.get(part, {}), asked, *row) for part, *row in rows]

    def count(self, where: Mapping[str, str]) -> int:
        """How many lines match."""
        plan = self._calculated.plan
        ((count,),) = self._calculated.engine.rows(plan.count_lines(*self._asked(where).selection))
        return int(count)

    def _line(self, masses: Mapping[int, _Masses], asked: _Asked, *row: Any) -> Line:
        file, sheet, number, site, combination, entered, start, end, over, under = row
        known = self._calculated.resolutions[combination]
        market = self._emission(combination, masses, asked, market=True)
        by_market = asked.method == MARKET
        return Line(
            row=number,
            site=site,
            activity=known.combination.activity,
            scope=known.streams[0].scope if known.streams else "",
            category=known.streams[0].category if known.streams else "",
            quantity=millionths(masses.get(QUANTITY_SLOT, _NO_MASS)[0]),
            entered=entered,
            unit=known.combination.unit,
            start=start,
            end=end,
            year=known.combination.year,
            share=Fraction(over, under),
            gwp=asked.gwp,
            emission=market if by_market else self._emission(combination, masses, asked),
            market=None if by_market else market,
            file=file,
            sheet=sheet,
        )

    def _emission(
        self,
        combination: int,
        masses: Mapping[int, _Masses],
        asked: _Asked,
        *,
        market: bool = False,
    ) -> Emission | None:
        use: FactorUse | None = None
        milligrams: dict[str, int] = {}
        co2e = dict.fromkeys(self._gwp_sets, 0)
        for slot in self._slots.get(combination, ()):
            for stream in slot.streams:
                if (stream.method == MARKET) is not market or stream.choice.factor is None:
                    continue
                choice = stream.choice
                use = FactorUse(stream.choice.factor, choice.rule, choice.carried_forward)
                mass, effects = masses.get(slot.number, _NO_MASS)
                if not asked.wants(stream):
                    continue
                milligrams[slot.gas] = milligrams.get(slot.gas, 0) + mass
                if not is_outside(slot.gas):
                    for gwp_set, effect in zip(self._gwp_sets, effects, strict=False):
                        co2e[gwp_set] += effect
        return None if use is None else Emission(use, dict(sorted(milligrams.items())), co2e)

    # -- what is asked --------------------------------------------------------------------

    def _asked(self, where: Mapping[str, str]) -> _Asked:
        for key in where:
            if key not in KEYS:
                close = get_close_matches(key, KEYS, n=1)
                raise CrossfootError(
                    Problem(
                        f"lines cannot be chosen by {key!r}",
                        remedy=f"did you mean {close[0]!r}?" if close else f"use {', '.join(KEYS)}",
                    )
                )
        named = where["site"].split(",") if "site" in where else None
        sites = None
        if named is not None:  # a site of which the share changes has several numbers
            sites = tuple(s.number for s in self._calculated.sites if s.name in named) or (-1,)
        return _Asked(
            combinations=tuple(
                number
                for number in range(len(self._calculated.resolutions))
                if self._matches(number, where)
            ),
            sites=sites,
            months=_months(where["period"]) if "period" in where else None,
            row=int(where["row"]) if "row" in where else None,
            method=where.get("method", ""),
            gas=where.get("gas", ""),
            gwp=where.get("gwp", self._gwp_sets[0]),
        )

    def _matches(self, number: int, where: Mapping[str, str]) -> bool:
        resolution = self._calculated.resolutions[number]
        combination = resolution.combination
        if "activity" in where and combination.activity != where["activity"]:
            return False
        if "metric" in where:
            return feeds(combination, where["metric"])
        asked = [(test, where[key]) for key, test in _OF_STREAMS.items() if key in where]
        return any(
            all(test(stream, value) for test, value in asked) for stream in resolution.streams
        )

    # -- what has no factor ---------------------------------------------------------------

    @property
    def _unresolved(self) -> list[int]:
        known = self._calculated.resolutions
        return [number for number, resolution in enumerate(known) if resolution.missing]

    @property
    def unresolved_count(self) -> int:
        """Number of rows without a factor, or of an unknown site; per part of the row."""
        rows = self._calculated.engine.rows(self._calculated.plan.count_of_unknown_sites())
        lines = self._calculated.lines
        return sum(lines[number] for number in self._unresolved) + int(rows[0][0])

    def unresolved(self, limit: int) -> tuple[Unresolved, ...]:
        """The first rows without a factor, and those of an unknown site."""
        calculated = self._calculated
        found: list[Unresolved] = []
        for file, sheet, row, site, *days in calculated.engine.rows(
            calculated.plan.lines_of_unknown_sites(limit)
        ):
            reason = f"site {site!r} is not in the organisation"
            found.append(Unresolved(row, reason, site, "", "", file, sheet, (), *days))
        rows = calculated.engine.rows(calculated.plan.lines_without(self._unresolved, limit))
        for file, sheet, row, site, number, *days in rows:
            resolution = calculated.resolutions[number]
            known, reason = resolution.combination, resolution.reason
            methods = tuple(method for method, _ in resolution.missing)
            place = (known.activity, known.unit, file, sheet)
            found.append(Unresolved(row, reason, site, *place, methods, *days))
        found.sort(key=lambda each: (each.file, each.sheet, each.row))
        return tuple(found[:limit])


def _months(period: str) -> tuple[int, int]:
    try:
        parsed = Period.parse(period)
    except ValueError as error:
        raise CrossfootError(Problem(str(error))) from None
    return month_number(parsed.start), month_number(parsed.end)
