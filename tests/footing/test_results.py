"""Results against formulas, ratios with one divisor, rates of members."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.facts.provenance import Printed
from crossfoot.footing.finding import Kind, Severity
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import round_half_away
from footing_cases import BEFORE, entered, findings, lines, printed


def against(*facts):
    return findings(*facts, check="stated_against_formula")


class TestStatedAgainstFormula:
    def test_a_rate_that_does_not_follow(self):
        """8,321 hours over 738 employees are 11.28, printed 11.32 (AlphaESS 2022, line 2342)."""
        (found,) = against(
            printed("training.hours", "8321", line=1),
            printed("workforce.headcount", "738", line=2),
            printed("training.hours_per_employee", "11.32", line=3),
        )
        assert (found.kind, found.severity) == (Kind.RATIO_MISMATCH, Severity.ERROR)
        assert found.arithmetic == "8,321 / 738 = 11.275 ≠ 11.32"
        assert lines(found) == {1, 2, 3}

    def test_a_rate_that_follows(self):
        facts = printed("training.hours", "8321"), printed("workforce.headcount", "738")
        assert against(*facts, printed("training.hours_per_employee", "11.28")) == []
        assert against(*facts, printed("training.hours_per_employee", "11.3")) == []

    def test_the_rounding_of_the_inputs_counts(self):
        facts = printed("ghg.total", "1.4"), printed("finance.revenue", "3")
        assert against(*facts, printed("ghg.intensity.revenue", "0.400")) == []
        assert len(against(*facts, printed("ghg.intensity.revenue", "0.300"))) == 1

    def test_a_sum_of_scopes(self):
        """The annex of CALB 2023 prints 450,935.34 for 450,953.34 (line 1560)."""
        parts = [printed("ghg.scope1", "134957.01"), printed("ghg.scope2.location", "450935.34")]
        (found,) = against(*parts, printed("ghg.total", "585910.35"))
        assert (found.kind, found.severity) == (Kind.SUM_MISMATCH, Severity.ERROR)
        assert found.arithmetic == "134,957.01 + 450,935.34 = 585,892.35 ≠ 585,910.35"

    def test_a_change_that_is_announced(self):
        """Energy is said to fall by 19 per cent, but rises by 111 (CALB 2023, line 873)."""
        (found,) = against(
            printed("energy.total", "2765280.07"),
            printed("energy.total", "1312744.43", period=BEFORE),
            printed("energy.total.growth", "-19"),
        )
        assert (found.kind, found.severity) == (Kind.PERCENT_CHANGE_MISMATCH, Severity.ERROR)
        assert found.arithmetic == "2,765,280.07 / 1,312,744.43 − 1 = 110.6% ≠ −19%"

    def test_cut_off_instead_of_rounded(self):
        """2 of 7 directors are 28.57 %, printed 28 (KSTAR 2023, line 332)."""
        (found,) = findings(
            printed("governance.board_size", "7"),
            printed("governance.board_size", "2", "gender=female"),
            printed("governance.board_share", "28", "gender=female"),
        )
        assert (found.kind, found.severity) == (Kind.ROUNDING_OR_TRUNCATION, Severity.NOTE)

    def test_a_cut_that_matters_is_a_warning(self):
        facts = printed("ghg.total", "1.9"), printed("finance.revenue", "1.0")
        (found,) = against(*facts, printed("ghg.intensity.revenue", "1"))
        assert (found.kind, found.severity) == (Kind.ROUNDING_OR_TRUNCATION, Severity.WARNING)

    def test_a_power_of_ten(self):
        facts = printed("ghg.total", "959271.21"), printed("product.output.capacity", "41508.9")
        (found,) = against(*facts, printed("ghg.intensity.capacity", "2.311"))
        assert (found.kind, found.severity) == (Kind.UNIT_SCALE, Severity.ERROR)

    def test_a_share_of_an_unstated_base_is_a_warning(self):
        """29 of 599 suppliers signed, yet 100 % is printed (CALB 2023, line 1671)."""
        (found,) = against(
            printed("suppliers.count", "599"),
            printed("suppliers.signed", "29", "agreement=code_of_conduct"),
            printed("suppliers.signed_rate", "100", "agreement=code_of_conduct"),
        )
        assert (found.kind, found.severity) == (Kind.RATIO_MISMATCH, Severity.WARNING)

    def test_a_bound_is_contradicted_only_from_the_other_side(self):
        facts = printed("ghg.scope2.location", "93.88"), printed("ghg.total", "100.00")
        more = printed("ghg.scope2_share", "94", qualifier=Qualifier.MORE_THAN)
        (found,) = against(*facts, more)
        assert found.severity is Severity.WARNING
        assert "more than 94%" in found.message.en
        assert "超过94%" in found.message.zh
        less = printed("ghg.scope2_share", "90", qualifier=Qualifier.MORE_THAN)
        assert against(*facts, less) == []

    def test_inputs_that_are_bounds_prove_nothing(self):
        facts = [
            printed("training.hours", "64000", qualifier=Qualifier.MORE_THAN),
            printed("workforce.headcount", "4035"),
        ]
        assert against(*facts, printed("training.hours_per_employee", "20.1")) == []
        assert len(against(*facts, printed("training.hours_per_employee", "15.1"))) == 1

    def test_the_input_that_stands_beside_counts(self):
        """The body's total fits the body's scope 2, whatever the annex prints."""
        facts = [
            printed("ghg.scope1", "1.00", context="body", line=1),
            printed("ghg.scope2.location", "2.00", context="body", line=2),
            printed("ghg.total", "3.00", context="body", line=3),
            printed("ghg.scope2.location", "2.50", line=90),
        ]
        assert against(*facts) == []

    def test_an_input_from_elsewhere_may_have_any_of_its_values(self):
        facts = [
            printed("ghg.scope1", "1.00", context="body", line=1),
            printed("ghg.scope2.location", "2.50", context="body", line=2),
            printed("ghg.scope2.location", "2.00", line=90),
            printed("ghg.total", "3.00", context="highlight", line=3),
        ]
        assert against(*facts) == []

    def test_an_entered_result_is_held_against_its_own_digits(self):
        facts = entered("workforce.leavers", 1), entered("workforce.headcount", 3)
        assert against(*facts, entered("workforce.turnover_rate", "33.33")) == []
        assert len(against(*facts, entered("workforce.turnover_rate", "33.34"))) == 1
        scopes = entered("ghg.scope1", "1.001"), entered("ghg.scope2.location", "2")
        assert len(against(*scopes, entered("ghg.total", 3))) == 1

    @settings(deadline=None)
    @given(
        st.integers(1, 10**7).map(lambda n: Decimal(n) / 100),
        st.integers(1, 10**7).map(lambda n: Decimal(n) / 100),
        st.integers(0, 4),
    )
    def test_a_result_rounded_to_any_digit_is_never_reported(self, total, revenue, places):
        shown = round_half_away(total / revenue, places)
        facts = [
            printed("ghg.total", f"{total:.2f}"),
            printed("finance.revenue", f"{revenue:.2f}"),
            printed("ghg.intensity.revenue", f"{shown:.{places}f}"),
        ]
        assert against(*facts) == []


class TestOneDivisor:
    """Ratios of one report were divided by one revenue, even if it is not printed."""

    water = (
        printed("water.use", "305491.44", line=1),
        printed("water.intensity.revenue", "0.56", line=2),
    )
    energy = (
        printed("energy.comprehensive", "7246.07", line=3),
        printed("energy.comprehensive_intensity.revenue", "0.013", line=4),
    )

    def implied(self, *facts):
        return findings(*facts, check="ratios_imply_one_divisor")

    def test_ratios_that_agree(self):
        assert self.implied(*self.water, *self.energy) == []

    def test_a_ratio_of_another_revenue(self):
        """KSTAR 2023, line 1133: 0.051 needs half the revenue that water and energy imply."""
        wrong = (
            printed("ghg.total", "13131.06", line=5),
            printed("ghg.intensity.revenue", "0.051", line=6),
        )
        (found,) = self.implied(*self.water, *self.energy, *wrong)
        assert (found.kind, found.severity) == (Kind.RATIO_MISMATCH, Severity.ERROR)
        assert {5, 6} <= lines(found)
        assert "13,131.06 / 0.051 = 257,472" in found.arithmetic
        assert "0.02407" in found.message.en

    def test_a_small_difference_is_a_warning(self):
        wrong = (
            printed("ghg.scope1", "4002.34", line=5),
            printed("ghg.scope1_intensity.revenue", "0.008", line=6),
        )
        (found,) = self.implied(*self.water, *self.energy, *wrong)
        assert found.severity is Severity.WARNING

    def test_a_stated_divisor_leaves_nothing_to_imply(self):
        wrong = printed("ghg.total", "13131.06"), printed("ghg.intensity.revenue", "0.051")
        revenue = printed("finance.revenue", "545520")
        assert self.implied(*self.water, *self.energy, *wrong, revenue) == []
        assert len(against(*wrong, revenue)) == 1

    def test_a_ratio_that_was_cut_off(self):
        """9,496.38 t over 20.61 GWh is 0.46, printed 0.4 t/MWh (CALB 2023, line 996)."""
        facts = [
            printed("water.use", "2080819.00"),
            printed("water.intensity.capacity", "100967.13"),
            printed("waste.hazardous.generated", "9496.38"),
            printed("waste.hazardous.intensity.capacity", "0.4"),
        ]
        (found,) = self.implied(*facts)
        assert (found.kind, found.severity) == (Kind.ROUNDING_OR_TRUNCATION, Severity.WARNING)


class TestRatesOfMembers:
    def facts(self, staff: str):
        return [
            printed("workforce.headcount", "16962", line=1),
            printed("workforce.headcount", "338", "employee_category=management", line=2),
            printed("workforce.headcount", "16624", "employee_category=staff", line=3),
            printed("training.hours", "157363", line=4),
            printed("training.hours_per_employee", "9.80", "employee_category=management", line=5),
            printed("training.hours_per_employee", staff, "employee_category=staff", line=6),
        ]

    def test_hours_by_level_give_the_hours_of_all(self):
        """9.80 x 338 + 9.27 x 16,624 is 157,417, within the rounding of 157,363."""
        assert findings(*self.facts("9.27"), check="parts_by_weight") == []

    def test_hours_that_do_not(self):
        (found,) = findings(*self.facts("9.25"), check="parts_by_weight")
        assert found.severity is Severity.NOTE
        assert found.arithmetic == "9.8 × 338 + 9.25 × 16,624 = 157,084 ≠ 157,363"
        (found,) = findings(*self.facts("7.25"), check="parts_by_weight")
        assert found.severity is Severity.WARNING

    def test_members_that_are_not_all_there(self):
        facts = [fact for fact in self.facts("7.25") if fact.provenance != Printed("report", 2)]
        partial = [fact for fact in facts if "management" not in str(fact.dimensions)]
        assert findings(*partial, check="parts_by_weight") == []
