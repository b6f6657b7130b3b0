from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.calculation.formulas import Calculator, apply_formulas, evaluate
from crossfoot.examples.published.loading import facts_of
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.provenance import Computed
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.catalogue import Catalogue, catalogue
from crossfoot.metrics.formula import parse_formula
from crossfoot.metrics.metric import Kind, Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import round_half_away

YEAR = Period.year(2023)
BEFORE = Period.year(2022)


def a_fact(
    metric: str, value: object, dims: str = "", period: Period = YEAR, **more: object
) -> Fact:
    known = catalogue().get(metric)
    number = None if value is None else Decimal(str(value))
    fact = Fact(
        metric, "group", period, number, known.unit if known else "", Dimensions.parse(dims)
    )
    return replace(fact, **more)


def compute(metric: str, *facts: Fact, dims: str = "", period: Period = YEAR) -> Decimal:
    outcome = outcome_of(metric, *facts, dims=dims, period=period)
    assert outcome.fact is not None, outcome.reason
    return outcome.fact.number


def outcome_of(metric: str, *facts: Fact, dims: str = "", period: Period = YEAR):
    calculator = Calculator(catalogue(), FactSet(facts))
    return calculator.compute(FactKey(metric, "group", period, Dimensions.parse(dims)))


def derived(*facts: Fact) -> FactSet:
    return FactSet(evaluate(catalogue(), FactSet(facts)))


def a_metric(id_: str, formula: str = "", unit: str = "t", **more: object) -> Metric:
    parsed = parse_formula(formula) if formula else None
    return Metric(id_, SimpleNamespace(en=id_, zh=id_), unit, Kind.FLOW, formula=parsed, **more)


class TestNumbersOfPublishedReports:
    """What the reports print must come out of their own inputs."""

    def test_alphaess_2022(self):
        """Scope 2 is 93.88 % of the total; 0.0086 t per 10,000 CNY (report, lines 844, 2278)."""
        facts = FactSet(facts_of("alphaess-2022"))
        computed = FactSet(evaluate(catalogue(), facts))
        key = FactKey("ghg.scope2_share", "alphaess", BEFORE)
        assert round_half_away(computed.current(key).number, 2) == Decimal("93.88")
        key = FactKey("ghg.intensity.revenue", "alphaess", BEFORE)
        assert round_half_away(computed.current(key).number, 4) == Decimal("0.0086")
        key = FactKey("training.hours_per_employee", "alphaess", BEFORE)
        assert round_half_away(computed.current(key).number, 2) == Decimal("11.28")

    def test_kstar_2023(self):
        """56,589,808.26 kWh x 0.1229 kgce + 291.18 tce = 7,246.07 tce (lines 1174-1176)."""
        facts = FactSet(facts_of("kstar-2023"))
        entered = a_fact("energy.electricity.total", "56589808.26", entity="kstar")
        computed = FactSet(evaluate(catalogue(), facts.plus([entered])))
        comprehensive = computed.current(FactKey("energy.comprehensive", "kstar", YEAR))
        assert round_half_away(comprehensive.number, 2) == Decimal("7246.07")
        assert comprehensive.unit == "tce"

    def test_calb_2023(self):
        """Scope 1 + 2 = 959,271.21 t (line 826); turnover by exit 48 % (line 1611)."""
        computed = FactSet(evaluate(catalogue(), FactSet(facts_of("calb-2023"))))
        assert computed.current(FactKey("ghg.total", "calb", YEAR)).number == Decimal("959271.21")
        exits = computed.current(FactKey("workforce.turnover_rate_exit", "calb", YEAR))
        assert round_half_away(exits.number) == 48
        women = FactKey("workforce.share", "calb", YEAR, Dimensions({"gender": "female"}))
        assert round_half_away(computed.current(women).number, 2) == Decimal("25.51")

    def test_every_formula_with_published_inputs_is_computed(self):
        """Nothing that could be computed is left out: each input set is looked up by hand."""
        facts = FactSet(facts_of("calb-2023"))
        computed = FactSet(apply_formulas(catalogue(), facts))
        for expected in (
            "energy.total",
            "energy.total.growth",
            "waste.generated",
            "waste.recycling_rate",
            "packaging.recyclable_rate",
            "ip.patents.total",
            "suppliers.assessed_rate",
            "energy.saving_rate",
            "finance.revenue.growth",
            "workforce.female_share.change",
        ):
            assert computed.keys(expected), expected


