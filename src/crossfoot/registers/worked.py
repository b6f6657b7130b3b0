"""Worked examples of definitions: their records, and where the figures differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

from crossfoot.quantities.calendars import china
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import round_half_away
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition, ExampleRecord, WorkedExample
from crossfoot.registers.library import Library
from crossfoot.registers.records import Entered, Record, RecordView
from crossfoot.registers.rollups.engine import RollUp
from crossfoot.registers.scores import with_computed
from crossfoot.registers.values import read_values

#: the time zone of the examples
ZONE = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of an example that does not come out."""

    example: WorkedExample
    metric: str
    expected: str
    found: Decimal | None

    def __str__(self) -> str:
        """The difference in words."""
        return f"{self.example.place}: {self.metric} is {self.found}, not {self.expected}"


def differences(
    definition: Definition, example: WorkedExample, library: Library
) -> list[Difference]:
    """What an example expects and does not get, to the decimals that it writes."""
    period = Period.parse(example.period)
    now = _moment(example.as_of) if example.as_of else _moment(str(period.end + timedelta(days=1)))
    records = list(records_of(definition, example, now))
    by_id = {record.id: record for record in records}

    def source(register: str) -> Iterable[RecordView]:
        return records if register == definition.id else ()

    rollup = RollUp(
        library,
        source,
        period,
        Context(now, china(), lookup=lambda _, id_: by_id.get(id_)),
        now if example.as_of else None,
        {name: Decimal(text) for name, text in example.given.items()},
    )
    found: list[Difference] = []
    for key, expected in example.expect.items():
        value = _figure(rollup, key)
        if not _agrees(value, expected):
            found.append(Difference(example, key, expected, value))
    return found


def _figure(rollup: RollUp, key: str) -> Decimal | None:
    """The figure behind `metric` or `metric[dimension=member]`."""
    name, _, rest = key.rstrip("]").partition("[")
    pairs = [part.split("=", 1) for part in rest.split(",") if part]
    if not pairs:
        return rollup.value(name).value
    dims = tuple(dim.strip() for dim, _ in pairs)
    cells = rollup.cells(name, dims)
    return cells.at(dims, tuple(member.strip() for _, member in pairs)).value


def _agrees(value: Decimal | None, expected: str) -> bool:
    if expected in ("none", ""):
        return value is None
    wanted = Decimal(expected)
    exponent = wanted.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return value is not None and round_half_away(value, places) == wanted


def records_of(definition: Definition, example: WorkedExample, now: datetime) -> Iterator[Record]:
    """The records of an example."""
    for number, each in enumerate(example.records, start=1):
        first = _record(definition, each, each.id or f"{number}", now)
        yield first
        for copy in range(1, each.times):
            yield replace(first, id=f"{first.id}.{copy}")


def _record(definition: Definition, each: ExampleRecord, id_: str, now: datetime) -> Record:
    given = {"entity": "E", "site": "S", **each.values}
    values = read_values(definition, given, ZONE)
    history = tuple(Entered(state, _moment(text)) for state, text in each.history.items())
    if not history or history[0].state != definition.initial:
        begins = values.get(definition.begins or definition.period_date)
        first = Entered(definition.initial, _begin(begins, history, now))
        history = (first, *history)
    record = Record(id_, definition.id, values, history, definition.version)
    return with_computed(definition, record, Context(now, china()))


def _begin(value: object, history: tuple[Entered, ...], now: datetime) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min, ZONE)
    return history[0].at if history else now


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
