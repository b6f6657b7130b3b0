from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from crossfoot.records.jobs.models import Job
from crossfoot.records.jobs.running import run
from crossfoot.records.ledger.actions.check import CheckBatch
from crossfoot.records.ledger.models import Batch, BatchTotal
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from crossfoot.web.templatetags.ledger import grouped
from ledgers import (
    FEBRUARY,
    JANUARY,
    OURS,
    OWN_NAMES,
    PENANG,
    checked,
    counted,
    imported,
    named,
    no_processes,
    rows_file,
)
from test_pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(workspace: Path, settings, root, monkeypatch) -> Path:
    settings.WORKSPACE = workspace
    ImportOrganisation(named(), date(2020, 1, 1)).do(root)
    no_processes(monkeypatch)
    return workspace


def form(folder: Path, *rows, unit: str = "hefei", name: str = "bills.csv", heading=OURS) -> dict:
    outside = folder / "outside"
    outside.mkdir(exist_ok=True)
    path = rows_file(outside, *rows, name=name, heading=heading)
    return {"file": SimpleUploadedFile(name, path.read_bytes()), "unit": unit}


def chosen(mapping: dict[str, str]) -> dict[str, str]:
    """What the form of columns sends."""
    fields = {}
    for name, value in mapping.items():
        fields[f"of-{name}"] = "=" if value.startswith("=") else f":{value}"
        fields[f"is-{name}"] = value.removeprefix("=") if value.startswith("=") else ""
    return fields


def test_a_file_goes_its_way_from_page_to_page(folder, person) -> None:
    client = browser(person(Role.DATA_OWNER, "hefei"))
    answer = client.post("/ledger/send", form(folder, JANUARY, FEBRUARY))
    batch = Batch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/ledger/{batch.pk}")
    page = client.get(f"/ledger/{batch.pk}").content.decode()
    assert '<option value=":quantity" selected>' in page
    client.post(f"/ledger/{batch.pk}/check", chosen(OWN_NAMES))
    job = Job.objects.get()
    page = client.get(f"/ledger/{batch.pk}").content.decode()
    assert f'data-job="/jobs/{job.pk}.json" data-live' in page
    run(job.pk)
    said = client.get(f"/jobs/{job.pk}.json").json()
    assert (said["state"], said["ended"], said["address"]) == ("done", True, f"/ledger/{batch.pk}")
    page = client.get(f"/ledger/{batch.pk}").content.decode()
    assert "2,100.5" in page
    client.post(f"/ledger/{batch.pk}/import", {"reason": "January bills"})
    run(Job.objects.order_by("-id")[0].pk)
    assert counted(folder) == [("bills.csv", 2)]
    assert "January bills" in client.get(f"/ledger/{batch.pk}").content.decode()
    refused = client.post(f"/ledger/{batch.pk}/reverse", {"reason": ""})
    assert (refused.status_code, "needs a reason" in refused.content.decode()) == (400, True)
    assert client.post(f"/ledger/{batch.pk}/reverse", {"reason": "typo"}).status_code == 302
    assert counted(folder) == []


def test_columns_of_their_own_and_values_for_all_rows(folder, person) -> None:
    client = browser(person(Role.DATA_OWNER, "hefei"))
    heading = ("Zähler", "kWh", "from", "to")
    client.post(
        "/ledger/send", form(folder, ("M1", "5", "2023-01-01", "2023-01-31"), heading=heading)
    )
    batch = Batch.objects.get()
    mapping = {"site": "=hefei", "activity": "=electricity.grid", "unit": "=kWh", "quantity": "kWh"}
    mapping |= {"start": "from", "end": "to", "source": "Zähler"}
    lacking = client.post(f"/ledger/{batch.pk}/check", chosen({**mapping, "site": "="}))
    text = lacking.content.decode()
    assert (lacking.status_code, "nothing is chosen for Site" in text) == (400, True)
    assert 'value="electricity.grid"' in text  # what was chosen stays
    client.post(f"/ledger/{batch.pk}/check", chosen(mapping))
    run(Job.objects.get().pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows) == ("checked", 1)


