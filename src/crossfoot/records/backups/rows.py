"""The rows of all records: out of one database, into another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

#: name of the second connection on which a backup reads while others write
SNAPSHOT = "snapshot"

#: rows written at once
_AT_ONCE = 500

#: open sessions are not kept: who comes to a restored workspace signs in again
_NOT_KEPT = frozenset({"accounts.session"})


class _Exact(DjangoJSONEncoder):
    """Times to the microsecond, as the journal's hashes cover them; Django writes thousandths."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def kept_models() -> list[type[models.Model]]:
    """All tables of records, in a stable order."""
    ours = [
        model
        for app in apps.get_app_configs()
        if app.name.startswith("crossfoot.records.")
        for model in app.get_models(include_auto_created=True)
    ]
    return [model for model in ours if name_of(model) not in _NOT_KEPT]


def name_of(model: type[models.Model]) -> str:
    """As the archive names the table: "journal.entry"."""
    return str(model._meta.label_lower)


def migrations(using: str = DEFAULT_DB_ALIAS) -> tuple[str, ...]:
    """What was applied to the tables of records, sorted."""
    ours = {model._meta.app_label for model in kept_models()}
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied if app in ours))


@contextmanager
def snapshot() -> Iterator[str]:
    """A connection that sees the database as it is now, while others go on writing.

    Yields the name of the connection.
    """
    settings = {**connection.settings_dict, "CONN_MAX_AGE": 0}
    options = dict(settings["OPTIONS"])
    if connection.vendor == "sqlite":
        options.pop("transaction_mode", None)  # a reader need not wait for the writer
    else:
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connections.databases[SNAPSHOT] = {**settings, "OPTIONS": options}
    try:
        with transaction.atomic(using=SNAPSHOT):
            MigrationRecorder.Migration.objects.using(SNAPSHOT).count()  # the first read fixes it
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def lines_of(model: type[models.Model], using: str) -> Iterator[bytes]:
    """The rows of a table as lines of JSON, in the order of their keys."""
    rows = model._base_manager.using(using).order_by("pk").iterator(_AT_ONCE)
    for row in rows:
        yield serializers.serialize("jsonl", [row], cls=_Exact, ensure_ascii=False).encode()


def take_in(lines: Iterable[bytes]) -> Iterator[int]:
    """Write rows of one table; yields how many were written each time.

    Raises:
        django.core.serializers.base.DeserializationError: a line is no row of this version.
    """
    rows = iter(serializers.deserialize("jsonl", (line.decode() for line in lines)))
    while some := [each.object for each in islice(rows, _AT_ONCE)]:
        type(some[0])._base_manager.bulk_create(some)
        yield len(some)


def count_on() -> None:
    """New rows get numbers above those that were taken in (PostgreSQL counts by itself)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)


def is_empty() -> bool:
    """Whether no table of records holds a row."""
    there = set(connection.introspection.table_names())
    return not any(
        model._base_manager.exists() for model in kept_models() if model._meta.db_table in there
    )
