"""Counts and sums over the projection, by breakdowns: what `rollups.aggregates` says, as SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from statistics import median
from typing import Any

from django.db import connection
from django.db.utils import DataError, OperationalError

from crossfoot.quantities.periods import Period
from crossfoot.records.register.projection_tables import (
    MARK,
    MONEY,
    TEXT,
    TRUTH,
    WORDS,
    micro,
    number,
    tables,
)
from crossfoot.records.register.sql_expressions import Compiler
from crossfoot.records.register.sql_values import (
    CONSTANT,
    NUMBERS,
    NotInSqlError,
    Sql,
    Value,
    in_days,
    is_filled,
    joined,
    of_column,
    settled,
)
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.tree import Aggregate, Node, Ref
from crossfoot.registers.metrics import Breakdown
from crossfoot.registers.rollups.aggregates import NOT_STATED, end_of
from crossfoot.registers.rollups.cells import Cell, Cells, Key

_ZERO = frozenset({"count", "rows", "sum", "distinct", "entered"})
_TRUTHS = {0: "false", 1: "true"}
_MICROSECONDS = 1_000_000
_HOUR = Decimal(3600)
#: what databases say of a sum that 64 bits do not hold
_TOO_LARGE = ("overflow", "out of range")
#: stands for the columns that a query reads of what held at a moment, so that an index is enough
_READ = "{columns}"
_COLUMN = re.compile(r'\be\."?(\w+)"?')


@dataclass(frozen=True, slots=True)
class Asked:
    """What an aggregate is taken over, and how it is broken down.

    Attributes:
        definition: the register.
        compiler: of its expressions.
        period: the reporting period.
        breakdowns: by name.
        units: codes of the units that count; None for all.
        as_of: flows are seen as they stood then; as now where None.
        unit: of the metric, for amounts of money.
        with_ids: cells tell the keys of the entries behind them.
    """

    definition: Definition
    compiler: Compiler
    period: Period
    breakdowns: Mapping[str, Breakdown]
    units: frozenset[str] | None
    as_of: datetime | None
    unit: str
    with_ids: bool = False


@dataclass(frozen=True)
class Query:
    """Rows that count, and what of them.

    Attributes:
        asked: what is asked.
        tables: behind FROM, with parameters.
        where: conditions.
        compiler: with the repeating group at hand.
    """

    asked: Asked
    tables: Sql
    where: tuple[Sql, ...]
    compiler: Compiler
    keys: tuple[Value, ...] = field(default=())

    def rows(self, wanted: Sequence[Sql], *, distinct: bool = False, grouped: bool = True) -> Rows:
        """Keys, and what is wanted of each group."""
        keys = [key.sql for key in self.keys]
        listed = [*keys, *wanted]
        where = joined("AND", self.where)
        text = "SELECT " + ("DISTINCT " if distinct else "")
        text += ", ".join(each.text for each in listed) or "1"
        text += f" FROM {self.tables.text} WHERE {where.text}"
        order = " ORDER BY e.entry_id" if not grouped and not distinct else ""
        read = ", ".join(f'"{name}"' for name in sorted(set(_COLUMN.findall(text + order))))
        text = text.replace(_READ, read or "entry_id")
        if grouped and keys:
            text += " GROUP BY " + ", ".join(str(n + 1) for n in range(len(keys)))
        text += order
        params = [param for each in listed for param in each.params]
        params += [*self.tables.params, *where.params]
        try:
            with connection.cursor() as cursor:
                cursor.execute(text, params)
                found = cursor.fetchall()
        except (OperationalError, DataError) as error:
            if not any(word in str(error) for word in _TOO_LARGE):
                raise
            raise NotInSqlError(text) from error
        return Rows(len(keys), found)

    def members(self, raw: Sequence[Any]) -> Iterator[Key]:
        """The cells of a group: one, or several where a key holds several words."""
        yield from product(*(_words(key, one) for key, one in zip(self.keys, raw, strict=True)))


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave: keys first."""

    width: int
    found: list[tuple[Any, ...]]

    def __iter__(self) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        """Keys and the rest, of each row."""
        for row in self.found:
            yield tuple(row[: self.width]), tuple(row[self.width :])


