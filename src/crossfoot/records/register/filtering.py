"""Lists of entries: filters in the language of guards, words that are looked for, an order."""

from __future__ import annotations

import json
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
from crossfoot.records.register.projection_tables import TEXT, Tables, tables
from crossfoot.records.register.queries import readable
from crossfoot.records.register.searching import found_by, holds, words_of
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
#: hits that are counted; of more it is said that there are more
MANY = 5_000
#: numbers that stand in a question by themselves
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


def up_to(entries: QuerySet[Entry], most: int = MANY) -> int:
    """How many entries there are; one more than so many where there are more.

    To count further, every entry would have to be looked at.
    """
    return entries.order_by()[: most + 1].count()


def by_field(entries: QuerySet[Entry], definition: Definition, name: str) -> dict[str | None, int]:
    """How many of some entries have each value of a field."""
    ensured(active(), definition.id)
    made = tables(definition)
    column = RawSQL(f'"{made.main}"."{made.columns[name].name}"', [])
    rows = _beside(entries.order_by(), made).annotate(value=column).values_list("value")
    return dict(rows.annotate(many=Count("pk")))


def newest(entries: QuerySet[Entry], most: int) -> QuerySet[Entry]:
    """The newest of some entries alone."""
    ids = list(entries.order_by("-id").values_list("pk", flat=True)[:most])
    return _among(Entry.objects.all(), ids).order_by()


def _with_below(by: Actor, units: Sequence[str]) -> set[str]:
    found, tree = set(units), standing(by).organisation
    for code in units:
        if tree is not None and code in tree:
            found |= {entity.id for entity in tree.below(code)}
    return found


def _searched(found: QuerySet[Entry], definition: Definition, search: str) -> QuerySet[Entry]:
    """Entries in which all words stand.

    Not so many hits are taken by their numbers. Of many, the newest are found without looking at
    all.
    """
    ensured(active(), definition.id)
    made, words = tables(definition), words_of(search)
    if not words:
        return found
    ids = found_by(made, words, MANY + 1)
    if len(ids) <= MANY:
        return _among(found, ids)
    text = (
        f'EXISTS (SELECT 1 FROM "{made.search}" s WHERE s.entry_id = "register_entry"."id" '
        f"AND {holds('s', words)})"
    )
    return found.annotate(found=RawSQL(text, words, output_field=BooleanField())).filter(found=True)


def _among(found: QuerySet[Entry], ids: list[int]) -> QuerySet[Entry]:
    """Those entries that have one of some numbers."""
    if len(ids) <= _FEW:
        return found.filter(pk__in=ids)
    if connection.vendor == "postgresql":
        return found.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [ids]))
    return found.filter(pk__in=RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)]))


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
    with connection.cursor() as cursor:
        cursor.execute(f"{text} LIMIT {MANY + 1}", sql.params)
        ids = [row[0] for row in cursor.fetchall()]
    if len(ids) <= MANY:
        return _among(found, ids)
    # of many, the newest are found by looking at the entries in their order
    text = f'EXISTS ({text} AND e.entry_id = "register_entry"."id")'
    return found.annotate(fits=RawSQL(text, sql.params, output_field=BooleanField())).filter(
        fits=True
    )


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
    made = tables(definition)
    if name in _COLUMNS and not (name == "title" and _is_shown(made)):
        return found.order_by(_by(F(_COLUMNS[name]), down=down), "-id")
    if name not in made.columns:
        raise CrossfootError(problem(_NO_ORDER, name=repr(name)))
    ensured(active(), definition.id)
    return _in_order_of(found, made, name, down=down)


def _is_shown(made: Tables) -> bool:
    """Whether the projection has the words of titles, with an index; of sealed registers not."""
    return "title" in made.columns and made.columns["title"].kind == TEXT


def _beside(found: QuerySet[Entry], made: Tables) -> QuerySet[Entry]:
    """Entries with their rows of the projection at hand."""
    # the sign keeps SQLite from beginning with the entries, which have no index of the order
    joint = f'"register_entry"."id" = +"{made.main}"."entry_id"'
    return found.extra(tables=[made.main], where=[joint])  # noqa: S610  # names of ours alone


def _in_order_of(found: QuerySet[Entry], made: Tables, name: str, *, down: bool) -> QuerySet[Entry]:
    """In the order of a column of the projection, which has an index of it, or sorts once."""
    column = RawSQL(f'"{made.main}"."{made.columns[name].name}"', [])
    latest = RawSQL(f'"{made.main}"."entry_id"', [])
    return _beside(found, made).order_by(_by(column, down=down), OrderBy(latest, descending=down))


def _by(column: F | RawSQL, *, down: bool) -> OrderBy:
    return OrderBy(column, descending=down, nulls_last=True)


#: what pages call the columns of an entry, beside the fields of its register
COLUMNS: Mapping[str, str] = _COLUMNS
