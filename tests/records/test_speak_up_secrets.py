"""What is confidential stands nowhere in clear, and is gone when its time is over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Visitor
from crossfoot.records.actions import CommandLine
from crossfoot.records.backups.rows import kept_models, lines_of
from crossfoot.records.journal.models import RecordKey
from crossfoot.records.journal.verify import altered, verify
from crossfoot.records.register import clock, projection
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.comment_entry import CommentEntry
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.cells import rollup_of
from crossfoot.records.register.confidential.actions.forget_entry import ForgetEntry, forget_due
from crossfoot.records.register.confidential.actions.give_access import GiveAccess
from crossfoot.records.register.confidential.actions.keep_confidential import KeepConfidential
from crossfoot.records.register.confidential.actions.write_message import (
    AnswerReport,
    WriteToReporter,
)
from crossfoot.records.register.confidential.cleaning import cleaned
from crossfoot.records.register.confidential.files import bytes_of, name_of
from crossfoot.records.register.confidential.mailboxes import UnknownCodeError, open_mailbox
from crossfoot.records.register.confidential.models import ConfidentialFile, Identity
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.running import run_on
from crossfoot.records.register.stored import record_of, with_history
from crossfoot.records.register.writing import write_change
from crossfoot.registers.rollups.engine import RollUp
from registers_kept import organisation
from speaking_up import form, handler, reported, visiting

#: everything that the people of the test write
SECRETS = (
    "Kickback 回扣 at the depot",
    "Zhao Liu 赵六",
    "the man at gate nine",
    "My wife saw it 亲眼所见",
    "Please tell us more 请补充",
    "ledger-of-bribes.txt",
    "paid twelve times",
    "clue of the 司机",
    "plan of the interviews",
    "a remark 备注 of mine",
    "needed for the books",
)


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _units(request) -> None:
    if "transactional_db" not in request.fixturenames and not request.node.get_closest_marker(
        "django_db"
    ).kwargs.get("transaction"):
        request.getfixturevalue("db")
        organisation()


def whole_case(person):
    """A report that went from the form to feedback, with all that people write on the way."""
    by, auditor = handler(person), handler(person, "internal_audit")
    person_of_ethics = handler(person, "ethics_office")
    sent = cleaned(SECRETS[5], SECRETS[6].encode())
    receipt = reported(
        sent,
        summary=SECRETS[0],
        reporter_identity=SECRETS[1],
        subjects=SECRETS[2],
        category="bribery",
        subject_level="staff",
    )
    key = receipt.entry.key
    visiting(by, key)
    WriteToReporter(key, SECRETS[4], "acknowledgement").do(by)
    AnswerReport(receipt.code, SECRETS[3], form()).do(Visitor("public form"))
    GiveAccess(key, auditor.user.pk, SECRETS[10]).do(by)
    GiveAccess(key, person_of_ethics.user.pk, SECRETS[10]).do(by)
    today = timezone.now().date()
    row = {"handler": by.reference, "conflict": False, "checked_on": today}
    TakeStep(key, "received.registered", {"conflict_check": [row]}).do(by)
    TakeStep(key, "registered.preliminary", {"clues": SECRETS[7]}).do(by)
    CommentEntry(key, SECRETS[9]).do(by)
    plan = {"assessment": "credible", "investigator": auditor.reference, "plan": SECRETS[8]}
    TakeStep(key, "preliminary.investigating", plan).do(auditor)
    visiting(auditor, key)
    KeepConfidential(key, cleaned("interview.txt", SECRETS[8].encode())).do(auditor)
    found = {"finding": "substantiated", "decided_on": today}
    TakeStep(key, "investigating.substantiated", found).do(auditor)
    measure = {"measure": "dismissal", "decided_by": by.reference, "done_on": today}
    TakeStep(key, "substantiated.acted", {"measures": [measure]}).do(person_of_ethics)
    TakeStep(key, "acted.feedback_given", {"feedback_on": today}).do(by)
    TakeStep(key, "feedback_given.closed").do(auditor)
    return receipt, by


def figures(period: Period) -> dict[str, list[tuple[object, ...]]]:
    """Every figure of the register, with its breakdowns, as the engine counts them."""
    definition = active()["whistleblowing_case"]
    entries = with_history(Entry.objects.filter(register=definition.id).order_by("id"))
    records = [record_of(each, definition) for each in entries]
    rolled = RollUp(
        active(),
        lambda register: records if register == definition.id else [],
        period,
        context_for("E"),
    )
    found = {}
    for name, metric in definition.metrics.items():
        for by in ((), *((each,) for each in metric.by)):
            cells = rolled.cells(name, by)
            found[f"{name} {by}"] = sorted(
                (str(key), cell.value) for key, cell in cells.values.items()
            )
    return found


def by_database(period: Period) -> dict[str, object]:
    """Every figure as the database counts it from the projection, made anew."""
    definition = active()["whistleblowing_case"]
    projection.rebuild(definition)
    return {name: rollup_of(period).cells(name).only.value for name in definition.metrics}


def gone(receipt) -> Entry:
    """The entry after the time limits of archiving and deletion have passed."""
    entry = Entry.objects.get(pk=receipt.entry.pk)
    definition = active()[entry.register]
    later = context_for(entry.unit, timezone.now() + timedelta(days=6 * 366))
    record = run_on(definition, record_of(entry, definition), later)
    at = record.history[-1].at
    return write_change(entry, definition, record, later, "system", at).entry


def in_clear(text: bytes) -> list[str]:
    """Which of the secrets stand in bytes: whole, or as the escapes that JSON makes of them."""
    return [
        each for each in SECRETS if each.encode() in text or each.encode("unicode_escape") in text
    ]


def test_the_search_for_secrets_would_find_one(person):
    receipt, _ = whole_case(person)
    record = record_of(Entry.objects.get(pk=receipt.entry.pk))
    assert len(in_clear(repr(record.values).encode())) >= 4
    box = repr(open_mailbox(receipt.code)).encode()
    assert in_clear(box) == [SECRETS[3], SECRETS[4], SECRETS[5]]


def test_nothing_that_people_wrote_stands_in_clear_in_any_table(person):
    whole_case(person)
    dumped = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            dumped += repr(cursor.fetchall()).encode()
    assert in_clear(dumped) == []
    assert b"whistleblowing_case" in dumped


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="one file is the database on SQLite alone"
)
@pytest.mark.django_db(transaction=True)
def test_nor_in_the_bytes_of_the_database_its_journal_of_writes_or_a_backup(
    person, workspace, settings, caplog
):
    settings.WORKSPACE = workspace
    organisation()
    whole_case(person)
    name = Path(str(connection.settings_dict["NAME"]))
    files = [each for each in name.parent.iterdir() if each.name.startswith(name.name)]
    assert sum(each.stat().st_size for each in files) > 100_000
    assert in_clear(b"".join(each.read_bytes() for each in files)) == []
    rows = b"".join(line for model in kept_models() for line in lines_of(model, "default"))
    assert b"whistleblowing_case" in rows
    assert in_clear(rows) == []
    left = b"".join(each.read_bytes() for each in workspace.rglob("*") if each.is_file())
    assert in_clear(left) == []
    assert in_clear(caplog.text.encode()) == []


def test_files_come_back_to_who_handles_the_case_as_they_were_sent(person):
    whole_case(person)
    first, second = ConfidentialFile.objects.all()
    assert (name_of(first), bytes_of(first)) == (SECRETS[5], SECRETS[6].encode())
    assert (first.by, bool(second.by)) == ("", True)


def test_after_its_time_the_content_is_gone_and_the_figures_and_the_chain_stay(person):
    receipt, _ = whole_case(person)
    reported(summary="another, that stays", category="fraud")
    today = timezone.now().date()
    period = Period.parse(str(today.year))
    before = figures(period)
    assert before["corruption_dismissals ()"] == [("()", 1)]
    assert before["wb_reports_received ('category',)"] == [("('bribery',)", 1), ("('fraud',)", 1)]
    counted = by_database(period)
    assert counted["wb_median_days"] is not None
    assert forget_due() == 0
    entry = gone(receipt)
    assert entry.state == "deleted"
    assert forget_due() == 1
    assert forget_due() == 0

    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.sealed, entry.owner, entry.title) == ("", "", "")
    record = record_of(entry)
    assert record.value("category") == "bribery"
    assert record.value("measures")[0]["measure"] == "dismissal"
    for name in ("summary", "subjects", "clues", "plan", "investigator", "owner"):
        assert not record.value(name), name
    with pytest.raises(UnknownCodeError):
        open_mailbox(receipt.code)
    assert not ConfidentialFile.objects.filter(entry=entry).exists()
    assert not Identity.objects.exists()
    keys = RecordKey.objects.filter(name__endswith=entry.key)
    assert [each.wrapped for each in keys] == ["", ""]

    assert figures(period) == before
    assert by_database(period) == counted
    found = verify()
    assert list(altered(found)) == []
    assert found.forgotten > 5


def test_the_clock_of_the_server_leads_to_deletion_by_itself(person):
    receipt, _ = whole_case(person)
    clock.run(timezone.now() + timedelta(days=6 * 366))
    assert Entry.objects.get(pk=receipt.entry.pk).state == "deleted"
    assert forget_due() == 1
    clock.run(timezone.now() + timedelta(days=7 * 366))  # nothing stumbles over what is left
    assert list(altered(verify())) == []


def test_a_legal_hold_stops_the_deletion(person):
    receipt, by = whole_case(person)
    AmendEntry(receipt.entry.key, {"legal_hold": True}).do(by)
    assert gone(receipt).state == "archived"
    assert forget_due() == 0


def test_nobody_deletes_content_by_hand_or_before_its_time(person):
    from crossfoot.errors import CrossfootError
    from crossfoot.records.actions import NotAllowedError

    receipt, by = whole_case(person)
    with pytest.raises(NotAllowedError):
        ForgetEntry(receipt.entry.key).do(by)
    with pytest.raises(CrossfootError, match="not reached"):
        ForgetEntry(receipt.entry.key).do(CommandLine())
