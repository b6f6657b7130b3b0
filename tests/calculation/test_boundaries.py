from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from crossfoot.calculation.consolidation import consolidate
from crossfoot.facts.boundaries import NOT_APPLICABLE, OUTSIDE, nil, note_text
from crossfoot.facts.entities import Entity, Organisation
from crossfoot.facts.fact import Fact, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period

YEAR = Period.year(2024)
OFFICES = [f"office{number}" for number in range(12)]
GROUP = Organisation(
    [
        Entity("group", Text("g", "g"), kind="group"),
        *(Entity(office, Text(office, office), parent="group") for office in OFFICES),
    ]
)


def water(office: str, value: int | None, reason: str = "") -> Fact:
    number = None if value is None else Decimal(value)
    return Fact("water.use", office, YEAR, number, "m^3", nil_reason=reason)


def total(facts: list[Fact]) -> Fact:
    found = FactSet([*facts, *consolidate(catalogue(), FactSet(facts), GROUP, [YEAR])])
    fact = found.current(FactKey("water.use", "group", YEAR))
    assert fact is not None
    return fact


def test_seven_of_twelve_offices() -> None:
    facts = [water(office, 10) for office in OFFICES[:7]]
    facts += [water(office, None, nil(OUTSIDE, "leased")) for office in OFFICES[7:]]
    found = total(facts)
    assert (found.value, found.note) == (Decimal(70), "covers 7 of 12 sites")
    assert note_text(found.note)["zh"] == "覆盖12个场所中的7个"


def test_where_a_metric_does_not_apply_is_no_boundary() -> None:
    facts = [water(OFFICES[0], 10), water(OFFICES[1], None, nil(NOT_APPLICABLE, "no tap"))]
    assert (total(facts).value, total(facts).note) == (Decimal(10), "")


@pytest.mark.parametrize("reason", ["", "not known yet", "none in this period"])
def test_what_is_not_known_still_keeps_the_sum_waiting(reason: str) -> None:
    found = total([water(OFFICES[0], 10), water(OFFICES[1], None, reason)])
    assert (found.value, found.nil_reason) == (None, "missing entities: office1")


def test_a_unit_outside_for_all_months_is_outside_for_the_year() -> None:
    months = [Period.month(2024, month) for month in range(1, 13)]
    facts = [replace(water(OFFICES[0], 10), period=month) for month in months]
    outside = nil(OUTSIDE, "leased")
    facts += [replace(water(OFFICES[1], None, outside), period=month) for month in months]
    found = total(facts)
    assert (found.value, found.note) == (Decimal(120), "covers 1 of 2 sites")


def test_a_company_to_which_nothing_applies_does_not_keep_its_group_waiting() -> None:
    tree = Organisation(
        [
            Entity("group", Text("g", "g"), kind="group"),
            Entity("one", Text("1", "1"), kind="company", parent="group"),
            Entity("two", Text("2", "2"), kind="company", parent="group"),
            Entity("dry", Text("d", "d"), parent="one"),
            Entity("wet", Text("w", "w"), parent="two"),
        ]
    )
    facts = FactSet([water("dry", None, nil(NOT_APPLICABLE, "no tap")), water("wet", 10)])
    known = facts.plus(consolidate(catalogue(), facts, tree, [YEAR]))
    company = known.current(FactKey("water.use", "one", YEAR))
    group = known.current(FactKey("water.use", "group", YEAR))
    assert company is not None
    assert group is not None
    assert (company.value, company.nil_reason) == (None, "not applicable: no tap")
    assert group.value == Decimal(10)
