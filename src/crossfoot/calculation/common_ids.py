"""Numbers that mean the same in two kept runs, so that the engine compares numbers alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from crossfoot.calculation.kept_lines import Kind, LineKinds
from crossfoot.calculation.streams import is_in_total

Table = tuple[list[tuple[str, str]], list[tuple[Any, ...]]]
T = TypeVar("T")
_Key = tuple[str, str, str, int, str]


class CommonIds:
    """The kinds, sites and shares of two runs, numbered in their order.

    Attributes:
        base: what the numbers of the base run stand for.
        new: what those of the new run stand for.
        rates: texts of rates, by number.
        shares: shares of sites, by number.
    """

    def __init__(self, base: LineKinds, new: LineKinds) -> None:
        self.base, self.new = base, new
        kinds = [*base.kinds, *new.kinds]
        self.rates = sorted({kind.rates for kind in kinds})
        self.shares = sorted(
            {Fraction(over, under) for run in (base, new) for _, over, under in run.sites}
        )
        self._rates = _numbered(self.rates)
        self._shares = _numbered(self.shares)
        self._factors = _numbered(sorted({(kind.factor, kind.rates) for kind in kinds}))
        self._keys = _numbered(sorted({_key(kind) for kind in kinds}))
        self._activities = _numbered(sorted({kind.activity for kind in kinds}))
        self._whats = _numbered(sorted({(kind.activity, kind.unit) for kind in kinds}))
        self._totals = sorted({(kind.scope, kind.category, kind.method) for kind in kinds})
        self._sites = _numbered(sorted({site for run in (base, new) for site, *_ in run.sites}))

    def is_in(self, number: int, total: str) -> bool:
        """Whether a scope, category and method is part of a total."""
        scope, _, method = self._totals[number]
        return is_in_total(scope, method, total)

    def kinds_table(self, side: str) -> Table:
        """The kinds of a run, by their number in it."""
        totals = _numbered(self._totals)
        names = ("kind", "key", "factor", "rates", "total")
        rows = [
            (
                number,
                self._keys[_key(kind)],
                self._factors[kind.factor, kind.rates],
                self._rates[kind.rates],
                totals[kind.scope, kind.category, kind.method],
            )
            for number, kind in enumerate(self._of(side).kinds)
        ]
        return [(name, "INTEGER") for name in names], rows

    def places_table(self, side: str) -> Table:
        """The sites of a run, by their number in it, with their shares."""
        rows = [
            (n, self._sites[name], self._shares[Fraction(over, under)])
            for n, (name, over, under) in enumerate(self._of(side).sites)
        ]
        return [(name, "INTEGER") for name in ("place", "site", "share")], rows

    def keys_table(self) -> Table:
        """What makes a line the same line: its activity, and its activity with its unit."""
        rows = [
            (number, self._activities[activity], self._whats[activity, unit])
            for (activity, unit, *_), number in self._keys.items()
        ]
        return [(name, "INTEGER") for name in ("key", "activity", "what")], rows

    def sites_table(
        self,
        base: Collection[str],
        new: Collection[str],
        dated: tuple[Collection[str], Collection[str]],
        moved: Collection[str],
    ) -> Table:
        """Which sites belong to which run, which are held by days there, and which otherwise."""
        names = ("in_b", "in_n", "dated_b", "dated_n", "moved")
        columns = [("site", "INTEGER"), *((name, "BOOLEAN") for name in names)]
        sets = (base, new, *dated, moved)
        return columns, [(n, *(site in each for each in sets)) for site, n in self._sites.items()]

    def spans_table(self, held: Mapping[str, Iterable[tuple[date, date, str, str]]]) -> Table:
        """The days on which something of a site counts, where that changes."""
        rows = [
            (self._sites[site], first, last)
            for site, spans in held.items()
            if site in self._sites
            for first, last, *_ in spans
        ]
        return [("site", "INTEGER"), ("first_day", "DATE"), ("last_day", "DATE")], rows

    def matching(self, test: Callable[[str, str], bool]) -> list[tuple[int, int]]:
        """Numbers of the sites and activities for which a test holds."""
        return [
            (self._sites[site], self._activities[activity])
            for site in self._sites
            for activity in self._activities
            if test(site, activity)
        ]

    def without_table(self, unresolved: Iterable[tuple[str, str, str]]) -> Table:
        """Rows of a run that have no factor there."""
        rows = [
            (self._sites[site], self._whats[activity, unit])
            for site, activity, unit in sorted(unresolved)
            if site in self._sites and (activity, unit) in self._whats
        ]
        return [("site", "INTEGER"), ("what", "INTEGER")], rows

    def _of(self, side: str) -> LineKinds:
        return self.base if side == "b" else self.new


def _key(kind: Kind) -> _Key:
    return kind.activity, kind.unit, kind.method, kind.year, kind.scope


def _numbered(values: Iterable[T]) -> dict[T, int]:
    return {value: number for number, value in enumerate(values)}
