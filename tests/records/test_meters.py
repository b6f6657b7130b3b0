from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crossfoot.errors import CrossfootError
from crossfoot.records.ledger.actions.read_meter import ReadMeter, WithdrawReading
from crossfoot.records.ledger.actions.set_meter import SetMeter
from crossfoot.records.ledger.meter_rows import count_readings, estimate_month, true_up
from crossfoot.records.ledger.meters import bills_of, months_of
from crossfoot.records.ledger.models import Batch, Meter
from crossfoot.records.ledger.periods import Status
from crossfoot.records.ledger.true_ups import true_ups
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from crossfoot.workspaces.workspace import Workspace
from ledgers import counted, imported, named, no_processes
from test_pages import browser

pytestmark = pytest.mark.django_db

Q1 = [date(2023, month, 1) for month in (1, 2, 3)]


@pytest.fixture
def folder(workspace: Path, settings, root, monkeypatch) -> Path:
    settings.WORKSPACE = workspace
    ImportOrganisation(named(), date(2020, 1, 1)).do(root)
    no_processes(monkeypatch)
    return workspace


def registered(by, code: str = "M1", site: str = "hefei", **more) -> Meter:
    given = {"valid_from": date(2023, 1, 1), **more}
    return SetMeter(code, site, "electricity.grid", "kWh", **given).do(by)


def bill(quantity: str, start: str, end: str, source: str = "M1", site: str = "hefei"):
    return (site, "electricity.grid", quantity, "kWh", start, end, source)


def statuses(meter: Meter) -> list[tuple[str, Decimal]]:
    bills = bills_of([meter])[meter.pk]
    return [(month.status.value, month.quantity) for month in months_of(meter, bills, Q1)]


def test_bills_that_cross_months_are_shared_out(folder, root) -> None:
    meter = registered(root)
    imported(
        folder,
        root,
        bill("300", "2023-01-12", "2023-02-10"),
        bill("1", "2023-01-01", "2023-01-31", "M2"),
    )
    # 20 of 30 days in January, 10 in February
    assert statuses(meter) == [("partial", 200), ("partial", 100), ("missing", 0)]


def test_an_estimate_counts_until_the_bill_comes(folder, root) -> None:
    meter = registered(root)
    imported(folder, root, bill("3100", "2023-01-01", "2023-01-31"))
    made = estimate_month(meter.pk, Q1[1], root)
    assert (made.estimated, counted(folder)[-1]) == (True, ("estimate M1 2023-02.csv", 1))
    bills = bills_of([meter])[meter.pk]
    month = months_of(meter, bills, Q1)[1]
    assert (month.status, month.estimate) == (Status.ESTIMATED, 2800)  # 100 a day, 28 days
    with pytest.raises(CrossfootError, match="not missing"):
        estimate_month(meter.pk, Q1[1], root)
    with pytest.raises(CrossfootError, match="no bill has come"):
        true_up(meter.pk, made.pk, root)
    imported(folder, root, bill("2950.5", "2023-02-01", "2023-02-28"))
    bills = bills_of([meter])[meter.pk]
    assert months_of(meter, bills, Q1)[1].status is Status.TWICE
    found = true_ups(meter, bills)
    assert [(each.estimate, each.actual, each.difference) for each in found] == [
        (2800, Decimal("2950.5"), Decimal("150.5"))
    ]
    true_up(meter.pk, made.pk, root)
    made.refresh_from_db()
    assert made.state == "reversed"
    assert "estimate 2800, actual 2950.5, difference +150.5" in made.reversal
    assert statuses(meter)[1] == ("actual", Decimal("2950.5"))
    assert Workspace(folder).entries[-1].action == "reverse"


def test_nothing_is_estimated_from_nothing(folder, root) -> None:
    meter = registered(root)
    with pytest.raises(CrossfootError, match="no bill to estimate from"):
        estimate_month(meter.pk, Q1[0], root)
    assert Batch.objects.count() == 0


def test_a_meter_and_its_replacement_both_count(folder, root) -> None:
    old = registered(root, "OLD", multiplier=Decimal(40), valid_to=date(2023, 2, 14))
    new = registered(
        root, "NEW", multiplier=Decimal(80), valid_from=date(2023, 2, 15), replaces=old.pk
    )
    for meter, day, value in (
        (old, date(2023, 1, 31), "9100"),
        (old, date(2023, 2, 14), "9240"),
        (new, date(2023, 2, 14), "3"),
        (new, date(2023, 2, 28), "73.5"),
    ):
        ReadMeter(meter.pk, day, Decimal(value)).do(root)
    first, second = count_readings(old.pk, root), count_readings(new.pk, root)
    assert [batch.totals.get().quantity for batch in (first, second)] == [5600, 5640]
    assert statuses(old)[1] == ("actual", 5600)
    assert statuses(new) == [("outside", 0), ("actual", 5640), ("missing", 0)]
    with pytest.raises(CrossfootError, match="nothing new"):
        count_readings(old.pk, root)


