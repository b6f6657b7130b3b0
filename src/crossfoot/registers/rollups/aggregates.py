"""Counts and sums over records of a period, or over what exists at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from decimal import Decimal
from itertools import product
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.registers.bounds import UNSURE, combined, weakest
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.evaluation import Evaluator, Row, contains
from crossfoot.registers.expressions.tree import Aggregate, Derived, Ref, Special
from crossfoot.registers.metrics import Breakdown
from crossfoot.registers.records import RecordView, day_of, entry_at
from crossfoot.registers.rollups.cells import Cell, Cells, Key
from crossfoot.registers.values import Money

_ZERO = ("count", "rows", "sum", "distinct", "entered")
#: what a breakdown calls records that do not say
NOT_STATED = ""
_NO_RATE = "Enter the amounts in one currency; no rate is ever assumed."


@dataclass(frozen=True, slots=True)
class Item:
    """A record, or a row of it, that satisfies a filter."""

    record: RecordView
    row: Row | None
    value: Any = None
    weight: Any = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What an aggregate is taken over.

    Attributes:
        definition: the register.
        records: of the register.
        context: calendar and parameters; its period is the reporting period.
        as_of: flows are seen as they stood then; today where None.
        unit: of the metric, for amounts of money.
    """

    definition: Definition
    records: Iterable[RecordView]
    context: Context
    as_of: datetime | None
    unit: str

    @property
    def period(self) -> Period:
        """The reporting period."""
        if self.context.period is None:
            message = "a roll-up needs a period"
            raise ValueError(message)
        return self.context.period

    def seen_at(self, *, stock: bool) -> datetime | None:
        """The moment whose states count."""
        return end_of(self.period, self.context.zone) if stock else self.as_of


def end_of(period: Period, zone: tzinfo) -> datetime:
    """The last moment of a period."""
    day = datetime.combine(period.end + timedelta(days=1), time.min, zone)
    return day - timedelta(microseconds=1)


def aggregate(found: Aggregate, scope: Scope, by: Mapping[str, Breakdown]) -> Cells:
    """A count or sum by breakdowns."""
    groups: dict[Key, list[Item]] = {}
    evaluator = Evaluator(scope.definition, scope.context, seen_at=scope.seen_at(stock=found.stock))
    for item in items(found, scope, evaluator):
        for key in keys_of(item, by, found.group, evaluator):
            groups.setdefault(key, []).append(item)
    reduce = _REDUCERS[found.function]
    values = {key: _cell(reduce(each, scope), each, found, scope) for key, each in groups.items()}
    default = Cell(Decimal(0)) if found.function in _ZERO else Cell(None)
    return Cells(tuple(by), values, default)


def items(found: Aggregate, scope: Scope, evaluator: Evaluator) -> Iterator[Item]:
    """The records or rows that an aggregate is taken over."""
    for record in records_of(found, scope, evaluator.seen_at):
        rows: Sequence[Row | None] = (record.value(found.group) or ()) if found.group else (None,)
        for row in rows:
            if not evaluator.holds(found.condition, record, row):
                continue
            value = evaluator.value(found.value, record, row) if found.value else None
            weight = evaluator.value(found.weight, record, row) if found.weight else None
            if found.value is None or value is not None:
                yield Item(record, row, value, weight)


def records_of(found: Aggregate, scope: Scope, seen_at: datetime | None) -> Iterator[RecordView]:
    """Records of the period, or those that exist at its end."""
    dated_by = scope.definition.period_date
    for record in scope.records:
        view = record.as_of(seen_at) if seen_at is not None else record
        if seen_at is not None and entry_at(view, seen_at) is None:
            continue
        if found.stock or found.dated or _in_period(view.value(dated_by), scope.period):
            yield view


def _in_period(value: Any, period: Period) -> bool:
    return value is not None and contains(period, value)


# -- breakdowns --------------------------------------------------------------------------------


def keys_of(
    item: Item, by: Mapping[str, Breakdown], group: str, evaluator: Evaluator
) -> Iterator[Key]:
    """The cells that an item counts in: one, or several where a field holds several values."""
    members = [_members(item, each, group, evaluator) for each in by.values()]
    yield from product(*members)


