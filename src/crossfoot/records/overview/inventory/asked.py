"""Which part of the inventory is wanted: whose, of when, of which scope, how counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crossfoot.calculation.scope2 import LOCATION, MARKET

#: what a sum is split into, one below the other; the lines come last
LEVELS = ("scope", "category", "site", "month")

#: the totals: name, scope, method
TOTALS = (
    ("scope1", "1", ""),
    ("scope2_location", "2", LOCATION),
    ("scope2_market", "2", MARKET),
    ("scope3", "3", ""),
    ("total_location", "", LOCATION),
    ("total_market", "", MARKET),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of the inventory.

    Attributes:
        sites: codes of the sites that count.
        year: calendar year.
        gwp: number of the set of warming potentials.
        method: location or market: by which scope 2 counts; empty for both, one beside the other.
        scope: 1, 2 or 3; empty for all.
        category: source category, energy carrier, number of the scope 3 category; empty for all.
        site: one of the sites; empty for all.
        month: "2023-04"; empty for the year.
        activity, factor: dotted name, and number; only those lines. Empty and None for all.
    """

    sites: frozenset[str]
    year: int
    gwp: int = 0
    method: str = LOCATION
    scope: str = ""
    category: str = ""
    site: str = ""
    month: str = ""
    activity: str = ""
    factor: int | None = None

    @property
    def effect(self) -> str:
        """The column of CO2e."""
        return f"c.e_{int(self.gwp)}"

    @property
    def level(self) -> str:
        """What the part is split into next: the first that is not given; "line" below a month."""
        return next((name for name in LEVELS if not getattr(self, name)), "line")

    def within(self, name: str, value: str) -> Selection:
        """The part of it that has a value of a level."""
        at = LEVELS.index(name)
        given = [getattr(self, each) for each in LEVELS]
        given[at] = value
        scope, category, site, month = given
        return replace(self, scope=scope, category=category, site=site, month=month)

    def above(self) -> Iterator[tuple[str, Selection]]:
        """The parts that hold this one, the whole first; each with the level that it adds."""
        part = replace(self, scope="", category="", site="", month="")
        yield "", part
        for name in LEVELS:
            value = getattr(self, name)
            if not value:
                return
            part = part.within(name, value)
            yield name, part

    def condition(self) -> tuple[str, list[object]]:
        """As SQL over cells or lines `c`, streams `s`, sites `p` and combinations `k`."""
        first = self.year * 12
        parts: list[str] = ["c.month BETWEEN ? AND ?", "list_contains(?::VARCHAR[], p.name)"]
        values: list[object] = [first, first + 11, sorted(self.sites)]
        if self.month:
            year, month = self.month.split("-")
            values[:2] = [int(year) * 12 + int(month) - 1] * 2
        if self.method:
            parts.append("s.method IN ('', ?)")
            values.append(self.method)
        for column, name in (("s.scope", "scope"), ("s.category", "category"), ("p.name", "site")):
            if given := getattr(self, name):
                parts.append(f"{column} = ?")
                values.append(given)
        if self.activity:
            parts.append("k.activity = ?")
            values.append(self.activity)
        if self.factor is not None:
            parts.append("s.factor = ?")
            values.append(self.factor)
        return " AND ".join(parts), values
