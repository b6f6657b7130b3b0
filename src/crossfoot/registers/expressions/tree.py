"""What an expression is made of.

The parser gives `Name`, `Call` and the rest; binding replaces names by what they mean: `Ref` to a
field, a literal, `MetricRef`, `Aggregate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crossfoot.registers.expressions.spans import Span


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that is written down: number, truth, word, text, span; None for `all`."""

    value: Decimal | bool | str | Span | None


@dataclass(frozen=True, slots=True)
class Name:
    """A word whose meaning the definition decides."""

    path: tuple[str, ...]

    def __str__(self) -> str:
        """As written."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Unary:
    """`not`, `-`, `filled` or `empty` of something."""

    op: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands: and, or, comparison, arithmetic, `in`, `has`."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Listing:
    """`[a, b]` behind `in`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InPeriod:
    """`x in period`, `x in previous_period`."""

    operand: Node
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A function of values: `year(x)`, `when(c, v)`, `ratio(a, b)`, or one not bound yet."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """A field of the record, or of the row at hand where `group` is named.

    Attributes:
        field: its name.
        group: the repeating group it stands in; empty for the record's own.
        kind: its type, as `binding` knows types.
        through: a field of the record it points to; empty for the id itself.
    """

    field: str
    group: str = ""
    kind: str = ""
    through: str = ""

    def __str__(self) -> str:
        """As in a definition."""
        parts = (self.group, self.field, self.through)
        return ".".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Special:
    """`state`, `today`, `now`, `period_start`, `period_end`."""

    name: str


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its value on the day, for the entity."""

    name: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived word of the definition, such as an age band."""

    name: str


@dataclass(frozen=True, slots=True)
class Exists:
    """A condition on rows: true where one row of the group satisfies it."""

    group: str
    condition: Node


@dataclass(frozen=True, slots=True)
class Linked:
    """Number of records of a register that point to this record.

    Attributes:
        register: id of the register.
        condition: filter on its records, not bound until that register is at hand.
    """

    register: str
    condition: Node


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A count or sum over records or rows.

    Attributes:
        function: count, rows, sum, avg, max, distinct, latest, wavg; entered, ontime, elapsed.
        stock: over what exists at the end of the period.
        condition: the filter, bound.
        value: what is summed; None for counts.
        weight: of a weighted average.
        group: the repeating group whose rows are meant; empty for records.
        dated: the filter names the period itself, in place of the period date.
        names: states or the name of a clock, for entered, ontime, elapsed.
    """

    function: str
    stock: bool = False
    condition: Node = Literal(None)
    value: Node | None = None
    weight: Node | None = None
    group: str = ""
    dated: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MetricRef:
    """Another metric: of this register, of another one, or `core.x`."""

    name: str


Node = (
    Literal
    | Name
    | Unary
    | Binary
    | Listing
    | InPeriod
    | Call
    | Ref
    | Special
    | Param
    | Derived
    | Exists
    | Linked
    | Aggregate
    | MetricRef
)


def children(node: Node) -> Iterator[Node]:
    """The direct parts of a node."""
    match node:
        case Unary(_, operand) | InPeriod(operand):
            yield operand
        case Binary(_, left, right):
            yield left
            yield right
        case Listing(items) | Call(_, items):
            yield from items
        case Exists(_, condition) | Linked(_, condition):
            yield condition
        case Aggregate():
            yield node.condition
            if node.value is not None:
                yield node.value
            if node.weight is not None:
                yield node.weight


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def fields_of(node: Node) -> set[str]:
    """Names of the record's own fields that an expression looks at, groups included."""
    found = {each.group or each.field for each in walk(node) if isinstance(each, Ref)}
    return found | {each.group for each in walk(node) if isinstance(each, Exists)}


#: values of fields: Decimal, bool, str, date, datetime, Money, Period, tuples of these; None: empty
Value = Any
