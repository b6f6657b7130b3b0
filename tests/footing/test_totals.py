from __future__ import annotations

import pytest

from crossfoot.footing.finding import Kind, Severity
from footing_cases import entered, findings, lines, printed


def sums(*facts):
    return findings(*facts, check="parts_against_total")


def test_parts_that_do_not_add_up():
    """Suppliers of two regions, AlphaESS 2022 (lines 2357-2360): 331 + 2 = 333, printed 335."""
    (found,) = sums(
        printed("suppliers.count", "335", line=10),
        printed("suppliers.count", "331", "supplier_region=mainland_china", line=11),
        printed("suppliers.count", "2", "supplier_region=overseas", line=12),
    )
    assert (found.kind, found.severity) == (Kind.SUM_MISMATCH, Severity.ERROR)
    assert found.arithmetic == "331 + 2 = 333 ≠ 335"
    assert lines(found) == {10, 11, 12}
    assert "333" in found.message.zh


def test_rounding_of_every_number_counts():
    """Scope 1 by source, AlphaESS 2022 (line 849): 0.088 + 62.395 + 31.179 = 93.662 for 93.66."""
    parts = [
        printed("ghg.scope1", "0.088", "source_category=stationary"),
        printed("ghg.scope1", "62.395", "source_category=mobile"),
        printed("ghg.scope1", "31.179", "source_category=fugitive"),
    ]
    assert sums(printed("ghg.scope1", "93.66"), *parts) == []
    assert len(sums(printed("ghg.scope1", "93.68"), *parts)) == 1


def test_entered_values_have_no_rounding():
    parts = [
        entered("water.use", "0.004", "site=a"),
        entered("water.use", "0.004", "site=b"),
    ]
    assert sums(entered("water.use", "0.008"), *parts) == []
    assert len(sums(entered("water.use", "0.01"), *parts)) == 1


def test_nested_breakdowns():
    """Executives by gender against executives, not against all employees."""
    facts = [
        printed("workforce.headcount", "100"),
        printed("workforce.headcount", "8", "employee_category=executive"),
        printed("workforce.headcount", "5", "employee_category=executive;gender=male"),
        printed("workforce.headcount", "4", "employee_category=executive;gender=female"),
    ]
    (found,) = sums(*facts)
    assert found.arithmetic == "5 + 4 = 9 ≠ 8"


def test_members_that_overlap_stay_out():
    facts = [
        printed("workforce.headcount", "100"),
        printed("workforce.headcount", "40", "employee_category=management"),
        printed("workforce.headcount", "60", "employee_category=staff"),
        printed("workforce.headcount", "8", "employee_category=executive"),
    ]
    assert sums(*facts) == []


def test_tags_do_not_add_up():
    facts = [
        printed("training.person_times", "100"),
        printed("training.person_times", "80", "topic=quality"),
        printed("training.person_times", "70", "topic=environment"),
    ]
    assert findings(*facts) == []


def test_a_single_member_says_nothing():
    facts = [
        printed("governance.board_size", "7"),
        printed("governance.board_size", "2", "gender=female"),
    ]
    assert findings(*facts) == []


def test_a_part_may_be_left_out():
    """Far below the whole, a sum of some members is a doubt and no error."""
    facts = [
        printed("workforce.headcount", "100"),
        printed("workforce.headcount", "10", "education=master"),
        printed("workforce.headcount", "30", "education=bachelor"),
    ]
    (found,) = sums(*facts)
    assert found.severity is Severity.NOTE
    women_and_men = [
        printed("workforce.headcount", "100"),
        printed("workforce.headcount", "10", "gender=female"),
        printed("workforce.headcount", "30", "gender=male"),
    ]
    (found,) = sums(*women_and_men)
    assert found.severity is Severity.ERROR


def test_contractors_stand_beside_the_employees():
    facts = [
        printed("safety.injuries.recordable", "3"),
        printed("safety.injuries.recordable", "9", "worker_type=contractor"),
    ]
    assert findings(*facts) == []