def test_a_workbook_of_several_sheets(folder, person, tmp_path) -> None:
    book = Workbook()
    book.active.title = "Cover"
    book.active.append(["about this file"])
    for row in (OURS, JANUARY):
        (book["Bills"] if "Bills" in book else book.create_sheet("Bills")).append(row)
    book.save(tmp_path / "b.xlsx")
    client = browser(person(Role.DATA_OWNER, "hefei"))
    sent = {
        "file": SimpleUploadedFile("b.xlsx", (tmp_path / "b.xlsx").read_bytes()),
        "unit": "hefei",
    }
    client.post("/ledger/send", sent)
    batch = Batch.objects.get()
    page = client.get(f"/ledger/{batch.pk}").content.decode()
    assert '<option value="Bills" selected>' in page
    assert (
        '<option value=":about this file">'
        in client.get(f"/ledger/{batch.pk}?sheet=Cover").content.decode()
    )
    client.post(f"/ledger/{batch.pk}/check", {**chosen(OWN_NAMES), "sheet": "Bills"})
    run(Job.objects.get().pk)
    batch.refresh_from_db()
    assert (batch.state, batch.sheet, batch.rows) == ("checked", "Bills", 1)


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"MZ\x90", b"", b"\x00\x01\x02"])
def test_what_is_no_table_is_refused_where_it_is_sent(folder, person, content) -> None:
    client = browser(person(Role.DATA_OWNER, "hefei"))
    fields = {"file": SimpleUploadedFile("bills.csv", content), "unit": "hefei"}
    answer = client.post("/ledger/send", fields)
    if answer.status_code == 302:  # not recognised before it is read
        answer = client.get(answer["Location"])
        assert "alert-danger" in answer.content.decode()
        return
    assert answer.status_code == 400
    assert Batch.objects.count() == 0
    assert [path for path in (folder / ".incoming").rglob("*") if path.is_file()] == []


def test_problems_stand_in_a_table(folder, person) -> None:
    by = person(Role.DATA_OWNER, "hefei")
    batch = checked(folder, by, JANUARY, PENANG, ("x",) * 7, unit="hefei")
    page = browser(by).get(f"/ledger/{batch.pk}").content.decode()
    assert "has problems" in page
    assert page.count('<td class="number">4</td>') >= 3


@pytest.mark.parametrize("role", [None, *Role])
def test_a_batch_of_other_sites_is_no_page(folder, root, person, role) -> None:
    batch = imported(folder, root, PENANG, name="secret.csv")
    client = browser(person(role, "cells"))
    for get in ("", "/rows", "/file"):
        answer = client.get(f"/ledger/{batch.pk}{get}")
        assert answer.status_code in (403, 404)
        assert b"secret" not in answer.content
    assert b"secret" not in client.get("/ledger").content
    for verb in ("check", "import", "reverse", "drop"):
        answer = client.post(f"/ledger/{batch.pk}/{verb}", {"reason": "x"})
        assert answer.status_code in (403, 404)
    job = Job.objects.order_by("id")[0]
    for get in (f"/jobs/{job.pk}", f"/jobs/{job.pk}.json"):
        assert client.get(get).status_code == 404
    assert client.post(f"/jobs/{job.pk}/stop").status_code == 404
    assert len(counted(folder)) == 1


@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what_with_a_batch_of_the_unit(folder, root, person, role) -> None:
    batch = imported(folder, root, JANUARY, unit="hefei")
    client = browser(person(role, "hefei"))
    entering = role in (Role.ESG_MANAGER, Role.DATA_OWNER)
    assert client.get(f"/ledger/{batch.pk}").status_code == (403 if role == Role.SUPPLIER else 200)
    answer = client.post("/ledger/send", form(folder, FEBRUARY))
    assert answer.status_code == (302 if entering else 403)
    answer = client.post("/ledger/send", form(folder, FEBRUARY, unit="penang"))
    assert answer.status_code == (400 if entering else 403)
    answer = client.post(f"/ledger/{batch.pk}/reverse", {"reason": "x"})
    assert answer.status_code == (302 if entering else 403)


