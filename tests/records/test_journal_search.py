from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from campaigns import ELECTRICITY, request
from crossfoot.records.assurance.actions.set_materiality import SetMateriality
from crossfoot.records.assurance.materiality import Measure
from crossfoot.records.journal.append import Line, append
from crossfoot.records.journal.models import Entry
from crossfoot.records.journal_search import Sought, entries
from crossfoot.records.ledger.actions.set_meter import SetMeter
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Role
from crossfoot.web.exports import harmless
from desks import collected, desk, drawn
from journals import add, sql
from test_api import Program
from test_organisation import entity
from test_pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(person, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    return desk(person)


def found(**sought) -> list[str]:
    return [each.action for each in entries(Sought(**sought))]


# -- looking -----------------------------------------------------------------------------------


def test_by_who_what_subject_and_unit(at) -> None:
    collected(at, {"hefei": "600", "penang": "100"})
    name = at.owner.user.name
    by_name, by_reference = found(who=name), found(who=at.owner.reference)
    assert by_name == by_reference
    assert "collection.set_cells" in by_name
    assert found(who="command line")
    assert set(found(verb="collection.submit")) == {"collection.submit"}
    assert {each.partition(".")[0] for each in found(verb="collection")} == {"collection"}
    assert found(verb="coll") == []
    request = Entry.objects.filter(action="collection.submit").latest("id")
    steps = ["set_cells", "submit", "review", "approve"]
    assert found(subject=request.subject) == [f"collection.{each}" for each in steps]
    assert len(found(subject="request", verb="collection")) == 8
    of_unit = [f"collection.{each}" for each in ("open_campaign", *steps)]
    assert found(unit="penang", stream="collection") == of_unit
    assert found(unit="yibin", stream="collection") == []
    SetUnit(entity("penang"), Span(date(2020, 1, 1))).do(at.manager)
    assert found(unit="penang")[-1] == "organisation.set_unit"


def test_by_days_request_and_words(at, monkeypatch) -> None:
    collected(at, {"hefei": "600"})
    today = timezone.now().date()
    count = Entry.objects.count()
    assert len(found(first=today, last=today)) == count
    assert found(first=today + timedelta(1)) == []
    assert found(last=today - timedelta(1)) == []
    tomorrow = datetime(today.year, today.month, today.day, tzinfo=UTC) + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)  # midnight belongs to its own day
    add(note="late")
    assert (len(found(last=today)), found(first=today + timedelta(1))) == (count, ["site.change"])
    some = Entry.objects.filter(action="collection.submit").first()
    assert set(found(request=some.request)) == {
        each.action for each in Entry.objects.filter(request=some.request)
    }
    assert found(text="更正") == ["site.change"]
    assert "collection.set_cells" in found(text="600")
    assert found(text="no such words") == []


def test_neither_salts_nor_encrypted_content_are_searched(at) -> None:
    open_, closed = add(note="plain words"), add(key="user:1", note="secret words")
    salt = json.loads(open_.content)["salt"]
    assert found(text=salt[:20]) == []
    assert found(text="plain words") == ["site.change"]
    assert found(text="secret") == []
    assert found(text=closed.content[:30]) == []


# -- the page ----------------------------------------------------------------------------------


def test_the_page_says_whether_entries_agree_with_their_hashes(at) -> None:
    client = browser(at.assurer)
    text = client.get("/journal?verb=assurance.open").content.decode()
    assert text.count("<tr>") == 2
    assert "Every entry on this page agrees" in text
    assert "no day is closed yet" in text
    sql("UPDATE journal_entry SET reason = 'other' WHERE action = 'assurance.open'")
    text = client.get("/journal").content.decode()
    assert "was altered after it was written" in text
    assert "Every entry on this page agrees" not in text
    verified = client.get("/journal?verify=1").content.decode()
    assert "The journal is broken" in verified
    assert "assurance/1: it was altered" in verified


def test_the_whole_journal_is_verified_on_the_page(at, monkeypatch) -> None:
    later = timezone.now() + timedelta(days=1)
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", lambda: later)
        add()
    client = browser(at.assurer)
    text = client.get("/journal?verify=1").content.decode()
    assert f"Verified: {Entry.objects.count()} entries" in text
    assert "1 daily head;" in text
    monkeypatch.setattr("crossfoot.web.views.journal.MOST", 1)
    assert "crossfoot verify" in client.get("/journal?verify=1").content.decode()


def test_materiality_is_shown_to_the_team_and_to_nobody_else(at, person) -> None:

    SetMateriality(
        at.engagement.pk, ELECTRICITY, Measure.PERCENT, Decimal("4.375"), Decimal(987654)
    ).do(at.assurer)
    others = (person(Role.ADMINISTRATOR), at.manager, person(Role.ASSURER))
    for who, seen in ((at.assurer, True), *((each, False) for each in others)):
        client = browser(who)
        for address in ("journal", "journal.csv", "journal.jsonl"):
            answer = client.get(f"/{address}?verb=assurance.set_materiality")
            text = whole(answer) if address != "journal" else answer.content.decode()
            expected = seen and address != "journal.jsonl"
            assert ("987654" in text) == expected, (who.user.name, address)


@pytest.mark.parametrize("address", ["journal?first=soon", "journal.csv?last=31.12.2024"])
def test_a_day_that_is_none_is_said(at, address) -> None:
    answer = browser(at.assurer).get(f"/{address}")
    assert (answer.status_code, "is not a date" in answer.content.decode()) == (400, True)


def test_queries_of_the_page_do_not_grow(at) -> None:
    client = browser(at.assurer)
    add(note="a")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/journal?who=user:1&unit=hefei&text=a&first=2020-01-01")
        counts.append(len(queries))
        for _ in range(5):
            add(note="a")
    assert counts == [8, 8]


