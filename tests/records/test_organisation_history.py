"""What was recorded by date reaches the inventory: shares of each day, units that were left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.facts.ownership import standings
from crossfoot.languages import Text
from crossfoot.records.organisation.actions.close_unit import CloseUnit
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.history import organisation_until
from crossfoot.records.organisation.spans import Span

pytestmark = pytest.mark.django_db

PENANG = Entity("penang", Text("Penang", "Penang"), parent="group", equity=Decimal("0.4"))
GROUP = Organisation(
    [
        Entity("group", Text("Group", "Group"), "group"),
        Entity("hefei", Text("Hefei", "Hefei"), parent="group"),
        PENANG,
    ]
)
END = date(2023, 12, 31)


def shares(entity: str) -> list[tuple[date, date, Decimal]]:
    found = standings(organisation_until(END), entity, Approach.EQUITY_SHARE)
    return [(each.start, each.end, each.share) for each in found]


def test_what_never_changed_is_held_ever(root) -> None:
    ImportOrganisation(GROUP, date(2020, 1, 1)).do(root)
    assert organisation_until(END).dated == ()
    assert shares("penang") == [(date.min, date.max, Decimal("0.4"))]


def test_a_share_that_was_bought_counts_from_its_day(root) -> None:
    ImportOrganisation(GROUP, date(2020, 1, 1)).do(root)
    bought = replace(PENANG, equity=Decimal(1))
    SetUnit(bought, Span(date(2023, 4, 15))).do(root, "bought whole")
    assert shares("penang") == [
        (date.min, date(2023, 4, 14), Decimal("0.4")),
        (date(2023, 4, 15), date.max, Decimal(1)),
    ]


def test_a_unit_that_was_left_counts_up_to_its_last_day(root) -> None:
    ImportOrganisation(GROUP, date(2020, 1, 1)).do(root)
    CloseUnit("penang", date(2023, 9, 1)).do(root, "sold")
    found = organisation_until(END)
    assert "penang" in found
    assert shares("penang") == [(date.min, date(2023, 8, 31), Decimal("0.4"))]
    assert shares("hefei") == [(date.min, date.max, Decimal(1))]


def test_a_unit_that_joined_counts_from_its_first_day(root) -> None:
    ImportOrganisation(GROUP, date(2020, 1, 1)).do(root)
    new = Entity("hanoi", Text("Hanoi", "Hanoi"), parent="group")
    SetUnit(new, Span(date(2023, 7, 1))).do(root, "bought")
    assert shares("hanoi") == [(date(2023, 7, 1), date.max, Decimal(1))]
    # what will be is not known yet on the last day that is asked about
    SetUnit(replace(new, equity=Decimal("0.5")), Span(date(2030, 1, 1))).do(root, "planned")
    assert shares("hanoi")[0][0] == date(2023, 7, 1)
