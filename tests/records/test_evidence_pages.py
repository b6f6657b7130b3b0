from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crossfoot.records.evidence import subjects as registry
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.models import Document, Use
from crossfoot.records.evidence.subjects import Subject
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from evidences import PDF, PNG, TREE, sent, stored
from test_pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings, root, monkeypatch) -> Path:
    settings.WORKSPACE = tmp_path
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    known = {"1": Subject("hefei", "cell 1", "/nowhere"), "2": Subject("hefei", "cell 2", "", True)}
    monkeypatch.setitem(
        registry._KINDS, "cell", lambda ids: {i: known[i] for i in ids if i in known}
    )
    return tmp_path


def upload(content: bytes, name: str = "may.pdf", **fields: str) -> dict[str, object]:
    kind = "text/html"  # what the sender says counts for nothing
    return {"file": SimpleUploadedFile(name, content, kind), "unit": "hefei", **fields}


def test_a_file_is_sent_and_seen(folder, person) -> None:
    client = browser(person(Role.DATA_OWNER, "hefei"))
    fields = upload(PDF, title="May bill", kind="invoice", valid_until="2099-12-31")
    answer = client.post("/evidence/add", fields)
    document = Document.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/evidence/{document.pk}")
    assert (document.title, document.kind, document.valid_until) == (
        "May bill",
        "invoice",
        date(2099, 12, 31),
    )
    assert "May bill" in client.get("/evidence").content.decode()
    page = client.get(f"/evidence/{document.pk}").content.decode()
    assert "may.pdf" in page
    assert list((folder / ".incoming").iterdir()) == []


def test_a_file_dropped_on_a_figure_proves_it_at_once(folder, person) -> None:
    client = browser(person(Role.DATA_OWNER, "hefei"))
    assert "cell 1" in client.get("/evidence/add?subject=cell:1").content.decode()
    client.post("/evidence/add", upload(PDF, subject="cell:1", page="3"))
    use = Use.objects.get()
    assert (use.subject, use.page) == ("cell:1", "3")
    page = client.get(f"/evidence/{use.revision.document_id}").content.decode()
    assert 'href="/nowhere"' in page
    client.post(f"/evidence/{use.revision.document_id}/detach", {"use": use.pk})
    assert Use.objects.filter(ended_at=None).count() == 0


def test_the_same_file_is_pointed_out(folder, person) -> None:
    client = browser(person(Role.DATA_OWNER, "hefei"))
    client.post("/evidence/add", upload(PDF, title="First"))
    again = client.post("/evidence/add", upload(PDF, name="other.pdf"))
    assert (again.status_code, "First" in again.content.decode()) == (400, True)
    assert client.post("/evidence/add", upload(PDF, anyway="on")).status_code == 302
    assert (Document.objects.count(), len(stored(folder))) == (2, 1)
    stranger = browser(person(Role.DATA_OWNER, "penang"))
    answer = stranger.post("/evidence/add", upload(PDF, unit="penang"))
    assert answer.status_code == 302  # nobody learns what another unit has


@pytest.mark.parametrize(
    ("language", "words"), [("en", "larger than 1 MB"), ("zh-hans", "文件超过允许的 1 MB")]
)
def test_a_file_that_is_too_large_is_refused_in_clear_words(
    folder, person, settings, language, words
) -> None:
    settings.EVIDENCE_MEGABYTES = 1
    client = browser(person(Role.DATA_OWNER, "hefei"), headers={"accept-language": language})
    answer = client.post("/evidence/add", upload(b"%PDF-" + b"x" * (1 << 20)))
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert list((folder / ".incoming").iterdir()) == []
    assert Document.objects.count() == 0


def test_visitors_leave_nothing_on_the_disk(folder) -> None:
    assert Client().post("/evidence/add", upload(PDF)).status_code == 302
    assert Client().post("/sign-in", {**upload(PDF), "email": "x"}).status_code == 400
    assert not (folder / ".incoming").exists()


def test_no_file_is_said(folder, person) -> None:
    answer = browser(person(Role.DATA_OWNER, "hefei")).post("/evidence/add", {"unit": "hefei"})
    assert (answer.status_code, "no file was chosen" in answer.content.decode()) == (400, True)


# -- what a browser may do with a file ---------------------------------------------------------

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    ("content", "name", "kind", "shown"),
    [
        (PDF, "a.pdf", "application/pdf", "inline"),
        (PNG, "a.png", "image/png", "inline"),
        (PNG, "a.html", "image/png", "inline"),
        (HTML, "a.html", "application/octet-stream", "attachment"),
        (HTML, "a.pdf", "application/octet-stream", "attachment"),
        (SVG, "a.svg", "application/octet-stream", "attachment"),
        (b"=cmd()\n", "a.csv", "application/octet-stream", "attachment"),
    ],
)
def test_nothing_of_a_file_runs_in_the_page(
    folder, root, person, content, name, kind, shown
) -> None:
    document = AddEvidence(sent(content, name), "hefei").do(root)
    client = browser(person(Role.VIEWER))
    answer = client.get(f"/evidence/{document.pk}/file/1")
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["Content-Disposition"].startswith(shown)
    assert b"".join(answer.streaming_content) == content
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "sandbox" in policy or kind == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    saved = client.get(f"/evidence/{document.pk}/file/1?download")
    assert saved["Content-Disposition"].startswith("attachment")
    assert "sandbox" in saved["Content-Security-Policy"]
    saved.close()
    answer.close()