class TestCasesOfOthers:
    @pytest.mark.shared
    def test_injury_rates(self, shared):
        """Worked cases of calculatoratoz, tierralab and EFRAG: injury_rate_cases.csv."""
        path = shared / "reference" / "cases" / "injury_rate_cases.csv"
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 3
        for row in rows:
            assert row["base"] == "200000"
            value = compute(
                "safety.injury_rate.per_200000_hours",
                a_fact("safety.injuries.recordable", row["count"]),
                a_fact("safety.hours_worked", row["hours"]),
            )
            places = len(row["expected"].partition(".")[2])
            assert round_half_away(value, places) == Decimal(row["expected"])

    @pytest.mark.shared
    def test_efrag_vsme_template(self, shared):
        """Rates of EFRAG's digital template for VSME, sample 1.x."""
        path = shared / "reference" / "cases" / "efrag_vsme_template_cases.json"
        cases = {case["id"]: case for case in json.loads(path.read_text())["cases"]}

        case = cases["turnover"]
        left, start, end = (case["inputs"][name] for name in ("left", "start", "end"))
        value = compute(
            "workforce.turnover_rate_average",
            a_fact("workforce.leavers", left),
            a_fact("workforce.headcount", end),
            a_fact("workforce.headcount", start, period=BEFORE),
        )
        assert float(value) / 100 == pytest.approx(case["expected"], abs=case["tolerance"])

        case = cases["trir"]
        value = compute(
            "safety.injury_rate.per_200000_hours",
            a_fact("safety.injuries.recordable", case["inputs"]["accidents"]),
            a_fact("safety.hours_worked", case["inputs"]["total_hours"]),
        )
        assert value == case["expected"]

        case = cases["intensity_1.3.0"]
        tonnes = sum(case["inputs"][scope] for scope in ("S1", "S2", "S3"))
        value = compute(
            "ghg.total_value_chain",
            a_fact("ghg.scope1", case["inputs"]["S1"]),
            a_fact("ghg.total", case["inputs"]["S1"] + case["inputs"]["S2"]),
            a_fact("ghg.scope3", case["inputs"]["S3"]),
        )
        assert value == tonnes
        assert float(value) / case["inputs"]["turnover_EUR"] == pytest.approx(case["expected"])

    def test_closing_headcount_gives_another_turnover(self):
        """The same inputs by the HKEX formula: 50 / 151 = 33.11 % (EFRAG cases, traps)."""
        value = compute(
            "workforce.turnover_rate",
            a_fact("workforce.leavers", 50),
            a_fact("workforce.headcount", 151),
        )
        assert round_half_away(value, 2) == Decimal("33.11")