def test_people_see_the_rows_of_their_sites_alone(folder, root, person) -> None:
    batch = imported(folder, root, JANUARY, PENANG)
    client = browser(person(Role.VIEWER, "hefei"))
    for get in ("", "/rows"):
        page = client.get(f"/ledger/{batch.pk}{get}").content.decode()
        assert ("electricity.grid" in page, "fuel.diesel" in page) == (True, False), get
    assert "fuel.diesel" not in client.get(f"/ledger/{batch.pk}/rows?site=penang").content.decode()
    assert client.get(f"/ledger/{batch.pk}/file").status_code == 404
    whole = browser(person(Role.VIEWER)).get(f"/ledger/{batch.pk}/file")
    assert whole["Content-Disposition"].startswith("attachment")
    assert b"penang" in b"".join(whole.streaming_content)
    whole.close()


def test_a_file_of_other_rows_too_is_not_offered(folder, root, person) -> None:
    mixed = imported(folder, root, JANUARY, PENANG, name="mixed.csv")
    own = imported(folder, root, FEBRUARY, name="own.csv")
    client = browser(person(Role.DATA_OWNER, "cells"))
    offered = {
        batch: f'href="/ledger/{batch.pk}/file"'
        in client.get(f"/ledger/{batch.pk}").content.decode()
        for batch in (mixed, own)
    }
    assert offered == {mixed: False, own: True}
    assert client.get(f"/ledger/{mixed.pk}/file").status_code == 404
    answer = client.get(f"/ledger/{own.pk}/file")
    assert b"hefei" in b"".join(answer.streaming_content)
    answer.close()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "1 of 2 rows is of your units"), ("zh-hans", "共 2 行，其中 1 行属于您的单位")],
)
def test_how_many_of_the_rows_the_totals_are_of(folder, root, person, language, words) -> None:
    batch = imported(folder, root, JANUARY, PENANG)
    address, headers = f"/ledger/{batch.pk}", {"accept-language": language}
    part = browser(person(Role.VIEWER, "penang"), headers=headers).get(address)
    assert words in part.content.decode()
    whole = browser(person(Role.VIEWER), headers=headers).get(address)
    assert words[-6:] not in whole.content.decode()


def test_figures_of_others_are_refused_in_chinese(folder, person) -> None:
    by = person(Role.DATA_OWNER, "hefei")
    batch = checked(folder, by, PENANG, unit="hefei")
    client = browser(by, headers={"accept-language": "zh-hans"})
    page = client.get(f"/ledger/{batch.pk}").content.decode()
    assert "您无权填报 &#x27;penang&#x27; 的数据" in page
    assert "请删除这些行，或向系统管理员申请角色" in page
    assert "you may not" not in page


@pytest.mark.parametrize(
    ("language", "site", "activity"),
    [
        ("en", "Hefei works", "electricity from the grid"),
        ("zh-hans", "合肥工厂", "外购电力"),
    ],
)
def test_names_stand_instead_of_codes(folder, root, person, language, site, activity) -> None:
    batch = imported(folder, root, (*JANUARY[:2], "10921893", *JANUARY[3:]), unit="hefei")
    client = browser(person(Role.VIEWER), headers={"accept-language": language})
    page = client.get(f"/ledger/{batch.pk}").content.decode()
    assert f"<td>{activity} <small><code>electricity.grid</code></small></td>" in page
    page = client.get(f"/ledger/{batch.pk}/rows?site=hefei&activity=electricity.grid")
    text = page.content.decode()
    assert f'<td title="hefei">{site}</td><td title="electricity.grid">{activity}</td>' in text
    assert f'<option value="hefei" selected>{site}</option>' in text
    assert f'<option value="electricity.grid" selected>{activity} (electricity.grid)' in text
    assert '<td class="number">10,921,893</td>' in text
    assert f'<span title="hefei">{site}</span>' in client.get("/ledger").content.decode()


