"""Entries of the journal about several units are found by each of them, and by no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from campaigns import SMALL, WATER, crew, opened, plant, template
from crossfoot.facts.entities import Organisation
from crossfoot.quantities.periods import Period
from crossfoot.records.collection.actions.assign import Assign
from crossfoot.records.collection.actions.remind import Remind
from crossfoot.records.collection.actions.set_boundary import SetBoundary
from crossfoot.records.collection.actions.set_due import SetDue
from crossfoot.records.collection.models import Request
from crossfoot.records.journal_search import Sought, entries
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.as_of import organisation_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(person):
    plant()
    return crew(person)


def found(**sought) -> list[str]:
    return [each.action for each in entries(Sought(**sought))]


def test_steps_with_many_requests_are_those_of_each_of_their_units(at) -> None:
    campaign = opened(
        at.manager,
        ("hefei", "penang", "yibin"),
        Period.month(2024, 3),
        template(*SMALL.lines, length="month"),
    )
    asked = Request.objects.filter(campaign=campaign, topic="water")
    by_unit = {each.unit.code: each.pk for each in asked}
    before = {unit: len(found(unit=unit)) for unit in by_unit}
    steps = (
        (Assign((by_unit["hefei"], by_unit["penang"]), due=date(2024, 5, 1)), {"hefei", "penang"}),
        (SetDue(campaign.pk, date(2024, 5, 2), (by_unit["yibin"],)), {"yibin"}),
        (SetBoundary(campaign.pk, WATER, "penang", outside=True, reason="x"), {"penang"}),
        (Remind((by_unit["hefei"],)), {"hefei"}),
        (SetDue(campaign.pk, date(2024, 5, 3)), set(by_unit)),
    )
    for action, units in steps:
        action.do(at.manager)
        after = {unit: len(found(unit=unit)) for unit in by_unit}
        assert {unit for unit in by_unit if after[unit] > before[unit]} == units, action
        before = after


def test_an_import_is_of_the_units_that_it_changes(at) -> None:
    before = {unit: len(found(unit=unit)) for unit in ("hefei", "penang")}
    tree = Organisation(
        replace(each, region="CN-AH") if each.id == "hefei" else each
        for each in organisation_on(date(2024, 1, 1))
    )
    ImportOrganisation(tree, date(2024, 1, 1)).do(at.manager)
    assert [len(found(unit=unit)) - before[unit] for unit in ("hefei", "penang")] == [1, 0]
