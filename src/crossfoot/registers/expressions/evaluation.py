"""The value of a bound expression for one record, or for one row of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crossfoot.quantities.periods import Period
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.spans import Span
from crossfoot.registers.expressions.tree import (
    Binary,
    Call,
    Derived,
    Exists,
    InPeriod,
    Linked,
    Listing,
    Literal,
    Node,
    Param,
    Ref,
    Special,
    Unary,
)
from crossfoot.registers.overrides import param_value
from crossfoot.registers.records import RecordView, day_of, moment_of, state_at
from crossfoot.registers.values import Money

Row = Mapping[str, Any]


class Evaluator:
    """Evaluates expressions of one definition.

    Args:
        definition: the register.
        context: the moment, the period, the parameters.
        seen_at: the moment whose states are meant; dates after it count as not filled yet.
    """

    def __init__(
        self, definition: Definition, context: Context, *, seen_at: datetime | None = None
    ) -> None:
        self.definition = definition
        self.context = context
        self.seen_at = seen_at

    def holds(self, node: Node | None, record: RecordView, row: Row | None = None) -> bool:
        """Whether a condition is true; no condition is."""
        if node is None or (isinstance(node, Literal) and node.value is None):
            return True
        return self.value(node, record, row) is True

    def value(self, node: Node, record: RecordView, row: Row | None = None) -> Any:
        """The value; None where it is empty."""
        # by type, not by a match: this is the innermost loop of every roll-up
        evaluate = _BY_TYPE.get(type(node))
        if evaluate is None:
            message = f"{node} is not an expression of one record"
            raise TypeError(message)
        return evaluate(self, node, record, row)

    def _literal(self, node: Literal, _: RecordView, __: Row | None) -> Any:
        return node.value

    def _binary(self, node: Binary, record: RecordView, row: Row | None) -> Any:
        match node.op:
            case "and":
                return self.holds(node.left, record, row) and self.holds(node.right, record, row)
            case "or":
                return self.holds(node.left, record, row) or self.holds(node.right, record, row)
            case "in":
                return self._is_in(node, record, row)
            case "has":
                values = self.value(node.left, record, row) or ()
                return self.value(node.right, record, row) in values
        left, right = self.value(node.left, record, row), self.value(node.right, record, row)
        return _OPERATIONS[node.op](left, right)

    def _is_in(self, node: Binary, record: RecordView, row: Row | None) -> bool:
        value = self.value(node.left, record, row)
        if isinstance(node.right, Listing):
            wanted = [self.value(item, record, row) for item in node.right.items]
        else:
            wanted = list(self.value(node.right, record, row) or ())
        several = value if isinstance(value, tuple) else (value,)
        return any(_equal(one, each) for one in several for each in wanted)

    def _param(self, node: Param, record: RecordView, _: Row | None) -> Any:
        return param_value(self.definition, node.name, record, self.context, self.holds)

    def _derived_word(self, node: Derived, record: RecordView, row: Row | None) -> Any:
        return self.derived(node.name, record, row)

    def _exists(self, node: Exists, record: RecordView, _: Row | None) -> bool:
        rows = record.value(node.group) or ()
        return any(self.holds(node.condition, record, each) for each in rows)

    def _field(self, node: Ref, record: RecordView, row: Row | None) -> Any:
        if node.group:
            value = row.get(node.field) if row is not None else None
        else:
            value = record.value(node.field)
        if node.through and value is not None:
            return self.through(node, value)
        return value

    def through(self, node: Ref, value: Any) -> Any:
        """Fields of the records that a field points to."""
        owner = self.definition.field(node.group) if node.group else None
        found = owner.rows.get(node.field) if owner else self.definition.field(node.field)
        if self.context.lookup is None or found is None:
            return None
        ids = value if isinstance(value, tuple) else (value,)
        records = [self.context.lookup(found.register, id_) for id_ in ids]
        values = [
            state_at(each, self.seen_at) if node.through == "state" else each.value(node.through)
            for each in records
            if each is not None
        ]
        return (tuple(values) if isinstance(value, tuple) else values[0]) if values else None

    def _special(self, node: Special, record: RecordView, _: Row | None) -> Any:
        context = self.context
        match node.name:
            case "state":
                return state_at(record, self.seen_at)
            case "now":
                return context.now
            case "today":
                return context.now.date()
        if context.period is None:
            return context.now.date()
        return context.period.start if node.name == "period_start" else context.period.end

    def derived(self, name: str, record: RecordView, row: Row | None = None) -> Any:
        """The word of a derived breakdown: its band, or the formula's value."""
        word = self.definition.derived[name]
        value = self.value(word.formula, record, row)
        if not word.bands or value is None:
            return value
        return next((member for member, bound in word.bands if value >= bound), None)

    def _unary(self, node: Unary, record: RecordView, row: Row | None) -> Any:
        op, operand = node.op, node.operand
        if op == "not":
            return not self.holds(operand, record, row)
        value = self.value(operand, record, row)
        if op == "-":
            return None if value is None else -_plain(value)
        empty = value is None or value == () or value == "" or self._is_ahead(operand, value)
        return empty if op == "empty" else not empty

    def _is_ahead(self, node: Node, value: Any) -> bool:
        """Whether a date tells of something that had not happened at the moment that is seen.

        Without a history of fields, a batch shipped in January was still in store in December.
        """
        if self.seen_at is None or not isinstance(value, date) or not isinstance(node, Ref):
            return False
        owner = self.definition.field(node.group) if node.group else None
        field = owner.rows.get(node.field) if owner else self.definition.field(node.field)
        moment = moment_of(value, self.seen_at)
        happened = moment is None or moment <= self.seen_at
        return not happened and not (field is not None and field.ahead)

    def _in_period(self, node: InPeriod, record: RecordView, row: Row | None) -> bool:
        period, value = self.context.period, self.value(node.operand, record, row)
        if period is None or value is None:
            return False
        wanted = period.previous() if node.previous else period
        return contains(wanted, value)

    def _linked(self, node: Linked, record: RecordView, _: Row | None) -> Decimal:
        if self.context.links is None:
            return Decimal(0)
        from crossfoot.registers.library import bound_in, library

        known = self.context.library if self.context.library is not None else library()
        bound, definition = bound_in(known, node.register, node.condition)
        inner = Evaluator(definition, self.context)
        found = self.context.links(node.register, record)
        return Decimal(sum(inner.holds(bound, each) for each in found))

    def _call(self, node: Call, record: RecordView, row: Row | None) -> Any:
        name, arguments = node.name, node.arguments
        if name == "when":
            condition, value = arguments
            return self.value(value, record, row) if self.holds(condition, record, row) else None
        if name == "if":
            condition, value, other = arguments
            return self.value(value if self.holds(condition, record, row) else other, record, row)
        values = [self.value(each, record, row) for each in arguments]
        if any(value is None for value in values):
            return None
        if name == "year":
            return Decimal(values[0].year)
        if name == "days":
            first, last = (day_of(value) for value in values)
            return Decimal((last - first).days) if first and last else None
        message = f"there is no function {name!r}"
        raise TypeError(message)


