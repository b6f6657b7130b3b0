"""Contractual instruments of market-based scope 2: what they are, and whether they count.

    name,kind,region,volume,unit,start,end,conveys_rate,sole_claim,retired_for,source
    gec-2023,certificate,CN,500,MWh,2023-01-01,2023-12-31,yes,yes,registry 1101-1600,statement

An activity row names its instrument. It counts where it meets the quality criteria of the GHG
Protocol's Scope 2 Guidance (table 7.1), which are lines of `data/instrument_criteria.csv`: each
names the column that answers it, or the test that does. An answer that is missing is no yes.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.factors.regions import holders, region_code
from crossfoot.languages import Text

#: where a workspace states its instruments
FILE_NAME = "instruments.csv"
KINDS = ("certificate", "ppa", "direct", "supplier", "other")
REQUIRED = ("name", "kind", "region", "volume", "unit", "start", "end")
ANSWERS = ("conveys_rate", "sole_claim", "retired_for", "delivered_mix", "certificates_transferred")
OPTIONAL = ("expires", "rate", "rate_unit", *ANSWERS, "source")

_DATA = Path(__file__).parent / "data" / "instrument_criteria.csv"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Instrument:
    """One purchase: certificates, a contract with a generator, a supplier's rate.

    Attributes:
        name: as activity rows say it in their column `instrument`.
        kind: certificate, ppa, direct, supplier or other.
        region: the market it was issued in.
        volume: energy that it covers, in `unit`.
        unit: unit of the volume.
        start: first day of generation.
        end: last day of generation.
        expires: last day on which it may be used; None where it does not expire.
        rate: kg of CO2 per `rate_unit`; None where a factor file has it under this name.
        rate_unit: unit of energy of the rate.
        answers: what is stated about the criteria, by column.
        source: registry, contract, statement.
    """

    name: str
    kind: str
    region: str
    volume: Decimal
    unit: str
    start: date
    end: date
    expires: date | None = None
    rate: Decimal | None = None
    rate_unit: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    source: str = ""

    @property
    def last(self) -> date:
        """The last day on which energy may be claimed with it."""
        return self.end if self.expires is None else min(self.end, self.expires)


@dataclass(frozen=True, slots=True)
class Claim:
    """Energy for which an instrument is named.

    Attributes:
        region: where it was consumed.
        start: first day.
        end: last day.
    """

    region: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Criterion:
    """A quality criterion.

    Attributes:
        number: as the guidance counts it.
        title: what is asked.
        kinds: kinds of instrument that it is for; `*` for all.
        column: what answers it; empty where a test alone does.
        test: name of the test.
        source: table of the guidance.
    """

    number: str
    title: Text
    kinds: tuple[str, ...]
    column: str
    test: str
    source: str

    def unmet(self, instrument: Instrument, claim: Claim) -> str:
        """Why it is not met; empty where it is, or where it is for other kinds."""
        if "*" not in self.kinds and instrument.kind not in self.kinds:
            return ""
        return _TESTS[self.test](self, instrument, claim)


def _yes(criterion: Criterion, instrument: Instrument, _: Claim) -> str:
    answer = instrument.answers.get(criterion.column, "")
    return (
        "" if answer.lower() in ("yes", "是") else f"{criterion.column} is {answer or 'not stated'}"
    )


def _filled(criterion: Criterion, instrument: Instrument, _: Claim) -> str:
    return "" if instrument.answers.get(criterion.column) else f"{criterion.column} is not stated"


def _vintage(_: Criterion, instrument: Instrument, claim: Claim) -> str:
    if instrument.start <= claim.start and claim.end <= instrument.last:
        return ""
    expired = instrument.expires is not None and claim.end > instrument.expires
    what = (
        f"expired on {instrument.expires}"
        if expired
        else (f"generated from {instrument.start} to {instrument.end}")
    )
    return f"{what}, consumed from {claim.start} to {claim.end}"


def _market(_: Criterion, instrument: Instrument, claim: Claim) -> str:
    if instrument.region and instrument.region in holders(claim.region):
        return ""
    return f"issued in {instrument.region or '?'}, consumed in {claim.region or '?'}"


_TESTS: Mapping[str, Callable[[Criterion, Instrument, Claim], str]] = {
    "yes": _yes,
    "filled": _filled,
    "vintage": _vintage,
    "market": _market,
}


@cache
def criteria() -> tuple[Criterion, ...]:
    """The criteria in their order."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Criterion(
                row["number"],
                Text(row["title_en"], row["title_zh"]),
                tuple(row["kinds"].split()),
                row["column"],
                row["test"],
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def unmet(instrument: Instrument, claim: Claim) -> list[tuple[Criterion, str]]:
    """The criteria that an instrument does not meet for a claim, each with its reason."""
    tested = ((each, each.unmet(instrument, claim)) for each in criteria())
    return [(each, reason) for each, reason in tested if reason]