def test_a_stored_file_that_is_gone_is_said(folder, root, person) -> None:
    document = AddEvidence(sent(PDF), "hefei").do(root)
    for path in (folder / "evidence" / "documents").iterdir():
        path.write_bytes(b"%PDF-altered")
    client = browser(person(Role.VIEWER), raise_request_exception=False)
    answer = client.get(f"/evidence/{document.pk}/file/1")
    assert (answer.status_code, "gone or was altered" in answer.content.decode()) == (410, True)


# -- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, *Role])
def test_a_document_of_another_unit_is_no_page(folder, root, person, role) -> None:
    document = AddEvidence(sent(PDF), "penang", "Secret title").do(root)
    client = browser(person(role, "cells"))
    address = f"/evidence/{document.pk}"
    for get in (address, f"{address}/file/1", f"{address}/file/1?download"):
        answer = client.get(get)
        assert answer.status_code in (403, 404)
        assert b"Secret title" not in answer.content
    assert b"Secret title" not in client.get("/evidence").content
    for verb in ("revise", "describe", "attach", "detach", "delete"):
        answer = client.post(f"{address}/{verb}", {"file": io.BytesIO(PDF), "reason": "x"})
        assert answer.status_code in (403, 404)
        assert b"Secret title" not in answer.content
    assert Document.objects.get().deleted_at is None


@pytest.mark.parametrize("role", list(Role))
def test_who_may_change_a_document_of_the_unit(folder, root, person, role) -> None:
    document = AddEvidence(sent(PDF), "hefei", kept_until=date(2020, 1, 1)).do(root)
    client = browser(person(role, "cells"))
    address = f"/evidence/{document.pk}"
    entering = role in (Role.ESG_MANAGER, Role.DATA_OWNER)
    described = {"title": "New", "kind": "invoice", "kept_until": "2020-01-01"}
    for verb, fields in (
        ("describe", described),
        ("revise", {"file": io.BytesIO(PNG)}),
        ("attach", {"subject": "cell:1"}),
    ):
        answer = client.post(f"{address}/{verb}", fields)
        assert answer.status_code == (302 if entering else 403), verb
    Use.objects.all().delete()
    answer = client.post(f"{address}/delete", {"reason": "retention is over"})
    assert answer.status_code == (302 if role == Role.ESG_MANAGER else 403)


def test_problems_are_shown_on_the_page(folder, root, person) -> None:
    document = AddEvidence(sent(PDF), "hefei").do(root)
    use = Attach("cell:2", document.pk).do(root)
    client = browser(person(Role.ESG_MANAGER))
    address = f"/evidence/{document.pk}"
    for verb, fields, words in (
        ("delete", {"reason": "x"}, "locked figures rest on it: cell 2"),
        ("detach", {"use": use.pk}, "cell 2 is locked"),
        ("describe", {"title": "", "kind": "joke"}, "title is missing"),
        ("describe", {"title": "a", "kind": "other", "valid_until": "soon"}, "is not a date"),
        ("revise", {"file": io.BytesIO(PDF)}, "same as that of the latest"),
        ("attach", {"subject": "cell:9"}, "nothing to prove"),
    ):
        answer = client.post(f"{address}/{verb}", fields)
        assert (answer.status_code, words in answer.content.decode()) == (400, True), verb


# -- lists -------------------------------------------------------------------------------------


def test_what_expires_is_listed(folder, root, person) -> None:
    today = timezone.now().date()
    for number, days in enumerate((-1, 30, 300)):
        file = sent(PDF + bytes([number]))
        AddEvidence(file, "hefei", f"In {days}", valid_until=today + timedelta(days)).do(root)
    page = browser(person(Role.VIEWER)).get("/evidence?show=expiring").content.decode()
    assert ["In -1" in page, "In 30<" in page, "In 300" in page] == [True, True, False]
    assert page.count("expires soon") == 1


@pytest.mark.parametrize(("address", "count"), [("evidence", 7), ("evidence/1", 8)])
def test_the_number_of_queries_does_not_grow(folder, root, person, address, count) -> None:
    client = browser(person(Role.ESG_MANAGER))
    first = AddEvidence(sent(PDF), "hefei").do(root)
    address = address.replace("1", str(first.pk))
    found = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/{address}").status_code == 200
        found.append(len(queries))
        for number in range(4):
            file = sent(PDF + bytes([turn, number]))
            document = AddEvidence(file, "hefei").do(root)
            Attach("cell:1", document.pk, str(number)).do(root)
            Attach("cell:1", first.pk, str(number)).do(root)
    assert found == [count, count]


def test_lists_come_in_pages(folder, root, person) -> None:
    for number in range(51):
        AddEvidence(sent(PDF + bytes([number])), "hefei", f"T{number:02}").do(root)
    client = browser(person(Role.VIEWER))
    first = client.get("/evidence?q=T").content.decode()
    assert "?q=T&amp;page=2" in first
    second = client.get("/evidence?q=T&page=2").content.decode()
    assert ("T50" in first, "T00" in first, "T00" in second) == (True, False, True)