def test_subjects_are_named_and_lead_to_their_pages(at, person) -> None:
    """Of an engagement only for those who see it; what is gone keeps its reference."""
    collected(at, {"hefei": "600"})
    sample = drawn(at, size=1)
    asked = request("energy", "hefei")
    meter = SetMeter("HF-1", "hefei", "electricity.grid", "kWh", date(2024, 1, 1)).do(at.owner)
    add(note="a")
    page = browser(at.assurer).get("/journal").content.decode()
    for address, name in (
        (f"/assurance/{at.engagement.pk}", "Report 2024"),
        (f"/assurance/samples/{sample.pk}", "S1"),
        (f"/requests/{asked.pk}", f"{called('hefei')} · "),
        (f"/meters/{meter.pk}", f"HF-1 · {called('hefei')}"),
        ("/organisation/units/hefei", called("hefei")),
    ):
        assert f'<a href="{address}">{name}' in page
    assert f"<small>{meter.reference}</small>" in page
    other = browser(person(Role.ASSURER)).get("/journal").content.decode()
    assert f'href="/assurance/samples/{sample.pk}"' not in other
    assert f"sample:{sample.pk}" in other
    with transaction.atomic():
        append(Line("site", "site.change", "batch:999", "user:1", "web", "0af3", "", {}))
    assert '<td class="wrap">batch:999</td>' in browser(at.assurer).get("/journal").content.decode()


def called(unit: str) -> str:
    return str(organisation_on(date(2024, 1, 1))[unit].name["en"])


def test_a_value_may_be_called_as_anything(at) -> None:
    add(items=["one"], keys="two", values={"get": 3}, verb="<b>")
    text = browser(at.assurer).get("/journal").content.decode()
    for words in ("<dt>items</dt>", "<dd>two</dd>", "&lt;b&gt;"):
        assert words in text


# -- taking it out -----------------------------------------------------------------------------


def whole(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_an_export_has_what_the_page_finds_and_no_formula(at) -> None:
    add(stream="=cmd|calc", note="=1+1")
    sql("UPDATE journal_entry SET reason = '=HYPERLINK(1)' WHERE stream = '=cmd|calc'")
    client = browser(at.assurer)
    answer = client.get("/journal.csv?verb=site.change")
    assert answer["Content-Disposition"] == 'attachment; filename="journal.csv"'
    text = whole(answer)
    assert text.startswith("\ufeff")
    (heading, row) = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert len(heading) == len(row)
    assert "'=cmd|calc/1" in row
    assert "'=HYPERLINK(1)" in row
    assert not any(each.startswith(("=", "+", "@", "-")) for each in row)
    book = load_workbook(io.BytesIO(b"".join(client.get("/journal.xlsx").streaming_content)))
    (sheet,) = book.worksheets
    assert sheet.max_row == Entry.objects.count() + 1
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_json_lines_prove_themselves(at) -> None:
    """Each line has all that its hash covers; whoever has the lines computes it anew."""
    add(key="user:1", note="secret")
    lines = [
        json.loads(line) for line in whole(browser(at.assurer).get("/journal.jsonl")).splitlines()
    ]
    assert len(lines) == Entry.objects.count()
    for line in lines:
        said = {name: line[name] for name in line if name not in ("id", "hash")}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == line["hash"]
    assert "secret" not in json.dumps(lines)


def test_a_long_export_comes_in_pieces(at, monkeypatch) -> None:
    monkeypatch.setattr("crossfoot.records.journal_search._AT_ONCE", 7)
    for number in range(30):
        add(note=str(number))
    text = whole(browser(at.assurer).get("/journal.csv"))
    rows = list(csv.reader(io.StringIO(text)))
    numbers = [int(row[0]) for row in rows[1:]]
    assert numbers == sorted(numbers)
    assert len(numbers) == Entry.objects.count()


@pytest.mark.parametrize("role", [None, *Role])
def test_only_readers_of_the_journal_take_it_out(at, person, role) -> None:
    may = role in (Role.ADMINISTRATOR, Role.ESG_MANAGER, Role.ASSURER)
    for form in ("csv", "xlsx", "jsonl"):
        answer = browser(person(role)).get(f"/journal.{form}")
        assert answer.status_code == (200 if may else 403)
        if may:
            assert b"".join(answer.streaming_content)
    assert Client().get("/journal.csv").status_code == 302


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1", "'=1"),
        ("+1", "+1"),
        ("-12.5", "-12.5"),
        ("-1+cmd", "'-1+cmd"),
        ("@x", "'@x"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("plain", "plain"),
        (None, ""),
    ],
)
def test_no_cell_is_taken_for_a_formula(text, cell) -> None:
    assert harmless(text) == cell


# -- the API -----------------------------------------------------------------------------------


def test_programs_look_with_the_same_filters(at) -> None:
    collected(at, {"hefei": "600", "penang": "100"})
    program = Program(at.assurer)
    sought = program.get("journal", data={"unit": "penang", "action": "collection"}).json()
    assert len(sought["items"]) == 5
    first = program.get("journal", data={"action": "collection", "limit": 3}).json()
    rest = program.get(
        "journal", data={"action": "collection", "after": first["next"], "limit": 1000}
    ).json()
    ids = [each["id"] for each in (*first["items"], *rest["items"])]
    assert ids == [each.pk for each in entries(Sought(verb="collection"))]
    assert sought["items"][1]["content"]["cells"]
    assert program.get("journal", data={"text": "no such words"}).json()["items"] == []
    encrypted = program.get("journal", data={"action": "accounts.invite"}).json()["items"]
    assert encrypted
    assert all(each["content"] is None for each in encrypted)
    assert program.get("journal", data={"first": "soon"}).status_code == 422
