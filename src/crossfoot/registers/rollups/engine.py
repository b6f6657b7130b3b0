"""`RollUp`: the figures of a period out of the records of registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from crossfoot.definitions.section import did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.registers.context import Context
from crossfoot.registers.expressions.tree import (
    Aggregate,
    Binary,
    Call,
    Literal,
    MetricRef,
    Node,
    Param,
    Ref,
    Unary,
)
from crossfoot.registers.fields import FieldType
from crossfoot.registers.library import Library
from crossfoot.registers.metrics import Breakdown, RegisterMetric
from crossfoot.registers.records import RecordView
from crossfoot.registers.rollups import punctuality
from crossfoot.registers.rollups.aggregates import Scope, aggregate
from crossfoot.registers.rollups.cells import Cell, Cells, single, together

#: the records of a register, by its id
Source = Callable[[str], Iterable[RecordView]]

_HUNDRED = Decimal(100)
_PERCENT = "percent"
_MONTH_ENDS = "month_ends"

#: breakdowns that every metric has
_ALWAYS = {
    name: Breakdown(name, Ref(name, kind=kind))
    for name, kind in (("entity", FieldType.ENTITY.value), ("site", FieldType.SITE.value))
}


@dataclass(frozen=True, slots=True)
class RollUp:
    """Figures of one period.

    Attributes:
        library: the registers.
        source: their records, those of the boundary and no others.
        period: the reporting period.
        context: calendar, parameters, links; its moment is the as-of date of what is open.
        as_of: counts of a period are seen as they stood at this moment; as now where None.
        given: figures of core modules and of registers that are not there, by name.
    """

    library: Library
    source: Source
    period: Period
    context: Context
    as_of: datetime | None = None
    given: Mapping[str, Decimal | None] = field(default_factory=dict)

    def value(self, metric: str) -> Cell:
        """A figure without breakdown."""
        return self.cells(metric).only

    def cells(self, metric: str, by: Sequence[str] = ()) -> Cells:
        """A figure by some of its breakdowns; members that no record has are left out.

        Raises:
            CrossfootError: there is no such metric, or it has no such breakdown.
        """
        found = self.library.metric(metric)
        for name in by:
            if name not in found.by and name not in _ALWAYS:
                remedy = did_you_mean(name, found.by)
                raise CrossfootError(
                    Problem(f"{metric!r} has no breakdown {name!r}", remedy=remedy)
                )
        return self._node(found.formula, found, tuple(by))

    def at(self, period: Period) -> RollUp:
        """The same for another period."""
        return replace(self, period=period)

    def _node(self, node: Node, metric: RegisterMetric, by: tuple[str, ...]) -> Cells:
        match node:
            case Literal(Decimal() as value):
                return single(value)
            case Param(name):
                value = self.library[metric.register].params[name].value
                return single(value if isinstance(value, Decimal) else None)
            case MetricRef(name):
                return self._metric(name, by)
            case Unary("-", operand):
                zero = single(Decimal(0))
                return together(zero, self._node(operand, metric, by), by, _less)
            case Binary(op, left, right):
                sides = self._node(left, metric, by), self._node(right, metric, by)
                return together(*sides, by, _ARITHMETIC[op], adds=op == "+")
            case Call("ratio", (left, right)):
                sides = self._node(left, metric, by), self._node(right, metric, by)
                return together(*sides, by, _in_percent(_share) if _is_share(metric) else _share)
            case Call("average", (MetricRef(name),)):
                return self._average(name, by)
            case Aggregate():
                return self._aggregate(node, metric, by)
        message = f"{node} has no place in a formula"
        raise TypeError(message)

    def _metric(self, name: str, by: tuple[str, ...]) -> Cells:
        if name in self.given:
            return single(self.given[name])
        if name not in self.library.metrics:
            return single(None)
        known = self.library.metric(name)
        return self.cells(name, [each for each in by if each in known.by or each in _ALWAYS])

    def _average(self, name: str, by: tuple[str, ...]) -> Cells:
        """The mean of a stock: of opening and closing, or of all month ends."""
        register = self.library.metric(name).register if name in self.library.metrics else ""
        base = self.library[register].params.get("average_base") if register else None
        if base is not None and self._param(register, base.name, base.value) == _MONTH_ENDS:
            parts = [self.at(month) for month in self.period.split_by_month()]
        else:
            parts = [self.at(self.period.previous()), self]
        whole = parts[0]._metric(name, by)
        for part in parts[1:]:
            whole = together(whole, part._metric(name, by), by, _plus)
        return together(whole, single(Decimal(len(parts))), by, _share)

    def _param(self, register: str, name: str, default: object) -> object:
        """A parameter of the whole roll-up: no entity of its own."""
        found = [
            each
            for each in self.context.overrides
            if (each.register, each.name, each.entity) == (register, name, "")
            and each.valid_from <= self.period.end
        ]
        return max(found, key=lambda each: each.valid_from).value if found else default

    def _aggregate(self, node: Aggregate, metric: RegisterMetric, by: tuple[str, ...]) -> Cells:
        breakdowns = {name: metric.by.get(name) or _ALWAYS[name] for name in by}
        scope = Scope(
            self.library[metric.register],
            self.source(metric.register),
            self.context.during(self.period),
            self.as_of,
            metric.unit,
        )
        match node.function:
            case "entered":
                return punctuality.entered(node, scope, breakdowns)
            case "elapsed":
                return punctuality.elapsed(node, scope, breakdowns)
            case "ontime":
                shares = punctuality.ontime(node, scope, breakdowns)
                factor = single(_HUNDRED if _is_share(metric) else Decimal(1))
                return together(shares, factor, by, _times)
        return aggregate(node, scope, breakdowns)


def _is_share(metric: RegisterMetric) -> bool:
    return metric.unit == _PERCENT


Compute = Callable[[Decimal | None, Decimal | None], Decimal | None]


def _where_both(compute: Callable[[Decimal, Decimal], Decimal | None]) -> Compute:
    def computed(left: Decimal | None, right: Decimal | None) -> Decimal | None:
        return None if left is None or right is None else compute(left, right)

    return computed


_plus = _where_both(lambda left, right: left + right)
_less = _where_both(lambda left, right: left - right)
_times = _where_both(lambda left, right: left * right)
_share = _where_both(lambda left, right: left / right if right else None)
_ARITHMETIC: Mapping[str, Compute] = {"+": _plus, "-": _less, "*": _times, "/": _share}


def _in_percent(compute: Compute) -> Compute:
    def computed(left: Decimal | None, right: Decimal | None) -> Decimal | None:
        value = compute(left, right)
        return None if value is None else value * _HUNDRED

    return computed
