"""The pages: nothing of who reports is kept, nothing of a case shown to whom it is not given."""

from __future__ import annotations

import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crossfoot.records.accounts.backend import PATH
from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.register.confidential import forms
from crossfoot.records.register.confidential.models import ConfidentialFile, SentForm, WrongCodes
from crossfoot.records.register.models import Entry, Reading
from crossfoot.records.register.stored import record_of
from registers_kept import has_role, organisation
from speaking_up import WORD, handler, reported, visiting

pytestmark = pytest.mark.django_db

WHERE, WITH = "203.0.113.77", "Mozilla/5.0 (the one phone of its kind)"


@pytest.fixture(autouse=True)
def _units(db, monkeypatch) -> None:
    organisation()
    monkeypatch.setattr(forms, "STEPS", ((0, 0),))


def anybody() -> Client:
    return Client(REMOTE_ADDR=WHERE, HTTP_USER_AGENT=WITH, enforce_csrf_checks=True)


def hidden(page: str, name: str = "form") -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def sent(client: Client, **more: object) -> str:
    """A report sent with a browser; the page that answers."""
    page = client.get("/report/whistleblowing_case").content.decode()
    values = {"form": hidden(page), "entity": "E", "summary": WORD, "category": "fraud", **more}
    answer = client.post("/report/whistleblowing_case?lang=en", values)
    assert answer.status_code == 200, answer.content.decode()
    assert not answer.cookies
    return answer.content.decode()


def code_of(page: str) -> str:
    return re.search(r"<output[^>]*>([^<]+)</output>", page)[1]


def everything() -> str:
    with connection.cursor() as cursor:
        found = ""
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += repr(cursor.fetchall())
    return found


def test_nothing_of_who_reports_is_kept_anywhere(caplog):
    caplog.set_level(logging.DEBUG)
    client = anybody()
    file = SimpleUploadedFile("note.txt", b"seen on Monday", "text/plain")
    code = code_of(sent(client, files=file, subjects="Somebody"))
    box = client.get("/report/mailbox").content.decode()
    opened = client.post("/report/mailbox", {"form": hidden(box), "code": code})
    page = opened.content.decode()
    assert "/report/mailbox" in page
    assert code not in "".join(re.findall(r'(?:href|action)="[^"]*"', page))
    values = {"form": hidden(page), "code": code, "text": "more to say"}
    assert "more to say" in client.post("/report/mailbox", values).content.decode()
    kept = everything() + caplog.text
    for trace in (WHERE, "one phone", code, code.replace("-", ""), "more to say", "note.txt", WORD):
        assert trace not in kept, trace
    assert not client.cookies
    actors = Written.objects.filter(stream="register").values_list("actor", "origin")
    assert set(actors) == {("visitor", "public form")}


def test_who_is_signed_in_in_the_same_browser_stays_unknown(person):
    somebody = person()
    client = anybody()
    client.force_login(somebody.user, PATH)
    before = Written.objects.count()
    sent(client)
    new = Written.objects.order_by("id")[before:]
    assert {each.actor for each in new} == {"visitor"}
    record = record_of(Entry.objects.get())
    assert {each.by for each in record.history} == {""}


def test_a_form_is_taken_once_and_what_was_typed_comes_back_with_a_mistake():
    client = anybody()
    page = client.get("/report/whistleblowing_case").content.decode()
    values = {"form": hidden(page), "summary": WORD, "category": "fraud"}
    wrong = client.post("/report/whistleblowing_case", values)
    assert wrong.status_code == 400
    assert WORD in wrong.content.decode()
    assert 'value="fraud" selected' in wrong.content.decode()
    values["entity"] = "E"
    assert client.post("/report/whistleblowing_case", values).status_code == 200
    again = client.post("/report/whistleblowing_case", values)
    assert (again.status_code, Entry.objects.count(), SentForm.objects.count()) == (400, 1, 1)
    for form in ("", "x", hidden(page)[:-1]):
        assert (
            client.post("/report/whistleblowing_case", values | {"form": form}).status_code == 400
        )
    assert Entry.objects.count() == 1


def test_too_many_or_too_large_files_are_refused_and_nothing_is_kept():
    client = anybody()
    page = client.get("/report/whistleblowing_case").content.decode()
    values = {"form": hidden(page), "entity": "E", "summary": WORD}
    six = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(6)]
    large = [SimpleUploadedFile("a.txt", b"x" * (11 << 20))]
    program = [SimpleUploadedFile("a.txt", b"MZ\x90")]
    for files in (six, large, program):
        answer = client.post("/report/whistleblowing_case", values | {"files": files})
        assert answer.status_code == 400
    assert not Entry.objects.exists()
    assert not ConfidentialFile.objects.exists()


