"""Figures out of stored entries: `RollUp` with its counts and sums made by the database.

What has no form in SQL, or rests on values that the projection cannot tell (estimates, decimals
beyond a millionth), is counted by the engine from the records: the same figure, only slower.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from crossfoot.quantities.periods import Period
from crossfoot.records.journal.keys import Keyring
from crossfoot.records.register import projection, sql_aggregates
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.projection_tables import tables
from crossfoot.records.register.sql_aggregates import Asked
from crossfoot.records.register.sql_expressions import Compiler
from crossfoot.records.register.sql_values import NotInSqlError
from crossfoot.records.register.stored import Kept, record_of, with_history
from crossfoot.records.register.zones import Zones
from crossfoot.registers.expressions.tree import Aggregate, Special, walk
from crossfoot.registers.library import Library
from crossfoot.registers.metrics import RegisterMetric
from crossfoot.registers.records import RecordView
from crossfoot.registers.rollups.cells import Cells, single, together
from crossfoot.registers.rollups.engine import _ALWAYS, _HUNDRED, RollUp, _is_share, _times

_CHUNK = 2000
#: a figure "as of now" may be asked for this long after the clock was read
_NOW = timedelta(minutes=5)

_BY_SQL = {
    "entered": sql_aggregates.entered,
    "elapsed": sql_aggregates.elapsed,
    "ontime": sql_aggregates.ontime,
}


@dataclass(frozen=True, slots=True)
class StoredRollUp(RollUp):
    """Figures of one period, counted by the database where it can.

    Attributes:
        units: codes of the units that count; None for all.
        with_ids: cells tell the keys of the entries behind them.
        by_engine: counted from the records throughout, for comparison.
    """

    units: frozenset[str] | None = None
    with_ids: bool = False
    by_engine: bool = False

    def _aggregate(self, node: Aggregate, metric: RegisterMetric, by: tuple[str, ...]) -> Cells:
        if not self.by_engine:
            try:
                return self._by_sql(node, metric, by)
            except NotInSqlError:
                pass
        narrowed = replace(self, source=partial(_records, self, node))
        return RollUp._aggregate(narrowed, node, metric, by)

    def _by_sql(self, node: Aggregate, metric: RegisterMetric, by: tuple[str, ...]) -> Cells:
        definition = self.library[metric.register]
        ensured(self.library, metric.register)
        if _is_inexact(tables(definition).main):
            raise NotInSqlError(metric.register)
        context = self.context.during(self.period)
        asked = Asked(
            definition,
            Compiler(definition, context, self.library, self.as_of),
            self.period,
            {name: metric.by.get(name) or _ALWAYS[name] for name in by},
            self.units,
            self.as_of,
            metric.unit,
            self.with_ids,
        )
        if node.function == "ontime":
            self._check_timeless(node, metric.register)
            factor = single(_HUNDRED if _is_share(metric) else Decimal(1))
            return together(sql_aggregates.ontime(node, asked), factor, by, _times)
        return _BY_SQL.get(node.function, sql_aggregates.aggregated)(node, asked)

    def _check_timeless(self, node: Aggregate, register: str) -> None:
        """Due times are projected as they stand now, with guards that do not ask for the day."""
        if self.context.now < timezone.now() - _NOW:
            raise NotInSqlError(self.context.now)
        if projection.is_stale(register):
            raise NotInSqlError(register)
        definition, name = self.library[register], node.names[0]
        guards = [each.when for each in definition.transitions if each.target == name]
        guards += [each.when for each in definition.leaving(name)]
        guards += [clock.when for key, clock in definition.clocks.items() if key == name]
        for guard in guards:
            for each in walk(guard) if guard is not None else ():
                if isinstance(each, Special) and each.name in ("today", "now"):
                    raise NotInSqlError(each)


def ensured(library: Library, register: str) -> None:
    """Make the projections that figures of a register read, where they are missing."""
    definition = library[register]
    projection.ensure(definition)
    for field in definition.every_field():
        for each in (field, *field.rows.values()):
            if each.register in library and each.register != register:
                projection.ensure(library[each.register])


def _is_inexact(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table}" WHERE inexact = 1 LIMIT 1')
        return cursor.fetchone() is not None


def _records(rollup: StoredRollUp, node: Aggregate, register: str) -> Iterable[RecordView]:
    """The records that an aggregate may need; those of other periods are left out where it can."""
    entries = Entry.objects.filter(register=register)
    if rollup.units is not None:
        entries = entries.filter(unit__in=rollup.units)
    named = node.function in ("entered",)
    if not (node.stock or node.dated or named) and rollup.as_of is None:
        days = (rollup.period.start, rollup.period.end)
        entries = entries.filter(period_day__range=days)
    return records(entries, rollup.library)


def records(entries: QuerySet[Entry], library: Library | None = None) -> Iterator[Kept]:
    """The records of some entries, in their order, without holding all in memory."""
    known, zones, last = library or active(), Zones(), 0
    ordered = entries.order_by("pk")
    while chunk := list(with_history(ordered.filter(pk__gt=last))[:_CHUNK]):
        keys = Keyring(entry.reference for entry in chunk if entry.sealed)
        for entry in chunk:
            yield record_of(entry, known[entry.register], keys, zones)
        last = chunk[-1].pk


def rollup(
    period: Period,
    units: frozenset[str] | None = None,
    *,
    now: datetime | None = None,
    as_of: datetime | None = None,
    unit: str = "",
    with_ids: bool = False,
) -> StoredRollUp:
    """The figures of a period.

    Args:
        period: the reporting period.
        units: codes of the units that count; None for all.
        now: the moment at which what is open is seen; now where left out.
        as_of: counts are seen as they stood at this moment; as now where left out.
        unit: whose time zone and working days hold; the usual ones where left out.
        with_ids: cells tell the keys of the entries behind them.
    """
    library = active()
    context = context_for(unit, now, library=library, period=period)
    found = StoredRollUp(library, lambda register: (), period, context, as_of, {}, units, with_ids)
    return replace(found, source=partial(_records, found, Aggregate("count", stock=True)))
