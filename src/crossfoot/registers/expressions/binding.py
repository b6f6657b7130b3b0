"""What the words of an expression mean, and whether it makes sense: names and types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from crossfoot.definitions.section import did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.registers.expressions import typing_rules as rules
from crossfoot.registers.expressions.parser import parse
from crossfoot.registers.expressions.tree import (
    Binary,
    Call,
    Derived,
    Exists,
    InPeriod,
    Linked,
    Listing,
    Literal,
    Name,
    Node,
    Param,
    Ref,
    Special,
    Unary,
    children,
)
from crossfoot.registers.expressions.typing_rules import (
    DATE,
    DATETIME,
    NUMBER,
    ROWS,
    TRUTH,
    WORD,
    WORDS,
    Type,
)
from crossfoot.registers.fields import COMMON, Field

_SPECIALS = {
    "today": DATE,
    "period_start": DATE,
    "period_end": DATE,
    "now": DATETIME,
    "state": WORD,
}
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
#: functions of values: what they take, what they give
_FUNCTIONS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "year": ((DATE,), NUMBER),
    "days": ((DATE, DATE), NUMBER),
    "when": ((TRUTH, ""), ""),
    "if": ((TRUTH, "", ""), ""),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a definition offers to its expressions.

    Attributes:
        fields: its own fields.
        states: its states.
        params: its parameters with their values.
        aliases: named conditions, as parsed.
        derived: derived words with their members.
        clocks: names of its clocks.
    """

    fields: Mapping[str, Field]
    states: Iterable[str] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    aliases: Mapping[str, Node] = field(default_factory=dict)
    derived: Mapping[str, frozenset[str]] = field(default_factory=dict)
    clocks: Iterable[str] = ()

    def field(self, name: str) -> Field | None:
        """A field of the register, or one that every register has."""
        return self.fields.get(name) or COMMON.get(name)

    def is_known(self, name: str) -> bool:
        """Whether the word means something by itself, outside a repeating group."""
        known = (self.aliases, self.params, self.derived, _SPECIALS)
        return self.field(name) is not None or any(name in each for each in known)

    def groups_with(self, name: str) -> list[str]:
        """Repeating groups whose rows have a field of that name."""
        return [group for group, each in self.fields.items() if name in each.rows]

    def every(self) -> list[str]:
        """All words, for "did you mean"."""
        dotted = [f"{g}.{n}" for g, each in self.fields.items() for n in each.rows]
        return [*self.fields, *COMMON, *self.aliases, *self.params, *self.derived, *dotted]


