from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.calculation.combining import tile
from crossfoot.calculation.consolidation import (
    consolidate,
    over_members,
    over_periods,
    over_sites,
    years_of,
)
from crossfoot.calculation.formulas import evaluate
from crossfoot.facts.boundaries import note_text
from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.provenance import Computed
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier

YEAR = Period.year(2023)
GROUP = Organisation(
    [
        Entity("group", Text("Group", "集团"), "group"),
        Entity("north", Text("North", "北方"), "company", parent="group"),
        Entity("hefei", Text("Hefei", "合肥"), parent="north"),
        Entity("luoyang", Text("Luoyang", "洛阳"), parent="north"),
        Entity("penang", Text("Penang", "槟城"), parent="group"),
    ]
)


def a_fact(
    metric: str, entity: str, period: Period, value: object, dims: str = "", **more: object
) -> Fact:
    number = None if value is None else Decimal(str(value))
    unit = catalogue()[metric].unit
    return replace(Fact(metric, entity, period, number, unit, Dimensions.parse(dims)), **more)


def months(
    metric: str, values: dict[int, object], entity: str = "hefei", **more: object
) -> FactSet:
    return FactSet(
        a_fact(metric, entity, Period.month(2023, month), value, **more)
        for month, value in values.items()
    )


def year_of(facts: FactSet) -> Fact:
    (fact,) = over_periods(catalogue(), facts, [YEAR])
    return fact


def of_group(facts: FactSet, metric: str, dims: str = "", entity: str = "group") -> Fact:
    found = FactSet(over_sites(catalogue(), facts, GROUP))
    return found.current(FactKey(metric, entity, YEAR, Dimensions.parse(dims)))


class TestTiling:
    def test_a_quarter_counts_before_its_months(self):
        pieces = [*(Period.month(2023, month) for month in range(1, 13)), Period.quarter(2023, 2)]
        taken, missing = tile(YEAR, pieces)
        assert len(taken) == 10
        assert Period.quarter(2023, 2) in taken
        assert missing == ()

    @given(st.sets(st.integers(1, 12)))
    def test_taken_and_missing_make_the_whole(self, present):
        taken, missing = tile(YEAR, [Period.month(2023, month) for month in present])
        assert sum(part.days for part in (*taken, *missing)) == YEAR.days
        assert {part.start.month for part in taken} == present

    @given(st.lists(st.tuples(st.integers(1, 365), st.integers(0, 90)), max_size=12))
    def test_pieces_never_overlap(self, spans):
        from datetime import date, timedelta

        first = date(2023, 1, 1)
        pieces = [
            Period(first + timedelta(start - 1), first + timedelta(start - 1 + length))
            for start, length in spans
        ]
        taken, missing = tile(YEAR, pieces)
        parts = sorted((*taken, *missing))
        assert all(a.end < b.start for a, b in pairwise(parts))
        assert sum(part.days for part in parts) == YEAR.days

    def test_years(self):
        facts = months("water.use", {1: 1, 4: 1})
        assert years_of(facts) == (YEAR,)
        assert years_of(facts, first_month=4) == (
            Period.fiscal_year(2022, 4),
            Period.fiscal_year(2023, 4),
        )
        span = a_fact("rd.investment.cumulative", "group", Period.years(2018, 2023), 1)
        assert years_of([span]) == ()


