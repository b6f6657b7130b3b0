"""Files of entries are read by those who read an entry that uses them, whichever way they come."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crossfoot.errors import CrossfootError
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.models import Document, Use
from crossfoot.records.evidence.queries import documents, latest, same_content
from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.keep_file import KeepFile
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.models import Entry
from crossfoot.records.roles import Role
from evidences import PDF, PNG, sent
from registers_kept import complaint, has_role, organisation
from test_api import Program
from test_pages import browser

pytestmark = pytest.mark.django_db

_INCIDENT = {
    "entity": "E",
    "site": "S",
    "found_at": "2024-03-01T09:00",
    "channel": "mailbox",
    "kind": "phishing",
    "description": "A letter that asks for passwords",
    "personal_data": False,
}
_WORKER = {
    "entity": "E",
    "site": "S",
    "person_key": "p-1",
    "worker_type": "full_time",
    "gender": "female",
    "birth_year": 1990,
    "work_region": "mainland_china",
    "job_family": "production",
    "level": "staff",
    "channel": "social",
}
#: a register of each class that keeps files among the evidence: a role of it, and an entry
_CLOSED = {
    "security_incident": ("infosec", _INCIDENT),
    "worker": ("hr", _WORKER),
    "customer_complaint": ("after_sales", complaint()),
}


@pytest.fixture(autouse=True)
def _units(db, tmp_path: Path, settings) -> None:
    settings.WORKSPACE = tmp_path
    organisation()


def kept(by, register: str, content: bytes = PDF, name: str = "secret-letter.pdf") -> Document:
    return KeepFile(sent(content, name), register, "S").do(by)


def opened_with(by, register: str, document: Document) -> Entry:
    values = {**_CLOSED[register][1], "evidence": [str(document.pk)]}
    return OpenEntry(register, values).do(by)


def status(client, path: str) -> int:
    """How an address answers; a file that comes is closed."""
    answer = client.get(path)
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


def ways(person, document: Document) -> set[int]:
    """How each page and endpoint that could show a document answers; lists as if they were one."""
    pages, program, number = browser(person), Program(person), document.pk
    sha = latest(document).sha256
    found = {
        pages.get(f"/evidence/{number}").status_code,
        status(pages, f"/evidence/{number}/file/1"),
        status(pages, f"/evidence/{number}/file/1?download"),
        pages.post(f"/evidence/{number}/describe", {"title": "x"}).status_code,
        pages.post(f"/evidence/{number}/attach", {"subject": "entry:1"}).status_code,
        program.get(f"evidence/{number}").status_code,
        program.get(f"evidence/{number}/file").status_code,
        program.get(f"evidence/{number}/revisions").status_code,
        program.get(f"evidence/{number}/uses").status_code,
    }
    lists = [
        "secret-letter" in pages.get(path).content.decode().replace("value=", "")
        for path in ("/evidence", "/evidence?show=unused")
    ]
    lists.append(f'href="/evidence/{number}"' in pages.get("/evidence?q=secret").content.decode())
    for path in ("evidence", "evidence?text=secret"):
        answer = program.get(path)
        lists.append(answer.status_code == 200 and bool(answer.json()["items"]))
    lists.append(same_content(sha, ["S"], person) is not None)
    return found | {200 if each else 404 for each in lists}


@pytest.mark.parametrize("register", _CLOSED)
def test_a_file_is_its_senders_until_an_entry_names_it(person, register: str) -> None:
    role, _ = _CLOSED[register]
    handler = has_role(person(Role.DATA_OWNER, "E"), role, "E")
    document = kept(handler, register)
    reader = person(Role.DATA_OWNER, "E")
    assert status(browser(handler), f"/evidence/{document.pk}/file/1") == 200
    assert ways(reader, document) <= {403, 404}
    entry = opened_with(handler, register, document)
    pages = browser(handler)
    assert status(pages, f"/entries/{entry.key}/files/{document.pk}") == 200
    assert status(pages, f"/evidence/{document.pk}/file/1") == 200
    assert "secret-letter" in pages.get("/evidence").content.decode()
    # who reads the entry is asked for all roles once, and in each class of one who reads the unit
    for each in Role if register == "security_incident" else ():
        who = person(each, "" if each is Role.ADMINISTRATOR else "E")
        assert ways(who, document) <= {403, 404}, each
    foreign = has_role(person(Role.DATA_OWNER, "F"), role, "F")
    for who in (reader, foreign):
        assert status(browser(who), f"/evidence/{document.pk}/file/1") == 404
        assert not documents(["S"], who)
    if register == "customer_complaint":  # internal: the ESG team and assurers read its entries
        assert list(documents(["S"], person(Role.ESG_MANAGER, "E"))) == [document]


def test_the_sender_of_a_report_reads_its_file_no_more(person) -> None:
    reporter = person(Role.DATA_OWNER, "E")
    document = kept(reporter, "security_incident")
    opened_with(reporter, "security_incident", document)
    assert ways(reporter, document) <= {403, 404}


def test_what_anybody_reads_stays_open(person) -> None:
    reporter, reader = person(Role.DATA_OWNER, "E"), person(Role.VIEWER, "E")
    document = kept(reporter, "safety_hazard", PNG, "secret-letter.png")
    assert status(browser(reader), f"/evidence/{document.pk}/file/1") == 200


def test_evidence_that_is_attached_follows_the_entry(person) -> None:
    handler = has_role(person(Role.DATA_OWNER, "E"), "infosec", "E")
    reader = person(Role.DATA_OWNER, "E")
    document = AddEvidence(sent(PDF, "secret-letter.pdf"), "S").do(reader)
    entry = OpenEntry("security_incident", _INCIDENT).do(handler)
    assert browser(reader).get(f"/evidence/{document.pk}").status_code == 200
    with pytest.raises(CrossfootError, match="nothing to prove"):  # nobody learns that it is there
        Attach(entry.reference, document.pk).do(reader)
    use = Attach(entry.reference, document.pk).do(handler)
    assert ways(reader, document) <= {403, 404}
    subject = f"uses?subject={entry.reference}"
    assert Program(reader).get(subject).status_code == 400
    assert [each["use"] for each in Program(handler).get(subject).json()] == [use.pk]
    Use.objects.create(  # it proves a figure as well: who reads the figure reads it
        subject="entry:1", revision=use.revision, added_by="user:1", added_at=use.added_at
    )
    page = browser(reader).get(f"/evidence/{document.pk}").content.decode()
    assert "entry:1" in page
    assert entry.ref_no not in page
    assert entry.key not in page
    used = Program(reader).get(f"evidence/{document.pk}/uses").json()
    assert [each["subject"] for each in used] == ["entry:1"]


def test_nobody_reads_a_file_by_naming_it(person) -> None:
    handler = has_role(person(Role.DATA_OWNER, "E"), "infosec", "E")
    document = kept(handler, "security_incident")
    opened_with(handler, "security_incident", document)
    sales = has_role(person(Role.DATA_OWNER, "E"), "after_sales", "E")
    stolen = complaint(evidence=[str(document.pk)])
    with pytest.raises(CrossfootError, match="no file"):
        OpenEntry("customer_complaint", stolen).do(sales)
    own = OpenEntry("customer_complaint", complaint()).do(sales)
    for number in (document.pk, 999_999):  # also what is still to come
        with pytest.raises(CrossfootError, match="no file"):
            AmendEntry(own.key, {"evidence": [str(number)]}).do(sales)
    assert ways(sales, document) <= {403, 404}


def test_the_journal_tells_no_name_of_a_personal_file(person) -> None:
    hr = has_role(person(Role.DATA_OWNER, "E"), "hr", "E")
    document = kept(hr, "worker")
    (line,) = Written.objects.filter(action="register.keep_file")
    assert "secret-letter" not in line.content
    assert latest(document).sha256 in line.content


def test_lists_ask_as_often_for_many_files_as_for_few(person) -> None:
    handler = has_role(person(Role.DATA_OWNER, "E"), "infosec", "E")
    asked = []
    for many in (1, 3):
        for _ in range(many):
            opened_with(handler, "security_incident", kept(handler, "security_incident"))
        reader = person(Role.ESG_MANAGER, "E")
        with CaptureQueriesContext(connection) as queries:
            assert not list(documents(["S"], reader))
        asked.append(len(queries))
    assert asked[0] == asked[1]
