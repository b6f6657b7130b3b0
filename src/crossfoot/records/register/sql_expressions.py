"""Guards, filters and formulas as SQL over the projection: the same tree, the same answers.

What has no form in SQL raises `NotInSqlError`: products of two fields, texts in order, a field of
a field of a field. Then the engine evaluates it over records.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from crossfoot.records.register.projection_tables import (
    DATE,
    MILLION,
    MOMENT,
    NUMBER,
    PRESENCE,
    TEXT,
    TRUTH,
    WORDS,
    micro,
    tables,
)
from crossfoot.records.register.sql_values import (
    CONSTANT,
    FALSE,
    NUMBERS,
    TRUE,
    NotInSqlError,
    Sql,
    Value,
    compared,
    constant,
    day_of,
    has_word,
    in_days,
    is_filled,
    is_true,
    joined,
    negated,
    of_column,
    settled,
)
from crossfoot.registers.context import Context, Override
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.expressions.spans import Span
from crossfoot.registers.expressions.tree import (
    Aggregate,
    Binary,
    Call,
    Derived,
    Exists,
    InPeriod,
    Linked,
    Listing,
    Literal,
    MetricRef,
    Name,
    Node,
    Param,
    Ref,
    Special,
    Unary,
    walk,
)
from crossfoot.registers.fields import Field, FieldType
from crossfoot.registers.library import Library
from crossfoot.registers.records import Entered, Record

_DAYS = {"d": 1, "wk": 7}
_POINTS = (FieldType.REF, FieldType.SUPPLIER)
_CONDITIONS = (Exists, InPeriod)
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


@dataclass(frozen=True)
class Compiler:
    """Compiles expressions of one register.

    Attributes:
        definition: the register.
        context: moment, period, parameters.
        library: the registers, for fields behind a field.
        seen_at: the moment that is seen; dates after it count as not filled yet.
        alias: of the row of the record.
        group: the repeating group at hand; its row has the alias `row`.
    """

    definition: Definition
    context: Context
    library: Library
    seen_at: datetime | None = None
    alias: str = "e"
    group: str = ""
    row: str = "r"

    def condition(self, node: Node | None) -> Sql:
        """Whether something holds.

        Raises:
            NotInSqlError: it has no form in SQL.
        """
        match node:
            case None | Literal(None):
                return TRUE
            case Binary("and" | "or" as op, left, right):
                return joined(op.upper(), [self.condition(left), self.condition(right)])
            case Unary("not", operand):
                return negated(self.condition(operand))
            case Unary("filled", operand):
                return self._filled(operand)
            case Unary("empty", operand):
                return negated(self._filled(operand))
            case Exists(group, inner):
                return self._exists(group, inner)
            case InPeriod(operand, previous):
                return self._in_period(operand, previous=previous)
            case Binary("in", left, right):
                return self._in(left, right)
            case Binary("has", left, right):
                return has_word(self.value(left), self._known(right))
            case Binary(op, left, right) if op in _COMPARISONS:
                return compared(op, self.value(left), self.value(right))
        return is_true(self.value(node))

    def value(self, node: Node) -> Value:
        """A value.

        Raises:
            NotInSqlError: it has no form in SQL.
        """
        if not isinstance(node, Param) and _is_constant(node):
            return constant(self._evaluated(node))
        match node:
            case Ref():
                return self._field(node)
            case Special("state"):
                return Value(TEXT, Sql(f'{self.alias}."state"'))
            case Param(name):
                return self._param(name)
            case Derived(name):
                return self._derived(name)
            case Unary("-", operand):
                inner = settled(self.value(operand))
                return self._number(inner, Sql(f"(-{inner.sql.text})", inner.sql.params))
            case Binary("+" | "-" | "*" as op, left, right):
                return self._arithmetic(op, self.value(left), self.value(right))
            case Call("when", (condition, value)):
                return self._case(condition, value, Literal(None))
            case Call("if", (condition, value, other)):
                return self._case(condition, value, other)
            case Call("days", (first, last)):
                return self._days(self.value(first), self.value(last))
        if isinstance(node, _CONDITIONS) or _is_condition(node):
            found = self.condition(node)
            return Value(TRUTH, Sql(f"CASE WHEN {found.text} THEN 1 ELSE 0 END", found.params))
        raise NotInSqlError(node)

    # -- fields ------------------------------------------------------------------------------------

    def _field(self, node: Ref) -> Value:
        if node.group and node.group != self.group:
            return constant(None)
        found = self._found(node)
        own = tables(self.definition)
        columns = own.groups[node.group] if node.group else own.columns
        value = of_column(columns[node.field], self.row if node.group else self.alias)
        return self._through(node, found, value) if node.through else value

    def _found(self, node: Ref) -> Field:
        if node.group:
            owner = self.definition.field(node.group)
            found = owner.rows.get(node.field) if owner else None
        else:
            found = self.definition.field(node.field)
        if found is None:
            raise NotInSqlError(node)
        return found

    def _through(self, node: Ref, field: Field, value: Value) -> Value:
        """A field of the record that a field points to: the one row of that key."""
        target = self.library.get(field.register)
        if field.type not in _POINTS or value.kind != TEXT or target is None:
            raise NotInSqlError(node)
        made = tables(target)
        if node.through == "state":
            if self.seen_at is not None:
                raise NotInSqlError(node)  # the state of then
            return Value(TEXT, self._looked_up(made.main, "state", value))
        column = made.columns.get(node.through)
        if column is None:
            return constant(None)
        if column.kind == PRESENCE:
            raise NotInSqlError(node)
        found = [self._looked_up(made.main, name, value) for name in column.names]
        return Value(column.kind, found[0], found[1] if len(found) > 1 else Sql("NULL"))

    def _looked_up(self, table: str, column: str, key: Value) -> Sql:
        return Sql(f'(SELECT t."{column}" FROM "{table}" t WHERE t."key" = {key.sql.text})')

    def _filled(self, node: Node) -> Sql:
        value = self.value(node)
        found = is_filled(value)
        if self.seen_at is None or not isinstance(node, Ref) or node.through:
            if self.seen_at is not None and isinstance(node, Ref) and value.kind in (DATE, MOMENT):
                raise NotInSqlError(node)
            return found
        if value.kind not in (DATE, MOMENT) or self._found(node).ahead:
            return found
        seen = self.seen_at.date().toordinal() if value.kind == DATE else micro(self.seen_at)
        return joined("AND", [found, Sql(f"{value.sql.text} <= %s", (seen,))])

    def _exists(self, group: str, inner: Node) -> Sql:
        made = tables(self.definition)
        row = f"x{len(self.row)}"
        within = replace(self, group=group, row=row).condition(inner)
        text = (
            f'EXISTS (SELECT 1 FROM "{made.group(group)}" {row} WHERE {row}.entry_id = '
            f"{self.alias}.entry_id AND {row}.span = {self.alias}.span AND ({within.text}))"
        )
        return Sql(text, within.params)

    # -- words, periods ----------------------------------------------------------------------------

    def _in(self, left: Node, right: Node) -> Sql:
        value = self.value(left)
        items = right.items if isinstance(right, Listing) else None
        wanted = [self._known(item) for item in items] if items else self._known(right) or ()
        if value.kind == WORDS:
            return joined("OR", [has_word(value, word) for word in wanted])
        if value.kind == TEXT and wanted and all(isinstance(word, str) for word in wanted):
            marks = ", ".join(["%s"] * len(wanted))
            listed = Sql(f"{value.sql.text} IN ({marks})", value.sql.params + tuple(wanted))
            return joined("AND", [is_filled(value), listed])
        return joined("OR", [compared("=", value, constant(word)) for word in wanted])

    def _in_period(self, operand: Node, *, previous: bool) -> Sql:
        period = self.context.period
        if period is None:
            return FALSE
        wanted = period.previous() if previous else period
        value = self.value(operand)
        if value.kind == CONSTANT:
            raise NotInSqlError(operand)
        return in_days(value, wanted.start, wanted.end)

    # -- what is known without an entry ------------------------------------------------------------

    def _known(self, node: Node) -> Any:
        """The value of a node that no entry changes.

        Raises:
            NotInSqlError: entries change it.
        """
        value = self.value(node)
        if value.kind != CONSTANT:
            raise NotInSqlError(node)
        return value.constant

    def _evaluated(self, node: Node) -> Any:
        evaluator = Evaluator(self.definition, self.context, seen_at=self.seen_at)
        return evaluator.value(node, _nobody(self.context))

    def _param(self, name: str) -> Value:
        """A parameter: one value, or one for each override that some entries have."""
        today = self.context.now.date()
        found = [
            each
            for each in self.context.overrides
            if (each.register, each.name) == (self.definition.id, name) and each.valid_from <= today
        ]
        default = self.definition.params[name].value
        found.sort(key=lambda each: (each.when is not None, bool(each.entity), each.valid_from))
        general = [each for each in found if not each.entity and each.when is None]
        value = constant(general[-1].value if general else default)
        for each in found[len(general) :]:
            value = self._either(self._concerns(each), constant(each.value), value)
        return value

    def _concerns(self, override: Override) -> Sql:
        parts = [self.condition(override.when)] if override.when is not None else []
        if override.entity:
            parts.append(Sql(f'{self.alias}."f_entity" = %s', (override.entity,)))
        return joined("AND", parts)

    def _derived(self, name: str) -> Value:
        word = self.definition.derived[name]
        value = self.value(word.formula)
        if not word.bands:
            return value
        if value.kind == CONSTANT:
            raise NotInSqlError(name)
        cases = [(compared(">=", value, constant(bound)), member) for member, bound in word.bands]
        text = " ".join(f"WHEN {case.text} THEN %s" for case, _ in cases)
        params = tuple(param for case, member in cases for param in (*case.params, member))
        return Value(TEXT, Sql(f"CASE {text} END", params))

    # -- arithmetic --------------------------------------------------------------------------------

    def _case(self, condition: Node, value: Node, other: Node) -> Value:
        return self._either(self.condition(condition), self.value(value), self.value(other))

    def _either(self, condition: Sql, value: Value, other: Value) -> Value:
        sides = [side if _is_nothing(side) else settled(side) for side in (value, other)]
        kinds = {side.kind for side in sides if not _is_nothing(side)}
        if len(kinds) > 1:
            raise NotInSqlError(*sorted(kinds))
        if not kinds:
            return constant(None)
        first, second = (
            Sql(
                f"CASE WHEN {condition.text} THEN {one.text} ELSE {two.text} END",
                condition.params + one.params + two.params,
            )
            for one, two in ((sides[0].sql, sides[1].sql), (sides[0].more, sides[1].more))
        )
        return Value(kinds.pop(), first, second)

    def _number(self, value: Value, sql: Sql) -> Value:
        if value.kind not in NUMBERS:
            raise NotInSqlError(value.kind)
        return Value(NUMBER, sql)

    def _arithmetic(self, op: str, left: Value, right: Value) -> Value:
        if _is_nothing(left) or _is_nothing(right):
            return constant(None)
        if right.kind == CONSTANT and isinstance(right.constant, Span):
            return self._later(op, left, right.constant)
        if op == "*":
            return self._multiplied(left, right)
        first, second = settled(left), settled(right)
        if not {first.kind, second.kind} <= NUMBERS:
            raise NotInSqlError(first.kind, op, second.kind)
        text = f"({first.sql.text} {op} {second.sql.text})"
        return Value(NUMBER, Sql(text, first.sql.params + second.sql.params))

    def _later(self, op: str, left: Value, span: Span) -> Value:
        if left.kind != DATE or span.unit not in _DAYS:
            raise NotInSqlError(left.kind, op, span)
        days = span.value * _DAYS[span.unit]
        return Value(DATE, Sql(f"({left.sql.text} {op} %s)", (*left.sql.params, days)))

    def _multiplied(self, left: Value, right: Value) -> Value:
        """A field times a whole number; other products may have more decimals than there are."""
        if left.kind == CONSTANT:
            left, right = right, left
        times = right.constant if right.kind == CONSTANT else None
        if not isinstance(times, Decimal) or times != int(times) or left.kind not in NUMBERS:
            raise NotInSqlError(left.kind, times)
        return Value(NUMBER, Sql(f"({left.sql.text} * %s)", (*left.sql.params, int(times))))

    def _days(self, first: Value, last: Value) -> Value:
        if _is_nothing(first) or _is_nothing(last):
            return constant(None)
        start, end = day_of(first), day_of(last)
        text = f"(({end.text} - {start.text}) * {MILLION})"
        return Value(NUMBER, Sql(text, end.params + start.params))


def _is_nothing(value: Value) -> bool:
    return value.kind == CONSTANT and value.constant is None


def _is_condition(node: Node) -> bool:
    match node:
        case Unary(op, _):
            return op != "-"
        case Binary(op, _, _):
            return op in _COMPARISONS or op in ("and", "or", "in", "has")
    return False


_ENTRIES = (Ref, Param, Derived, Exists, Linked, Aggregate, MetricRef, Name)


def _is_constant(node: Node) -> bool:
    """Whether no entry changes a node."""
    return not any(
        isinstance(each, _ENTRIES) or (isinstance(each, Special) and each.name == "state")
        for each in walk(node)
    )


def _nobody(context: Context) -> Record:
    return Record("", "", {}, (Entered("", context.now),))