class TestMeaningOfReferences:
    def test_dimensions_the_metric_does_not_have_are_dropped(self):
        electricity = a_fact("ghg.scope2.location", 30, "energy_carrier=electricity")
        total = a_fact("ghg.total", 40)
        share = compute("ghg.scope2_share", electricity, total, dims="energy_carrier=electricity")
        assert share == 75

    def test_total_is_without_breakdown(self):
        facts = [
            a_fact("workforce.headcount", 30, "gender=female"),
            a_fact("workforce.headcount", 40),
        ]
        assert compute("workforce.share", *facts, dims="gender=female") == 75

    def test_a_figure_of_a_site_stays_one_of_the_site(self):
        dims = "site=hefei;gender=female"
        facts = [
            a_fact("workforce.headcount", 30, dims),
            a_fact("workforce.headcount", 40, "site=hefei"),
            a_fact("workforce.headcount", 300),
        ]
        assert compute("workforce.share", *facts, dims=dims) == 75

    def test_where_fixes_members(self):
        facts = [
            a_fact("workforce.headcount", 24, "gender=female;employee_category=manager"),
            a_fact("workforce.headcount", 99, "employee_category=manager"),
        ]
        value = compute("workforce.management_female_share", *facts)
        assert round_half_away(value, 2) == Decimal("24.24")

    def test_prev_is_the_period_of_the_same_length(self):
        facts = [
            a_fact("finance.revenue", 120, period=Period.quarter(2023, 1)),
            a_fact("finance.revenue", 100, period=Period.quarter(2022, 4)),
        ]
        assert compute("finance.revenue.growth", *facts, period=Period.quarter(2023, 1)) == 20

    def test_a_formula_may_name_its_own_metric_in_the_period_before(self):
        facts = [a_fact("safety.hazards.open", 5, period=Period.month(2022, 12))]
        for month in (1, 2, 3):
            period = Period.month(2023, month)
            facts.append(a_fact("safety.hazards.identified", 10, period=period))
            facts.append(a_fact("safety.hazards.rectified", 8, period=period))
        results = derived(*facts)
        open_ = results.select(metric="safety.hazards.open")
        assert [int(fact.number) for fact in open_] == [7, 9, 11]


class TestUnits:
    def test_the_result_is_in_the_unit_declared(self):
        """100 t CO2e over 20 GWh is 5 t/MWh: product.output.capacity is in MWh."""
        value = compute(
            "ghg.intensity.capacity",
            a_fact("ghg.total", 100),
            a_fact("product.output.capacity", Decimal("0.02"), unit="GWh"),
        )
        assert value == 5

    def test_terms_of_a_sum_are_brought_to_one_unit(self):
        metrics = [a_metric("a"), a_metric("b"), a_metric("c", "a + b", unit="kg")]
        facts = FactSet(
            [
                Fact("a", "group", YEAR, Decimal(2), "t"),
                Fact("b", "group", YEAR, Decimal(500), "kg"),
            ]
        )
        (result,) = apply_formulas(Catalogue(metrics), facts)
        assert (result.value, result.unit) == (Decimal(2500), "kg")

    def test_no_digit_is_lost(self):
        """0.1 + 0.2 is 0.3, and large values keep their cents."""
        value = compute(
            "ghg.total",
            a_fact("ghg.scope1", "123456789012345678901.1"),
            a_fact("ghg.scope2.location", "0.2"),
        )
        assert value == Decimal("123456789012345678901.3")


class TestNoValue:
    def test_a_missing_input_leaves_none(self):
        outcome = outcome_of("ghg.total", a_fact("ghg.scope1", 1))
        assert outcome.fact is None
        assert [key.metric for key in outcome.missing] == ["ghg.scope2.location"]
        assert "ghg.scope2.location" in outcome.reason.en
        assert "缺少" in outcome.reason.zh
        assert len(derived(a_fact("ghg.scope1", 1)).select(metric="ghg.total")) == 0

    def test_a_stated_nil_is_no_zero(self):
        nil = a_fact("ghg.scope2.location", None, nil_reason="meter defective")
        assert outcome_of("ghg.total", a_fact("ghg.scope1", 1), nil).fact is None

    def test_an_entered_zero_is_a_value(self):
        facts = a_fact("ghg.scope1", 1), a_fact("ghg.scope2.location", 0)
        assert compute("ghg.total", *facts) == 1

    def test_division_by_zero_says_so(self):
        facts = a_fact("ghg.total", 1), a_fact("finance.revenue", 0)
        fact = outcome_of("ghg.intensity.revenue", *facts).fact
        assert fact.value is None
        assert fact.nil_reason == "division by zero: finance.revenue is zero"
        assert derived(*facts).current(fact.key).value is None

    def test_a_metric_without_formula(self):
        assert "no formula" in outcome_of("ghg.scope1").reason.en