def test_wrong_codes_are_counted_and_told_alike():
    client = anybody()
    pages = set()
    for code in ("", "AAAAA-AAAAA-AAAAA-AAAAA", "'; DROP TABLE", "0" * 60):
        box = client.get("/report/mailbox?lang=en").content.decode()
        answer = client.post("/report/mailbox?lang=en", {"form": hidden(box), "code": code})
        assert answer.status_code == 400
        pages.add(answer.content.decode().replace(hidden(answer.content.decode()), ""))
    assert len(pages) == 1
    assert WrongCodes.objects.get().count == 4


@pytest.mark.parametrize(("said", "word"), [("en", "Report a concern"), ("zh", "举报与反映")])
def test_the_language_stands_in_the_address(said, word):
    answer = anybody().get(f"/report?lang={said}")
    assert word in answer.content.decode()
    assert not answer.cookies
    assert "script" not in answer.content.decode().replace("no scripts", "").replace("scripts", "")


def test_whoever_does_not_handle_a_case_can_do_nothing_with_it(person):
    handler(person)
    other = handler(person)
    key = reported().entry.key
    client = Client()
    client.force_login(other.user, PATH)
    before = Written.objects.filter(stream="register").count()
    for part in (
        "purpose",
        "write",
        "keep",
        "identity",
        "access",
        "access/end",
        "pass",
        "conflict",
    ):
        answer = client.post(f"/cases/{key}/{part}", {"purpose": "handling", "text": "x"})
        assert answer.status_code == 404, part
    assert Written.objects.filter(stream="register").count() == before


def test_without_a_purpose_nothing_of_a_case_is_shown_or_done(person):
    by = handler(person)
    entry = reported().entry
    client = Client()
    client.force_login(by.user, PATH)
    for page in (f"/cases/{entry.key}", f"/entries/{entry.key}", f"/entries/{entry.key}/edit"):
        assert WORD not in client.get(page, follow=True).content.decode(), page
    client.post(f"/cases/{entry.key}/write", {"text": "x"})
    client.post(f"/entries/{entry.key}/comments", {"text": "x"})
    assert not Reading.objects.exists()
    assert not entry.remarks.exists()
    client.post(f"/cases/{entry.key}/purpose", {"purpose": "handling", "to": "entry"})
    assert WORD in client.get(f"/entries/{entry.key}").content.decode()
    assert Reading.objects.filter(by=by.reference, purpose="handling").count() == 1


def test_the_list_asks_as_much_for_many_cases_as_for_few(person):
    by = handler(person)
    client = Client()
    client.force_login(by.user, PATH)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get("/cases").status_code == 200
        return len(found)

    reported()
    few = asked()
    for _ in range(6):
        reported()
    assert asked() == few


def test_the_identity_is_shown_for_a_reason_and_once(person):
    by = handler(person)
    entry = reported(reporter_identity="Zhao Liu").entry
    visiting(by, entry.key)
    client = Client()
    client.force_login(by.user, PATH)
    assert "Zhao Liu" not in client.get(f"/cases/{entry.key}").content.decode()
    refused = client.post(f"/cases/{entry.key}/identity", {"reason": ""})
    assert (refused.status_code, "Zhao Liu" in refused.content.decode()) == (400, False)
    shown = client.post(f"/cases/{entry.key}/identity", {"reason": "to protect"})
    assert "Zhao Liu" in shown.content.decode()
    assert "Zhao Liu" not in client.get(f"/cases/{entry.key}").content.decode()


def test_a_complaint_from_the_public_form_is_answered_on_the_same_page(person):
    by = has_role(person(), "after_sales")
    client = anybody()
    page = client.get("/report/customer_complaint").content.decode()
    values = {"form": hidden(page), "entity": "E", "customer": "A", "region": "mainland_china"}
    values |= {"category": "product", "description": "The lamp flickers"}
    code = code_of(client.post("/report/customer_complaint", values).content.decode())
    entry = Entry.objects.get()
    desk = Client()
    desk.force_login(by.user, PATH)
    assert entry.ref_no in desk.get("/cases").content.decode()
    assert desk.get(f"/cases/{entry.key}").status_code == 200  # no purpose is asked
    desk.post(f"/cases/{entry.key}/write", {"text": "We are sending somebody"})
    box = client.get("/report/mailbox").content.decode()
    opened = client.post("/report/mailbox", {"form": hidden(box), "code": code})
    assert "We are sending somebody" in opened.content.decode()
    stranger = Client()
    stranger.force_login(person().user, PATH)
    assert stranger.get(f"/cases/{entry.key}").status_code == 404
