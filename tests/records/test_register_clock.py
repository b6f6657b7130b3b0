"""What registers do by themselves: timers, duties that come back, reminders at 80, 100, 200 %."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from crossfoot.quantities.periods import Period
from crossfoot.records.actions import CommandLine
from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.notices.models import Notice
from crossfoot.records.register import clock
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.grant_role import SetSuperior
from crossfoot.records.register.actions.open_duty import DoDuty
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.actions.set_parameter import SetParameter
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.context import context_for
from crossfoot.records.register.figures import rollup
from crossfoot.records.register.library import active
from crossfoot.records.register.models import DutyOpened, Entry
from crossfoot.records.register.stored import record_of
from crossfoot.records.register.writing import New, write_new
from crossfoot.records.roles import Role
from crossfoot.registers.records import Entered, Record
from registers_kept import FROM, complaint, has_role, organisation

pytestmark = pytest.mark.django_db

CHINA = timedelta(hours=8)


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


def at(text: str) -> datetime:
    """A moment in China."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - CHINA


def supplier(state: str, since: str, **values: object) -> Entry:
    """A supplier as one that was qualified long ago."""
    definition, context = active()["supplier"], context_for("E", at(since))
    history = tuple(Entered(each, at(since), "user:1") for each in (definition.initial, state))
    record = Record("b" * 32, "supplier", {"entity": "E", "title": "Ore", **values}, history)
    return write_new(definition, New(record), context).entry


def state_of(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).state


def test_a_score_below_the_limit_bars_after_five_working_days_across_a_holiday():
    """Monday 30 September 2024: National Day lasts to 7 October; the fifth day is 12 October."""
    entry = supplier("qualified", "2020-01-01", score=Decimal(55), scored_on=date(2024, 9, 30))
    clock.run(at("2024-10-11T23:00"))
    assert state_of(entry) == "qualified"
    clock.run(at("2024-10-14T09:00"))
    assert state_of(entry) == "barred"
    moved = record_of(Entry.objects.get(pk=entry.pk))
    assert moved.value("sanction_until").isoformat() == "2026-09-30"
    assert Written.objects.filter(action="register.clock").count() == 1
    clock.run(at("2024-10-14T09:05"))
    assert Written.objects.filter(action="register.clock").count() == 1


def test_campaigns_open_in_january_and_july_once_for_each_supplier(person):
    buyer = has_role(person(), "procurement")
    entry = supplier("qualified", "2020-01-01")
    clock.run(at("2024-01-02T08:00"))
    clock.run(at("2024-01-03T08:00"))
    clock.run(at("2024-07-02T08:00"))
    opened = Entry.objects.filter(register="supply_chain_due_diligence").order_by("id")
    found = [
        (
            str(record.value("campaign")),
            record.value("due_on").isoformat(),
            record.value("supplier"),
        )
        for record in map(record_of, opened)
        if record.value("kind") == "cmrt_3tg"
    ]
    # 20 working days after New Year 2024, a holiday, and after 1 July
    assert found == [
        ("2024-H1", "2024-01-29", entry.key),
        ("2024-H2", "2024-07-29", entry.key),
    ]
    assert Notice.objects.filter(kind="register.duty", user=buyer.user).exists()


def test_duties_are_owed_by_nobody_before_somebody_holds_their_role():
    supplier("qualified", "2020-01-01")
    clock.run(at("2024-01-02T08:00"))
    assert not DutyOpened.objects.exists()


def test_a_plain_task_is_done_by_who_holds_its_role(person):
    clerk = has_role(person(), "after_sales")
    clock.run(at("2024-04-01T07:00"))
    assert not clock.tasks()  # nobody has used the register yet
    OpenEntry("customer_complaint", complaint()).do(clerk)
    clock.run(at("2024-04-01T08:00"))
    task = next(each for each in clock.tasks("customer_complaint") if each.unit == "E")
    # 2, 3, 7 (a Sunday that is worked), 8 to 12, 15, 16 April: Qingming is on 4 and 5
    assert task.due_on.isoformat() == "2024-04-16"
    DoDuty(task.pk).do(clerk)
    assert task not in clock.tasks()


def test_reminders_go_out_once_at_each_level_to_more_and_more_people(person):
    clerk, boss, lead = (
        has_role(person(), "after_sales"),
        person(),
        has_role(person(), "quality_lead"),
    )
    SetSuperior(clerk.reference, boss.reference).do(CommandLine())
    begin = timezone.now()
    OpenEntry("customer_complaint", complaint(received_at=begin.isoformat())).do(clerk)

    def told(minutes: int) -> list[tuple[str, str]]:
        before = Notice.objects.count()
        moment = begin + timedelta(minutes=minutes)
        clock.warnings(moment, CommandLine())
        clock.warnings(moment, CommandLine())
        new = Notice.objects.order_by("id")[before:]
        return sorted((each.kind.partition(".")[2], each.user.name) for each in new if each.user)

    assert told(40) == []
    assert told(50) == [("reminder", clerk.user.name)]
    assert told(61) == [("overdue", clerk.user.name), ("overdue", boss.user.name)]
    names = (clerk, boss, lead)
    assert told(121) == [("escalated", each.user.name) for each in names]
    assert told(500) == []


def test_a_closed_entry_reminds_nobody_any_more(person):
    clerk = has_role(person(), "after_sales")
    entry = OpenEntry("customer_complaint", complaint()).do(clerk)
    AmendEntry(entry.key, {"customer": "B"}).do(clerk)
    assert clock.warnings(timezone.now(), CommandLine()) == 1
    assert clock.warnings(timezone.now(), CommandLine()) == 0


def test_a_due_time_set_anew_holds_for_entries_that_are_open_and_for_figures(person):
    clerk, manager = has_role(person(), "after_sales"), person(Role.ESG_MANAGER)
    entry = OpenEntry("customer_complaint", complaint()).do(clerk)
    answer = {"class": "serious", "fault": "none", "onsite_needed": "no", "valid": "yes"}
    step = {**answer, "responded_at": "2024-03-01T10:30"}  # an hour and a half after receipt
    TakeStep(entry.key, "received.responded", step).do(clerk)
    other = OpenEntry("customer_complaint", complaint()).do(clerk)
    period = Period.parse("2024-Q1")

    def share() -> object:
        return rollup(period).cells("complaint_response_on_time").only.value

    assert share() == 0
    SetParameter("customer_complaint", "due.received.responded", "2 h @received_at", FROM).do(
        manager
    )
    assert share() == 50  # by the engine: the open one is late, the other no more
    clock.run()
    assert share() == 50
    due = Entry.objects.get(pk=other.pk).next_due_at
    assert due - other.next_due_at == timedelta(hours=1)


def test_nothing_is_kept_of_an_entry_whose_projection_fails(person, monkeypatch):
    clerk = has_role(person(), "after_sales")
    OpenEntry("customer_complaint", complaint()).do(clerk)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("crossfoot.records.register.projection.insert", broken)
    before = Written.objects.count()
    with pytest.raises(RuntimeError):
        OpenEntry("customer_complaint", complaint()).do(clerk)
    assert (Entry.objects.count(), Written.objects.count()) == (1, before)