def test_a_register_only_goes_up(folder, root) -> None:
    meter = registered(root)
    reading = ReadMeter(meter.pk, date(2023, 1, 31), Decimal(100)).do(root)
    for day, value, words in (
        (date(2023, 2, 28), "99", "lower than the reading before"),
        (date(2022, 12, 31), "101", "higher than the reading after"),
        (date(2023, 1, 31), "100", "a reading of this day"),
        (date(2023, 2, 1), "-1", "below zero"),
    ):
        with pytest.raises(CrossfootError, match=words):
            ReadMeter(meter.pk, day, Decimal(value)).do(root)
    WithdrawReading(reading.pk, "misread").do(root)
    ReadMeter(meter.pk, date(2023, 1, 31), Decimal(90)).do(root)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"code": "M1"}, "has a meter M1 already"),
        ({"code": " "}, "code is missing"),
        ({"multiplier": Decimal(0)}, "not above zero"),
        ({"valid_to": date(2022, 1, 1)}, "before the first"),
        ({"replaces": 1}, "still stands"),
        ({"measure": "kwhh"}, "not known"),
    ],
)
def test_a_meter_that_cannot_be(folder, root, more, words) -> None:
    first = registered(root)
    more = {**more, "replaces": first.pk} if "replaces" in more else more
    given = {"code": "M2", "measure": "kWh", "valid_from": date(2023, 1, 1), **more}
    with pytest.raises(CrossfootError, match=words):
        SetMeter(site="hefei", activity="electricity.grid", **given).do(root)


def test_pages_register_estimate_and_true_up(folder, person) -> None:
    by = person(Role.DATA_OWNER, "hefei")
    client = browser(by)
    fields = {
        "code": "M1",
        "site": "hefei",
        "activity": "electricity.grid",
        "measure": "kWh",
        "valid_from": "2023-01-01",
        "multiplier": "1",
    }
    assert client.post("/meters/new", {**fields, "valid_from": ""}).status_code == 400
    assert client.post("/meters/new", fields).status_code == 302
    meter = Meter.objects.get()
    imported(folder, by, bill("3100", "2023-01-01", "2023-01-31"), unit="hefei")
    page = client.get("/meters?year=2023").content.decode()
    assert (page.count(">missing<"), "3,100" in page) == (12, True)  # eleven months, and the legend
    client.post(f"/meters/{meter.pk}/estimate", {"month": "2023-02", "year": "2023"})
    imported(folder, by, bill("2950.5", "2023-02-01", "2023-02-28"), unit="hefei")
    page = client.get(f"/meters/{meter.pk}?year=2023").content.decode()
    assert "150.5" in page
    batch = re.search(r'name="batch" value="(\d+)"', page)
    assert batch is not None
    client.post(f"/meters/{meter.pk}/true-up", {"batch": batch[1]})
    assert Batch.objects.get(pk=batch[1]).state == "reversed"
    read = {"day": "2023-03-31", "value": "12,000.5"}
    assert client.post(f"/meters/{meter.pk}/read", read).status_code == 302
    assert client.post(f"/meters/{meter.pk}/read", read).status_code == 400
    wrong = {"reading": meter.readings.get().pk, "reason": "misread"}
    assert client.post(f"/meters/{meter.pk}/withdraw", wrong).status_code == 302
    assert client.post(f"/meters/{meter.pk}/count").status_code == 400
    assert client.get(f"/meters/new?replaces={meter.pk}").status_code == 200
    changed = {**fields, "valid_to": "2023-12-31"}
    assert client.post(f"/meters/{meter.pk}/change", changed).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "read, not yet counted"), ("zh-hans", "已抄表，未计入台账")],
)
def test_readings_that_are_no_rows_yet_are_not_missing(
    folder, root, person, language, words
) -> None:
    meter = registered(root)
    for day, value in ((date(2023, 1, 31), "100"), (date(2023, 3, 31), "690")):
        ReadMeter(meter.pk, day, Decimal(value)).do(root)
    by = person(Role.DATA_OWNER, "hefei")
    client = browser(by, headers={"accept-language": language})

    def seen(address: str) -> tuple[int, bool]:
        text = client.get(address).content.decode()
        return text.count(f">{words}<"), "alert-info" in text

    assert seen("/meters?year=2023") == (3, True)  # February, March, and the legend
    assert seen(f"/meters/{meter.pk}?year=2023") == (2, True)
    file = b"".join(client.get("/meters.csv?year=2023").streaming_content).decode()
    months = list(csv.reader(file.splitlines()))
    assert [number for number, cell in enumerate(months[1]) if cell == words] == [7, 9]
    assert client.post(f"/meters/{meter.pk}/count").status_code == 302
    assert seen("/meters?year=2023") == (1, False)
    assert seen(f"/meters/{meter.pk}?year=2023") == (0, False)
    assert statuses(meter)[1:] == [("actual", 280), ("actual", 310)]  # ten a day


