"""The projection: typed tables of each register that lists, filters and figures read.

They are made from the entries and can be made anew at any time (`rebuild`); every action keeps
them. The tables are no models of Django, since definitions make them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection, transaction
from django.utils import timezone

from crossfoot.records.journal.append import queue_up
from crossfoot.records.journal.keys import Keyring
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, Projected
from crossfoot.records.register.projection_rows import Rows, rows_of
from crossfoot.records.register.projection_tables import Tables, tables
from crossfoot.records.register.stored import record_of, with_history
from crossfoot.records.register.zones import Zones
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.records import Record

#: entries that are read at once when a projection is made anew
_CHUNK = 2000

Progress = Callable[[int, int], None]

#: projections that this process found in the database
_seen: set[tuple[str, int, str]] = set()


def keep(entry: Entry, definition: Definition, context: Context) -> None:
    """Write the rows of an entry anew, from what the database holds of it."""
    if ensure(definition):
        return  # it was made anew just now, with this entry
    made = tables(definition)
    with connection.cursor() as cursor:
        for table in made.every():
            cursor.execute(f'DELETE FROM "{table}" WHERE entry_id = %s', [entry.pk])
    rows = Rows()
    record = record_of(with_history(Entry.objects.filter(pk=entry.pk)).get(), definition)
    rows_of(entry.pk, entry.unit, record, definition, made, context, rows)
    insert(made, rows)


def add(news: Iterable[tuple[Entry, Record, Context]], definition: Definition) -> None:
    """Write the rows of entries that are new, each with the context of its unit."""
    if ensure(definition):
        return
    made, rows = tables(definition), Rows()
    for entry, record, context in news:
        rows_of(entry.pk, entry.unit, record, definition, made, context, rows)
    insert(made, rows)


def ensure(definition: Definition) -> bool:
    """Make the tables of a register where they are missing or of another form; whether it did."""
    made = tables(definition)
    row = Projected.objects.filter(register=definition.id).first()
    if row is not None and row.signature == made.signature:
        mark = (str(connection.settings_dict["NAME"]), row.pk, row.signature)
        if mark in _seen:
            return False
        if made.main in connection.introspection.table_names():
            _seen.add(mark)
            return False
    rebuild(definition)
    return True


def rebuild(definition: Definition, progress: Progress | None = None) -> int:
    """Make the tables of a register anew from its entries; how many there are.

    Args:
        definition: the register.
        progress: told of entries done and of all.
    """
    made = tables(definition)
    old = Projected.objects.filter(register=definition.id).first()
    _drop(made, old.names if old else [])
    with connection.cursor() as cursor:
        for statement in made.statements(connection.vendor):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        for statement in made.searched(connection.vendor):
            cursor.execute(statement)
    count = _fill(definition, made, progress)
    with connection.cursor() as cursor:
        for statement in made.indexes(definition.period_date):
            cursor.execute(statement)
    Projected.objects.filter(register=definition.id).delete()
    Projected.objects.create(
        register=definition.id, signature=made.signature, names=list(made.every())
    )
    return count


def let_be_stale(definition: Definition) -> None:
    """A parameter changed: the clock looks at open entries again, and makes the projection anew."""
    Projected.objects.filter(register=definition.id).update(stale=True)
    done = definition.closing | definition.finals
    running = Entry.objects.filter(register=definition.id).exclude(state__in=done)
    running.update(next_run_at=timezone.now())


def is_stale(register: str) -> bool:
    """Whether due times are projected that hold no more."""
    return Projected.objects.filter(register=register, stale=True).exists()


def rebuild_stale() -> int:
    """Make anew what is stale; how many projections. Called by the clock."""
    library, count = active(), 0
    for register in Projected.objects.filter(stale=True).values_list("register", flat=True):
        if register in library:
            with transaction.atomic():
                queue_up()
                rebuild(library[register])
            count += 1
    return count


def ensure_all() -> None:
    """Make what is missing, for all registers in use."""
    for definition in active().values():
        ensure(definition)


def _drop(made: Tables, names: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for table in (made.grams, *{*made.every(), *names}):
            cursor.execute(f'DROP TABLE IF EXISTS "{table}"')


def _fill(definition: Definition, made: Tables, progress: Progress | None) -> int:
    entries = Entry.objects.filter(register=definition.id).order_by("pk")
    total, done, zones = entries.count(), 0, Zones()
    contexts: dict[str, Context] = {}
    last = 0
    while chunk := list(with_history(entries.filter(pk__gt=last))[:_CHUNK]):
        rows = Rows()
        keys = Keyring(entry.reference for entry in chunk if entry.sealed)
        for entry in chunk:
            if entry.unit not in contexts:
                contexts[entry.unit] = context_for(entry.unit, zones=zones)
            record = record_of(entry, definition, keys, zones)
            context = contexts[entry.unit]
            rows_of(entry.pk, entry.unit, record, definition, made, context, rows)
        insert(made, rows)
        last, done = chunk[-1].pk, done + len(chunk)
        if progress is not None:
            progress(done, total)
    return done


def insert(made: Tables, rows: Rows) -> None:
    """Add rows to the tables."""
    with connection.cursor() as cursor:
        for table, found in rows.found.items():
            marks = ", ".join(["%s"] * len(found[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', found)
