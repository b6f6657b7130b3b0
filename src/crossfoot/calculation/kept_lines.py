"""A line of an inventory with all that its CO2e follows from, so that it can be kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from crossfoot.calculation.lines import millionths
from crossfoot.calculation.scope2 import LOCATION, MARKET
from crossfoot.calculation.streams import NOT_GASES, is_in_total, is_outside
from crossfoot.factors.activities import parse_activity

if TYPE_CHECKING:
    from crossfoot.calculation.lines import Emission, Line


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What one row, or the part of it in a year, emits by one method.

    Attributes:
        file: name of the activity file.
        row: row of the file.
        site: id of the site.
        activity: dotted name.
        unit: unit of the quantities.
        start: first day of the row.
        end: last day of the row.
        year: calendar year whose factor was used.
        scope: 1, 2 or 3; empty where it is not known.
        category: source category, energy carrier, or number of the scope 3 category.
        method: location or market for scope 2, else empty.
        entered: the quantity of the whole row, as entered.
        quantity: what counts of it: the part in the year, times the share.
        share: share of the site that counts.
        factor: id of the factor; empty where there is none.
        rates: kilograms of each gas within the scopes per unit.
        milligrams: CO2e by the run's first set of warming potentials.
    """

    file: str
    row: int
    site: str
    activity: str
    unit: str
    start: date
    end: date
    year: int
    scope: str
    category: str
    method: str
    entered: Decimal
    quantity: Decimal
    share: Fraction
    factor: str
    rates: Mapping[str, Decimal]
    milligrams: int

    @property
    def key(self) -> tuple[object, ...]:
        """What a line of another run has in common that is the same line."""
        where = (self.site, self.activity, self.unit, self.method, self.scope)
        return *where, self.start, self.end, self.year

    @property
    def whole(self) -> Fraction:
        """The quantity in the year, whatever the share."""
        return Fraction(self.quantity) / self.share

    def is_in(self, total: str) -> bool:
        """Whether it is part of a total, such as scope2_market or total_location."""
        return is_in_total(self.scope, self.method, total)


#: the cells of a kept line; a file names the activity file `document`
COLUMNS = ("kind", "site", "file", '"row"', "start", '"end"', "entered", "quantity", "milligrams")


class Kind(NamedTuple):
    """What lines of an inventory have in common; see `KeptLine`."""

    activity: str
    unit: str
    year: int
    scope: str
    category: str
    method: str
    factor: str
    rates: str


@dataclass(frozen=True)
class LineKinds:
    """What the numbers of kept lines stand for; a JSON file beside them.

    Attributes:
        kinds: what lines have in common, by number.
        sites: name and share (numerator, denominator), by number.
        files: name of the activity file, by number.
    """

    kinds: Sequence[Kind]
    sites: Sequence[tuple[str, int, int]]
    files: Sequence[str]

    def write(self, lines: Path) -> None:
        """Write it beside a file of lines."""
        content = {"kinds": self.kinds, "sites": self.sites, "files": self.files}
        text = json.dumps(content, ensure_ascii=False, indent=0)
        kinds_file(lines).write_text(text + "\n", "utf-8")

    @classmethod
    def read(cls, lines: Path) -> LineKinds:
        """Read it from beside a file of lines."""
        content = json.loads(kinds_file(lines).read_text("utf-8"))
        kinds = [Kind(*kind) for kind in content["kinds"]]
        return cls(kinds, [tuple(site) for site in content["sites"]], content["files"])

    def line(self, cells: Sequence[Any]) -> KeptLine:
        """A line from the cells of a file, in the order of `COLUMNS`."""
        kind, site, file, row, start, end, entered, quantity, milligrams = cells
        known = self.kinds[kind]
        name, over, under = self.sites[site]
        return KeptLine(
            *(self.files[file], row, name, known.activity, known.unit, start, end, known.year),
            *(known.scope, known.category, known.method),
            entered=Decimal(entered),
            quantity=millionths(int(quantity)),
            share=Fraction(over, under),
            factor=known.factor,
            rates=rates_of(known.rates),
            milligrams=int(milligrams),
        )


def kinds_file(lines: Path) -> Path:
    """Where the kinds of a file of lines stand."""
    return lines.with_suffix(".json")


def rates_text(rates: Mapping[str, Decimal]) -> str:
    """Rates as a file has them: by gas, without trailing zeros.

    >>> rates_text({"N2O": Decimal("0.10"), "CH4": Decimal("2")})
    'CH4=2 N2O=0.1'
    """
    return " ".join(f"{gas}={rates[gas].normalize()}" for gas in sorted(rates))


@lru_cache(maxsize=4096)
def rates_of(text: str) -> Mapping[str, Decimal]:
    """Rates from the text of a file."""
    pairs = (pair.partition("=") for pair in text.split())
    return {gas: Decimal(rate) for gas, _, rate in pairs}


def kept_lines(lines: Iterable[Line]) -> Iterator[KeptLine]:
    """The lines, those of scope 2 once by each method."""
    for line in lines:
        # a line without a factor has no scope of its own, but its activity has one
        scope = line.scope or parse_activity(line.activity).scope
        if scope != "2":
            yield _kept(line, scope, "", line.emission)
            continue
        yield _kept(line, scope, LOCATION, line.emission)
        yield _kept(line, scope, MARKET, line.market)


def _kept(line: Line, scope: str, method: str, emission: Emission | None) -> KeptLine:
    factor = None if emission is None else emission.factor.factor
    gases = () if factor is None else dict.fromkeys(factor.gases)
    return KeptLine(
        file=line.file,
        row=line.row,
        site=line.site,
        activity=line.activity,
        unit=line.unit,
        start=line.start,
        end=line.end,
        year=line.year,
        scope=scope,
        category=line.category,
        method=method,
        entered=Decimal(line.entered),
        quantity=line.quantity,
        share=line.share,
        factor="" if factor is None else factor.id,
        rates={
            gas: factor.per(gas, line.unit)
            for gas in gases
            if factor is not None and gas not in NOT_GASES and not is_outside(gas)
        },
        milligrams=0 if emission is None else emission.co2e[line.gwp],
    )