def test_the_year_shown_is_the_last_with_rows_or_readings(folder, root, person) -> None:
    meter = registered(root)
    client = browser(person(Role.VIEWER))

    def year() -> str:
        found = re.search(
            r'name="year" type="number"[^>]* value="(\d+)"', client.get("/meters").content.decode()
        )
        assert found is not None
        return found[1]

    imported(folder, root, bill("3100", "2023-01-01", "2023-01-31"))
    assert year() == "2023"
    reading = ReadMeter(meter.pk, date(2024, 3, 31), Decimal(5)).do(root)
    assert year() == "2024"
    WithdrawReading(reading.pk, "misread").do(root)
    assert year() == "2023"


@pytest.mark.parametrize(
    ("language", "site", "activity"),
    [
        ("en", "Hefei works", "electricity from the grid"),
        ("zh-hans", "合肥工厂", "外购电力"),
    ],
)
def test_names_stand_instead_of_codes(folder, root, person, language, site, activity) -> None:
    meter = registered(root)
    client = browser(person(Role.VIEWER), headers={"accept-language": language})
    page = client.get("/meters?site=hefei").content.decode()
    assert f'<td title="hefei">{site}</td><td title="electricity.grid">{activity} (kWh)' in page
    page = client.get(f"/meters/{meter.pk}").content.decode()
    assert f"<dd>{site} <small><code>hefei</code></small></dd>" in page
    assert f"<dd>{activity} <small><code>electricity.grid</code></small> (kWh)</dd>" in page


@pytest.mark.parametrize("role", [None, *Role])
def test_a_meter_of_another_site_is_no_page(folder, root, person, role) -> None:
    meter = registered(root, "SECRET", site="penang")
    client = browser(person(role, "cells"))
    for get in (f"/meters/{meter.pk}", f"/meters/{meter.pk}/change"):
        assert client.get(get).status_code in (403, 404)
    for get in ("/meters", f"/meters/new?replaces={meter.pk}"):
        assert b"SECRET" not in client.get(get).content
    for verb in ("read", "withdraw", "count", "estimate", "true-up", "change"):
        answer = client.post(f"/meters/{meter.pk}/{verb}", {"month": "2023-01"})
        assert answer.status_code in (403, 404), verb


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER, Role.ADMINISTRATOR, Role.ASSURER])
def test_readers_change_nothing(folder, root, person, role) -> None:
    meter = registered(root)
    client = browser(person(role))
    assert client.get(f"/meters/{meter.pk}").status_code == 200
    for verb in ("read", "withdraw", "count", "estimate", "true-up", "change"):
        assert client.post(f"/meters/{meter.pk}/{verb}").status_code == 403


@pytest.mark.parametrize(
    ("address", "count"),
    [("meters", 11), ("meters/{}", 14), ("meters/true-ups", 9), ("meters.csv?year=2023", 8)],
)
def test_the_number_of_queries_does_not_grow(folder, root, person, address, count) -> None:
    client = browser(person(Role.ESG_MANAGER))
    meter = registered(root)
    imported(folder, root, bill("3100", "2023-01-01", "2023-01-31"))
    estimate_month(meter.pk, Q1[1], root)
    found = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/" + address.format(meter.pk))
            assert answer.status_code == 200
            list(answer)  # a file is written while it is read
        found.append(len(queries))
        for number in range(3):
            more = registered(root, f"N{turn}{number}")
            month = f"2023-0{4 + number + 3 * turn}"
            imported(folder, root, bill("1", f"{month}-01", f"{month}-02"))
            imported(folder, root, bill("9", "2023-01-01", "2023-01-31", more.code))
            estimate_month(more.pk, Q1[1], root)
            ReadMeter(more.pk, Q1[2], Decimal(number)).do(root)
            imported(folder, root, bill("8", "2023-02-01", "2023-02-28", more.code))
        estimate_month(meter.pk, date(2023, 10 + turn, 1), root)
    assert found == [count, count]
