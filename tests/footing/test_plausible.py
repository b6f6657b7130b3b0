from __future__ import annotations

import pytest

from crossfoot.facts.entities import Entity, Organisation
from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.plausible import rules
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.units import unit_of
from crossfoot.quantities.units import same_dimension
from footing_cases import BEFORE, entered, findings, lines, printed


class TestTheFile:
    @pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.formula.text)
    def test_each_line_can_be_calculated(self, rule):
        """Every metric is known, and the expression has the unit it is said to have."""
        known = {metric.id: metric for metric in catalogue()}
        for reference in rule.formula.references():
            metric = known[reference.metric]
            assert all(metric.allows(dimension) for dimension, _ in reference.fixed)
        assert same_dimension(unit_of(rule.formula.root, known), rule.unit)

    @pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.formula.text)
    def test_each_line_says_what_it_means_and_where_it_is_from(self, rule):
        assert rule.meaning.en
        assert rule.meaning.zh
        assert rule.source
        assert rule.range.low < rule.range.high


def outside(*facts):
    return findings(*facts, check="out_of_range")


def test_more_trained_than_employed():
    """3,166 trained of 738 (AlphaESS 2022, line 2343)."""
    (found,) = outside(printed("training.persons", "3166"), printed("workforce.headcount", "738"))
    assert (found.kind, found.severity) == (Kind.PARTS_EXCEED_TOTAL, Severity.WARNING)
    assert found.arithmetic == "3,166 / 738 = 4.29 > 1"


def test_training_that_costs_more_than_the_revenue():
    """AlphaESS 2022, line 2340: RMB 1,475,278.41 printed in units of RMB 10,000."""
    facts = printed("training.investment", "1475278.41"), printed("finance.revenue", "177337.96")
    (found,) = outside(*facts)
    assert (found.kind, found.severity) == (Kind.UNIT_SCALE, Severity.ERROR)


def test_a_site_is_named():
    organisation = Organisation(
        [
            Entity("group", Text("Group", "集团"), "group"),
            Entity("hefei", Text("Hefei plant", "合肥工厂"), parent="group"),
        ]
    )
    facts = [
        entered("training.persons", 904, entity="hefei"),
        entered("workforce.headcount", 903, entity="hefei"),
    ]
    (found,) = findings(*facts, organisation=organisation, check="out_of_range")
    assert ", Hefei plant, 2023: " in found.message.en
    assert "，合肥工厂，2023：" in found.message.zh


@pytest.mark.parametrize(
    ("tonnes", "kwh", "expected"),
    [
        ("1435.56", "2517199.2", 0),  # 0.5703 kg/kWh, AlphaESS 2022
        ("9128.72", "56589808.26", 1),  # 0.161 kg/kWh, KSTAR 2023
        ("1.44", "2517199.2", 1),
    ],
)
def test_grid_factors(tonnes, kwh, expected):
    facts = [
        printed("ghg.scope2.location", tonnes),
        printed("energy.electricity.purchased", kwh),
    ]
    assert len(outside(*facts)) == expected


def test_ranges_hold_within_the_rounding_of_all_numbers():
    """1 t over 1,000 kWh may be anything from 0.5 to 1.5 kg/kWh."""
    facts = printed("ghg.scope2.location", "1"), printed("energy.electricity.purchased", "900")
    assert outside(*facts) == []


def test_a_figure_that_ratios_imply():
    """9 injuries at 0.92 per million hours are 1,271 hours per employee (CALB 2022, line 1652)."""
    facts = [
        printed("safety.injuries.recordable", "9", line=1),
        printed("safety.injury_rate", "0.92", line=2),
        printed("workforce.headcount", "7695", line=3),
    ]
    (found,) = outside(*facts)
    assert found.severity is Severity.NOTE
    assert lines(found) == {1, 2, 3}
    assert found.arithmetic.endswith("= 1,271 ∉ [1,300, 2,800]")


def test_parts_are_not_listed_where_the_whole_is_outside():
    facts = []
    for dims, scale in (("", 2), ("gender=female", 1), ("gender=male", 1)):
        facts.append(printed("workforce.leavers", str(300 * scale), dims))
        facts.append(printed("workforce.headcount", str(100 * scale), dims))
        facts.append(printed("workforce.headcount", str(100 * scale), dims, period=BEFORE))
    (found,) = outside(*facts)
    assert not found.facts[0].dimensions


def test_a_relation_that_changes():
    """Scope 2 over indirect energy falls from 0.671 to 0.505 (CALB 2023, lines 825, 881)."""
    facts = [
        printed("ghg.scope2.location", "450953.34", period=BEFORE),
        printed("ghg.scope2.location", "651782.46"),
        printed("energy.indirect", "671730.44", period=BEFORE),
        printed("energy.indirect", "1289917.42"),
    ]
    (found,) = findings(*facts, check="changed_relation")
    assert found.severity is Severity.NOTE
    assert found.arithmetic.endswith("= 0.5053")
    same = [*facts[:2], facts[2], printed("energy.indirect", "970869")]
    assert findings(*same, check="changed_relation") == []