@dataclass(frozen=True)
class Contracts:
    """The instruments of a company; `None` in their place means that none are registered."""

    given: Sequence[Instrument] = ()

    def of(self, name: str, start: date, end: date) -> Instrument | None:
        """The instrument of a name with most days in a period; the earliest of several."""
        named = [each for each in self.given if each.name == instrument_key(name)]
        return max(
            named,
            key=lambda each: (
                min(each.last, end) - max(each.start, start),
                -each.start.toordinal(),
            ),
            default=None,
        )

    def days(self) -> tuple[date, ...]:
        """The days on which an instrument begins to count, or has just ceased to."""
        edges = {day for each in self.given for day in (each.start, each.last + _DAY)}
        return tuple(sorted(edges))


def instrument_key(name: str) -> str:
    """The name as look-ups compare it.

    >>> instrument_key("GEC 2023-A")
    'gec_2023_a'
    """
    return name.strip().lower().replace(" ", "_").replace("-", "_")


# -- reading ------------------------------------------------------------------------------


def read_contracts(path: Path) -> Contracts:
    """Read a register of instruments.

    Raises:
        CrossfootError: with every mistake in the file, each with its row.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem("the file is not UTF-8 text", where=path.name, remedy="save it as UTF-8")
        raise CrossfootError(problem) from None
    reader = csv.DictReader(text.splitlines())
    columns = reader.fieldnames or ()
    missing = [name for name in REQUIRED if name not in columns]
    unknown = [name for name in columns if name not in (*REQUIRED, *OPTIONAL)]
    if missing or unknown:
        what = f"column {missing[0]!r} is missing" if missing else f"no column {unknown[0]!r}"
        remedy = f"the columns are {', '.join((*REQUIRED, *OPTIONAL))}"
        raise CrossfootError(Problem(what, where=path.name, remedy=remedy))
    given: list[Instrument] = []
    problems: list[Problem] = []
    for number, row in enumerate(reader, start=2):
        cells = {name: (row.get(name) or "").strip() for name in (*REQUIRED, *OPTIONAL)}
        place = f"{path.name} row {number}"
        wrong = [*_wrong(cells)]
        if not wrong:
            given.append(_instrument(cells))
            wrong = [*_twice(given)]
        problems += [Problem(what, where=place, remedy=remedy) for what, remedy in wrong]
    if problems:
        raise CrossfootError(*problems[:20])
    return Contracts(tuple(given))


def _wrong(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("name", "region", "unit"):
        if not cells[name]:
            yield f"{name} is empty", f"fill in the {name}"
    if cells["kind"] not in KINDS:
        yield f"{cells['kind']!r} is no kind of instrument", f"use {', '.join(KINDS)}"
    for name in ("volume", *(["rate"] if cells["rate"] else [])):
        if _number(cells[name]) is None:
            yield f"{name} is {cells[name]!r}, which is no number of zero or more", "correct it"
    if cells["rate"] and not cells["rate_unit"]:
        yield "the rate has no rate_unit", "write the energy that it is for, such as kWh"
    for name in ("start", "end", *(["expires"] if cells["expires"] else [])):
        if _day(cells[name]) is None:
            yield f"{name} is {cells[name]!r}, which is no day", "write it as 2023-01-31"
    start, end = _day(cells["start"]), _day(cells["end"])
    if start and end and end < start:
        yield f"it ends on {end}, before it starts on {start}", "exchange the two"


def _twice(given: Sequence[Instrument]) -> Iterator[tuple[str, str]]:
    last = given[-1]
    for other in given[:-1]:
        if other.name == last.name and other.start <= last.end and last.start <= other.end:
            yield f"{last.name!r} stands twice for the same days", "add the volumes up, or rename"


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _instrument(cells: Mapping[str, str]) -> Instrument:
    return Instrument(
        name=instrument_key(cells["name"]),
        kind=cells["kind"],
        region=region_code(cells["region"]),
        volume=Decimal(cells["volume"]),
        unit=cells["unit"],
        start=date.fromisoformat(cells["start"]),
        end=date.fromisoformat(cells["end"]),
        expires=date.fromisoformat(cells["expires"]) if cells["expires"] else None,
        rate=Decimal(cells["rate"]) if cells["rate"] else None,
        rate_unit=cells["rate_unit"],
        answers={name: cells[name] for name in ANSWERS if cells[name]},
        source=cells["source"],
    )
