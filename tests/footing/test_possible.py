from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.facts.provenance import Printed
from crossfoot.footing.finding import Kind, Severity
from crossfoot.quantities.rounding import round_half_away
from footing_cases import entered, findings, printed


@pytest.mark.parametrize(
    ("metric", "value", "dims", "expected"),
    [
        ("water.use", -5, "", 1),
        ("finance.net_profit", -5, "", 0),
        ("finance.revenue", -5, "segment=elimination", 0),
        ("energy.total.growth", -19, "", 0),
        ("workforce.headcount.change", -19, "", 0),
        ("workforce.leavers", -1, "", 1),
    ],
)
def test_below_zero(metric, value, dims, expected):
    assert len(findings(entered(metric, value, dims), check="negative_amount")) == expected


@pytest.mark.parametrize(
    ("metric", "value", "expected"),
    [
        ("workforce.headcount", "738.5", 1),
        ("workforce.headcount", "738", 0),
        ("safety.lost_days", "785.86", 0),
        ("complaints.count", "0.5", 1),
    ],
)
def test_half_a_person(metric, value, expected):
    assert len(findings(entered(metric, value), check="part_of_a_person")) == expected


@pytest.mark.parametrize(
    ("metric", "value", "expected"),
    [
        ("training.coverage", "103", 1),
        ("training.coverage", "100", 0),
        ("workforce.turnover_rate", "120", 0),
        ("finance.revenue.growth", "120", 0),
        ("energy.renewable.share", "101", 1),
    ],
)
def test_more_than_the_whole(metric, value, expected):
    found = findings(printed(metric, value), check="share_above_whole")
    assert len(found) == expected
    assert all(each.severity is Severity.ERROR for each in found)


class TestReachableShares:
    def of_employees(self, metric: str, share: str, employees: str = "738", dims: str = ""):
        facts = printed(metric, share, dims), printed("workforce.headcount", employees)
        return findings(*facts, check="reachable_share")

    def test_no_number_of_insured_gives_it(self):
        """721 of 738 are 97.70 %, 722 are 97.83 % (AlphaESS 2022, line 2310)."""
        (found,) = self.of_employees("workforce.insurance_rate", "97.80")
        assert (found.kind, found.severity) == (Kind.IMPOSSIBLE_VALUE, Severity.NOTE)
        assert found.arithmetic == "721 / 738 = 97.7% < 97.8% < 97.83% = 722 / 738"

    @pytest.mark.parametrize("share", ["35.91", "64.09"])
    def test_shares_that_can_be(self, share):
        """473 and 265 of 738 (AlphaESS 2022, lines 2314-2315)."""
        assert self.of_employees("workforce.share", share, dims="gender=female") == []

    def test_any_formula_in_use_may_give_it(self):
        """12.23 % of 4,035 is no whole number, but 562 / (4,035 + 562) is (KSTAR, line 1423)."""
        assert self.of_employees("workforce.turnover_rate", "12.23", "4035") == []

    def test_few_digits_can_always_be_reached(self):
        assert self.of_employees("workforce.insurance_rate", "97.8") == []

    def test_no_base_gives_it(self):
        """32 / 46 is 69.57 %, 32 / 47 is 68.09 %: nothing gives 69 (CALB 2023, line 1662)."""
        facts = [
            printed("suppliers.count", "551"),
            printed("suppliers.assessed", "32"),
            printed("suppliers.assessed_rate", "69"),
        ]
        (found,) = findings(*facts, check="reachable_share")
        assert found.arithmetic == "32 / 47 = 68.09% < 69% < 69.57% = 32 / 46"

    def test_some_base_gives_it(self):
        facts = [
            printed("suppliers.count", "551"),
            printed("suppliers.assessed", "6"),
            printed("suppliers.assessed_rate", "23"),
        ]
        assert findings(*facts, check="reachable_share") == []

    @settings(deadline=None)
    @given(st.data(), st.integers(2, 5000), st.integers(0, 2))
    def test_a_true_share_is_never_reported(self, data, employees, places):
        insured = data.draw(st.integers(0, employees))
        share = round_half_away(Decimal(insured) / employees * 100, places)
        shown = f"{share:.{places}f}"
        assert self.of_employees("workforce.insurance_rate", shown, str(employees)) == []


class TestPrintedUnits:
    def test_per_cent_for_a_rate_per_hours(self):
        """Accidents per million hours, printed in per cent (CALB 2023, line 1652)."""
        origin = Printed("report", 1652, as_printed="0.69 %")
        elsewhere = Printed("report", 1271, as_printed="0.69 per million man-hours")
        facts = [
            printed("safety.injury_rate", "0.69", provenance=origin),
            printed("safety.injury_rate", "0.69", context="body", provenance=elsewhere),
        ]
        (found,) = findings(*facts)
        assert (found.kind, found.severity) == (Kind.UNIT_SCALE, Severity.WARNING)
        assert len(found.facts) == 2

    def test_nothing_in_per_cent_is_nothing(self):
        origin = Printed("report", 1, as_printed="0 %")
        (found,) = findings(printed("safety.injury_rate", "0", provenance=origin))
        assert found.severity is Severity.NOTE

    @pytest.mark.parametrize(
        ("unit", "expected"),
        [("RMB100,0000", 1), ("RMB 10,000", 0), ("RMB1,000,000", 0), ("RMB million", 0)],
    )
    def test_malformed_powers_of_ten(self, unit, expected):
        origin = Printed("report", 1, as_printed=f"10494.23 {unit}")
        fact = printed("safety.investment", "10494.23", provenance=origin)
        assert len(findings(fact, check="malformed_unit")) == expected

    @pytest.mark.parametrize(
        ("unit", "expected"),
        [("participants", 1), ("persons", 1), ("人", 1), ("person-times", 0), ("人次", 0)],
    )
    def test_participations_called_persons(self, unit, expected):
        origin = Printed("report", 1, as_printed=f"31063 {unit}")
        facts = [
            printed("training.person_times", "31063", provenance=origin),
            printed("workforce.headcount", "4035"),
        ]
        assert len(findings(*facts, check="participations_called_persons")) == expected
