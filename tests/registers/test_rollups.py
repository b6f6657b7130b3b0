"""Figures out of records: breakdowns, averages, due times, silence, qualifiers, small cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from crossfoot.errors import CrossfootError
from crossfoot.quantities.periods import Period
from crossfoot.registers.bounds import QUALIFIERS, as_fact, combined
from crossfoot.registers.context import Override
from crossfoot.registers.library import library
from crossfoot.registers.nil import Statement, covers, silent, voided
from crossfoot.registers.records import Entered, Record
from crossfoot.registers.rollups.engine import RollUp
from crossfoot.registers.rollups.figures import figure, hidden_cells
from crossfoot.registers.suppression import ALL, disclosed, hidden, shares_to_hide, with_totals
from crossfoot.registers.values import read_values
from register_help import ZONE, at, moment

YEAR = Period.year(2023)


def worker(id_: str, hired: str, left: str = "", **values: object) -> Record:
    definition = library()["worker"]
    given_ = {
        "person_key": id_, "worker_type": "full_time", "gender": "male", "birth_year": 1990,
        "work_region": "mainland_china", "job_family": "production", "level": "staff",
        "channel": "social", "entity": "E", "site": "S", "hired_on": hired,
        "left_on": left, "leave_reason": "resignation" if left else "", **values,
    }  # fmt: skip
    history = [Entered("active", moment(f"{hired}T00:00"))]
    history += [Entered("left", moment(f"{left}T00:00"))] if left else []
    return Record(id_, "worker", read_values(definition, given_, ZONE), tuple(history))


def rollup(records: list[Record], period: Period = YEAR, **more: object) -> RollUp:
    def source(register: str) -> list[Record]:
        return [each for each in records if each.register == register]

    return RollUp(library(), source, period, at("2024-02-01T09:00", **more))


STAFF = [
    worker("a", "2020-01-01", gender="female"),
    worker("b", "2023-04-01", birth_year=2000),
    worker("c", "2020-01-01", "2023-12-31", site="T"),  # gone on the last day
    worker("d", "2023-01-01", "2024-01-01", gender="female"),  # still there at the end
    worker("e", "2024-01-01"),
    worker("f", "2022-01-01", "2023-06-30", leave_reason="group_transfer"),
]


def test_a_stock_is_what_stands_at_the_end_and_a_flow_what_happened_in_the_period():
    found = rollup(STAFF)
    assert found.value("headcount_closing").value == 3
    assert found.value("headcount_closing").ids == ("a", "b", "d")
    assert found.value("new_hires").ids == ("b", "d")
    assert found.value("leavers").ids == ("c",)  # a transfer inside the group is none
    assert rollup(STAFF, Period.year(2022)).value("headcount_closing").ids == ("a", "c", "f")


def test_breakdowns_keep_members_apart_and_drop_those_that_a_part_does_not_have():
    found = rollup(STAFF)
    by_gender = found.cells("headcount_closing", ["gender"])
    assert {key: cell.value for key, cell in by_gender.values.items()} == {
        ("female",): 2,
        ("male",): 1,
    }
    ages = found.cells("headcount_closing", ["age_band", "gender"])
    assert ages.at(("age_band", "gender"), ("under_30", "male")).value == 1
    assert ages.at(("age_band", "gender"), ("over_50", "male")).value == 0
    turnover = found.cells("turnover_closing", ["gender"])
    assert turnover.at(("gender",), ("male",)).value == 100
    assert turnover.at(("gender",), ("female",)).value == 0
    sites = found.cells("leavers", ["site"])
    assert {key: cell.value for key, cell in sites.values.items()} == {("T",): 1}
    with pytest.raises(CrossfootError, match="no breakdown 'channel'"):
        found.cells("headcount_closing", ["channel"])


def test_the_average_is_of_opening_and_closing_or_of_month_ends():
    """Opening 3 (a, c, f), closing 3. Month ends: d from January, b from April, f until May."""
    opening_and_closing = rollup(STAFF).value("headcount_average").value
    assert opening_and_closing == 3
    base = Override("worker", "average_base", "month_ends")
    by_month = rollup(STAFF, overrides=(base,)).value("headcount_average").value
    # Jan-Mar a c d f, Apr-May a b c d f, Jun-Nov a b c d, Dec a b d
    expected = Decimal(3 * 4 + 2 * 5 + 6 * 4 + 3) / 12
    assert by_month == expected


def test_a_ratio_of_nothing_is_empty_and_a_count_of_nothing_is_zero():
    found = rollup([])
    assert found.value("leavers").value == 0
    assert found.value("turnover_closing").value is None
    assert found.value("women_share").value is None


def test_rows_of_the_period_and_of_the_one_before():
    leaves = [
        {"kind": "parental", "from": "2022-01-01", "to": "2022-06-01", "returned": "yes",
         "employed_after_year": "yes"},
        {"kind": "parental", "from": "2022-03-01", "to": "2022-09-01", "returned": "yes",
         "employed_after_year": "no"},
        {"kind": "parental", "from": "2023-01-01", "to": "2023-06-01", "returned": "no"},
        {"kind": "sick", "from": "2023-01-01", "to": "2023-01-03", "returned": "yes"},
    ]  # fmt: skip
    found = rollup([worker("a", "2020-01-01", leaves=leaves)])
    assert found.value("parental_retention_rate").value == 50
    assert found.value("parental_return_rate").value == 0


def supplier(id_: str, *amounts: str) -> Record:
    spend = [{"month": "2023-05", "amount": each} for each in amounts]
    values = read_values(library()["supplier"], {"local": "yes", "spend": spend}, ZONE)
    return Record(id_, "supplier", values, (Entered("qualified", moment("2022-01-01T00:00")),))


def test_amounts_in_two_currencies_are_not_added():
    assert rollup([supplier("a", "5 CNY", "6 CNY")]).value("local_spend_share").value == 100
    with pytest.raises(CrossfootError, match="CNY and USD cannot be added"):
        rollup([supplier("a", "5 CNY", "6 USD")]).value("local_spend_share")


def test_a_supplier_is_in_each_of_the_standards_that_its_certificates_prove():
    first = Record("a", "supplier", {"certificates": ("c1", "c2")}, supplier("a").history)
    other = Record("b", "supplier", {}, supplier("b").history)
    papers = {
        "c1": Record("c1", "certificate", {"standard": "ISO 9001"}, first.history),
        "c2": Record("c2", "certificate", {"standard": "ISO 14001"}, first.history),
    }
    found = rollup([first, other], lookup=lambda _, id_: papers.get(id_))
    assert found.value("suppliers_certified_share").value == 50
    by = found.cells("suppliers_certified_share", ["standard"])
    # the base has no such breakdown: each share is of all active suppliers
    for standard in ("ISO 9001", "ISO 14001"):
        assert by.at(("standard",), (standard,)).value == 50


def complaint(id_: str, received: str, valid: str = "", **history: str) -> Record:
    given_ = {"received_at": received, "valid": valid, "category": "product", "fault": "general"}
    values = read_values(library()["customer_complaint"], given_, ZONE)
    steps = (Entered(state, moment(text)) for state, text in history.items())
    entered = (Entered("received", moment(received)), *steps)
    return Record(id_, "customer_complaint", values, entered)


def test_open_overdue_steps_are_late_and_those_still_in_time_do_not_count():
    kept = complaint("k", "2023-03-01T09:00", responded="2023-03-01T10:00")
    late = complaint("l", "2023-03-01T09:00", responded="2023-03-01T10:01")
    silent_ = complaint("s", "2023-03-01T09:00")
    assert rollup([kept, late]).value("complaint_response_on_time").value == 50
    assert (
        rollup([kept, late, silent_]).value("complaint_response_on_time").value == Decimal(100) / 3
    )
    young = complaint("y", "2023-12-31T23:30")
    early = RollUp(library(), lambda _: [kept, young], YEAR, at("2024-01-01T00:00"))
    assert early.value("complaint_response_on_time").value == 100
    assert rollup([]).value("complaint_response_on_time").value is None


def test_the_median_of_hours_between_two_states():
    records = [
        complaint("a", "2023-03-01T09:00", repaired="2023-03-01T10:30"),
        complaint("b", "2023-03-01T09:00", repaired="2023-03-01T17:00"),
        complaint("c", "2023-03-01T09:00", repaired="2023-03-03T09:00"),
        complaint("d", "2023-03-01T09:00"),
    ]
    assert rollup(records).value("complaint_median_hours").value == 8
    assert rollup(records[:2]).value("complaint_median_hours").value == Decimal("4.75")


def test_a_flow_can_be_seen_as_it_stood_on_a_day():
    record = complaint("a", "2023-03-01T09:00", "yes", repaired="2024-01-10T09:00")
    assert rollup([record]).value("complaints_resolved").value == 1
    then = RollUp(
        library(), lambda _: [record], YEAR, at("2024-02-01T00:00"), moment("2024-01-01T00:00")
    )
    assert then.value("complaints_resolved").value == 0
    assert then.value("complaints_received").value == 1


def test_figures_of_other_registers_are_looked_up_by_name():
    record = complaint("a", "2023-03-01T09:00")
    sales = [{"month": "2023-02", "units": 200}, {"month": "2023-07", "units": 300}]
    product_file = Record(
        "p",
        "product_file",
        read_values(library()["product_file"], {"kind": "solution", "sales": sales}, ZONE),
        (Entered("mass_production", moment("2020-01-01T00:00")),),
    )
    assert rollup([record, product_file]).value("complaints_per_thousand_units").value == 2


# -- silence -----------------------------------------------------------------------------------


def said(unit: str, period: str) -> Statement:
    return Statement("customer_complaint", unit, Period.parse(period), "p", date(2024, 1, 5))


def test_a_count_is_zero_only_where_nobody_is_silent():
    definition = library()["customer_complaint"]
    record = Record("a", definition.id, {"entity": "E1", "received_at": moment("2023-02-01T09:00")},
                    (Entered("received", moment("2023-02-01T09:00")),))  # fmt: skip
    statements = [said("E2", f"2023-Q{quarter}") for quarter in (1, 2, 3, 4)]
    units = ["E1", "E2", "E3"]
    quiet = silent(definition, YEAR, units, [record], statements)
    assert quiet == ("E3",)
    assert silent(definition, YEAR, units, [record], statements[:3]) == ("E2", "E3")
    metric = library().metric("complaints_privacy")
    none = rollup([]).value("complaints_privacy")
    assert figure(metric, none, quiet).is_no_data
    assert figure(metric, none, ()).value == 0
    share = library().metric("complaint_resolution_rate")
    assert not figure(share, rollup([]).value(share.name), quiet).is_no_data


def test_a_later_record_voids_the_statement_of_its_period():
    definition = library()["customer_complaint"]
    record = Record("a", definition.id, {"entity": "E2", "received_at": moment("2023-05-01T09:00")},
                    (Entered("received", moment("2023-05-01T09:00")),))  # fmt: skip
    statements = [said("E2", "2023-Q1"), said("E2", "2023-Q2"), said("E1", "2023-Q2")]
    assert voided(definition, record, statements) == (statements[1],)


@given(some.lists(some.tuples(some.integers(1, 12), some.integers(1, 12)), max_size=6))
def test_statements_cover_a_year_when_they_leave_no_month_open(spans):
    parts = [Period.months(2023, first, last - first + 1) for first, last in spans if first <= last]
    months = {month for first, last in spans for month in range(first, last + 1)}
    assert covers(parts, YEAR) is (len(months) == 12)


# -- qualifiers --------------------------------------------------------------------------------

INTERVALS = {
    "exact": (0, 0), "approx": (-1, 1), "at_least": (0, 1), "more_than": (0, 1),
    "less_than": (-1, 0), "up_to": (-1, 0),
}  # fmt: skip


@given(some.lists(some.sampled_from(QUALIFIERS), max_size=5))
def test_a_sum_is_no_more_exact_than_its_parts(parts):
    low = min([INTERVALS[each][0] for each in parts], default=0)
    high = max([INTERVALS[each][1] for each in parts], default=0)
    assert INTERVALS[combined(parts)] == (low, high)
    assert as_fact(combined(parts)).is_exact is (combined(parts) == "exact")


def test_a_sum_takes_over_the_bound_of_its_parts():
    assert combined(["exact", "more_than"]) == "more_than"
    assert combined(["more_than", "up_to"]) == "approx"
    assert combined(["less_than", "less_than"]) == "less_than"


def test_a_total_tells_what_of_it_is_estimated_and_how_exact_it_is():
    def water(id_: str, flow: str, **more: dict[str, str]) -> Record:
        given_ = {"kind": "wastewater", "flow": flow, "valid": "yes",
                  "sampled_at": "2023-05-01T09:00"}  # fmt: skip
        values = read_values(library()["monitoring_result"], given_, ZONE)
        entered = (Entered("sampled", moment("2023-05-01T09:00")),)
        return Record(id_, "monitoring_result", values, entered, 1, **more)

    measured = water("a", "30")
    guessed = water("b", "10", bases={"flow": "estimated"}, qualifiers={"flow": "more_than"})
    total = rollup([measured, guessed]).value("wastewater_volume")
    assert (total.value, total.estimated) == (40, 10)
    assert (total.basis, total.qualifier) == ("estimated", "more_than")
    alone = rollup([measured]).value("wastewater_volume")
    assert (alone.estimated, alone.basis, alone.qualifier) == (0, "measured", "exact")


# -- small cells -------------------------------------------------------------------------------

TABLES = some.tuples(
    some.integers(2, 4),
    some.integers(2, 4),
    some.lists(some.integers(0, 12), min_size=16, max_size=16),
)


def determined(table: dict, secret: frozenset) -> set:
    """Hidden cells that all totals together give away, by brute elimination of the full system."""
    cells = sorted(table)
    place = {cell: number for number, cell in enumerate(cells)}
    rows = []
    for cell in cells:
        for axis, member in enumerate(cell):
            if member == ALL:
                parts = [
                    other
                    for other in cells
                    if other[axis] != ALL
                    and all(other[i] == cell[i] for i in range(len(cell)) if i != axis)
                ]
                row = [Fraction(0)] * len(cells)
                row[place[cell]] = Fraction(-1)
                for part in parts:
                    row[place[part]] = Fraction(1)
                rows.append(row)
    for cell in cells:
        if cell not in secret:
            row = [Fraction(0)] * len(cells)
            row[place[cell]] = Fraction(1)
            rows.append(row)
    rank = rank_of(rows)
    found = set()
    for cell in secret:
        unit = [Fraction(0)] * len(cells)
        unit[place[cell]] = Fraction(1)
        if rank_of([*rows, unit]) == rank:
            found.add(cell)
    return found


def rank_of(rows: list) -> int:
    rows = [list(row) for row in rows]
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for i in range(rank + 1, len(rows)):
            if rows[i][column]:
                factor = rows[i][column] / rows[rank][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return rank


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_no_hidden_cell_can_be_found_by_subtraction(shape):
    wide, high, counts = shape
    names = product([f"r{i}" for i in range(wide)], [f"c{i}" for i in range(high)])
    table = with_totals({cell: counts[i] for i, cell in enumerate(names)})
    secret = hidden(table)
    assert {cell for cell, count in table.items() if 0 < count < 5 and cell != (ALL, ALL)} <= secret
    assert (ALL, ALL) not in secret
    assert determined(table, secret) == set()
    # where nothing but the grand total is left, it may still say that each part is one
    assert disclosed(table, secret) == set() or len(secret) == len(table) - 1


@given(some.lists(some.integers(0, 9), min_size=2, max_size=6))
def test_one_breakdown_hides_two_cells_or_none(counts):
    table = with_totals({(f"m{i}",): count for i, count in enumerate(counts)})
    secret = hidden(table)
    assert len(secret) != 1
    assert determined(table, secret) == set()


def test_two_hidden_cells_in_each_row_can_still_give_one_away():
    """Two squares of hidden cells joined by one more: that one follows from the totals."""
    secret = {("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"), ("r2", "c3"),
              ("r3", "c3"), ("r3", "c4"), ("r4", "c3"), ("r4", "c4")}  # fmt: skip
    rows, columns = [f"r{i}" for i in range(1, 5)], [f"c{i}" for i in range(1, 5)]
    table = with_totals({cell: 3 if cell in secret else 9 for cell in product(rows, columns)})
    assert disclosed(table, secret) == {("r2", "c3")}
    assert len(hidden(table)) > len(secret)


def test_cells_that_add_up_to_their_own_number_are_ones():
    table = with_totals({("a",): 1, ("b",): 1, ("c",): 40, ("d",): 50})
    assert hidden(table) == {("a",), ("b",), ("c",)}


def test_shares_are_hidden_with_either_of_their_parts():
    assert shares_to_hide([("a",)], [("b",)]) == {("a",), ("b",)}


def test_small_cells_of_a_headcount_are_hidden_with_one_more():
    staff = [worker(f"m{i}", "2020-01-01") for i in range(20)]
    staff += [worker(f"f{i}", "2020-01-01", gender="female") for i in range(3)]
    staff += [worker(f"o{i}", "2020-01-01", gender="other") for i in range(7)]
    secret = hidden_cells(rollup(staff), "headcount_closing", ["gender"])
    assert secret == {("female",), ("other",)}
    assert hidden_cells(rollup(staff), "headcount_closing", ["gender"], 1) == frozenset()
