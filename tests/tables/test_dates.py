from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.quantities.periods import Period
from crossfoot.tables.dates import FIRST_YEAR, LAST_YEAR, read_date, read_period

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-31",
        "2023/1/31",
        "2023.1.31",
        "20230131",
        "2023年1月31日",
        "2023年01月31",
        "２０２３-０１-３１",
        "2023-01-31 00:00:00",
        "2023-01-31T00:00:00",
        " 2023-01-31 ",
    ],
)
def test_days_with_the_year_first(text: str):
    assert read_date(text) == date(2023, 1, 31)


@pytest.mark.parametrize("text", ["2024-02", "2024/2", "2024年2月", "2024.02"])
def test_a_month_is_its_first_or_last_day(text: str):
    assert read_date(text, edge="first") == date(2024, 2, 1)
    assert read_date(text, edge="last") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("31.01.2023", "which number is the day", "2023-01-31"),
        ("01/02/2023", "which number is the day", "2023-02-01 or 2023-01-02"),
        ("1/31/23", "which number is the day", "2023-01-31"),
        ("31/31/2023", "which number is the day", "year-month-day"),
        ("2023-02-30", "does not exist", "check month and day"),
        ("2023-13-01", "does not exist", "check month and day"),
        ("0023-01-01", "outside the years", "check the year"),
        ("2203-01-01", "outside the years", "check the year"),
        ("2023-01", "names a month", "2023-01-31"),
        ("44927", "counted by the spreadsheet", "format the column as a date"),
        ("2023-01-31 23:59:59", "time of day", "2023-01-31"),
        ("January 2023", "not a date", "2023-01-31"),
        ("2023-01/31", "not a date", "2023-01-31"),
        ("", "not a date", "2023-01-31"),
    ],
)
def test_what_is_no_certain_day_is_refused(text: str, what: str, remedy: str):
    with pytest.raises(CrossfootError) as caught:
        read_date(text, "start")
    (problem,) = caught.value.problems
    assert problem.what.startswith(f"start {text!r}")
    assert what in problem.what
    assert remedy in problem.remedy


@given(DAYS)
def test_every_day_reads_back_in_every_form(day: date):
    forms = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert {read_date(form) for form in forms} == {day}


@given(st.text() | st.text("0123456789-/.年月日T: "))
def test_any_text_is_a_day_or_a_problem(text: str):
    try:
        day = read_date(text, edge="last")
    except CrossfootError:
        return
    assert FIRST_YEAR <= day.year <= LAST_YEAR


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023", "2023"),
        ("2023年", "2023"),
        ("2023年度", "2023"),
        ("2023-Q2", "2023-Q2"),
        ("2023年4月", "2023-04"),
        ("2023/4", "2023-04"),
        ("2021/2023", "2021/2023"),
        ("2021-2023", "2021/2023"),
        ("2021年至2023年", "2021/2023"),
    ],
)
def test_periods(text: str, period: str):
    assert read_period(text) == Period.parse(period)


@pytest.mark.parametrize(
    "text", ["FY23", "23", "2023-13", "0000", "9999", "2023/2021", "2023-2021", ""]
)
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(CrossfootError, match="period"):
        read_period(text)
