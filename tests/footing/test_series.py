from __future__ import annotations

from dataclasses import replace

from crossfoot.facts.entities import Entity, Organisation
from crossfoot.facts.fact import Basis
from crossfoot.footing.finding import Kind, Severity
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from footing_cases import BEFORE, YEAR, entered, findings, printed


def months(values, metric="waste.hazardous.generated"):
    return [
        entered(metric, value, period=Period.month(2023, month))
        for month, value in values.items()
        if value is not None
    ]


STEADY = {month: 20 + month for month in range(1, 13)}


class TestSlips:
    def test_kilograms_in_a_column_of_tonnes(self):
        found = findings(*months(STEADY | {9: 29000}), check="slip_of_scale")
        assert [(each.kind, each.severity) for each in found] == [(Kind.UNIT_SCALE, Severity.ERROR)]
        assert found[0].facts[0].period == Period.month(2023, 9)

    def test_tonnes_in_a_column_of_kilograms(self):
        found = findings(*months(STEADY | {9: "0.029"}), check="slip_of_scale")
        assert len(found) == 1

    def test_seasons_are_no_slips(self):
        heating = dict.fromkeys(range(1, 13), 5) | {1: 60, 2: 50, 12: 70}
        assert findings(*months(heating), check="slip_of_scale") == []

    def test_a_wild_series_has_nothing_usual(self):
        wild = {month: 3**month for month in range(1, 13)}
        assert findings(*months(wild), check="slip_of_scale") == []

    def test_a_short_series_has_nothing_usual(self):
        assert findings(*months({1: 1, 2: 1, 3: 1000}), check="slip_of_scale") == []


class TestGaps:
    def test_a_month_in_between(self):
        (found,) = findings(*months(STEADY | {7: None}))
        assert (found.kind, found.severity) == (Kind.MISSING_PERIOD, Severity.WARNING)
        assert "2023-07" in found.message.en

    def test_a_year_in_between(self):
        facts = [printed("water.use", "5", period=Period.year(year)) for year in (2020, 2023)]
        (found,) = findings(*facts, check="missing_period")
        assert found.severity is Severity.NOTE
        assert "2021, 2022" in found.message.zh

    def test_beginning_and_end_are_no_gaps(self):
        assert findings(*months(dict.fromkeys(range(3, 9), 20))) == []

    def test_years_and_months_are_two_series(self):
        facts = [*months(STEADY), entered("waste.hazardous.generated", 318, period=YEAR)]
        assert findings(*facts, check="missing_period") == []


class TestJumps:
    def years(self, before: str, after: str, dims: str = "", metric: str = "workforce.leavers"):
        return [
            printed(metric, before, dims, period=BEFORE),
            printed(metric, after, dims, period=YEAR),
        ]

    def jumps(self, *facts):
        return findings(*facts, check="jump_between_years")

    def test_a_jump_is_a_note(self):
        (found,) = self.jumps(*self.years("100", "400"))
        assert (found.kind, found.severity) == (Kind.IMPLAUSIBLE_MAGNITUDE, Severity.NOTE)
        assert found.arithmetic == "400 / 100 = 4"

    def test_growth_of_the_organisation_explains_growth(self):
        size = self.years("1000", "3500", metric="workforce.headcount")
        assert self.jumps(*self.years("100", "400"), *size) == self.jumps(*size)

    def test_a_fall_stands_out_more_where_all_else_grows(self):
        size = self.years("1000", "1800", metric="workforce.headcount")
        facts = self.years("1000", "520")
        assert self.jumps(*facts) == []
        assert len(self.jumps(*facts, *size)) == 1

    def test_small_numbers_jump_for_no_reason(self):
        assert self.jumps(*self.years("1", "9")) == []

    def test_parts_are_listed_with_their_whole(self):
        facts = [
            *self.years("100", "400"),
            *self.years("60", "240", "gender=male"),
            *self.years("40", "160", "gender=female"),
        ]
        (found,) = self.jumps(*facts)
        assert "2 more" in found.message.en
        assert len(found.facts) == 6

    def test_a_span_of_years_has_no_year_before(self):
        span = printed("rd.investment.cumulative", "100000", period=Period.years(2018, 2023))
        assert self.jumps(span, printed("rd.investment.cumulative", "9", period=BEFORE)) == []


def test_a_sum_that_waits_calls_units_by_their_names():
    group = Organisation(
        [
            Entity("group", Text("Group", "集团"), kind="group"),
            Entity("hefei", Text("Hefei plant", "合肥工厂"), parent="group"),
            Entity("penang", Text("Penang plant", "槟城工厂"), parent="group"),
        ]
    )
    waits = entered("waste.recycled", 0, basis=Basis.COMPUTED)
    waits = replace(waits, value=None, nil_reason="missing entities: hefei, penang")
    (found,) = findings(waits, check="sum_waits_for_parts", organisation=group)
    assert found.message.en.endswith("as these entities have no value: Hefei plant, Penang plant")
    assert found.message.zh.endswith("以下主体缺少数值：合肥工厂、槟城工厂")
