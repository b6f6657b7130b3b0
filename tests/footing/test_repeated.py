from __future__ import annotations

from dataclasses import replace

import pytest

from crossfoot.facts.entities import Entity, Organisation
from crossfoot.footing.finding import Kind, Severity
from crossfoot.languages import Text
from crossfoot.quantities.qualifiers import Qualifier
from footing_cases import BEFORE, entered, findings, printed


@pytest.mark.parametrize(
    ("metric", "one", "other", "kind"),
    [
        ("energy.electricity.purchased", "2703137.50", "2517199.2", Kind.CONFLICTING_VALUES),
        ("ghg.scope2.location", "450953.34", "450935.34", Kind.TRANSPOSITION),
        ("rd.investment", "99.196", "99196", Kind.UNIT_SCALE),
        ("safety.training.person_times", "300000", "30000", Kind.UNIT_SCALE),
    ],
)
def test_two_values_for_one_figure(metric, one, other, kind):
    """Pairs printed by AlphaESS 2022 (1024, 2298) and CALB 2023 (825/1560, 427/1679, 1277)."""
    (found,) = findings(printed(metric, one), printed(metric, other, context="body"))
    assert (found.kind, found.severity) == (kind, Severity.ERROR)


@pytest.mark.parametrize(
    ("one", "other", "qualifier"),
    [
        ("93.66", "93.6613", Qualifier.EXACT),
        ("2478.36", "2478", Qualifier.APPROXIMATE),
        ("599", "600", Qualifier.APPROXIMATE),
        ("139", "100", Qualifier.MORE_THAN),
        ("60.38", "60.38", Qualifier.MORE_THAN),
    ],
)
def test_values_that_agree(one, other, qualifier):
    facts = printed("ghg.scope1", one), printed("ghg.scope1", other, qualifier=qualifier)
    assert findings(*facts) == []


def test_a_bound_above_the_value():
    facts = [
        printed("training.hours", "600"),
        printed("training.hours", "640", qualifier=Qualifier.MORE_THAN),
    ]
    (found,) = findings(*facts)
    assert (found.kind, found.severity) == (Kind.CONFLICTING_VALUES, Severity.WARNING)


def test_a_bound_far_below_the_value():
    """More than 23,000 trainees and 31,063 participants (KSTAR 2023, lines 1495, 1509)."""
    facts = [
        printed("training.person_times", "31063"),
        printed("training.person_times", "23000", qualifier=Qualifier.MORE_THAN),
    ]
    (found,) = findings(*facts)
    assert found.severity is Severity.NOTE


def test_corrections_replace_and_do_not_conflict():
    facts = entered("water.use", 1), entered("water.use", 2, version=2)
    assert findings(*facts) == []


ORGANISATION = Organisation(
    [
        Entity("group", Text("Group", "集团"), "group"),
        Entity("hefei", Text("Hefei", "合肥"), parent="group"),
        Entity("luoyang", Text("Luoyang", "洛阳"), parent="group"),
    ]
)


def sites(one: int, other: int):
    return [
        entered("training.hours", one, entity="hefei"),
        entered("training.hours", other, entity="luoyang"),
    ]


def test_a_figure_of_the_group_is_the_sum_of_the_sites():
    stated = printed("training.hours", "230812")
    found = findings(*sites(200000, 30812), stated, organisation=ORGANISATION)
    assert found == []
    (found,) = findings(*sites(200000, 30500), stated, organisation=ORGANISATION)
    assert found.kind is Kind.SUM_MISMATCH
    assert "sum over sites gives 230,500" in found.message.en
    assert "各场所合计为230,500" in found.message.zh
    assert len(found.facts) == 4


def test_exchanged_digits_of_a_sum():
    stated = printed("training.hours", "203812")
    (found,) = findings(*sites(200000, 30812), stated, organisation=ORGANISATION)
    assert found.kind is Kind.TRANSPOSITION


def test_a_site_without_a_value_is_named():
    earlier = [replace(fact, period=BEFORE) for fact in sites(1, 2)]
    (found,) = findings(sites(1, 2)[0], *earlier, organisation=ORGANISATION)
    assert found.kind is Kind.MISSING_PERIOD
    assert found.message.en.endswith("Luoyang")
