"""Bills over months, readings, completeness: against examples worked by hand, and properties."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.records.ledger.periods import (
    Bill,
    Reading,
    Status,
    completeness,
    estimate,
    months,
    split,
    used,
)

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
QUANTITIES = st.decimals(-(10**12), 10**12, allow_nan=False, places=None) | st.decimals(
    0, 10**9, places=4
)
Y2023 = [date(2023, month, 1) for month in range(1, 13)]

#: no sum of a test is rounded
EXACT = Context(prec=100)


@pytest.mark.parametrize(
    ("quantity", "start", "end", "parts"),
    [
        # 20 days of January and 10 of February: 300 x 20/30, 300 x 10/30
        ("300", date(2023, 1, 12), date(2023, 2, 10), [("1", 20, "200"), ("2", 10, "100")]),
        # 17 + 28 + 15 = 60 days; 1000 / 60 = 16.6666...
        (
            "1000",
            date(2023, 1, 15),
            date(2023, 3, 15),
            [("1", 17, "283.333333"), ("2", 28, "466.666667"), ("3", 15, "250")],
        ),
        ("31", date(2024, 2, 1), date(2024, 2, 29), [("2", 29, "31")]),
        ("0", date(2023, 1, 31), date(2023, 2, 1), [("1", 1, "0"), ("2", 1, "0")]),
    ],
)
def test_a_bill_is_shared_out_by_days(quantity, start, end, parts) -> None:
    found = [(str(p.month.month), p.days, p.quantity) for p in split(Decimal(quantity), start, end)]
    assert found == [(month, days, Decimal(share)) for month, days, share in parts]


@given(QUANTITIES, DAYS, st.integers(0, 800))
def test_the_parts_of_a_bill_add_up_exactly(quantity, start, length) -> None:
    parts = split(quantity, start, start + timedelta(length))
    assert sum(part.days for part in parts) == length + 1
    total = Decimal(0)
    for part in parts:
        assert part.quantity == 0 or (part.quantity > 0) == (quantity > 0)
        total = EXACT.add(total, part.quantity)
    assert total == quantity


@given(st.decimals(0, 10**9, places=2), DAYS, st.integers(0, 400))
def test_each_part_is_within_a_step_of_its_share(quantity, start, length) -> None:
    for part in split(quantity, start, start + timedelta(length)):
        exact = quantity * part.days / (length + 1)
        assert abs(part.quantity - exact) <= Decimal("0.000001")


def test_a_bill_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="on or after"):
        split(Decimal(1), date(2023, 1, 2), date(2023, 1, 1))


def test_readings_of_a_meter_and_of_the_one_that_replaced_it_add_up() -> None:
    old = used(
        [Reading(date(2023, 1, 31), Decimal(9_100)), Reading(date(2023, 2, 14), Decimal(9_240))],
        Decimal(40),
    )
    new = used(
        [Reading(date(2023, 2, 14), Decimal(3)), Reading(date(2023, 2, 28), Decimal("73.5"))],
        Decimal(80),
    )
    # (9240 - 9100) x 40 = 5600; (73.5 - 3) x 80 = 5640
    assert [each.quantity for each in old + new] == [5600, 5640]
    assert [(each.start, each.end) for each in old + new] == [
        (date(2023, 2, 1), date(2023, 2, 14)),
        (date(2023, 2, 15), date(2023, 2, 28)),
    ]
    bills = [Bill(each.start, each.end, each.quantity) for each in old + new]
    month = completeness(bills, [date(2023, 2, 1)], date(2023, 1, 1), None)[0]
    assert (month.status, month.actual, month.quantity) == (Status.ACTUAL, 28, 11_240)


def test_a_reading_that_goes_down_is_no_use() -> None:
    readings = [Reading(date(2023, 1, 1), Decimal(5)), Reading(date(2023, 2, 1), Decimal(4))]
    with pytest.raises(ValueError, match="lower"):
        used(readings)


@given(st.lists(st.decimals(0, 10**6, places=3), min_size=2, max_size=20))
def test_what_lies_between_readings_is_the_last_less_the_first(values) -> None:
    values.sort()
    readings = [Reading(date(2023, 1, 1) + timedelta(9 * i), v) for i, v in enumerate(values)]
    assert sum(each.quantity for each in used(readings)) == values[-1] - values[0]


def test_months_say_what_is_missing() -> None:
    bills = [
        Bill(date(2023, 1, 1), date(2023, 2, 10), Decimal(410)),
        Bill(date(2023, 4, 1), date(2023, 4, 30), Decimal(300), estimated=True),
        Bill(date(2023, 5, 1), date(2023, 5, 31), Decimal(310), estimated=True),
        Bill(date(2023, 5, 1), date(2023, 5, 31), Decimal(300)),
        Bill(date(2023, 6, 1), date(2023, 6, 15), Decimal(150)),
        Bill(date(2023, 6, 16), date(2023, 6, 30), Decimal(150), estimated=True),
    ]
    found = completeness(bills, Y2023, date(2023, 1, 1), date(2023, 7, 20))
    assert [month.status for month in found] == [
        Status.ACTUAL,
        Status.PARTIAL,
        Status.MISSING,
        Status.ESTIMATED,
        Status.TWICE,
        Status.ESTIMATED,
        Status.MISSING,
        *[Status.OUTSIDE] * 5,
    ]
    assert (found[1].quantity, found[1].actual, found[1].due) == (Decimal(100), 10, 28)
    assert (found[4].quantity, found[4].estimate) == (300, 310)
    assert (found[5].actual, found[5].estimated, found[6].due) == (15, 15, 20)


@given(
    st.lists(
        st.builds(
            lambda start, length, quantity: Bill(start, start + timedelta(length), quantity),
            st.dates(date(2023, 1, 1), date(2023, 12, 31)),
            st.integers(0, 90),
            st.decimals(0, 10**6, places=2),
        ),
        max_size=6,
    )
)
def test_what_months_come_to_is_what_bills_come_to(bills) -> None:
    asked = months(date(2023, 1, 1), date(2024, 6, 1))
    found = completeness(bills, asked, date(2023, 1, 1), None)
    assert sum(month.quantity for month in found) == sum(bill.quantity for bill in bills)


def test_an_estimate_is_the_mean_per_day_of_days_that_are_known() -> None:
    bills = [
        Bill(date(2023, 1, 1), date(2023, 1, 31), Decimal(3100)),  # 100 a day
        Bill(date(2023, 2, 1), date(2023, 2, 28), Decimal(3080)),  # 110 a day
        Bill(date(2023, 4, 1), date(2023, 4, 30), Decimal(99999), estimated=True),
    ]
    # (3100 + 3080) / 59 days x 31 days = 3247.1186...
    assert estimate(bills, date(2023, 3, 1)) == (Decimal("3247.119"), 59)
    assert estimate(bills, date(2023, 3, 1), most=1) == (Decimal("3410.000"), 28)
    assert estimate(bills[2:], date(2023, 3, 1)) is None
