"""Working days of China."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.quantities.calendars import china, weekdays
from crossfoot.quantities.periods import Period
from crossfoot.quantities.shipped import shipped_rows

covered = st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 12, 31))
middle = st.dates(min_value=date(2021, 6, 1), max_value=date(2025, 6, 1))

# Mondays to Fridays of the year (261, 260, 260, 262, 261, 261) less the statutory holidays, which
# are 11 until 2024 and 13 since; what else is taken off is worked on a weekend. 2020 is no such
# year: Spring Festival was extended, and Mid-Autumn fell on National Day
WORKING_DAYS = {2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


@pytest.mark.parametrize(("year", "expected"), WORKING_DAYS.items())
def test_working_days_of_a_year(year, expected):
    assert china().working_days_in(Period.year(year)) == expected


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2020-01-31", False),  # Friday of the extended Spring Festival
        ("2020-02-01", False),  # announced as a working Saturday, then taken back
        ("2020-02-03", True),
        ("2022-12-31", False),  # belongs to New Year 2023
        ("2023-01-28", True),  # a Saturday
        ("2023-09-28", True),
        ("2023-09-29", False),
        ("2023-10-07", True),  # a Saturday
        ("2024-02-09", True),  # New Year's Eve was no holiday in 2024
        ("2024-06-10", False),
        ("2025-01-28", False),  # and is one since 2025
        ("2026-01-04", True),  # a Sunday
        ("2026-02-23", False),
    ],
)
def test_days_as_announced(day, working):
    assert china().is_working_day(date.fromisoformat(day)) is working


def test_an_announcement_counts_from_its_day():
    day = date(2020, 2, 1)
    assert china(as_of=date(2020, 1, 25)).is_working_day(day)
    assert not china(as_of=date(2020, 1, 26)).is_working_day(day)
    special = china().special_day(day)
    assert special is not None
    assert special.source == "国办发明电〔2020〕1号"
    assert special.occasion["en"] == "Spring Festival (extended)"


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2027, 1, 1)])
def test_years_without_announcement_are_refused(day):
    with pytest.raises(CrossfootError, match=rf"{day.year} are worked.*covers 2020 to 2026"):
        china().is_working_day(day)
    with pytest.raises(CrossfootError, match="2027"):
        china().add_working_days(date(2026, 12, 30), 10)
    with pytest.raises(CrossfootError, match="2021"):
        china(as_of=date(2020, 6, 1)).is_working_day(date(2021, 3, 1))


def test_make_up_days_fall_on_weekends_and_pay_for_weekdays_off():
    """The State Council moves days, it does not take them: off weekdays = make-ups + statutory."""
    off: dict[str, int] = defaultdict(int)
    made_up: dict[str, int] = defaultdict(int)
    for row in shipped_rows("working_days_cn.csv"):
        first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        if row["kind"] == "working":
            assert all(day.weekday() >= 5 for day in days), row
            made_up[row["year"]] += len(days)
        else:
            assert row["kind"] == "holiday"
            if "extended" not in row["name_en"]:
                off[row["year"]] += sum(day.weekday() < 5 for day in days)
    for year in off:
        statutory = 13 if int(year) >= 2025 else 11
        weekdays_given = off[year] - made_up[year]
        # statutory days that fall on a weekend are moved to weekdays, so all of them are given;
        # only Qingming and Mid-Autumn may share a day with another holiday
        assert statutory - 2 <= weekdays_given <= statutory, (year, weekdays_given)


@given(middle, st.integers(-200, 200))
def test_adding_working_days_lands_on_one_and_counts_back(start, count):
    calendar = china()
    first = calendar.add_working_days(start, 0)
    assert calendar.is_working_day(first)
    end = calendar.add_working_days(first, count)
    assert calendar.is_working_day(end)
    assert calendar.working_days_between(first, end) == count
    assert calendar.add_working_days(end, -count) == first


@given(covered, covered, covered)
def test_working_days_between_add_up(one, two, three):
    first, second, third = sorted((one, two, three))
    calendar = china()
    whole = calendar.working_days_between(first, third)
    assert whole == calendar.working_days_between(first, second) + calendar.working_days_between(
        second, third
    )
    if calendar.is_working_day(first) and calendar.is_working_day(third):
        assert calendar.working_days_between(third, first) == -whole


@given(st.dates(), st.integers(0, 20))
def test_plain_weekdays_cover_every_year(day, count):
    if date(2, 1, 1) < day < date(9999, 11, 1):
        end = weekdays().add_working_days(day, count)
        assert end.weekday() < 5
        assert weekdays().is_working_day(day) is (day.weekday() < 5)
