"""Entries by file on the pages: template, what would come of it, a job that imports or stops."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import load_workbook

from crossfoot.records.jobs import running, starting, told
from crossfoot.records.jobs.models import Job
from crossfoot.records.jobs.running import run
from crossfoot.records.register.actions.send_entries import IMPORT
from crossfoot.records.register.models import Entry, EntryFile
from crossfoot.records.roles import Role
from registers_kept import has_role, organisation
from test_pages import browser

pytestmark = pytest.mark.django_db

TOO_LARGE = "the file is larger than 1 MB, which are allowed"
PAGE = "/registers/customer_complaint/import"
HEAD = "external_id,entity,site,received_at,channel,customer,region,category,description"
ROW = "crm-{},E,S,2024-03-01T09:00,hotline,A,mainland_china,product,{}"


@pytest.fixture(autouse=True)
def _settled(db, tmp_path: Path, settings, monkeypatch) -> None:
    settings.WORKSPACE = tmp_path
    monkeypatch.setattr(starting, "launch", lambda number: None)
    monkeypatch.setattr(running, "_OFTEN", 0)
    organisation()


@pytest.fixture
def client(person):
    return browser(has_role(person(Role.DATA_OWNER, "E"), "after_sales", "E"))


def rows(*texts: str) -> bytes:
    lines = [HEAD, *(ROW.format(number, text) for number, text in enumerate(texts))]
    return "\n".join(lines).encode()


def sent(client, content: bytes, name: str = "complaints.csv") -> EntryFile:
    """The file, after its check."""
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    made = EntryFile.objects.get()
    assert answer["Location"] == f"/registers/customer_complaint/imports/{made.pk}"
    run(made.job.pk)
    made.refresh_from_db()
    return made


def test_a_file_is_checked_shown_and_imported(client) -> None:
    book = client.get(f"{PAGE}/template.xlsx")
    heads = load_workbook(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()[0]
    assert any("Customer" in str(each) for each in heads)
    assert f'href="{PAGE}"' in client.get("/registers/customer_complaint").content.decode()
    made = sent(client, rows("The lamp flickers", "=1+1", "灯光闪烁"))
    assert (made.state, made.opened, made.problems) == ("checked", 3, [])
    assert not Entry.objects.exists()
    page = f"/registers/customer_complaint/imports/{made.pk}"
    assert "can be imported" in client.get(page).content.decode()
    client.post("/language", {"language": "zh"})
    assert "未发现问题" in client.get(page).content.decode()
    assert client.post(page, {"import": ""}).status_code == 302
    shown = client.get(page).content.decode()
    assert 'data-job="/jobs/' in shown
    assert "data-job-stop" in shown
    run(Job.objects.get(kind=IMPORT).pk)
    made.refresh_from_db()
    assert made.state == "imported"
    texts = Entry.objects.order_by("external_id").values_list("content__description", flat=True)
    assert list(texts) == ["The lamp flickers", "=1+1", "灯光闪烁"]  # a formula stays a text
    assert client.post(page, {"import": ""}).status_code == 400  # once
    answer = client.get("/registers/customer_complaint.xlsx?column=description")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_kept(client) -> None:
    content = rows("fine", "fine").replace(b"crm-1,E,S", b"crm-1,E,nowhere")
    made = sent(client, content)
    assert made.state == "refused"
    (said,) = made.problems
    assert "nowhere" in said["what"]
    assert "row 3" in said["where"].lower()
    page = client.get(f"/registers/customer_complaint/imports/{made.pk}").content.decode()
    assert said["where"] in page
    assert 'name="import"' not in page
    assert made.job is not None
    assert "nowhere" not in Job.objects.get(pk=made.job.pk).message  # managers read jobs
    assert not Entry.objects.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04 and then nothing", b"\x00\x01\x02", b"a,b\n"])
def test_a_broken_file_is_refused_in_words(client, content: bytes) -> None:
    made = sent(client, content, "broken.xlsx" if content.startswith(b"PK") else "broken.csv")
    assert (made.state, len(made.problems)) == ("refused", 1)


def test_an_import_that_is_stopped_leaves_nothing(client) -> None:
    made = sent(client, rows("a", "b", "c"))
    client.post(f"/registers/customer_complaint/imports/{made.pk}", {"import": ""})
    job = Job.objects.get(kind=IMPORT)
    told.tell(job.pk, 1, 3)  # what its process would say from within its transaction
    job.state = "running"
    assert told.progress_of(job) == (1, 3)
    client.post(f"/jobs/{job.pk}/stop")
    run(job.pk)
    job.refresh_from_db()
    made.refresh_from_db()
    assert (job.state, made.state, Entry.objects.count()) == ("stopped", "checked", 0)
    assert not told.is_to_stop(job.pk)
    client.post(f"/registers/customer_complaint/imports/{made.pk}", {"import": ""})
    run(Job.objects.filter(kind=IMPORT).latest("id").pk)
    assert Entry.objects.count() == 3


def test_files_are_their_senders(client, person) -> None:
    made = sent(client, rows("a"))
    page = f"/registers/customer_complaint/imports/{made.pk}"
    other = browser(has_role(person(Role.DATA_OWNER, "E"), "after_sales", "E"))
    assert other.get(page).status_code == 404
    assert other.post(page, {"import": ""}).status_code == 404
    assert "complaints.csv" not in other.get(PAGE).content.decode()
    assert client.post(page, {"drop": ""}).status_code == 302
    made.refresh_from_db()
    assert made.state == "dropped"
    reader = browser(person(Role.VIEWER, "E"))
    for register, status in (("worker", 404), ("supplier", 404), ("whistleblowing_case", 403)):
        path = f"/registers/{register}/import"
        assert reader.get(path).status_code == status
        assert reader.get(f"{path}/template.xlsx").status_code == status
        assert reader.post(path, {}).status_code == status


def test_a_file_that_is_too_large_is_refused_clearly(client, settings) -> None:
    settings.EVIDENCE_MEGABYTES = 1
    large = SimpleUploadedFile("big.xlsx", b"0" * (2 << 20))
    answer = client.post(PAGE, {"file": large})
    assert answer.status_code == 400
    assert [each.what for each in answer.context["problems"]] == [TOO_LARGE]
    assert not EntryFile.objects.exists()
    assert client.post(PAGE, {}).status_code == 400