def _words(key: Value, raw: Any) -> tuple[str, ...]:
    if raw is None:
        return (NOT_STATED,)
    if key.kind == TRUTH:
        return (_TRUTHS[raw],)
    if key.kind == WORDS:
        return tuple(str(raw).strip(MARK).split(MARK))
    return (str(raw),)


def aggregated(found: Aggregate, asked: Asked) -> Cells:
    """A count or sum by breakdowns.

    Raises:
        NotInSqlError: it has no form in SQL, or rests on values that the projection cannot tell.
    """
    query = _query(found, asked)
    values = _REDUCERS.get(found.function, _none)(found, query)
    return _cells(found, query, values)


def _none(found: Aggregate, _: Query) -> dict[Key, Decimal | None]:
    raise NotInSqlError(found.function)


def _query(found: Aggregate, asked: Asked) -> Query:
    """The rows that an aggregate is taken over."""
    definition = asked.definition
    made = tables(definition)
    seen = end_of(asked.period, asked.compiler.context.zone) if found.stock else asked.as_of
    compiler = Compiler(
        definition, asked.compiler.context, asked.compiler.library, seen, "e", found.group
    )
    source = _source(made.main, made.was, seen)
    if found.group:
        joint = f' JOIN "{made.group(found.group)}" r ON r.entry_id = e.entry_id'
        source += Sql(f"{joint} AND r.span = e.span")
    where = [compiler.condition(found.condition)]
    if not found.stock and not found.dated:
        dated_by = of_column(made.columns[definition.period_date], "e")
        where.append(in_days(dated_by, asked.period.start, asked.period.end))
    where += _of_units(asked.units)
    keys = tuple(_key(each, compiler) for each in asked.breakdowns.values())
    return Query(asked, source, tuple(where), compiler, keys)


def _source(main: str, was: str, seen: datetime | None) -> Sql:
    """What holds now, or what held at a moment."""
    if seen is None:
        return Sql(f'"{main}" e')
    moment = micro(seen)
    text = (
        f'(SELECT {_READ} FROM "{main}" WHERE since <= %s UNION ALL '
        f'SELECT {_READ} FROM "{was}" WHERE since <= %s AND until > %s) e'
    )
    return Sql(text, (moment, moment, moment))


def _of_units(units: frozenset[str] | None) -> list[Sql]:
    if units is None:
        return []
    marks = ", ".join(["%s"] * len(units)) or "NULL"
    return [Sql(f"e.unit IN ({marks})", tuple(sorted(units)))]


def _key(breakdown: Breakdown, compiler: Compiler) -> Value:
    source: Node = breakdown.source
    if isinstance(source, Ref) and source.group and source.group != compiler.group:
        raise NotInSqlError(source)  # several rows of one entry
    value = compiler.value(source)
    if value.kind == CONSTANT:
        return Value(TEXT, settled(value).sql if value.constant is not None else Sql("NULL"))
    if value.kind not in (TEXT, WORDS, TRUTH):
        raise NotInSqlError(value.kind)
    return value


# -- values ------------------------------------------------------------------------------------


def _count(_: Aggregate, query: Query) -> dict[Key, Decimal | None]:
    counted = _added(query, query.rows([Sql("COUNT(*)")]))
    return {key: count for key, count in counted.items() if count}


def _sum(found: Aggregate, query: Query) -> dict[Key, Decimal | None]:
    value, narrowed = _summed(found, query)
    total = Sql(f"SUM({value.text})", value.params)
    rows = narrowed.rows([total])
    return {
        key: number(int(each)) for key, each in _added(narrowed, rows).items() if each is not None
    }


def _avg(found: Aggregate, query: Query) -> dict[Key, Decimal | None]:
    value, narrowed = _summed(found, query)
    rows = narrowed.rows([Sql(f"SUM({value.text})", value.params), Sql("COUNT(*)")])
    sums: dict[Key, list[int]] = {}
    for raw, (total, count) in rows:
        for key in narrowed.members(raw) if count else ():
            each = sums.setdefault(key, [0, 0])
            each[0] += int(total)
            each[1] += count
    return {key: (number(total) or Decimal(0)) / count for key, (total, count) in sums.items()}


