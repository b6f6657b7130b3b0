"""Formulas of metrics: sums and counts over records, and arithmetic between them."""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot.definitions.section import did_you_mean
from crossfoot.registers.expressions import typing_rules as rules
from crossfoot.registers.expressions.binding import Binder, Words
from crossfoot.registers.expressions.tree import (
    Aggregate,
    Call,
    Exists,
    InPeriod,
    Literal,
    MetricRef,
    Name,
    Node,
    Param,
    Ref,
    walk,
)
from crossfoot.registers.expressions.typing_rules import NUMBER, THINGS, TRUTH, Type

_STOCK = "stock_"
#: aggregates and how many values they take before their filter
_BEFORE_FILTER = {
    "count": 0,
    "stock": 0,
    "rows": 1,
    "sum": 1,
    "avg": 1,
    "max": 1,
    "distinct": 1,
    "latest": 1,
    "wavg": 2,
    "stock_rows": 1,
    "stock_sum": 1,
    "stock_avg": 1,
    "stock_max": 1,
    "stock_distinct": 1,
}
_NAMED = {"entered": 1, "ontime": 1, "elapsed": 2}
_ALL = Name(("all",))


class FormulaBinder(Binder):
    """Binds the formula of a metric.

    Args:
        units: units of the metrics of this register that are known already.
    """

    def __init__(
        self, words: Words, text: str, place: str = "", units: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(words, text, place)
        self.units = units or {}

    def formula(self) -> tuple[Node, Type]:
        """The formula and what it gives."""
        node, kind = self.bind(self.parsed())
        if kind.kind != NUMBER:
            self.refuse(f"it gives {rules.called(kind)}, not a number")
        return node, kind

    def _name(self, node: Name, group: str) -> tuple[Node, Type]:
        if group or self._filtering:
            return super()._name(node, group)
        return self._other(node)

    def _other(self, node: Name) -> tuple[Node, Type]:
        if self._filtering:
            return self._unknown(node)
        name = str(node)
        if name in self.words.params:
            return Param(name), rules.of_literal(self.words.params[name])
        if len(node.path) > 1 and self.words.field(node.path[0]) is not None:
            self.refuse(f"{name!r} is a field", "Say how it is counted: sum(...), rows(...).")
        if len(node.path) == 2 and node.path[0] != "core":
            return MetricRef(node.path[1]), Type(NUMBER)  # register.metric
        if self.words.field(name) is not None:
            self.refuse(f"{name!r} is a field", f"Say how it is counted: sum({name}, all).")
        return MetricRef(name), Type(NUMBER, unit=self.units.get(name, ""))

    _filtering = False

    def _call(self, node: Call, group: str) -> tuple[Node, Type]:
        if self._filtering:
            return super()._call(node, group)
        if node.name in _BEFORE_FILTER:
            return self._aggregate(node)
        if node.name in _NAMED:
            return self._named(node)
        if node.name == "ratio" and len(node.arguments) == 2:
            (left, first), (right, second) = (self.bind(each) for each in node.arguments)
            return Call("ratio", (left, right)), rules.of_ratio(first, second)
        if node.name == "average" and len(node.arguments) == 1:
            inner, kind = self.bind(node.arguments[0])
            if isinstance(inner, MetricRef):
                return Call("average", (inner,)), kind
        known = (*_BEFORE_FILTER, *_NAMED, "ratio", "average")
        remedy = did_you_mean(node.name, known) or f"Known: {', '.join(known)}."
        return self.refuse(f"there is no function {node.name}(...) of that form", remedy)

    def _aggregate(self, node: Call) -> tuple[Node, Type]:
        before = _BEFORE_FILTER[node.name]
        values, rest = node.arguments[:before], node.arguments[before:]
        if len(values) < before or len(rest) > 1:
            self.refuse(f"{node.name}(...) takes {before} values and one filter")
        self._filtering = True
        try:
            return self._filtered(node.name, values, rest[0] if rest else _ALL)
        finally:
            self._filtering = False

    def _filtered(
        self, name: str, values: tuple[Node, ...], filter_: Node
    ) -> tuple[Aggregate, Type]:
        stock = name == "stock" or name.startswith(_STOCK)
        function = "count" if name == "stock" else name.removeprefix(_STOCK)
        if function == "rows":
            group = self._named_group(values[0])
            values = ()
        else:
            group = self.group_of(*values, *(() if filter_ == _ALL else (filter_,)))
        condition: Node = Literal(None)
        if filter_ != _ALL:
            condition, kind = self.bind(filter_, group)
            self._must_be(kind, TRUTH, "the filter")
        bound = [self.bind(value, group) for value in values]
        dated = any(isinstance(each, InPeriod) for each in walk(condition))
        if function == "count" and group:
            condition, group = Exists(group, condition), ""
        for node, kind in bound:
            if not isinstance(node, Ref) or (function in ("sum", "avg", "wavg", "max")):
                self._must_be(kind, NUMBER, f"what {name}(...) is over")
        found = Aggregate(
            function,
            stock,
            condition,
            bound[0][0] if bound else None,
            bound[1][0] if len(bound) > 1 else None,
            group,
            dated,
        )
        counts = function in ("count", "rows", "distinct")
        return found, Type(NUMBER, unit=THINGS if counts else bound[0][1].unit)

    def _named_group(self, node: Node) -> str:
        name = str(node) if isinstance(node, Name) else ""
        found = self.words.fields.get(name)
        if found is None or not found.rows:
            groups = [group for group, each in self.words.fields.items() if each.rows]
            self.refuse(f"{name!r} is no repeating group", did_you_mean(name, groups))
        return name

    def _named(self, node: Call) -> tuple[Node, Type]:
        names = tuple(str(each) for each in node.arguments if isinstance(each, Name))
        known = list(self.words.states)
        if node.name == "ontime":
            known += self.words.clocks
        if len(names) != _NAMED[node.name] or len(node.arguments) != len(names):
            self.refuse(f"{node.name}(...) takes the name of a state")
        for name in names:
            if name not in known:
                remedy = did_you_mean(name, known) or f"Known: {', '.join(known)}."
                self.refuse(f"{name!r} is no state", remedy)
        unit = {"entered": THINGS, "ontime": "dimensionless", "elapsed": "h"}[node.name]
        return Aggregate(node.name, names=names), Type(NUMBER, unit=unit)