class TestWhatTheResultCarries:
    def test_rule_and_inputs_in_the_order_of_the_formula(self):
        facts = a_fact("ghg.scope2.location", 2), a_fact("ghg.scope1", 1)
        fact = outcome_of("ghg.total", *facts).fact
        assert isinstance(fact.provenance, Computed)
        assert fact.provenance.rule == "ghg.scope1 + ghg.scope2.location"
        assert [each.metric for each in fact.provenance.inputs] == [
            "ghg.scope1",
            "ghg.scope2.location",
        ]
        assert fact.basis is Basis.COMPUTED
        assert fact.unit == "t CO2e"

    def test_estimates_stay_estimates(self):
        facts = a_fact("ghg.scope2.location", 2, estimated=True), a_fact("ghg.scope1", 1)
        assert outcome_of("ghg.total", *facts).fact.estimated
        facts = a_fact("ghg.scope2.location", 2, simulated=True), a_fact("ghg.scope1", 1)
        assert outcome_of("ghg.total", *facts).fact.simulated

    @pytest.mark.parametrize(
        ("numerator", "denominator", "expected"),
        [
            ("exact", "exact", "exact"),
            ("more_than", "exact", "more_than"),
            ("at_least", "exact", "at_least"),
            ("exact", "more_than", "less_than"),
            ("less_than", "exact", "less_than"),
            ("more_than", "less_than", "approximate"),
            ("more_than", "more_than", "approximate"),
            ("approximate", "exact", "approximate"),
        ],
    )
    def test_qualifiers(self, numerator, denominator, expected):
        facts = (
            a_fact("ghg.total", 8, qualifier=Qualifier(numerator)),
            a_fact("finance.revenue", 2, qualifier=Qualifier(denominator)),
        )
        fact = outcome_of("ghg.intensity.revenue", *facts).fact
        assert (fact.value, fact.qualifier) == (4, Qualifier(expected))

    def test_each_variant_gets_its_own_result(self):
        facts = [
            a_fact("ghg.scope1", 1, variant="operational_control/AR5"),
            a_fact("ghg.scope1", 2, variant="operational_control/AR6"),
            a_fact("ghg.scope2.location", 10),
        ]
        totals = {fact.variant: fact.value for fact in derived(*facts).select(metric="ghg.total")}
        assert totals == {"operational_control/AR5": 11, "operational_control/AR6": 12}


class TestRecomputation:
    def test_a_printed_result_is_not_used(self):
        """The intensity comes from the recomputed total, not from the printed one."""
        facts = [
            a_fact("energy.direct", 10),
            a_fact("energy.indirect", 10),
            a_fact("energy.total", 99, basis=Basis.PUBLISHED),
            a_fact("finance.revenue", 2),
        ]
        intensity = derived(*facts).select(metric="energy.intensity.revenue")
        assert [fact.value for fact in intensity] == [10]

    def test_a_result_without_inputs_stands_in(self):
        facts = a_fact("energy.total", 99, basis=Basis.PUBLISHED), a_fact("finance.revenue", 2)
        intensity = derived(*facts).select(metric="energy.intensity.revenue")
        assert [fact.value for fact in intensity] == [Decimal("49.5")]

    def test_the_whole_is_not_computed_as_its_own_share(self):
        shares = derived(a_fact("workforce.headcount", 7)).select(metric="workforce.share")
        assert len(shares) == 0

    @given(
        st.integers(0, 10**9).map(lambda n: Decimal(n) / 100),
        st.integers(0, 10**9).map(lambda n: Decimal(n) / 100),
        st.integers(1, 10**9).map(lambda n: Decimal(n) / 100),
    )
    def test_agrees_with_plain_arithmetic(self, scope1, scope2, revenue):
        results = derived(
            a_fact("ghg.scope1", scope1),
            a_fact("ghg.scope2.location", scope2),
            a_fact("finance.revenue", revenue),
        )
        intensity = results.current(FactKey("ghg.intensity.revenue", "group", YEAR)).number
        assert abs(intensity * revenue - (scope1 + scope2)) < Decimal("1e-12")