def _max(found: Aggregate, query: Query) -> dict[Key, Decimal | None]:
    value, narrowed = _summed(found, query)
    best: dict[Key, int] = {}
    for raw, (most,) in narrowed.rows([Sql(f"MAX({value.text})", value.params)]):
        for key in narrowed.members(raw) if most is not None else ():
            best[key] = max(best.get(key, int(most)), int(most))
    return {key: number(most) for key, most in best.items()}


def _distinct(found: Aggregate, query: Query) -> dict[Key, Decimal | None]:
    value = query.compiler.value(_value(found))
    if value.kind not in (TEXT, WORDS, TRUTH):
        raise NotInSqlError(value.kind)
    narrowed = _where(query, is_filled(value))
    members: dict[Key, set[str]] = {}
    for raw, (one,) in narrowed.rows([value.sql], distinct=True, grouped=False):
        for key in narrowed.members(raw):
            members.setdefault(key, set()).update(_words(value, one))
    return {key: Decimal(len(each)) for key, each in members.items()}


def _value(found: Aggregate) -> Node:
    if found.value is None:
        raise NotInSqlError(found.function)
    return found.value


def _where(query: Query, more: Sql) -> Query:
    return Query(query.asked, query.tables, (*query.where, more), query.compiler, query.keys)


def _summed(found: Aggregate, query: Query) -> tuple[Sql, Query]:
    """The number that is added up, over the rows that have it.

    Raises:
        NotInSqlError: some are not exact, or not measured, or of several currencies: their sums
            tell so, which the engine does.
    """
    value = settled(query.compiler.value(_value(found)))
    if value.kind not in NUMBERS:
        raise NotInSqlError(value.kind)
    narrowed = _where(query, is_filled(value))
    checks = [Sql("MAX(e.marked)")]
    if value.kind == MONEY:
        checks += [Sql(f"MIN({value.more.text})"), Sql(f"MAX({value.more.text})")]
    whole = Query(query.asked, query.tables, narrowed.where, query.compiler)
    for _, (marked, *currencies) in whole.rows(checks):
        wanted = query.asked.unit.rsplit(" ", 1)[-1]
        if len(wanted) == 3 and wanted.isupper():
            currencies.append(wanted)
        if marked or len({each for each in currencies if each is not None}) > 1:
            raise NotInSqlError(found.function)
    return value.sql, narrowed


def _added(query: Query, rows: Rows) -> dict[Key, Decimal | None]:
    found: dict[Key, Decimal | None] = {}
    for raw, (value,) in rows:
        if value is None:
            continue
        for key in query.members(raw):
            found[key] = (found.get(key) or Decimal(0)) + Decimal(value)
    return found


_REDUCERS: Mapping[str, Callable[[Aggregate, Query], dict[Key, Decimal | None]]] = {
    "count": _count,
    "rows": _count,
    "sum": _sum,
    "avg": _avg,
    "max": _max,
    "distinct": _distinct,
}


def _cells(found: Aggregate, query: Query, values: Mapping[Key, Decimal | None]) -> Cells:
    ids: dict[Key, tuple[str, ...]] = {}
    if query.asked.with_ids:
        ids = _ids(_narrowed(found, query))
        values = {**dict.fromkeys(ids), **values} if found.function in _ZERO else values
    default = Cell(Decimal(0)) if found.function in _ZERO else Cell(None)
    cells = {key: Cell(value, ids.get(key, ())) for key, value in values.items()}
    return Cells(tuple(query.asked.breakdowns), cells, default)


def _narrowed(found: Aggregate, query: Query) -> Query:
    if found.value is None:
        return query
    return _where(query, is_filled(settled(query.compiler.value(found.value))))


def _ids(query: Query) -> dict[Key, tuple[str, ...]]:
    """The entries behind each cell, in their order, each once."""
    found: dict[Key, dict[str, None]] = {}
    for raw, (key,) in query.rows([Sql('e."key"')], grouped=False):
        for cell in query.members(raw):
            found.setdefault(cell, {})[key] = None
    return {cell: tuple(keys) for cell, keys in found.items()}


# -- states, due times -------------------------------------------------------------------------


