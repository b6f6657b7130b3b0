"""Reports without sign-in: taken, given to somebody not near, answered, read for a purpose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.person import Person, Visitor
from crossfoot.records.actions import CommandLine, NotAllowedError
from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.notices.models import Notice
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.confidential import forms
from crossfoot.records.register.confidential.actions.appoint import appoint_all
from crossfoot.records.register.confidential.actions.file_report import FileReport
from crossfoot.records.register.confidential.actions.give_access import (
    DeclareConflict,
    EndAccess,
    GiveAccess,
    PassOn,
)
from crossfoot.records.register.confidential.actions.read_entry import (
    ReadEntry,
    ReadIdentity,
    RegisterPurpose,
)
from crossfoot.records.register.confidential.actions.write_message import (
    AnswerReport,
    WriteToReporter,
)
from crossfoot.records.register.confidential.mailboxes import (
    UnknownCodeError,
    open_mailbox,
    waiting,
)
from crossfoot.records.register.confidential.models import Mailbox, Visit, WrongCodes
from crossfoot.records.register.confidential.reading import PurposeNeededError, readings_seen
from crossfoot.records.register.models import Entry, Reading, RoleGrant, Superior
from crossfoot.records.register.queries import UnknownEntryError, entry_for, readable
from crossfoot.records.register.stored import record_of
from crossfoot.records.roles import Role
from registers_kept import has_role, organisation
from speaking_up import WORD, form, handler, reported, visiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


def record(entry: Entry):
    return record_of(Entry.objects.get(pk=entry.pk))


def test_a_report_opens_an_entry_and_a_mailbox_and_names_nobody(person):
    by = handler(person)
    receipt = reported(category="bribery")
    found = record(receipt.entry)
    assert (found.value("summary"), found.value("channel")) == (WORD, "web_form")
    assert (found.value("anonymous"), found.value("reachable")) == (True, True)
    assert found.value("owner") == by.reference
    mailbox = Mailbox.objects.get()
    assert receipt.code.replace("-", "") not in str(vars(mailbox))
    said = Written.objects.get(action="register.report")
    assert (said.actor, said.origin) == ("visitor", "public form")
    assert WORD not in said.content
    assert Notice.objects.get().user == by.user


def test_the_form_takes_its_own_fields_once_and_not_at_once(person):
    handler(person)
    sent = form()
    given = {"entity": "E", "summary": "x", "owner": "user:99", "state": "closed"}
    receipt = FileReport("whistleblowing_case", given, sent).do(Visitor("public form"))
    assert record(receipt.entry).value("owner") != "user:99"
    with pytest.raises(CrossfootError, match="sent already"):
        FileReport("whistleblowing_case", given, sent).do(Visitor("public form"))
    with pytest.raises(CrossfootError, match="too soon"):
        FileReport("whistleblowing_case", given, form(age=1)).do(Visitor("public form"))
    with pytest.raises(NotAllowedError):
        FileReport("supplier", given, form()).do(Visitor("public form"))
    with pytest.raises(CrossfootError, match="which company"):
        FileReport("whistleblowing_case", {"summary": "x"}, form()).do(Visitor("public form"))
    assert Entry.objects.count() == 1


def test_many_forms_within_the_hour_let_everybody_wait_longer(db):
    for n in range(100):
        forms.take(forms.Form(str(n), 60))
    with pytest.raises(CrossfootError, match="in 20 seconds"):
        forms.check_age(forms.Form("x", 10.4))
    forms.check_age(forms.Form("x", 31))
    for _ in range(50):
        forms.count_wrong()
    assert WrongCodes.objects.get().count == 50
    with pytest.raises(CrossfootError):
        forms.check_code_age(forms.Form("x", 14))
    forms.check_code_age(forms.Form("x", 15.1))


def test_a_form_that_was_altered_or_lay_for_days_is_refused(db, monkeypatch):
    good = forms.new_form()
    assert forms.read_form(good).age < 5
    with pytest.raises(CrossfootError, match="too old"):
        forms.read_form(good[:-2] + "xx")
    import time

    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 25 * 3600)
    with pytest.raises(CrossfootError, match="too old"):
        forms.read_form(good)


def test_nobody_near_to_the_accused_is_given_the_case(person):
    accused, boss, junior, free = (handler(person) for _ in range(4))
    Superior.objects.create(person=accused.reference, superior=boss.reference)
    Superior.objects.create(person=junior.reference, superior=accused.reference)
    receipt = reported(subjects=f"It was {accused.user.name}, of course\nSomebody else")
    found = record(receipt.entry)
    assert found.value("subjects") == (
        accused.reference,
        f"It was {accused.user.name}, of course",
        "Somebody else",
    )
    assert found.value("owner") == free.reference
    for away in (accused, boss, junior):
        assert not readable(away, "whistleblowing_case").exists()
        with pytest.raises(UnknownEntryError):
            entry_for(away, receipt.entry.key)
    assert entry_for(free, receipt.entry.key)


def test_a_report_about_the_office_goes_to_the_audit_committee_which_handles_it(person):
    office = [handler(person, role) for role in ("case_handler", "ethics_office", "internal_audit")]
    office.append(handler(person, "compliance"))
    committee = handler(person, "audit_committee")
    receipt = reported(office=True, category="fraud", subject_level="staff")
    key = receipt.entry.key
    assert record(receipt.entry).value("owner") == committee.reference
    visiting(committee, key)
    ReadEntry(key).do(committee)
    for away in office:
        assert not readings_seen(away).exists()
        with pytest.raises(UnknownEntryError):
            entry_for(away, key)
    rows = [
        {"handler": committee.reference, "conflict": False, "checked_on": timezone.now().date()}
    ]
    rows += record(receipt.entry).value("conflict_check")
    moved = TakeStep(key, "received.registered", {"conflict_check": rows}).do(committee)
    assert moved.state == "registered"
    assert TakeStep(key, "registered.preliminary", {"clues": "c"}).do(committee).state == (
        "preliminary"
    )


def test_without_anybody_to_handle_it_a_report_waits_and_is_given_to_who_comes(person):
    receipt = reported()
    assert not record(receipt.entry).value("owner")
    Superior.objects.all().delete()
    late = handler(person)
    assert appoint_all() == 1
    assert record(receipt.entry).value("owner") == late.reference


def test_a_subject_who_turns_out_later_loses_the_case_at_once(person):
    first, second = handler(person), handler(person)
    receipt = reported()
    assert record(receipt.entry).value("owner") == first.reference
    AmendEntry(receipt.entry.key, {"subjects": [first.reference]}).do(first)
    assert record(receipt.entry).value("owner") == second.reference
    with pytest.raises(UnknownEntryError):
        entry_for(first, receipt.entry.key)


def test_forms_name_neither_who_may_know_nor_who_is_kept_away(person):
    by, accused = handler(person), person()
    receipt = reported(subjects=accused.user.email)
    for changes in ({"owner": "user:1"}, {"access_grants": []}, {"deleted_on": "2024-01-01"}):
        with pytest.raises(CrossfootError, match="not changed by a form"):
            AmendEntry(receipt.entry.key, changes).do(by)
    with pytest.raises(CrossfootError, match="is a subject"):
        AmendEntry(receipt.entry.key, {"investigator": accused.reference}).do(by)


def test_the_mailbox_goes_both_ways_and_stops_the_clock(person):
    by = handler(person)
    receipt = reported()
    entry = Entry.objects.get()
    box = open_mailbox(receipt.code.lower().replace("-", " "))
    assert (box.stands, box.said) == ("received", ())
    owed = {each.label.en: each for each in box.answers}
    assert owed["Acknowledgement"].until is not None
    with pytest.raises(PurposeNeededError):
        WriteToReporter(entry.key, "Thank you").do(by)
    visiting(by, entry.key)
    WriteToReporter(entry.key, "Thank you", "acknowledgement").do(by)
    found = record(entry)
    assert isinstance(found.value("acknowledged_on"), date)
    with pytest.raises(CrossfootError, match="nothing of that kind"):
        WriteToReporter(entry.key, "Again", "acknowledgement").do(by)
    AnswerReport(receipt.code, "It was on Monday 周一", form()).do(Visitor("public form"))
    box = open_mailbox(receipt.code)
    assert [(each.mine, each.text) for each in box.said] == [
        (False, "Thank you"),
        (True, "It was on Monday 周一"),
    ]
    assert {each.label.en: each.on is None for each in box.answers}["Acknowledgement"] is False
    assert waiting([entry.pk]) == {entry.pk}
    journal = Written.objects.get(action="register.answer_report")
    assert (journal.actor, journal.origin) == ("visitor", "public form")
    assert "周一" not in journal.content
    for wrong in ("", "0", receipt.code[:-1] + ("0" if receipt.code[-1] != "0" else "1")):
        with pytest.raises(UnknownCodeError):
            open_mailbox(wrong)


def test_nothing_is_read_without_a_purpose_and_each_reading_is_written_down(person):
    by, boss = handler(person), handler(person, "compliance")
    entry = reported().entry
    with pytest.raises(PurposeNeededError):
        ReadEntry(entry.key).do(by)
    with pytest.raises(CrossfootError, match="for what"):
        RegisterPurpose(entry.key, "curiosity").do(by)
    RegisterPurpose(entry.key, "investigation", "Interview of the 仓管").do(by)
    assert "仓管" not in str(vars(Visit.objects.get()))
    for kind in ("entry", "evidence"):
        ReadEntry(entry.key, kind).do(by)
    assert [(each.by, each.kind, each.purpose) for each in readings_seen(by)] == [
        (by.reference, "evidence", "investigation"),
        (by.reference, "entry", "investigation"),
    ]
    assert readings_seen(boss).count() == 2
    assert not readings_seen(person(Role.ADMINISTRATOR)).exists()
    assert not readings_seen(handler(person)).exists()
    with pytest.raises(UnknownEntryError):
        entry_for(boss, entry.key)
    Visit.objects.update(until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(PurposeNeededError):
        ReadEntry(entry.key).do(by)


def test_a_compliance_head_who_is_accused_does_not_learn_of_the_case(person):
    by, accused = handler(person), handler(person, "compliance")
    entry = reported(subjects=accused.user.email).entry
    visiting(by, entry.key)
    ReadEntry(entry.key).do(by)
    assert not readings_seen(accused).exists()


def test_who_reported_lies_apart_and_is_told_for_a_reason_alone(person):
    by = handler(person)
    entry = reported(reporter_identity="Zhao Liu 赵六, tel. 123").entry
    found = record(entry)
    assert found.value("anonymous") is False
    assert found.value("reporter_identity") is None
    visiting(by, entry.key)
    with pytest.raises(CrossfootError, match="say why"):
        ReadIdentity(entry.key, " ").do(by)
    told = ReadIdentity(entry.key, "to ask about the date").do(by)
    assert told == {"reporter_identity": "Zhao Liu 赵六, tel. 123"}
    assert Reading.objects.get().kind == "identity"


def test_access_is_given_for_a_purpose_and_some_days_by_who_handles_the_case(person):
    by, auditor = handler(person), handler(person, "internal_audit")
    accused, outsider = person(), person()
    entry = reported(subjects=accused.user.email).entry
    visiting(by, entry.key)
    with pytest.raises(UnknownEntryError):
        GiveAccess(entry.key, auditor.user.pk, "me").do(auditor)
    with pytest.raises(CrossfootError, match="himself"):
        GiveAccess(entry.key, by.user.pk, "x").do(by)
    with pytest.raises(CrossfootError, match="is a subject"):
        GiveAccess(entry.key, accused.user.pk, "x").do(by)
    with pytest.raises(CrossfootError, match="1 to"):
        GiveAccess(entry.key, auditor.user.pk, "x", 999).do(by)
    GiveAccess(entry.key, auditor.user.pk, "to investigate", 10).do(by)
    assert entry_for(auditor, entry.key)
    visiting(auditor, entry.key)
    with pytest.raises(NotAllowedError, match="given access"):
        GiveAccess(entry.key, outsider.user.pk, "x").do(auditor)
    EndAccess(entry.key, auditor.user.pk).do(by)
    with pytest.raises(UnknownEntryError):
        entry_for(Person(auditor.user, "test"), entry.key)
    assert len(record(entry).value("access_grants")) == 1


def test_a_case_is_passed_on_to_a_role_and_left_for_a_conflict(person):
    first, second, third = handler(person), handler(person), handler(person)
    outsider = person()
    entry = reported().entry
    visiting(first, entry.key)
    with pytest.raises(CrossfootError, match="no role"):
        PassOn(entry.key, outsider.user.pk).do(first)
    PassOn(entry.key, second.user.pk).do(first)
    with pytest.raises(UnknownEntryError):
        entry_for(Person(first.user, "test"), entry.key)
    visiting(second, entry.key)
    DeclareConflict(entry.key).do(second)
    assert record(entry).value("owner") in {first.reference, third.reference}
    with pytest.raises(UnknownEntryError):
        entry_for(Person(second.user, "test"), entry.key)


def test_cases_go_to_who_has_the_fewest(person):
    people = [handler(person) for _ in range(3)]
    owners = [record(reported().entry).value("owner") for _ in range(6)]
    assert sorted(owners) == sorted([each.reference for each in people] * 2)


def test_neither_the_command_line_nor_a_program_reads_a_case(person):
    from crossfoot.records.accounts.models import Token
    from crossfoot.records.accounts.tokens import TokenPerson

    by = handler(person)
    entry = reported().entry
    token = Token(user=by.user, duties=["read", "enter"], pk=1)
    for away in (TokenPerson(token, "api"), CommandLine(), Visitor("x")):
        assert not readable(away, "whistleblowing_case").exists()
        with pytest.raises(UnknownEntryError):
            entry_for(away, entry.key)


def test_a_register_that_is_not_confidential_has_the_form_and_the_mailbox_too(person):
    by = has_role(person(), "after_sales")
    values = {"customer": "A", "region": "mainland_china", "category": "product"}
    receipt = reported(
        register="customer_complaint", description="The lamp flickers", summary="", **values
    )
    entry = Entry.objects.get(pk=receipt.entry.pk)
    assert record_of(entry).value("channel") == "web"
    AnswerReport(receipt.code, "Still so", form()).do(Visitor("public form"))
    WriteToReporter(entry.key, "We are sending somebody").do(by)
    assert [each.text for each in open_mailbox(receipt.code).said] == [
        "Still so",
        "We are sending somebody",
    ]


def test_who_opens_a_case_does_not_choose_who_knows_of_it(person):
    by, friend = handler(person), person()
    values = {"entity": "E", "channel": "letter", "anonymous": True, "summary": "x"}
    chosen = OpenEntry("whistleblowing_case", {**values, "owner": friend.reference}).do(person())
    assert record(chosen).value("owner") == by.reference
    row = {"who": friend.reference, "purpose": "x", "authorised_by": friend.reference}
    span = {"from": "2020-01-01T00:00", "to": "2040-01-01T00:00"}
    with pytest.raises(CrossfootError, match="not changed by a form"):
        OpenEntry("whistleblowing_case", {**values, "access_grants": [row | span]}).do(person())


def test_who_loses_the_account_or_the_role_loses_the_cases_to_the_next_one(person):
    first, second, third = handler(person), handler(person), handler(person)
    entry = reported().entry
    assert record(entry).value("owner") == first.reference
    assert appoint_all() == 0
    first.user.is_active = False
    first.user.save()
    assert appoint_all() == 1
    assert record(entry).value("owner") == second.reference
    RoleGrant.objects.filter(user=second.user).delete()
    assert appoint_all() == 1
    assert record(entry).value("owner") == third.reference
    told = Notice.objects.filter(kind="register.given").values_list("user", flat=True)
    assert sorted(told) == [first.user.pk, second.user.pk, third.user.pk]
    RoleGrant.objects.all().delete()
    assert appoint_all() == 0  # nobody is left: it stays with whom it was