class TestOverPeriods:
    def test_flows_are_added(self):
        fact = year_of(months("water.use", {month: month for month in range(1, 13)}))
        assert fact.value == 78
        assert fact.basis is Basis.COMPUTED
        assert isinstance(fact.provenance, Computed)
        assert len(fact.provenance.inputs) == 12

    def test_a_missing_month_is_named(self):
        fact = year_of(months("water.use", {month: 1 for month in range(1, 13) if month != 7}))
        assert fact.value is None
        assert fact.nil_reason == "missing periods: 2023-07"

    def test_a_month_without_a_value_is_named(self):
        values = dict.fromkeys(range(1, 13), 1) | {3: None}
        assert year_of(months("water.use", values)).nil_reason == "missing periods: 2023-03"

    def test_stocks_take_the_closing_value(self):
        fact = year_of(months("workforce.headcount", {1: 10, 12: 12}))
        assert fact.value == 12
        assert year_of(months("workforce.headcount", {1: 10, 11: 12})).value is None

    def test_ratios_without_a_formula_take_the_mean(self):
        values = dict.fromkeys(range(1, 13), 90) | {12: 96}
        assert year_of(months("transport.load_rate", values)).value == Decimal("90.5")

    def test_what_does_not_combine_is_left_alone(self):
        facts = months("training.persons", dict.fromkeys(range(1, 13), 1))
        assert over_periods(catalogue(), facts, [YEAR]) == []
        facts = months("ghg.total", dict.fromkeys(range(1, 13), 1))
        assert over_periods(catalogue(), facts, [YEAR]) == []

    def test_quarters_and_fiscal_years(self):
        facts = months("water.use", dict.fromkeys(range(1, 13), 2))
        wanted = [Period.quarter(2023, 4), Period.fiscal_year(2022, 10)]
        quarter, fiscal = over_periods(catalogue(), facts, wanted)
        assert quarter.value == 6
        assert fiscal.nil_reason == "missing periods: 2022-10, 2022-11, 2022-12"

    def test_a_year_entered_stands_and_the_sum_stands_beside_it(self):
        facts = months("water.use", dict.fromkeys(range(1, 13), 1))
        entered = a_fact("water.use", "hefei", YEAR, 13)
        both = facts.plus([entered])
        both = both.plus(over_periods(catalogue(), both, [YEAR]))
        assert both.current(entered.key) is entered
        assert [fact.value for fact in both.of(entered.key, Basis.COMPUTED)] == [12]

    def test_an_incomplete_sum_does_not_disturb_a_year_entered(self):
        facts = months("water.use", {1: 1}).plus([a_fact("water.use", "hefei", YEAR, 13)])
        assert over_periods(catalogue(), facts, [YEAR]) == []

    def test_a_member_that_is_not_named_is_zero_where_others_are(self):
        """In months with men only, the number of injured women is zero, not unknown."""
        male = months("workforce.leavers", dict.fromkeys(range(1, 13), 1), dims="gender=male")
        female = months("workforce.leavers", {5: 3}, dims="gender=female")
        found = FactSet(over_periods(catalogue(), male.plus(female), [YEAR]))
        values = {fact.dimensions["gender"]: fact.value for fact in found}
        assert values == {"male": 12, "female": 3}

    def test_a_tag_that_is_not_named_is_left_out_and_said(self):
        whole = months("community.donations", dict.fromkeys(range(1, 13), 1))
        project = months("community.donations", {5: 1}, dims="project=school")
        found = FactSet(over_periods(catalogue(), whole.plus(project), [YEAR]))
        part = found.select(dimensions={"project": "school"})
        assert [fact.value for fact in part] == [1]
        assert next(iter(part)).note.startswith("without 2023-01, 2023-02")

    @given(st.lists(st.integers(-(10**6), 10**6), min_size=12, max_size=12))
    def test_quarters_add_up_to_the_year(self, values):
        facts = months("water.use", dict(enumerate(values, start=1)))
        quarters = over_periods(catalogue(), facts, [Period.quarter(2023, q) for q in (1, 2, 3, 4)])
        direct = year_of(facts)
        (through,) = over_periods(catalogue(), FactSet(quarters), [YEAR])
        assert direct.value == through.value == sum(values)


class TestOverMembers:
    def test_the_whole_of_a_partition(self):
        facts = FactSet(
            [
                a_fact("workforce.headcount", "hefei", YEAR, 3, "gender=female"),
                a_fact("workforce.headcount", "hefei", YEAR, 4, "gender=male"),
                a_fact("workforce.headcount", "hefei", YEAR, 1, "diversity_group=foreign"),
                a_fact("workforce.headcount", "hefei", YEAR, 1, "diversity_group=disabled"),
            ]
        )
        (whole,) = over_members(catalogue(), facts)
        assert (whole.value, whole.dimensions) == (7, Dimensions())
        assert whole.provenance.rule == "sum over members of gender"

    def test_one_member_alone_is_no_whole(self):
        facts = FactSet([a_fact("workforce.headcount", "hefei", YEAR, 3, "gender=female")])
        assert over_members(catalogue(), facts) == []

    def test_members_that_overlap_stay_out(self):
        facts = FactSet(
            a_fact("standards.cumulative", "hefei", YEAR, 3, f"standard_status={status}")
            for status in ("issued", "seeking_comments", "project_approval")
        )
        (whole,) = over_members(catalogue(), facts)
        assert whole.value == 6

    def test_a_whole_that_is_stated_stands(self):
        facts = FactSet(
            [
                a_fact("workforce.headcount", "hefei", YEAR, 3, "gender=female"),
                a_fact("workforce.headcount", "hefei", YEAR, 4, "gender=male"),
                a_fact("workforce.headcount", "hefei", YEAR, 8),
            ]
        )
        assert over_members(catalogue(), facts) == []

    def test_contractors_are_not_part_of_the_employees(self):
        facts = FactSet(
            a_fact("safety.injuries.recordable", "hefei", YEAR, 3, f"worker_type={kind}")
            for kind in ("contractor", "agency")
        )
        assert over_members(catalogue(), facts) == []


