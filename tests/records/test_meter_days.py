"""Days of meters: gaps, overlaps, bills over a month's end; true-ups by themselves; replacement."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.journal.models import Entry
from crossfoot.records.ledger.actions.read_meter import ReadMeter
from crossfoot.records.ledger.actions.replace_meter import ReplaceMeter
from crossfoot.records.ledger.meter_rows import count_readings, estimate_month, true_up
from crossfoot.records.ledger.meters import bills_of, months_of
from crossfoot.records.ledger.models import Batch, BatchTotal, Meter
from crossfoot.records.ledger.periods import Bill
from crossfoot.records.ledger.spans import Oddity, findings
from crossfoot.records.ledger.true_ups import true_ups, waiting
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from evidences import TREE
from ledgers import imported, no_processes
from test_api import Program
from test_meters import Q1, bill, registered
from test_pages import browser

JANUARY_1 = date(2023, 1, 1)


@pytest.fixture
def folder(workspace: Path, settings, root, monkeypatch, db) -> Path:
    settings.WORKSPACE = workspace
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    no_processes(monkeypatch)
    return workspace


# -- days, by counting each of them ------------------------------------------------------------

_SPANS = st.lists(
    st.tuples(st.integers(0, 80), st.integers(0, 40)).map(
        lambda at: Bill(
            JANUARY_1 + timedelta(at[0]), JANUARY_1 + timedelta(at[0] + at[1]), Decimal(1)
        )
    ),
    max_size=6,
)


@given(bills=_SPANS, first=st.integers(0, 60), length=st.integers(0, 60))
def test_gaps_and_overlaps_are_the_days_that_are_said_never_or_more_than_once(
    bills: list[Bill], first: int, length: int
) -> None:
    start = JANUARY_1 + timedelta(first)
    days = [start + timedelta(at) for at in range(length + 1)]
    said = {day: sum(each.start <= day <= each.end for each in bills) for day in days}
    found = findings(bills, days[0], days[-1])

    def within(oddity: Oddity) -> set[date]:
        return {
            day
            for each in found
            if each.oddity is oddity
            for day in days
            if each.start <= day <= each.end
        }

    assert within(Oddity.GAP) == {day for day, times in said.items() if not times}
    assert within(Oddity.OVERLAP) == {day for day, times in said.items() if times > 1}
    crossing = {each.bills[0] for each in found if each.oddity is Oddity.CROSSING}
    assert crossing == {
        place
        for place, each in enumerate(bills)
        if each.start.month != each.end.month and each.start <= days[-1] and each.end >= days[0]
    }


def test_what_is_odd_stands_on_the_page_of_the_meter(folder, root, person) -> None:
    meter = registered(root)
    imported(folder, root, bill("300", "2023-01-01", "2023-02-10"))
    imported(folder, root, bill("100", "2023-02-08", "2023-02-20"))
    program = Program(person(Role.DATA_OWNER, "hefei"))
    found = program.get(f"meters/{meter.pk}/oddities?year=2023").json()
    assert [(each["oddity"], each["start"], each["end"]) for each in found] == [
        ("crossing", "2023-01-01", "2023-02-10"),
        ("overlap", "2023-02-08", "2023-02-10"),
        ("gap", "2023-02-21", "2023-12-31"),
    ]
    assert len(found[1]["batches"]) == 2
    page = browser(person(Role.VIEWER)).get(f"/meters/{meter.pk}?year=2023").content.decode()
    assert ("several bills" in page, "no bill" in page, "2023-02-21" in page) == (True,) * 3


# -- estimates and true-ups --------------------------------------------------------------------


def standing(folder: Path) -> Decimal:
    """What counts, over all batches."""
    totals = BatchTotal.objects.filter(batch__state="standing")
    return sum((each.quantity for each in totals), Decimal(0))


def test_a_bill_for_some_days_leaves_the_others_estimated(folder, root) -> None:
    meter = registered(root)
    imported(folder, root, bill("3100", "2023-01-01", "2023-01-31"))
    estimate = estimate_month(meter.pk, Q1[1], root)  # 100 a day: 2800
    imported(folder, root, bill("1400", "2023-02-01", "2023-02-07"))
    (found,) = true_ups(meter, bills_of([meter])[meter.pk])
    assert (found.estimate, found.actual, found.covered) == (2800, 1400, False)
    assert found.difference == 1400 - 7 * 100  # of the week that the bill says
    assert waiting({"hefei"})[0].true_up == found
    assert waiting({"penang"}) == []
    true_up(meter.pk, estimate.pk, root)
    # January and a week come to 4500 in 38 days; the other 21 days of February by that mean
    rest = (Decimal(4500) * 28 / 38).quantize(Decimal("0.001")) * 21 / 28
    assert standing(folder) == 3100 + 1400 + rest.quantize(Decimal("0.001"))
    month = months_of(meter, bills_of([meter])[meter.pk], Q1)[1]
    assert (month.status.value, month.actual, month.estimated) == ("estimated", 7, 21)
    imported(folder, root, bill("2000", "2023-02-08", "2023-02-28"))
    later = Batch.objects.filter(meter=meter, state="standing", estimated=True).get()
    (_, found) = true_ups(meter, bills_of([meter])[meter.pk])
    assert (found.actual, found.covered) == (2000, True)
    true_up(meter.pk, later.pk, root)
    assert standing(folder) == 3100 + 1400 + 2000
    # what was reversed stays beside what came for its days
    first, second = true_ups(meter, bills_of([meter])[meter.pk])
    assert (first.estimate, first.actual, first.reversed) == (2800, 3400, True)
    assert (second.actual, second.difference) == (2000, 2000 - second.estimate)


def test_estimates_of_an_automatic_meter_are_trued_up_when_all_bills_have_come(
    folder, root, person
) -> None:
    li = person(Role.DATA_OWNER, "hefei")
    meter, other = registered(root, automatic=True), registered(root, "M2")
    imported(folder, li, bill("3100", "2023-01-01", "2023-01-31"), unit="hefei")
    imported(folder, li, bill("310", "2023-01-01", "2023-01-31", "M2"), unit="hefei")
    own, others = (estimate_month(each.pk, Q1[1], li) for each in (meter, other))
    part = imported(folder, li, bill("1000", "2023-02-01", "2023-02-07"), unit="hefei")
    assert "Estimates for which bills have come: 1." in part.job.message
    own.refresh_from_db()
    assert own.state == "standing"  # bills have come for a week alone
    done = imported(
        folder,
        li,
        bill("1950.5", "2023-02-08", "2023-02-28"),
        bill("280", "2023-02-01", "2023-02-28", "M2"),
        unit="hefei",
    )
    assert "Estimates reversed by themselves: 1." in done.job.message
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.state, others.state) == ("reversed", "standing")  # the other waits for a person
    assert "by itself: estimate 2800, actual 2950.5, difference +150.5" in own.reversal
    entry = Entry.objects.get(action="ledger.reverse")
    assert (entry.subject, entry.actor) == (own.reference, li.reference)
    assert entry.reason == own.reversal
    assert standing(folder) == 3100 + 310 + Decimal("2950.5") + 280 + others.totals.get().quantity
    client = browser(li)
    page = client.get("/meters/true-ups").content.decode()
    assert f'value="{others.pk}"' in page
    assert f'value="{own.pk}"' not in page
    assert client.post("/meters/true-ups", {"batch": [others.pk, own.pk]}).status_code == 302
    others.refresh_from_db()
    assert others.state == "reversed"
    assert "No estimate waits" in client.get("/meters/true-ups").content.decode()


def test_nobody_trues_up_what_belongs_to_others(folder, root, person) -> None:
    meter = registered(root, "SECRET", site="penang")
    imported(folder, root, bill("3100", "2023-01-01", "2023-01-31", "SECRET", "penang"))
    estimate = estimate_month(meter.pk, Q1[1], root)
    imported(folder, root, bill("1", "2023-02-01", "2023-02-28", "SECRET", "penang"))
    client = browser(person(Role.DATA_OWNER, "hefei"))
    assert b"SECRET" not in client.get("/meters/true-ups").content
    client.post("/meters/true-ups", {"batch": [estimate.pk]})
    estimate.refresh_from_db()
    assert estimate.state == "standing"


# -- replacement -------------------------------------------------------------------------------


def test_a_meter_is_replaced_with_both_readings_or_not_at_all(folder, root) -> None:
    old = registered(root, "OLD", multiplier=Decimal(40), automatic=True)
    ReadMeter(old.pk, date(2023, 1, 31), Decimal(9100)).do(root)
    day = date(2023, 2, 14)
    new = ReplaceMeter(
        old.pk, day, Decimal(9240), "NEW", first=Decimal(3), multiplier=Decimal(80)
    ).do(root)
    old.refresh_from_db()
    assert (old.valid_to, new.valid_from, new.replaces) == (day, date(2023, 2, 15), old)
    assert (new.multiplier, new.automatic, new.measure) == (80, True, "kWh")
    ReadMeter(new.pk, date(2023, 2, 28), Decimal("73.5")).do(root)
    batches = [count_readings(each.pk, root) for each in (old, new)]
    # 140 steps of 40, and 70.5 steps of 80
    assert [batch.totals.get().quantity for batch in batches] == [5600, 5640]
    assert Entry.objects.filter(action="ledger.replace_meter").count() == 1
    for said, words in (
        ({"meter": old.pk, "day": day, "code": "X"}, "replaces that one already"),
        ({"meter": new.pk, "day": date(2023, 2, 1), "code": "X"}, "does not stand on that day"),
        (
            {"meter": new.pk, "day": date(2023, 2, 20), "code": "X"},
            "reading of the old meter after",
        ),
        ({"meter": new.pk, "day": date(2023, 3, 5), "code": "NEW"}, "has a meter NEW already"),
    ):
        before = list(Meter.objects.values("pk", "valid_to"))
        with pytest.raises(CrossfootError, match=words):
            ReplaceMeter(final=None, **said).do(root)
        assert list(Meter.objects.values("pk", "valid_to")) == before
    with pytest.raises(CrossfootError, match="lower than the reading before"):
        ReplaceMeter(new.pk, date(2023, 3, 5), Decimal(1), "X").do(root)
    assert Meter.objects.count() == 2


def test_a_meter_is_replaced_on_its_page_and_by_a_program(folder, root, person) -> None:
    meter = registered(root)
    client = browser(person(Role.DATA_OWNER, "hefei"))
    at = f"/meters/{meter.pk}/replace"
    assert client.get(at).status_code == 200
    fields = {"day": "2023-03-31", "final": "1,250.5", "code": "M2", "first": "0"}
    assert client.post(at, {**fields, "code": ""}).status_code == 400
    assert client.post(at, fields).status_code == 302
    made = Meter.objects.get(code="M2")
    assert meter.readings.get().value == Decimal("1250.5")
    program = Program(person(Role.DATA_OWNER, "hefei"))
    sent = {"day": "2023-06-30", "final": "10", "code": "M3", "first": "5"}
    answer = program.post(f"meters/{made.pk}/replace", sent)
    assert (answer.status_code, answer.json()["replaces"]) == (201, made.pk)
    with pytest.raises(NotAllowedError):
        ReplaceMeter(meter.pk, date(2023, 1, 5), None, "X").do(person(Role.DATA_OWNER, "penang"))
    other = browser(person(Role.DATA_OWNER, "penang"))
    assert other.get(at).status_code == 404


# -- the matrix as a file ----------------------------------------------------------------------


def test_the_matrix_is_taken_out_as_csv(folder, root, person) -> None:
    meter = registered(root, "=M1")
    registered(root, "SECRET", site="penang")
    imported(folder, root, bill("3100", "2023-01-01", "2023-01-31", "=M1"[1:]))
    client = browser(person(Role.DATA_OWNER, "hefei"))
    answer = client.get("/meters.csv?year=2023")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text))
    assert heading[:4] == ["Meter", "Site", "Activity", "Unit of measure"]
    assert heading[4:6] == ["2023-01", "2023-01 State"]
    assert len(heading) == 4 + 24
    assert [row[0] for row in rows] == ["'=M1"]
    assert rows[0][4:6] == ["", "missing"]
    registered(root, "M1")
    text = b"".join(client.get("/meters.csv?year=2023&q=M1").streaming_content).decode("utf-8-sig")
    found = {row[0]: row[4:8] for row in csv.reader(io.StringIO(text))}
    assert found["M1"] == ["3100", "actual", "", "missing"]
    assert meter.code not in found
