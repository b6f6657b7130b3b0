"""Periods: reading, printing, neighbours, parts."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.quantities.periods import Period

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
any_period = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))
month_periods = st.builds(
    Period.months, st.integers(1900, 2150), st.integers(1, 12), st.integers(1, 120)
)
periods = any_period | month_periods
ONE_DAY = timedelta(days=1)


@given(periods)
def test_the_printed_form_is_read_back(period):
    assert Period.parse(str(period)) == period


@given(periods)
def test_the_previous_period_abuts_and_the_next_undoes_it(period):
    previous = period.previous()
    assert previous.end + ONE_DAY == period.start
    assert period.next().start == period.end + ONE_DAY
    if period.month_count is None:
        assert previous.days == period.days
    else:
        assert previous.next() == period
        assert period.next().previous() == period
        assert previous.month_count == period.month_count


@given(periods)
def test_the_parts_by_month_fill_the_period_without_gap_or_overlap(period):
    parts = list(period.split_by_month())
    assert parts[0].start == period.start
    assert parts[-1].end == period.end
    for part, following in itertools.pairwise(parts):
        assert part.end + ONE_DAY == following.start
    assert sum(part.days for part in parts) == period.days
    assert all(
        (part.start.year, part.start.month) == (part.end.year, part.end.month) for part in parts
    )


@given(month_periods, st.integers(1, 12))
def test_parts_of_whole_months_fill_the_period_or_are_refused(period, months):
    if period.month_count % months:
        with pytest.raises(ValueError, match="does not divide"):
            period.parts(months)
        return
    parts = period.parts(months)
    assert [part.month_count for part in parts] == [months] * (period.month_count // months)
    assert parts[0].start == period.start
    assert parts[-1].end == period.end
    assert sum(part.days for part in parts) == period.days


@given(any_period, any_period)
def test_what_two_periods_share_lies_in_both(one, other):
    shared = one.intersection(other)
    assert (shared is not None) is one.overlaps(other) is other.overlaps(one)
    if shared is not None:
        assert one.contains(shared)
        assert other.contains(shared)
        assert shared == other.intersection(one)
    assert one.contains(other) is (shared == other)


@given(periods)
def test_labels_name_the_first_year_in_both_languages(period):
    assert str(period.start.year) in period.label("en")
    assert str(period.start.year) in period.label("zh")


@pytest.mark.parametrize(
    ("text", "first", "last", "english", "chinese"),
    [
        ("2023", "2023-01-01", "2023-12-31", "2023", "2023年"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024", "2024年2月"),
        ("2023-Q4", "2023-10-01", "2023-12-31", "Q4 2023", "2023年第4季度"),
        ("2023-H2", "2023-07-01", "2023-12-31", "H2 2023", "2023年下半年"),
        ("2018/2023", "2018-01-01", "2023-12-31", "2018–2023", "2018—2023年"),
        ("2022-04/2023-03", "2022-04-01", "2023-03-31", "FY2022/23", "2022/23财年"),
        ("1999-07/2000-06", "1999-07-01", "2000-06-30", "FY1999/00", "1999/00财年"),
        ("2023-05-17", "2023-05-17", "2023-05-17", "2023-05-17", "2023-05-17"),
        (
            "2023-02/2023-05",
            "2023-02-01",
            "2023-05-31",
            "2023-02 to 2023-05",
            "2023年2月至2023年5月",
        ),
        (
            "2022-12-26/2023-01-25",
            "2022-12-26",
            "2023-01-25",
            "2022-12-26 to 2023-01-25",
            "2022-12-26至2023-01-25",
        ),
    ],
)
def test_periods_that_people_write(text, first, last, english, chinese):
    period = Period.parse(text)
    assert period == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert str(period) == text
    assert period.label("en") == english
    assert period.label("zh") == chinese


def test_a_fiscal_year_has_its_own_quarters():
    assert [str(quarter) for quarter in Period.fiscal_year(2023, 4).quarters()] == [
        "2023-Q2",
        "2023-Q3",
        "2023-Q4",
        "2024-Q1",
    ]
    assert [str(part) for part in Period.years(2022, 2023).parts(12)] == ["2022", "2023"]


def test_the_previous_february_is_as_long_as_its_year_says():
    assert Period.parse("2024-03").previous().days == 29
    assert Period.year(2024).previous() == Period.year(2023)
    assert Period.years(2021, 2023).previous() == Period.years(2018, 2020)


@pytest.mark.parametrize(
    "text", ["", "23", "2023-13", "2023-Q5", "2023-02-30", "2023/2022", "2023/", "a/b", "2023/1/2"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - several messages, each from the place it is seen
        Period.parse(text)


def test_the_last_day_of_all_is_a_day_like_any_other():
    last = Period.year(9999)
    assert str(last) == "9999"
    assert len(list(last.split_by_month())) == 12
