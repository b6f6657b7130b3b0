"""Lists of entries: filters in the language of guards, words that are looked for, an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import BooleanField, Count, F, QuerySet
from django.db.models.expressions import OrderBy, RawSQL
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Actor
from crossfoot.records.messages import problem
from crossfoot.records.register.context import context_for
from crossfoot.records.register.figures import ensured, records
from crossfoot.records.register.library import active, definition_of
from crossfoot.records.register.models import Entry
from crossfoot.records.register.projection_tables import tables
from crossfoot.records.register.queries import readable
from crossfoot.records.register.sql_expressions import Compiler
from crossfoot.records.register.sql_values import NotInSqlError
from crossfoot.records.register.who import standing
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.expressions.tree import Exists, Node, Ref, walk
from crossfoot.registers.fields import Field
from crossfoot.registers.library import bind_condition

#: fields that stand in columns of the entry
_COLUMNS = {
    "ref_no": "ref_no",
    "title": "title",
    "entity": "entity",
    "site": "site",
    "owner": "owner",
    "state": "state",
    "opened_on": "opened_on",
    "closed_on": "closed_on",
    "due": "next_due_at",
    "period": "period_day",
}
#: hits that are taken by their numbers
_FEW = 500
_NO_ORDER = Text("there is no column {name}", "没有列 {name}")


def filtered(
    by: Actor,
    register: str,
    *,
    condition: str = "",
    search: str = "",
    states: Sequence[str] = (),
    units: Sequence[str] = (),
    overdue: bool = False,
    order: str = "",
) -> QuerySet[Entry]:
    """The entries that an actor may read and that satisfy all that is asked, newest first.

    Args:
        by: who reads.
        register: id of the register.
        condition: a filter such as `state = closed and category = safety`.
        search: words that the texts of an entry must all have; two Chinese characters are enough.
        states: ids of states; empty for all.
        units: codes of units, each with all below it; empty for all.
        overdue: those alone whose time limit is over.
        order: a field, `due`, `period` or `state`, with "-" before it for the other way round.

    Raises:
        CrossfootError: there is no such register or column, or the condition is none.
    """
    definition = definition_of(register)
    found = readable(by, register)
    if states:
        found = found.filter(state__in=states)
    if units:
        found = found.filter(unit__in=_with_below(by, units))
    if overdue:
        # few are: they are found by their time, whatever else is asked
        late = Entry.objects.filter(register=register, next_due_at__lt=timezone.now())
        found = found.filter(pk__in=late.values("pk"))
    if search.strip():
        found = _searched(found, definition, search)
    if condition.strip():
        found = _satisfying(found, by, definition, condition)
    return _ordered(found, definition, order)


def by_state(entries: QuerySet[Entry]) -> dict[str, int]:
    """How many of some entries stand in each state."""
    rows = entries.order_by().values("state").annotate(many=Count("pk"))
    return dict(rows.values_list("state", "many"))


def _with_below(by: Actor, units: Sequence[str]) -> set[str]:
    found, tree = set(units), standing(by).organisation
    for code in units:
        if tree is not None and code in tree:
            found |= {entity.id for entity in tree.below(code)}
    return found


def _searched(found: QuerySet[Entry], definition: Definition, search: str) -> QuerySet[Entry]:
    """Entries in which all words stand, wherever: no index knows where a Chinese word begins.

    Few hits are taken by their numbers. Of many, the newest are found without looking at all.
    """
    ensured(active(), definition.id)
    table = tables(definition).search
    function = "STRPOS" if connection.vendor == "postgresql" else "INSTR"
    words = search.lower().split()
    where = " AND ".join([f"{function}(words, %s) > 0"] * len(words))
    text = f'SELECT entry_id FROM "{table}" WHERE {where} ORDER BY entry_id DESC LIMIT {_FEW + 1}'
    with connection.cursor() as cursor:
        cursor.execute(text, words)
        ids = [row[0] for row in cursor.fetchall()]
    if len(ids) <= _FEW:
        return found.filter(pk__in=ids)
    text = (
        f'EXISTS (SELECT 1 FROM "{table}" s WHERE s.entry_id = "register_entry"."id" AND {where})'
    )
    return found.annotate(found=RawSQL(text, words, output_field=BooleanField())).filter(found=True)


def _satisfying(
    found: QuerySet[Entry], by: Actor, definition: Definition, condition: str
) -> QuerySet[Entry]:
    node = bind_condition(definition, condition)
    found = _seen(found, by, definition, node)
    context = context_for("", library=active())
    try:
        ensured(active(), definition.id)
        sql = Compiler(definition, context, active()).condition(node)
    except NotInSqlError:
        evaluator = Evaluator(definition, context)
        fit = [each.id for each in records(found) if evaluator.holds(node, each)]
        return found.filter(key__in=fit)
    table = tables(definition).main
    text = f'SELECT e.entry_id FROM "{table}" e WHERE {sql.text}'
    return found.filter(pk__in=RawSQL(text, sql.params))


def _seen(found: QuerySet[Entry], by: Actor, definition: Definition, node: Node) -> QuerySet[Entry]:
    """Where a filter looks at a field, only entries whose reader sees it: no answer tells of it."""
    for each in _fields(definition, node):
        if each.seen_by:
            units = standing(by).units_with(each.seen_by)
            found = found if units is None else found.filter(unit__in=units)
    return found


def _fields(definition: Definition, node: Node) -> list[Field]:
    names = {each.group or each.field for each in walk(node) if isinstance(each, Ref)}
    names |= {each.group for each in walk(node) if isinstance(each, Exists)}
    return [found for name in sorted(names) if (found := definition.field(name)) is not None]


def _ordered(found: QuerySet[Entry], definition: Definition, order: str) -> QuerySet[Entry]:
    if not order:
        return found.order_by("-id")
    name, down = order.removeprefix("-"), order.startswith("-")
    if name in _COLUMNS:
        column = F(_COLUMNS[name])
        return found.order_by(_by(column, down=down), "-id")
    made = tables(definition)
    if name not in made.columns:
        raise CrossfootError(problem(_NO_ORDER, name=repr(name)))
    ensured(active(), definition.id)
    text = (
        f'SELECT e."{made.columns[name].name}" FROM "{made.main}" e '
        'WHERE e.entry_id = "register_entry"."id"'
    )
    return found.order_by(_by(RawSQL(text, []), down=down), "-id")


def _by(column: F | RawSQL, *, down: bool) -> OrderBy:
    return OrderBy(column, descending=down, nulls_last=True)


#: what pages call the columns of an entry, beside the fields of its register
COLUMNS: Mapping[str, str] = _COLUMNS