class TestOverSites:
    def water(self, **values: object) -> FactSet:
        return FactSet(a_fact("water.use", site, YEAR, value) for site, value in values.items())

    def test_sums_through_the_levels(self):
        facts = self.water(hefei=1, luoyang=2, penang=4)
        assert of_group(facts, "water.use", entity="north").value == 3
        group = of_group(facts, "water.use")
        assert group.value == 7
        assert [fact.entity for fact in group.provenance.inputs] == ["north", "penang"]

    def test_a_site_that_reported_before_and_not_now_is_missing(self):
        before = a_fact("water.use", "luoyang", Period.year(2022), 2)
        group = of_group(self.water(hefei=1, penang=4).plus([before]), "water.use")
        assert (group.value, group.nil_reason) == (None, "missing entities: north")
        north = of_group(self.water(hefei=1).plus([before]), "water.use", entity="north")
        assert north.nil_reason == "missing entities: luoyang"

    def test_a_site_that_begins_later_owes_nothing_for_the_time_before(self):
        later = a_fact("water.use", "luoyang", Period.year(2024), 2)
        group = of_group(self.water(hefei=1, penang=4).plus([later]), "water.use")
        assert group.value == 5
        north = of_group(self.water(hefei=1).plus([later]), "water.use", entity="north")
        assert (north.value, north.note) == (1, "before luoyang began to report it")
        assert note_text(north.note).zh == "luoyang尚未开始报告"

    def test_a_site_that_begins_within_the_year_is_waited_for(self):
        july = a_fact("water.use", "luoyang", Period.month(2023, 7), 2)
        north = of_group(self.water(hefei=1).plus([july]), "water.use", entity="north")
        assert north.nil_reason == "missing entities: luoyang"

    def test_a_site_that_never_reports_is_not_waited_for(self):
        assert of_group(self.water(hefei=1, penang=4), "water.use").value == 5

    def test_a_stated_nil_is_waited_for(self):
        group = of_group(self.water(hefei=None, penang=4), "water.use")
        assert group.value is None

    def test_a_figure_of_the_group_stands(self):
        facts = self.water(hefei=1, penang=4, group=6)
        everything = facts.plus(over_sites(catalogue(), facts, GROUP))
        key = FactKey("water.use", "group", YEAR)
        assert everything.current(key).value == 6
        assert [fact.value for fact in everything.of(key, Basis.COMPUTED)] == [5]

    def test_a_computed_figure_of_the_group_gets_no_second_one(self):
        inventory = a_fact("water.use", "group", YEAR, 6, basis=Basis.COMPUTED)
        found = FactSet(
            over_sites(catalogue(), self.water(hefei=1, penang=4).plus([inventory]), GROUP)
        )
        assert FactKey("water.use", "group", YEAR) not in found

    def test_a_member_that_a_site_does_not_name_is_zero(self):
        facts = FactSet(
            [
                a_fact("ghg.scope1", "hefei", YEAR, 5, "source_category=process"),
                a_fact("ghg.scope1", "hefei", YEAR, 5, "source_category=mobile"),
                a_fact("ghg.scope1", "penang", YEAR, 5, "source_category=mobile"),
            ]
        )
        assert of_group(facts, "ghg.scope1", "source_category=process").value == 5
        assert of_group(facts, "ghg.scope1", "source_category=mobile").value == 10

    def test_a_project_that_a_site_does_not_have_is_left_out_and_said(self):
        facts = FactSet(
            [
                a_fact("community.donations", "hefei", YEAR, 5, "project=school"),
                a_fact("community.donations", "penang", YEAR, 5),
            ]
        )
        fact = of_group(facts, "community.donations", "project=school")
        assert fact.value == 5
        assert fact.note == "without penang, where no such part is stated"

    def test_weighted_means(self):
        """A rate of 90 % among 100 and of 60 % among 50 is 80 %, not 75 %."""
        facts = FactSet(
            [
                a_fact("workforce.contract_rate", "hefei", YEAR, 90),
                a_fact("workforce.contract_rate", "penang", YEAR, 60),
                a_fact("workforce.headcount", "hefei", YEAR, 100),
                a_fact("workforce.headcount", "penang", YEAR, 50),
            ]
        )
        everything = facts.plus(consolidate(catalogue(), facts, GROUP))
        rate = everything.current(FactKey("workforce.contract_rate", "group", YEAR))
        assert rate.value == 80
        assert len(rate.provenance.inputs) == 4

    def test_a_missing_weight_is_named(self):
        facts = FactSet(
            [
                a_fact("workforce.contract_rate", "hefei", YEAR, 90),
                a_fact("workforce.contract_rate", "penang", YEAR, 60),
                a_fact("workforce.headcount", "hefei", YEAR, 100),
            ]
        )
        rate = of_group(facts, "workforce.contract_rate")
        assert rate.value is None
        assert "workforce.headcount · penang · 2023" in rate.nil_reason

    def test_ratios_are_recomputed_and_never_averaged(self):
        """The group's turnover is all leavers over all employees: 22 / 110, not (10 + 20) / 2."""
        facts = FactSet(
            [
                a_fact("workforce.leavers", "hefei", YEAR, 2),
                a_fact("workforce.headcount", "hefei", YEAR, 10),
                a_fact("workforce.leavers", "penang", YEAR, 20),
                a_fact("workforce.headcount", "penang", YEAR, 100),
            ]
        )
        found = FactSet(evaluate(catalogue(), facts, GROUP))
        assert found.current(FactKey("workforce.turnover_rate", "group", YEAR)).value == 20

    def test_flags_and_qualifiers_combine(self):
        facts = FactSet(
            [
                a_fact("water.use", "hefei", YEAR, 5, qualifier=Qualifier.MORE_THAN),
                a_fact("water.use", "penang", YEAR, 5, estimated=True),
            ]
        )
        group = of_group(facts, "water.use")
        assert group.qualifier is Qualifier.MORE_THAN
        assert group.estimated

    @given(st.dictionaries(st.sampled_from(["hefei", "luoyang", "penang"]), st.integers(-99, 99)))
    def test_the_group_is_the_sum_of_all_sites(self, values):
        if values:
            facts = FactSet(a_fact("water.use", site, YEAR, n) for site, n in values.items())
            assert of_group(facts, "water.use").value == sum(values.values())