@pytest.mark.parametrize(
    ("entered", "shown"),
    [
        ("10921893", "10,921,893"),
        ("999", "999"),
        ("1000", "1,000"),
        ("-1234567.8900", "-1,234,567.8900"),
        ("0.123456789", "0.123456789"),
        ("1,200.5", "1,200.5"),
        ("1e6", "1e6"),
        ("", ""),
    ],
)
def test_quantities_keep_the_digits_that_were_entered(entered, shown) -> None:
    assert grouped(entered) == shown


def test_rows_are_paged_and_filtered(folder, root, person) -> None:
    rows = [
        ("hefei", f"a{n % 2}", str(n), "kWh", f"2023-0{1 + n % 3}-01", "2023-12-31", f"M{n}")
        for n in range(120)
    ]
    batch = imported(folder, root, *rows)
    client = browser(person(Role.VIEWER))
    address = f"/ledger/{batch.pk}/rows"
    seen, query = [], "?activity=a1"
    while query:
        page = client.get(address + query).content.decode()
        seen += [part.split("<")[0] for part in page.split('<td class="wrap">M')[1:]]
        after = page.split('rel="next" href="')
        query = after[1].split('"')[0].replace("&amp;", "&") if len(after) > 1 else ""
    assert seen == [str(n) for n in range(1, 120, 2)]
    assert "Rows found: 20" in client.get(f"{address}?activity=a1&month=2023-02").content.decode()
    assert client.get(f"{address}?q=m11").content.decode().count('<td class="wrap">M11') == 11
    for odd in ("?month=x", "?after=x", "?site='--", "?activity=%00"):
        assert client.get(address + odd).status_code == 200


def test_only_owners_and_managers_see_a_job(folder, person, root) -> None:
    by = person(Role.DATA_OWNER, "hefei")
    batch = checked(folder, by, JANUARY, unit="hefei")
    CheckBatch(batch.pk, OWN_NAMES).do(by)
    job = Job.objects.order_by("-id")[0]
    seen = {
        person(Role.ESG_MANAGER, "hefei"): 200,
        person(Role.ESG_MANAGER): 200,
        person(Role.ESG_MANAGER, "penang"): 404,
        person(Role.DATA_OWNER, "hefei"): 404,
        person(Role.ADMINISTRATOR): 404,
        by: 200,
    }
    for who, status in seen.items():
        assert browser(who).get(f"/jobs/{job.pk}.json").status_code == status
        listed = f"/jobs/{job.pk}" in browser(who).get("/jobs").content.decode()
        assert listed is (status == 200)
    assert browser(by).post(f"/jobs/{job.pk}/stop").status_code == 302
    job.refresh_from_db()
    assert job.stop_asked


@pytest.mark.parametrize(
    ("address", "count"), [("ledger", 6), ("ledger/{}", 10), ("ledger/{}/rows", 10), ("jobs", 6)]
)
def test_the_number_of_queries_does_not_grow(folder, root, person, address, count) -> None:
    client = browser(person(Role.ESG_MANAGER))
    first = imported(folder, root, JANUARY)
    found = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/" + address.format(first.pk)).status_code == 200
        assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []
        found.append(len(queries))
        for number in range(3):
            row = (*JANUARY[:6], f"{turn}-{number}")
            imported(folder, root, row)
            BatchTotal.objects.create(
                batch=first,
                site="hefei",
                activity=f"a{turn}{number}",
                unit="L",
                month=date(2023, 1, 1),
                rows=1,
                quantity=1,
            )
    assert found == [count, count]