#: how each kind of node is evaluated
_BY_TYPE: Mapping[type, Callable[..., Any]] = {
    Literal: Evaluator._literal,
    Ref: Evaluator._field,
    Special: Evaluator._special,
    Param: Evaluator._param,
    Derived: Evaluator._derived_word,
    Unary: Evaluator._unary,
    Binary: Evaluator._binary,
    InPeriod: Evaluator._in_period,
    Exists: Evaluator._exists,
    Linked: Evaluator._linked,
    Call: Evaluator._call,
}


def contains(period: Period, value: Any) -> bool:
    """Whether a date, moment or shorter period lies in a period."""
    if isinstance(value, Period):
        return period.contains(value)
    day = day_of(value)
    return day is not None and period.contains(day)


def _plain(value: Any) -> Any:
    return value.amount if isinstance(value, Money) else value


def _sides(left: Any, right: Any) -> tuple[Any, Any]:
    """Two values made alike: a moment and a day compare as days, an amount as its number."""
    left, right = _plain(left), _plain(right)
    if isinstance(left, date) and isinstance(right, date):
        if isinstance(left, datetime) != isinstance(right, datetime):
            return day_of(left), day_of(right)
        if isinstance(left, datetime) and isinstance(right, datetime):
            return left, right
    return left, right


def _equal(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return False
    first, second = _sides(left, right)
    return bool(first == second)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compared(left: Any, right: Any) -> bool:
        if left is None or right is None:
            return False
        return compare(*_sides(left, right))

    return compared


def _arithmetic(op: str) -> Callable[[Any, Any], Any]:
    def computed(left: Any, right: Any) -> Any:
        left, right = _plain(left), _plain(right)
        if left is None or right is None:
            return None
        if isinstance(right, Span):
            return right.after(left, 1 if op == "+" else -1)
        match op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return left / right if right else None

    return computed


_OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(lambda a, b: a < b),
    "<=": _ordered(lambda a, b: a <= b),
    ">": _ordered(lambda a, b: a > b),
    ">=": _ordered(lambda a, b: a >= b),
    **{op: _arithmetic(op) for op in "+-*/"},
}
