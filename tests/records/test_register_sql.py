"""Formulas as SQL give what the engine gives, whatever the entries and whatever the filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.register import projection
from crossfoot.records.register.context import context_for
from crossfoot.records.register.figures import StoredRollUp, records
from crossfoot.records.register.models import Entry
from crossfoot.records.register.sql_values import NotInSqlError
from crossfoot.records.register.stored import record_of
from crossfoot.records.register.writing import New, write_change, write_many
from crossfoot.registers.expressions.formulas import FormulaBinder
from crossfoot.registers.expressions.tree import Derived, Ref, Special
from crossfoot.registers.library import Library, words_of
from crossfoot.registers.loading import read_definition_text
from crossfoot.registers.metrics import Breakdown, RegisterMetric
from crossfoot.registers.records import Entered, Record
from crossfoot.registers.values import Money
from registers_kept import organisation

TEXT = """
id: thing
version: 1
domain: product
title: {en: Things, zh: 物}
purpose: {en: For tests., zh: 测试用。}
period_date: on
access: {class: internal, create: [quality]}
fields:
  kind:
    type: choice
    label: {en: K, zh: 类}
    options: {a: {en: A, zh: 甲}, b: {en: B, zh: 乙}, c: {en: C, zh: 丙}}
  marks:
    type: multi
    label: {en: M, zh: 标}
    options: {x: {en: X, zh: 一}, y: {en: Y, zh: 二}, x_y: {en: Z, zh: 三}}
  amount: {type: number, label: {en: N, zh: 数}}
  cost: {type: money, label: {en: C, zh: 费}}
  on: {type: date, required: yes, label: {en: D, zh: 日}}
  planned: {type: date, ahead: yes, label: {en: P, zh: 计划}}
  at: {type: datetime, label: {en: T, zh: 时}}
  good: {type: boolean, label: {en: G, zh: 好}}
  other: {type: ref, register: thing, label: {en: O, zh: 另}}
  lines:
    type: rows
    label: {en: L, zh: 行}
    fields:
      grade:
        type: choice
        label: {en: G, zh: 级}
        options: {g: {en: G, zh: 高}, h: {en: H, zh: 低}}
      load: {type: number, label: {en: L, zh: 量}}
      fine: {type: boolean, label: {en: F, zh: 佳}}
      day: {type: date, label: {en: D, zh: 天}}
states: {open: {en: Open, zh: 开}, done: {en: Done, zh: 完}, shut: {en: Shut, zh: 关}}
transitions:
  - {from: open, to: done, roles: [quality], due: 5 bd}
  - {from: done, to: shut, roles: [quality]}
  - {from: done, to: open, roles: [quality], key: done.open}
params:
  limit: {value: 4, label: {en: Limit, zh: 限}}
derived:
  band:
    label: {en: Band, zh: 段}
    formula: amount
    bands: {low: 0, mid: 3, high: 6}
    labels: {low: {en: Low, zh: 低}, mid: {en: Mid, zh: 中}, high: {en: High, zh: 高}}