class TestBoundary:
    @pytest.mark.shared
    def test_holland_industries(self, shared):
        """Half of an 83 % subsidiary's joint venture counts 41.5 % (GHG Protocol, chapter 3)."""
        path = shared / "reference" / "cases" / "consolidation_holland_industries.json"
        chains = {
            case["entity"]: case
            for case in json.loads(path.read_text())["cases"]
            if "chain" in case
        }
        america, bgb = chains["Holland America"]["chain"], chains["BGB"]["chain"]
        organisation = Organisation(
            [
                Entity("holland", Text("Holland Industries", "")),
                Entity(
                    "america",
                    Text("Holland America", ""),
                    parent="holland",
                    equity=Decimal(str(america[0])),
                ),
                Entity("bgb", Text("BGB", ""), parent="america", equity=Decimal(str(bgb[1]))),
            ]
        )
        facts = FactSet([a_fact("ghg.scope1", "bgb", YEAR, 1000)])
        found = FactSet(over_sites(catalogue(), facts, organisation, Approach.EQUITY_SHARE))
        expected = Decimal(str(chains["BGB"]["equity_share_expected"])) * 1000
        assert found.current(FactKey("ghg.scope1", "holland", YEAR)).value == expected
        whole = FactSet(over_sites(catalogue(), facts, organisation))
        assert whole.current(FactKey("ghg.scope1", "holland", YEAR)).value == 1000

    def test_outside_operational_control(self):
        organisation = Organisation(
            [
                Entity("group", Text("Group", "")),
                Entity("own", Text("Own", ""), parent="group"),
                Entity("other", Text("Other", ""), parent="group", operational_control=False),
            ]
        )
        facts = FactSet([a_fact("water.use", site, YEAR, 4) for site in ("own", "other")])
        (group,) = over_sites(catalogue(), facts, organisation)
        assert group.value == 4

    def test_an_inventory_of_a_site_is_in_full_and_its_holder_takes_the_share(self):
        """The variant says by which approach; it is no sign that a share was taken."""
        organisation = Organisation(
            [
                Entity("group", Text("Group", "")),
                Entity("half", Text("Half", ""), parent="group", equity=Decimal("0.5")),
            ]
        )
        whole = a_fact(
            "ghg.scope1", "half", YEAR, 4, variant="equity_share/AR6", basis=Basis.COMPUTED
        )
        (group,) = over_sites(catalogue(), FactSet([whole]), organisation, Approach.EQUITY_SHARE)
        assert group.value == 2
        assert group.variant == "equity_share/AR6"

    def test_formulas_follow_the_approach(self):
        """A figure that follows from sums takes the shares of the sums."""
        organisation = Organisation(
            [
                Entity("group", Text("Group", "")),
                Entity("half", Text("Half", ""), parent="group", equity=Decimal("0.5")),
            ]
        )
        facts = FactSet(
            [
                a_fact("ghg.scope1", "half", YEAR, 4),
                a_fact("ghg.scope2.location", "half", YEAR, 6),
            ]
        )
        found = FactSet(evaluate(catalogue(), facts, organisation, approach=Approach.EQUITY_SHARE))
        assert found.current(FactKey("ghg.total", "group", YEAR)).value == 5
        assert found.current(FactKey("ghg.total", "half", YEAR)).value == 10
