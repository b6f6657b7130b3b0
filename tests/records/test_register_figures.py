"""Figures counted by the database: the same as the engine counts over records, always."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from crossfoot.quantities.periods import Period
from crossfoot.records.register.figures import StoredRollUp, rollup
from crossfoot.records.register.library import active
from crossfoot.records.register.sql_values import NotInSqlError
from crossfoot.registers.definition import Definition, WorkedExample
from crossfoot.registers.library import library
from crossfoot.registers.worked import _agrees, _figure
from registers_kept import keep_example, organisation

pytestmark = pytest.mark.django_db

#: entries up to which every breakdown is compared
MANY = 100

EXAMPLES = [
    pytest.param(definition, example, id=f"{definition.id}-{number}")
    for definition in library().values()
    for number, example in enumerate(definition.examples)
]


def same(found: StoredRollUp, metric: str, by: tuple[str, ...]) -> dict[Any, Any]:
    """The cells of a metric by SQL, after they were found equal to those of the engine."""
    counted = found.cells(metric, by)
    wanted = replace(found, by_engine=True).cells(metric, by)
    said = (metric, by, str(found.period))
    assert counted.dims == wanted.dims, said
    assert dict(counted.values) == dict(wanted.values), said
    assert counted.default == wanted.default, said
    return dict(counted.values)


@pytest.mark.parametrize(("definition", "example"), EXAMPLES)
def test_worked_examples_come_out_of_what_is_stored(definition: Definition, example: WorkedExample):
    organisation()
    now = keep_example(active()[definition.id], example)
    period = Period.parse(example.period)
    found = rollup(period, now=now, as_of=now if example.as_of else None, with_ids=True)
    given = {name: Decimal(text) for name, text in example.given.items()}
    found = replace(found, given=given)
    for key, expected in example.expect.items():
        assert _agrees(_figure(found, key), expected), key
    if sum(each.times for each in example.records) > MANY:
        return  # the engine takes minutes over what the database counts at once
    for name, metric in definition.metrics.items():
        names = ("entity", *metric.by)
        for many in range(3):
            for by in combinations(names, many):
                same(found, name, by)


def test_formulas_that_the_database_cannot_count_are_few_and_known(monkeypatch):
    organisation()
    slow: set[str] = set()
    original = StoredRollUp._by_sql

    def told(self, node, metric, by):
        try:
            return original(self, node, metric, by)
        except NotInSqlError:
            slow.add(f"{metric.name} by {','.join(by)}" if by else metric.name)
            raise

    monkeypatch.setattr(StoredRollUp, "_by_sql", told)
    found = rollup(Period.year(2024))
    for name, metric in library().metrics.items():
        found.cells(name)
        for by in metric.by:
            found.cells(name, (by,))
    # rows of an entry that has several, a period as the name of a cell, weighted means, the latest
    # value, periods counted once, fields of what an entry points to: 15 of more than a thousand
    assert slow == {
        "suppliers_certified_share by standard",
        "minerals_response_rate by campaign",
        "joint_projects by mode",
        "joint_projects by type",
        "leaver_accounts_open",
        "pledge_coverage",
        "satisfaction_by_dimension",
        "satisfaction_by_dimension by audience",
        "satisfaction_by_dimension by dimension",
        "satisfaction_native",
        "satisfaction_native by audience",
        "satisfaction_native by overall_scale",
        "satisfaction_score",
        "satisfaction_score by audience",
        "trademark_watch_months",
    }