def entered(found: Aggregate, asked: Asked) -> Cells:
    """Entries that entered a state in the period.

    Raises:
        NotInSqlError: a breakdown has no form in SQL.
    """
    _only_now(asked)
    zone = asked.compiler.context.zone
    first, last = _begin(asked.period, asked), end_of(asked.period, zone)
    made = tables(asked.definition)
    within = Sql(
        f'EXISTS (SELECT 1 FROM "{made.passed}" p WHERE p.entry_id = e.entry_id '
        'AND p.state = %s AND p."at" BETWEEN %s AND %s)',
        (found.names[0], micro(first), micro(last)),
    )
    keys = tuple(_key(each, asked.compiler) for each in asked.breakdowns.values())
    where = (within, *_of_units(asked.units))
    query = Query(asked, Sql(f'"{made.main}" e'), where, asked.compiler, keys)
    return _cells(Aggregate("entered"), query, _count(found, query))


def _begin(period: Period, asked: Asked) -> datetime:
    start = Period(period.start - timedelta(days=1), period.start - timedelta(days=1))
    return end_of(start, asked.compiler.context.zone) + timedelta(microseconds=1)


def _only_now(asked: Asked) -> None:
    if asked.as_of is not None:
        raise NotInSqlError(asked.as_of)


def elapsed(found: Aggregate, asked: Asked) -> Cells:
    """Median hours from entering one state to entering another, in entries of the period.

    Raises:
        NotInSqlError: a breakdown has no form in SQL.
    """
    _only_now(asked)
    query = _query(Aggregate("elapsed"), asked)
    made = tables(asked.definition)
    first = Sql(
        f'(SELECT MIN(p."at") FROM "{made.passed}" p WHERE p.entry_id = e.entry_id '
        "AND p.state = %s)",
        (found.names[0],),
    )
    last = Sql(
        f'(SELECT MIN(q."at") FROM "{made.passed}" q WHERE q.entry_id = e.entry_id '
        f'AND q.state = %s AND q."at" >= {first.text})',
        (found.names[1], *first.params),
    )
    length = Sql(f"{last.text} - {first.text}", last.params + first.params)
    hours: dict[Key, list[Decimal]] = {}
    ids: dict[Key, dict[str, None]] = {}
    for raw, (microseconds, key) in query.rows([length, Sql('e."key"')], grouped=False):
        if microseconds is None:
            continue
        for cell in query.members(raw):
            hours.setdefault(cell, []).append(_hours(microseconds))
            ids.setdefault(cell, {})[key] = None
    cells = {
        cell: Cell(median(each), tuple(ids[cell]) if asked.with_ids else ())
        for cell, each in hours.items()
    }
    return Cells(tuple(asked.breakdowns), cells)


def _hours(microseconds: int) -> Decimal:
    seconds, rest = divmod(microseconds, _MICROSECONDS)
    return (Decimal(seconds) + rest / Decimal(_MICROSECONDS)) / _HOUR


def ontime(found: Aggregate, asked: Asked) -> Cells:
    """The share, 0 to 1, of what was due in entries of the period and done in time.

    Raises:
        NotInSqlError: the moment is not now, or a breakdown has no form in SQL.
    """
    _only_now(asked)
    now = micro(asked.compiler.context.now)
    made = tables(asked.definition)
    query = _query(Aggregate("ontime"), asked)
    joint = Sql(f' JOIN "{made.kept}" k ON k.entry_id = e.entry_id')
    told = Sql("k.name = %s AND (k.in_time IS NOT NULL OR k.deadline < %s)", (found.names[0], now))
    query = Query(asked, query.tables + joint, (*query.where, told), query.compiler, query.keys)
    kept = Sql("SUM(CASE WHEN k.in_time = 1 THEN 1 ELSE 0 END)")
    sums: dict[Key, list[int]] = {}
    for raw, (in_time, count) in query.rows([kept, Sql("COUNT(*)")]):
        for key in query.members(raw) if count else ():
            each = sums.setdefault(key, [0, 0])
            each[0] += int(in_time)
            each[1] += count
    ids = _ids(query) if asked.with_ids else {}
    cells = {
        key: Cell(Decimal(in_time) / count, ids.get(key, ()))
        for key, (in_time, count) in sums.items()
    }
    return Cells(tuple(asked.breakdowns), cells)