def _members(item: Item, breakdown: Breakdown, group: str, evaluator: Evaluator) -> tuple[str, ...]:
    source = breakdown.source
    if isinstance(source, Ref) and source.group and source.group != group:
        rows = item.record.value(source.group) or ()
        found = [_words(evaluator.value(source, item.record, row)) for row in rows]
        return tuple(dict.fromkeys(word for words in found for word in words)) or (NOT_STATED,)
    if isinstance(source, Derived | Special):
        return _words(evaluator.value(source, item.record, item.row))
    return _words(evaluator.value(source, item.record, item.row))


def _words(value: Any) -> tuple[str, ...]:
    match value:
        case None:
            return (NOT_STATED,)
        case bool():
            return ("true" if value else "false",)
        case tuple():
            return tuple(str(each) for each in value) or (NOT_STATED,)
    return (str(value),)


# -- reducing ----------------------------------------------------------------------------------


def ids_of(records: Iterable[RecordView]) -> tuple[str, ...]:
    """The ids of records, each once, in their order."""
    return tuple(dict.fromkeys(record.id for record in records))


def _cell(value: Decimal | None, found: list[Item], aggregate_: Aggregate, scope: Scope) -> Cell:
    """A value with the records behind it, and how exact and how firm they are."""
    ids = ids_of(item.record for item in found)
    if not isinstance(aggregate_.value, Ref):
        return Cell(value, ids)
    name = aggregate_.value.group or aggregate_.value.field
    qualifier = combined(item.record.qualifier(name) for item in found)
    unsure = [item for item in found if item.record.basis(name) in UNSURE]
    estimated = _sum(unsure, scope) if aggregate_.function == "sum" else Decimal(0)
    return Cell(value, ids, qualifier, weakest(i.record.basis(name) for i in found), estimated)


def _number(item: Item, value: Any, scope: Scope) -> Decimal:
    if not isinstance(value, Money):
        return Decimal(value)
    currency = scope.unit.rsplit(" ", 1)[-1]
    if _is_currency(currency) and value.currency != currency:
        what = f"{value} of {item.record.id!r} cannot be added to amounts in {currency}"
        raise CrossfootError(Problem(what, remedy=_NO_RATE))
    return value.amount


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _numbers(found: list[Item], scope: Scope) -> list[Decimal]:
    currencies = {item.value.currency for item in found if isinstance(item.value, Money)}
    if len(currencies) > 1:
        what = f"amounts in {' and '.join(sorted(currencies))} cannot be added"
        raise CrossfootError(Problem(what, remedy=_NO_RATE))
    return [_number(item, item.value, scope) for item in found]


def _count(found: list[Item], _: Scope) -> Decimal:
    return Decimal(len({item.record.id for item in found}))


def _rows(found: list[Item], _: Scope) -> Decimal:
    return Decimal(len(found))


def _sum(found: list[Item], scope: Scope) -> Decimal:
    return sum(_numbers(found, scope), Decimal(0))


def _avg(found: list[Item], scope: Scope) -> Decimal:
    return _sum(found, scope) / len(found)


def _max(found: list[Item], scope: Scope) -> Decimal:
    return max(_numbers(found, scope))


def _distinct(found: list[Item], _: Scope) -> Decimal:
    return Decimal(len({word for item in found for word in _words(item.value)}))


def _latest(found: list[Item], scope: Scope) -> Decimal | None:
    def newness(item: Item) -> tuple[int, datetime]:
        day = day_of(item.record.value(scope.definition.period_date))
        return (day.toordinal() if day else 0, item.record.history[0].at)

    value = max(found, key=newness).value
    return _number(found[-1], value, scope) if isinstance(value, Decimal | Money) else None


def _wavg(found: list[Item], scope: Scope) -> Decimal | None:
    weighed = [
        (_number(item, item.value, scope), _number(item, item.weight, scope))
        for item in found
        if item.weight is not None
    ]
    whole = sum((weight for _, weight in weighed), Decimal(0))
    total = sum((value * weight for value, weight in weighed), Decimal(0))
    return total / whole if whole else None


_REDUCERS: Mapping[str, Callable[[list[Item], Scope], Decimal | None]] = {
    "count": _count,
    "rows": _rows,
    "sum": _sum,
    "avg": _avg,
    "max": _max,
    "distinct": _distinct,
    "latest": _latest,
    "wavg": _wavg,
}
