"""The formula language: a small part of Python's expressions, parsed, never run as code.

    a.b.c                the metric, with the dimensions of the figure being computed
    + - * / ( ) numbers  arithmetic with units
    total(x)             x without breakdown dimensions
    where(m, k='v')      metric m with dimension k fixed
    prev(x)              x of the previous period of the same length
    quantity(v, 'unit')  a constant with a unit

A parsed formula is a tree of five kinds of nodes; `total`, `where` and `prev` are properties of
the references they enclose, so `prev(a / b)` is `prev(a) / prev(b)`.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from crossfoot.errors import CrossfootError, Problem

_SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_FUNCTIONS = ("total", "where", "prev", "quantity")


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number."""

    value: Decimal

    def __str__(self) -> str:
        """As in a formula."""
        return f"{self.value:f}"


@dataclass(frozen=True, slots=True)
class Constant:
    """A number with a unit, such as a stored coefficient."""

    value: Decimal
    unit: str

    def __str__(self) -> str:
        """As in a formula."""
        return f"quantity({self.value:f}, '{self.unit}')"


@dataclass(frozen=True, slots=True)
class Reference:
    """The value of a metric.

    Attributes:
        metric: id of the metric.
        fixed: dimensions that the formula sets, whatever the figure being computed has.
        total: the figure's own breakdown is left out; what is fixed stays.
        previous: of the previous period of the same length.
    """

    metric: str
    fixed: tuple[tuple[str, str], ...] = ()
    total: bool = False
    previous: bool = False

    def __str__(self) -> str:
        """As in a formula; the same reference is always written in the same way."""
        text = self.metric
        if self.fixed:
            members = ", ".join(f"{key}='{member}'" for key, member in self.fixed)
            text = f"where({text}, {members})"
        if self.total:
            text = f"total({text})"
        return f"prev({text})" if self.previous else text


@dataclass(frozen=True, slots=True)
class Negation:
    """The operand with the other sign."""

    operand: Node

    def __str__(self) -> str:
        """As in a formula."""
        return f"-{_bracketed(self.operand, 3)}"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands joined by `+`, `-`, `*` or `/`."""

    op: str
    left: Node
    right: Node

    def __str__(self) -> str:
        """As in a formula, with the brackets that are needed."""
        level = _level(self)
        # a - (b - c) and a / (b / c) need their brackets; (a - b) - c does not
        return f"{_bracketed(self.left, level)} {self.op} {_bracketed(self.right, level + 1)}"


Node = Number | Constant | Reference | Negation | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula; two formulas with the same tree are equal.

    Attributes:
        text: as written.
        root: the tree.
        place: where it stands ("energy.yaml, line 12"), for messages.
    """

    text: str = field(compare=False)
    root: Node
    place: str = field(default="", compare=False)

    def __str__(self) -> str:
        """The formula as written in the catalogue."""
        return self.text

    def nodes(self) -> Iterator[Node]:
        """All nodes, a node before its operands, left before right."""
        return _walk(self.root)

    def references(self) -> tuple[Reference, ...]:
        """The values that the formula needs, each once, in the order of the formula."""
        found = (node for node in self.nodes() if isinstance(node, Reference))
        return tuple(dict.fromkeys(found))

    @property
    def is_share(self) -> bool:
        """Whether it is a part over the whole of the same metric: `x / total(x)`."""
        match self.root:
            case Operation("/", Reference() as part, Reference(total=True) as whole):
                return replace(part, total=True) == whole
        return False


def parse_formula(text: str, place: str = "") -> Formula:
    """Read a formula.

    >>> formula = parse_formula("finance.revenue / prev(finance.revenue) - 1")
    >>> [str(reference) for reference in formula.references()]
    ['finance.revenue', 'prev(finance.revenue)']

    Args:
        text: the formula.
        place: where it stands, for messages ("finance.yaml, line 12").

    Raises:
        CrossfootError: it is not a formula of this language.
    """
    return Formula(text, _Parser(text, place).root(), place)


def parse_reference(text: str, place: str = "") -> Reference:
    """Read a formula that is a single reference, such as `prev(total(water.use))`.

    Raises:
        CrossfootError: it is anything else.
    """
    root = parse_formula(text, place).root
    if isinstance(root, Reference):
        return root
    what = f"{text!r} is not one metric, with or without where, total and prev"
    raise CrossfootError(Problem(what, where=place))


