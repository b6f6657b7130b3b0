"""Entries of registers: opened, read, changed and moved by whom they should be, by nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.actions.make_token import MakeToken
from crossfoot.records.accounts.person import Visitor
from crossfoot.records.accounts.tokens import TokenPerson, who_shows
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import UnknownEntryError, entry_for, readable
from crossfoot.records.register.stored import record_of
from crossfoot.records.register.writing import StaleEntryError
from crossfoot.records.roles import Duty, Role
from registers_kept import complaint, has_role, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


def report(**values: object) -> dict[str, object]:
    """What a report of misconduct must have."""
    given = {"channel": "letter", "anonymous": "yes", "summary": "Bid 围标", "subjects": []}
    return {"entity": "E", **given, **values}


def test_an_entry_holds_what_was_given_and_counts_up_its_numbers(person):
    by = has_role(person(), "after_sales", "E")
    first = OpenEntry("customer_complaint", complaint()).do(by)
    second = OpenEntry("customer_complaint", complaint(category="safety")).do(by)
    assert [first.ref_no, second.ref_no] == ["CC-2024-00001", "CC-2024-00002"]
    record = record_of(Entry.objects.get(pk=second.pk))
    assert record.value("category") == "safety"
    assert record.value("received_at") == datetime(2024, 3, 1, 1, 0, tzinfo=UTC)  # 9 in China
    assert (second.state, second.unit, str(second.period_day)) == ("received", "S", "2024-03-01")
    # an hour at the hotline's desk
    assert second.next_due_at == datetime(2024, 3, 1, 2, 0, tzinfo=UTC)


def test_days_are_those_of_the_unit_in_whatever_zone_a_past_is_told(person):
    by = has_role(person(), "quality", "E")
    values = {"entity": "E", "origin": "other", "finding": "x", "severity": "minor", "unit": "E"}
    values["responsible"] = by.reference
    late = datetime(2024, 3, 1, 20, 0, tzinfo=UTC)  # Saturday, four in the morning in China
    entry = OpenEntry("corrective_action", values, since=late).do(by)
    # five working days: Monday to Friday, until the day ends in China
    due = datetime(2024, 3, 8, 16, 0, tzinfo=UTC)
    assert timedelta(0) <= due - entry.next_due_at <= timedelta(minutes=1)
    assert str(entry.opened_on) == "2024-03-02"


def test_roles_hold_below_the_unit_on_which_they_were_granted_and_nowhere_else(person):
    key = OpenEntry("customer_complaint", complaint()).do(has_role(person(), "after_sales")).key
    assert entry_for(has_role(person(), "quality", "E"), key).key == key
    assert list(readable(has_role(person(), "quality", "G"), "customer_complaint"))
    elsewhere = has_role(person(), "quality", "F")
    assert not readable(elsewhere, "customer_complaint").exists()
    for other in (elsewhere, person(), person(Role.ADMINISTRATOR), Visitor("test")):
        with pytest.raises(UnknownEntryError):
            entry_for(other, key)
    assert entry_for(person(Role.ESG_MANAGER), key)
    assert entry_for(person(Role.ASSURER, "E"), key)
    with pytest.raises(UnknownEntryError):
        entry_for(person(Role.ESG_MANAGER), "0" * 32)


def test_opening_needs_the_role_and_units_that_there_are(person):
    with pytest.raises(CrossfootError, match="does not open"):
        OpenEntry("supplier", {"entity": "E"}).do(has_role(person(), "quality"))
    by = has_role(person(), "after_sales")
    with pytest.raises(CrossfootError, match="no unit"):
        OpenEntry("customer_complaint", complaint(site="nowhere")).do(by)
    with pytest.raises(CrossfootError, match="does not belong"):
        OpenEntry("customer_complaint", complaint(entity="F")).do(by)
    assert not Entry.objects.exists()


def test_a_step_by_the_right_role_and_none_by_a_wrong_one(person):
    by = has_role(person(), "after_sales")
    entry = OpenEntry("customer_complaint", complaint()).do(by)
    answer = {
        "responded_at": "2024-03-01T09:40",
        "class": "serious",
        "fault": "general",
        "onsite_needed": "no",
        "valid": "yes",
    }
    with pytest.raises(NotAllowedError):
        TakeStep(entry.key, "received.responded", answer).do(has_role(person(), "quality"))
    with pytest.raises(CrossfootError, match="must be filled"):
        TakeStep(entry.key, "received.responded", {}).do(by)
    moved = TakeStep(entry.key, "received.responded", answer, entry.revision).do(by)
    assert (moved.state, moved.revision) == ("responded", 2)
    record = record_of(Entry.objects.get(pk=entry.pk))
    assert [each.state for each in record.history] == ["received", "responded"]
    assert record.history[1].at == datetime(2024, 3, 1, 1, 40, tzinfo=UTC)
    assert record.history[1].by == by.reference
    last = Written.objects.filter(stream="register").order_by("-number").first()
    assert last is not None
    assert last.action == "register.step"


def test_the_second_of_two_writers_is_told(person):
    by = has_role(person(), "after_sales")
    entry = OpenEntry("customer_complaint", complaint()).do(by)
    AmendEntry(entry.key, {"customer": "B"}, entry.revision).do(by)
    with pytest.raises(StaleEntryError):
        AmendEntry(entry.key, {"customer": "C"}, entry.revision).do(by)
    assert record_of(Entry.objects.get(pk=entry.pk)).value("customer") == "B"


def test_readers_alone_change_nothing(person):
    entry = OpenEntry("customer_complaint", complaint()).do(has_role(person(), "after_sales"))
    for reader in (person(Role.ASSURER), has_role(person(), "quality_lead")):
        assert entry_for(reader, entry.key)
        with pytest.raises(NotAllowedError):
            AmendEntry(entry.key, {"customer": "B"}).do(reader)


def test_what_a_field_held_before_is_known_and_a_correction_holds_from_the_start(person):
    by = has_role(person(), "after_sales")
    entry = OpenEntry("customer_complaint", complaint()).do(by)
    before = timezone.now()
    AmendEntry(entry.key, {"customer": "B"}).do(by)
    AmendEntry(entry.key, {"category": "service"}, correction=True).do(by)
    record = record_of(Entry.objects.get(pk=entry.pk))
    then = record.as_of(before)
    assert (then.value("customer"), then.value("category")) == ("A", "service")
    now = record.as_of(timezone.now() + timedelta(minutes=1))
    assert (now.value("customer"), now.value("category")) == ("B", "service")


def test_nothing_of_a_sealed_entry_stands_in_clear(person):
    accused, anybody = person(), person()
    values = report(subjects=[accused.reference], title="Secret title")
    entry = OpenEntry("whistleblowing_case", values).do(anybody)
    row = Entry.objects.get(pk=entry.pk)
    assert not row.content
    assert not row.title
    assert "围标" not in str(vars(row))
    assert accused.reference not in [each.person for each in row.concerns.all()]
    assert record_of(row).value("summary") == "Bid 围标"
    journal = Written.objects.get(action="register.open", stream="register")
    assert "围标" not in str(vars(journal))


def test_a_sealed_entry_is_read_by_who_handles_it_alone(person):
    accused, handler = person(), has_role(person(), "case_handler")
    other = has_role(person(), "case_handler")
    values = report(subjects=[accused.reference], owner=handler.reference)
    entry = OpenEntry("whistleblowing_case", values).do(person())
    assert entry_for(handler, entry.key)
    assert [each.key for each in readable(handler, "whistleblowing_case")] == [entry.key]
    for away in (accused, other, person(Role.ADMINISTRATOR), person(Role.ESG_MANAGER)):
        assert not readable(away, "whistleblowing_case").exists()
        with pytest.raises(UnknownEntryError):
            entry_for(away, entry.key)


def test_the_public_form_takes_its_own_fields_and_no_other(person):
    form = report()
    assert OpenEntry("whistleblowing_case", form).do(Visitor("form")).state == "received"
    with pytest.raises(CrossfootError, match="does not ask"):
        OpenEntry("whistleblowing_case", report(owner="user:1")).do(Visitor("form"))
    with pytest.raises(NotAllowedError):
        OpenEntry("supplier", {"entity": "E"}).do(Visitor("form"))


def test_a_program_does_no_more_than_its_token_says(person):
    by = has_role(person(Role.DATA_OWNER), "after_sales")
    entry = OpenEntry("customer_complaint", complaint()).do(by)

    def program(*duties: Duty) -> TokenPerson:
        shown = who_shows(MakeToken("t", frozenset(duties)).do(by).text, "test")
        assert shown is not None
        return shown

    assert entry_for(program(Duty.READ), entry.key)
    with pytest.raises(NotAllowedError):
        AmendEntry(entry.key, {"customer": "B"}).do(program(Duty.READ))
    AmendEntry(entry.key, {"customer": "B"}).do(program(Duty.READ, Duty.ENTER))
    with pytest.raises(UnknownEntryError):
        entry_for(program(Duty.ENTER), entry.key)