def test_each_table_is_footed_by_itself():
    """A report that prints total and parts twice, once wrong: only that table is reported."""
    body = [
        printed("water.discharge", "10", context="body", line=1),
        printed("water.discharge", "4", "wastewater_type=industrial", context="body", line=2),
        printed("water.discharge", "6", "wastewater_type=domestic", context="body", line=3),
    ]
    annex = [
        printed("water.discharge", "10", line=91),
        printed("water.discharge", "4", "wastewater_type=industrial", line=92),
        printed("water.discharge", "9", "wastewater_type=domestic", line=93),
    ]
    (found,) = sums(*body, *annex)
    assert lines(found) == {91, 92, 93}


def test_the_same_mistake_in_two_tables_is_one_finding():
    facts = [
        printed("water.discharge", value, dims, context=context, line=line)
        for context, first in (("body", 1), ("annex", 91))
        for line, (value, dims) in enumerate(
            [
                ("11.0", ""),
                ("4.0", "wastewater_type=industrial"),
                ("6.0", "wastewater_type=domestic"),
            ],
            start=first,
        )
    ]
    (found,) = sums(*facts)
    assert lines(found) == {1, 2, 3, 91, 92, 93}


def test_two_partitions_of_a_whole_that_nobody_stated():
    facts = [
        printed("standards.participated", "1", "standard_level=national"),
        printed("standards.participated", "26", "standard_level=industry"),
        printed("standards.participated", "3", "standard_level=group"),
        printed("standards.participated", "29", "standard_status=project_approval"),
    ]
    comments = printed("standards.participated", "1", "standard_status=seeking_comments")
    assert findings(*facts, comments, check="partitions_against_each_other") == []
    more = printed("standards.participated", "2", "standard_status=seeking_comments")
    (found,) = findings(*facts, more, check="partitions_against_each_other")
    assert found.arithmetic == "1 + 26 + 3 = 30 ≠ 31 = 29 + 2"


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (("49.86", "37.53", "12.33", "0.27"), 0),  # 99.99, AlphaESS 2022 (lines 2317-2320)
        (("49.86", "37.53", "12.33", "0.37"), 1),
        (("50", "30", "30"), 1),
        (("40", "20"), 0),  # some members only
    ],
)
def test_shares_make_a_hundred(shares, expected):
    ages = ("up_to_30", "31-40", "41-55", "55_and_above")
    facts = [
        printed("workforce.share", share, f"age_group={age}")
        for share, age in zip(shares, ages, strict=False)
    ]
    assert len(findings(*facts, check="shares_add_up")) == expected


def test_a_part_is_no_larger_than_its_whole():
    facts = [
        printed("training.person_times", "100"),
        printed("training.person_times", "170", "topic=quality"),
    ]
    (found,) = findings(*facts)
    assert (found.kind, found.severity) == (Kind.PARTS_EXCEED_TOTAL, Severity.ERROR)
    assert found.arithmetic == "170 > 100, × 1.7"


def test_one_of_two_wholes_is_enough():
    facts = [
        printed("training.person_times", "30,000"),
        printed("training.person_times", "300,000", context="body"),
        printed("training.person_times", "100,000", "topic=campaign"),
    ]
    assert findings(*facts, check="part_exceeds_whole") == []


def test_a_site_with_all_of_something():
    """Office waste of the headquarters and of the company are both 70 (AlphaESS, line 910)."""
    waste = [
        printed("waste.nonhazardous.generated", "70", "waste_stream=office"),
        printed("waste.nonhazardous.generated", "70.00", "site=headquarters;waste_stream=office"),
    ]
    water = [printed("water.use", "15622.87"), printed("water.use", "4696.50", "site=headquarters")]
    assert findings(*waste, check="site_equals_whole") == []
    (found,) = findings(*waste, *water, check="site_equals_whole")
    assert found.severity is Severity.NOTE