class Binder:
    """Binds one expression; every mistake is a `CrossfootError` that names its place."""

    def __init__(self, words: Words, text: str, place: str = "") -> None:
        self.words = words
        self.text = text
        self.place = place

    def parsed(self) -> Node:
        """The expression as written."""
        return parse(self.text, self.place)

    def condition(self) -> Node:
        """A condition on a record: one row that satisfies it is enough."""
        node = self.parsed()
        group = self.group_of(node)
        bound, kind = self.bind(node, group)
        self._must_be(kind, TRUTH, "a condition")
        return Exists(group, bound) if group else bound

    def rule(self) -> Node:
        """A condition that every row of the group it names satisfies, or the record."""
        node = self.condition()
        if isinstance(node, Exists):
            return Unary("not", Exists(node.group, Unary("not", node.condition)))
        return node

    def expression(self, group: str = "") -> tuple[Node, Type]:
        """A value of a record, or of a row of `group`."""
        return self.bind(self.parsed(), group)

    # -- groups ----------------------------------------------------------------------------------

    def group_of(self, *nodes: Node) -> str:
        """The repeating group that a filter is about; empty where it is about the record."""
        found = {group for node in nodes for group in self._groups(node)}
        if len(found) > 1:
            self.refuse(f"it names rows of two groups: {', '.join(sorted(found))}")
        return found.pop() if found else ""

    def _groups(self, node: Node) -> set[str]:
        if isinstance(node, Name):
            return self._groups_of_name(node)
        if isinstance(node, Binary) and node.op in (*_COMPARISONS, "in", "has"):
            dotted = isinstance(node.right, Name) and len(node.right.path) > 1
            parts = [node.left, node.right] if dotted else [node.left]
            return {group for part in parts for group in self._groups(part)}
        return {group for part in children(node) for group in self._groups(part)}

    def _groups_of_name(self, node: Name) -> set[str]:
        first = node.path[0]
        found = self.words.field(first)
        if len(node.path) > 1:
            return {first} if found is not None and node.path[1] in found.rows else set()
        if first in self.words.aliases:
            return self._groups(self.words.aliases[first])
        if self.words.is_known(first):
            return set()
        groups = self.words.groups_with(first)
        return set(groups) if len(groups) == 1 else set()

    # -- nodes -----------------------------------------------------------------------------------

    def bind(self, node: Node, group: str = "") -> tuple[Node, Type]:
        """The tree with its words resolved, and its type."""
        match node:
            case Literal(value):
                return node, rules.of_literal(value)
            case Name():
                return self._name(node, group)
            case Unary():
                return self._unary(node, group)
            case Binary("and" | "or" as op, left, right):
                sides = [self._truth(part, group) for part in (left, right)]
                return Binary(op, *sides), Type(TRUTH)
            case Binary("in"):
                return self._membership(node, group)
            case Binary("has"):
                return self._has(node, group)
            case Binary(op) if op in _COMPARISONS:
                return self._comparison(node, group)
            case Binary():
                return self._arithmetic(node, group)
            case InPeriod(operand, previous):
                bound, kind = self.bind(operand, group)
                if kind.kind not in (DATE, DATETIME, rules.PERIOD):
                    self.refuse(f"{_written(operand)} is no date and cannot be in a period")
                return InPeriod(bound, previous), Type(TRUTH)
            case Call():
                return self._call(node, group)
        return self.refuse("a list stands only behind 'in'")

    def _truth(self, node: Node, group: str) -> Node:
        bound, kind = self.bind(node, group)
        self._must_be(kind, TRUTH, _written(node))
        return bound

    def _name(self, node: Name, group: str) -> tuple[Node, Type]:
        first, *rest = node.path
        if group:
            row = self.words.fields[group].rows
            inside = rest if first == group and rest else node.path
            if inside[0] in row and (first == group or self.words.field(first) is None or not rest):
                return self._in_row(node, row[inside[0]], group, tuple(inside[1:]))
        found = self.words.field(first)
        if found is not None:
            return self._path(node, found)
        if rest:
            self._unknown(node)
        if first in self.words.aliases:
            return self.bind(self.words.aliases[first], group)
        if first in self.words.params:
            return Param(first), rules.of_literal(self.words.params[first])
        if first in self.words.derived:
            return Derived(first), Type(WORD, self.words.derived[first] or None)
        if first == "state":
            return Special(first), Type(WORD, frozenset(self.words.states))
        if first in _SPECIALS:
            return Special(first), Type(_SPECIALS[first])
        return self._other(node)

    def _in_row(
        self, node: Name, found: Field, group: str, through: tuple[str, ...]
    ) -> tuple[Node, Type]:
        if not through:
            return self._field(found, group)
        if len(through) == 1 and rules.points(found):
            return Ref(found.name, group, found.type.value, through[0]), Type(rules.ANY)
        return self._unknown(node)

    def _other(self, node: Name) -> tuple[Node, Type]:
        """A word that is none of the definition's; a formula may know it."""
        return self._unknown(node)

    def _path(self, node: Name, found: Field) -> tuple[Node, Type]:
        _, *rest = node.path
        if not rest:
            return self._field(found)
        if found.rows:
            self.refuse(f"{node} is a field of rows; use it in rows, sum, a filter or behind 'has'")
        if rules.points(found) and len(rest) == 1:
            return Ref(found.name, kind=found.type.value, through=rest[0]), Type(rules.ANY)
        return self._unknown(node)

    def _field(self, found: Field, group: str = "") -> tuple[Node, Type]:
        return Ref(found.name, group, found.type.value), rules.of_field(found)

    def _unary(self, node: Unary, group: str) -> tuple[Node, Type]:
        if node.op == "not":
            return Unary("not", self._truth(node.operand, group)), Type(TRUTH)
        bound, kind = self.bind(node.operand, group)
        if node.op == "-":
            self._must_be(kind, NUMBER, _written(node.operand))
            return Unary("-", bound), kind
        return Unary(node.op, bound), Type(TRUTH)

    def _comparison(self, node: Binary, group: str) -> tuple[Node, Type]:
        left, kind = self.bind(node.left, group)
        right, other = self.right_side(node.right, kind, group)
        if kind.kind == WORDS and node.op in ("=", "!="):
            remedy = f"Write {_written(node.left)} has ..."
            self.refuse(f"{_written(node.left)} holds several values", remedy)
        if not rules.comparable(kind, other, node.op):
            what = f"{_written(node.left)} is {rules.called(kind)}"
            self.refuse(f"{what} and is compared with {rules.called(other)}")
        if not rules.same_unit(kind, other):
            self.refuse(f"{kind.unit} is compared with {other.unit}")
        return Binary(node.op, left, right), Type(TRUTH)

    def right_side(self, node: Node, kind: Type, group: str) -> tuple[Node, Type]:
        """The right of a comparison: one of the left's options before anything else."""
        words = (WORD, WORDS, rules.ANY)
        if isinstance(node, Name) and len(node.path) == 1 and kind.kind in words:
            word = node.path[0]
            if kind.options is not None and word in kind.options:
                return Literal(word), Type(WORD, kind.options)
            if self.words.is_known(word) or (group and word in self.words.fields[group].rows):
                return self.bind(node, group)
            if kind.options is None:
                return Literal(word), Type(WORD)
            self._no_option(word, kind)
        if isinstance(node, Name) and kind.kind == rules.TEXT and not self._means(node, group):
            self.refuse(f"{str(node)!r} is not known here", f"A text stands in quotes: '{node}'.")
        if isinstance(node, Literal) and isinstance(node.value, str) and kind.kind == WORD:
            if kind.options is not None and node.value not in kind.options:
                self._no_option(node.value, kind)
            return node, kind
        return self.bind(node, group)

    def _means(self, node: Name, group: str) -> bool:
        """Whether a word means something here."""
        in_row = bool(group) and node.path[0] in (group, *self.words.fields[group].rows)
        return in_row or self.words.is_known(node.path[0])

    def _no_option(self, word: str, kind: Type) -> NoReturn:
        options = sorted(kind.options or ())
        remedy = did_you_mean(word, options) or f"Options: {', '.join(options)}."
        self.refuse(f"{word!r} is not one of the options", remedy)

    def _membership(self, node: Binary, group: str) -> tuple[Node, Type]:
        left, kind = self.bind(node.left, group)
        if not isinstance(node.right, Listing):
            return self._in_param(left, kind, node.right, group)
        items = node.right.items
        bound = [self.right_side(item, kind, group) for item in items]
        for _, other in bound:
            one = Type(WORD, kind.options) if kind.kind == WORDS else kind
            if not rules.comparable(one, other, "="):
                what = f"{_written(node.left)} is {rules.called(kind)}"
                self.refuse(f"{what} and cannot be in a list of {rules.called(other)}")
        return Binary("in", left, Listing(tuple(item for item, _ in bound))), Type(TRUTH)

    def _in_param(self, left: Node, kind: Type, node: Node, group: str) -> tuple[Node, Type]:
        """`in` a parameter that holds several words, each of them an option of the left."""
        if isinstance(node, Name) and isinstance(self.words.params.get(str(node)), tuple):
            for word in self.words.params[str(node)]:
                self.right_side(Name((word,)), kind, group)
            return Binary("in", left, Param(str(node))), Type(TRUTH)
        return self.refuse("'in' takes a list in [ ] or a parameter with several words")

    def _has(self, node: Binary, group: str) -> tuple[Node, Type]:
        left, kind = self.bind(node.left, group)
        if kind.kind == ROWS and isinstance(left, Ref):
            row = self.words.fields[left.field].rows
            if isinstance(node.right, Name) and node.right.path[-1] in row:
                inner, inner_kind = self._field(row[node.right.path[-1]], left.field)
                if inner_kind.kind != TRUTH:
                    inner = Unary("filled", inner)
                return Exists(left.field, inner), Type(TRUTH)
            word = str(node.right)
            having = [each for each in row.values() if word in each.options]
            if len(having) == 1:
                field, _ = self._field(having[0], left.field)
                return Exists(left.field, Binary("=", field, Literal(word))), Type(TRUTH)
            self.refuse(
                f"the rows of {left} have no such field", did_you_mean(str(node.right), row)
            )
        if kind.kind not in (WORDS, rules.ANY):
            self.refuse(f"{_written(node.left)} holds one value", "Write '=' in place of 'has'.")
        right, _ = self.right_side(node.right, kind, group)
        return Binary("has", left, right), Type(TRUTH)

    def _arithmetic(self, node: Binary, group: str) -> tuple[Node, Type]:
        (left, first), (right, second) = self.bind(node.left, group), self.bind(node.right, group)
        result = rules.arithmetic(node.op, first, second)
        if result is None:
            sides = f"{rules.called(first)} {node.op} {rules.called(second)}"
            self.refuse(f"{sides} cannot be computed")
        return Binary(node.op, left, right), result

    def _call(self, node: Call, group: str) -> tuple[Node, Type]:
        if node.name == "linked":
            return self._linked(node)
        if node.name not in _FUNCTIONS:
            remedy = did_you_mean(node.name, (*_FUNCTIONS, "linked"))
            self.refuse(f"there is no function {node.name!r} here", remedy)
        takes, gives = _FUNCTIONS[node.name]
        if len(node.arguments) != len(takes):
            self.refuse(f"{node.name}(...) takes {len(takes)} values")
        bound = [self.bind(argument, group) for argument in node.arguments]
        for (_, kind), wanted in zip(bound, takes, strict=True):
            if wanted:
                self._must_be(kind, wanted, f"a value of {node.name}(...)")
        result = Type(gives) if gives else bound[-1][1]
        return Call(node.name, tuple(each for each, _ in bound)), result

    def _linked(self, node: Call) -> tuple[Node, Type]:
        match node.arguments:
            case (Name((register,)), condition):
                return Linked(register, condition), Type(NUMBER)
        return self.refuse("linked(...) takes a register and a condition on its records")

    # -- refusals --------------------------------------------------------------------------------

    def _must_be(self, kind: Type, wanted: str, what: str) -> None:
        fine = kind.kind in (wanted, rules.ANY)
        if wanted == DATE:
            fine = fine or kind.kind == DATETIME
        if not fine:
            self.refuse(f"{what} is {rules.called(kind)}, not {rules.called(Type(wanted))}")

    def _unknown(self, node: Name) -> NoReturn:
        remedy = did_you_mean(str(node), self.words.every())
        groups = self.words.groups_with(node.path[0]) if len(node.path) == 1 else []
        if len(groups) > 1:
            remedy = f"Write one of: {', '.join(f'{group}.{node}' for group in groups)}."
        self.refuse(f"{str(node)!r} is not known here", remedy)

    def refuse(self, what: str, remedy: str = "") -> NoReturn:
        """Say what is wrong, with the expression and its place."""
        raise CrossfootError(Problem(f"{self.text!r}: {what}", where=self.place, remedy=remedy))


def _written(node: Node) -> str:
    if isinstance(node, Name):
        return f"'{node}'"
    return f"'{node.value}'" if isinstance(node, Literal) else "the value"