class _Parser:
    """Turns Python's tree into ours and refuses what is not in the language."""

    def __init__(self, text: str, place: str) -> None:
        self.text = text
        self.place = place

    def root(self) -> Node:
        try:
            return self.node(ast.parse(self.text.strip(), mode="eval").body)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return self.refuse("it cannot be read", remedy=_hint(self.text))

    def node(self, tree: ast.expr) -> Node:
        match tree:
            case ast.Name() | ast.Attribute():
                return Reference(self.dotted(tree))
            case ast.Constant():
                return Number(self.number(tree))
            case ast.BinOp(left, op, right) if type(op) in _SYMBOLS:
                return Operation(_SYMBOLS[type(op)], self.node(left), self.node(right))
            case ast.UnaryOp(ast.USub(), operand):
                return Negation(self.node(operand))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.node(operand)
            case ast.Call(ast.Name(name), arguments, keywords):
                return self.call(name, arguments, keywords)
        remedy = f"The language knows metrics, numbers, + - * / ( ) and {', '.join(_FUNCTIONS)}."
        return self.refuse(f"{ast.unparse(tree)!r} is not part of the language", remedy=remedy)

    def call(self, name: str, arguments: list[ast.expr], keywords: list[ast.keyword]) -> Node:
        if name not in _FUNCTIONS:
            near = difflib.get_close_matches(name, _FUNCTIONS, n=1)
            remedy = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(_FUNCTIONS)}."
            self.refuse(f"there is no function {name!r}", remedy=remedy)
        if name == "quantity":
            return self.quantity(arguments, keywords)
        if len(arguments) != 1:
            self.refuse(f"{name}(...) takes one expression, not {len(arguments)}")
        inner = self.node(arguments[0])
        if name == "where":
            return self.where(inner, keywords)
        if keywords:
            self.refuse(f"{name}(...) fixes no dimension; where(...) does")
        return self.total(inner) if name == "total" else self.previous(inner)

    def quantity(self, arguments: list[ast.expr], keywords: list[ast.keyword]) -> Constant:
        match arguments:
            case [ast.Constant() as value, ast.Constant(str(unit))] if not keywords:
                return Constant(self.number(value), unit)
        return self.refuse("quantity(...) takes a number and a unit in quotes")

    def where(self, inner: Node, keywords: list[ast.keyword]) -> Reference:
        if not isinstance(inner, Reference):
            self.refuse("where(...) fixes dimensions of one metric, not of an expression")
        if not keywords:
            self.refuse("where(...) fixes no dimension; write where(metric, key='member')")
        fixed = dict(inner.fixed)
        for keyword in keywords:
            match keyword.arg, keyword.value:
                case (str(key), ast.Constant(str(member))) if member:
                    if key in fixed:
                        self.refuse(f"where(...) fixes {key!r} twice")
                    fixed[key] = member
                case _:
                    self.refuse("where(...) takes members in quotes, as in gender='female'")
        return replace(inner, fixed=tuple(sorted(fixed.items())))

    def total(self, node: Node) -> Node:
        return _with_references(node, lambda reference: replace(reference, total=True))

    def previous(self, node: Node) -> Node:
        def before(reference: Reference) -> Reference:
            if reference.previous:
                self.refuse("prev(prev(...)) reaches back two periods; only one is possible")
            return replace(reference, previous=True)

        return _with_references(node, before)

    def number(self, tree: ast.Constant) -> Decimal:
        written = ast.get_source_segment(self.text.strip(), tree) or ""
        if isinstance(tree.value, int | float) and not isinstance(tree.value, bool):
            try:
                return Decimal(written)  # as written: a float would lose digits
            except InvalidOperation:
                pass
        return self.refuse(f"{written} is not a decimal number")

    def dotted(self, tree: ast.expr) -> str:
        match tree:
            case ast.Name(name):
                return name
            case ast.Attribute(owner, name):
                return f"{self.dotted(owner)}.{name}"
        return self.refuse(f"{ast.unparse(tree)!r} is not the id of a metric")

    def refuse(self, what: str, remedy: str = "") -> NoReturn:
        what = f"formula {self.text!r}: {what}"
        raise CrossfootError(Problem(what, where=self.place, remedy=remedy))


def _hint(text: str) -> str:
    if text.count("(") != text.count(")"):
        return "Brackets do not match."
    return "Write metrics, numbers, + - * / ( ) and total, where, prev, quantity."


def _with_references(node: Node, change: Callable[[Reference], Reference]) -> Node:
    """The tree with each reference changed."""
    match node:
        case Reference():
            return change(node)
        case Negation(operand):
            return Negation(_with_references(operand, change))
        case Operation(op, left, right):
            return Operation(op, _with_references(left, change), _with_references(right, change))
    return node


def _walk(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Negation):
        yield from _walk(node.operand)
    elif isinstance(node, Operation):
        yield from _walk(node.left)
        yield from _walk(node.right)


def _level(node: Node) -> int:
    """How tightly a node binds: sums, products, signs, single values."""
    if isinstance(node, Operation):
        return 1 if node.op in "+-" else 2
    return 3 if isinstance(node, Negation) else 4


def _bracketed(node: Node, level: int) -> str:
    return f"({node})" if _level(node) < level else str(node)