"""
THING = read_definition_text(TEXT, "thing", "thing")
LIBRARY = Library([THING])
YEAR = Period.parse("2024-Q2")

ATOMS = st.sampled_from(
    [
        "kind = a",
        "kind != b",
        "kind in [a, c]",
        "kind not in [a]",
        "marks has x",
        "marks in [x, x_y]",
        "amount > 5",
        "amount <= limit",
        "amount * 2 >= 7",
        "amount - 1 != limit",
        "-amount < -2",
        "cost > 10",
        "on <= period_end",
        "on filled",
        "planned filled",
        "at empty",
        "at < now",
        "on = at",
        "planned in period",
        "at in previous_period",
        "good = true",
        "good != false",
        "state = done",
        "state in [open, shut]",
        "other.kind = b",
        "other.amount > 2",
        "other.state = done",
        "lines has fine",
        "lines filled",
        "lines.load > 3",
        "lines.grade = g",
        "lines.day filled",
        "site = S",
        "entity != E",
        "owner empty",
        "days(on, planned) > 4",
        "on + 3 d < planned",
        "amount empty",
        "band = mid",
        "if(good = true, amount, 1) > 2",
    ]
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} and {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} or {two[1]})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=4,
)
AGGREGATES = st.sampled_from(
    [
        "count({0})",
        "rows(lines, {0})",
        "sum(amount, {0})",
        "sum(lines.load, {0})",
        "sum(cost, {0})",
        "sum(when(good = true, amount), {0})",
        "avg(amount, {0})",
        "max(lines.load, {0})",
        "distinct(kind, {0})",
        "distinct(marks, {0})",
        "distinct(lines.grade, {0})",
        "wavg(amount, amount, {0})",
        "latest(amount, {0})",
        "stock({0})",
        "stock_rows(lines, {0})",
        "stock_sum(amount, {0})",
        "stock_distinct(kind, {0})",
        "stock_max(amount, {0})",
        "entered(done)",
        "ontime(done)",
        "elapsed(open, done)",
        "ratio(count({0}), stock({0}))",
    ]
)
BREAKDOWNS = {
    "kind": Breakdown("kind", Ref("kind", kind="choice")),
    "marks": Breakdown("marks", Ref("marks", kind="multi")),
    "good": Breakdown("good", Ref("good", kind="boolean")),
    "site": Breakdown("site", Ref("site", kind="site")),
    "band": Breakdown("band", Derived("band")),
    "state": Breakdown("state", Special("state")),
    "behind": Breakdown("behind", Ref("other", kind="ref", through="kind")),
    "grade": Breakdown("grade", Ref("grade", "lines", "choice")),
}
DAYS = st.dates(date(2024, 2, 20), date(2024, 8, 10))
NUMBERS = st.sampled_from([Decimal(n) for n in ("0", "2", "3", "4", "5.5", "6.000001", "-7")])


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


LINES = st.fixed_dictionaries(
    {
        "grade": maybe(st.sampled_from("gh")),
        "load": maybe(NUMBERS),
        "fine": maybe(st.booleans()),
        "day": maybe(DAYS),
    }
)
MOMENTS = st.datetimes(datetime(2024, 2, 20), datetime(2024, 8, 10), timezones=st.just(UTC))  # noqa: DTZ001
VALUES = st.fixed_dictionaries(
    {
        "kind": maybe(st.sampled_from("abc")),
        "marks": maybe(st.lists(st.sampled_from(["x", "y", "x_y"]), min_size=1, unique=True)),
        "amount": maybe(NUMBERS),
        "cost": maybe(NUMBERS.map(lambda number: Money(number, "CNY"))),
        "on": DAYS,
        "planned": maybe(DAYS),
        "at": maybe(MOMENTS),
        "good": maybe(st.booleans()),
        "site": st.sampled_from(["S", "S2", None]),
        "other": maybe(st.integers(0, 3)),
        "lines": maybe(st.lists(LINES, min_size=1, max_size=3)),
    }
)
#: days on which it is done, and shut or opened again
STEPS = st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=2)
#: days after its begin on which values change, and to what
CHANGES = maybe(st.tuples(st.integers(1, 90), VALUES))
ENTRIES = st.lists(st.tuples(VALUES, STEPS, CHANGES), min_size=1, max_size=5)


def kept(entries: list[Any]) -> None:
    """Store things as they would be after their lives."""
    context = context_for("E", datetime(2024, 9, 1, tzinfo=UTC), library=LIBRARY)
    news, after = [], []
    for number, (values, steps, change) in enumerate(entries):
        filled = shaped(values)
        begin = datetime.combine(values["on"], datetime.min.time(), context.zone)
        history = [Entered("open", begin, "user:1", recorded=begin)]
        for days, opens in steps:
            state = {"open": "done", "done": "open" if opens else "shut"}.get(history[-1].state)
            if state:
                history.append(Entered(state, history[-1].at + timedelta(days=days), "user:2"))
        news.append(New(Record(key(number), "thing", filled, tuple(history))))
        after.append((begin, change))
    written = write_many(THING, news, context)
    for each, (begin, change) in zip(written, after, strict=True):
        if change is not None:
            days, values = change
            record = record_of(Entry.objects.get(pk=each.entry.pk), THING)
            new = replace(record, values={**record.values, **shaped(values)})
            since = begin + timedelta(days=days)
            write_change(each.entry, THING, new, context, "user:1", since)


def shaped(values: dict[str, Any]) -> dict[str, Any]:
    tuples = {
        name: tuple(each) if isinstance(each, list) else each for name, each in values.items()
    }
    other = values["other"]
    return {**tuples, "entity": "E", "other": None if other is None else key(other)}


def key(number: int) -> str:
    return f"{number:032}"


def metric(formula: str) -> RegisterMetric:
    node, _ = FormulaBinder(words_of(THING), formula).formula()
    return RegisterMetric("m", "thing", Text("M", "量"), node, formula, "count", BREAKDOWNS)


@pytest.mark.django_db
def test_sql_counts_what_the_engine_counts(monkeypatch):
    organisation()
    monkeypatch.setattr("crossfoot.records.register.marking.active", lambda: LIBRARY)
    monkeypatch.setattr("crossfoot.records.register.stored.active", lambda: LIBRARY)
    compiled: dict[bool, int] = {True: 0, False: 0}
    original = StoredRollUp._by_sql

    def counting(self, node, metric, by):
        try:
            found = original(self, node, metric, by)
        except NotInSqlError:
            compiled[False] += 1
            raise
        compiled[True] += 1
        return found

    monkeypatch.setattr(StoredRollUp, "_by_sql", counting)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        ENTRIES,
        st.lists(st.tuples(AGGREGATES, CONDITIONS), min_size=6, max_size=6),
        st.lists(st.sampled_from(sorted(BREAKDOWNS)), max_size=2, unique=True),
        st.booleans(),
    )
    def check(entries, formulas, by, as_of):
        Entry.objects.all().delete()
        projection.rebuild(THING)
        kept(entries)
        now = datetime(2024, 9, 1, tzinfo=UTC)
        context = context_for("E", now, library=LIBRARY, period=YEAR)
        seen = datetime(2024, 6, 1, tzinfo=UTC) if as_of else None
        everything = list(records(Entry.objects.order_by("pk"), LIBRARY))
        found = StoredRollUp(LIBRARY, lambda _: everything, YEAR, context, seen, with_ids=True)
        for form, condition in formulas:
            try:
                asked = metric(form.format(condition))
            except CrossfootError:  # the language refuses it, so nobody can ask it
                continue
            counted = found._node(asked.formula, asked, tuple(by))
            wanted = replace(found, by_engine=True)._node(asked.formula, asked, tuple(by))
            assert dict(counted.values) == dict(wanted.values), asked.text
            assert counted.default == wanted.default, asked.text

    check()
    # not by falling back to the engine all the time
    assert compiled[True] > 2 * compiled[False], compiled
