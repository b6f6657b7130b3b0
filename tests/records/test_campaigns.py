from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from campaigns import (
    ELECTRICITY,
    HEADCOUNT,
    NOT_APPLICABLE,
    WATER,
    Y2020,
    cell,
    crew,
    fill,
    opened,
    plant,
    put,
    request,
    template,
    through,
)
from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Fact
from crossfoot.facts.selection import FactSet
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.actions.deactivate import Deactivate
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.hand_over import HandOver
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import CommandLine, NotAllowedError
from crossfoot.records.collection.actions.add_units import AddUnits
from crossfoot.records.collection.actions.assign import Assign
from crossfoot.records.collection.actions.close_campaign import CloseCampaign, ReopenCampaign
from crossfoot.records.collection.actions.comment import AddComment
from crossfoot.records.collection.actions.run_reminders import RunReminders, remind_of
from crossfoot.records.collection.actions.save_template import RetireTemplate, SaveTemplate
from crossfoot.records.collection.actions.set_boundary import SetBoundary
from crossfoot.records.collection.actions.set_due import SetDue
from crossfoot.records.collection.actions.set_feed import SetFeed
from crossfoot.records.collection.actions.steps import Reopen, Submit
from crossfoot.records.collection.feeds import owner_of
from crossfoot.records.collection.models import (
    Campaign,
    Cell,
    Exclusion,
    Reminded,
    Request,
    TemplateVersion,
)
from crossfoot.records.collection.reminders import Rule
from crossfoot.records.collection.stored import read_text, text_of
from crossfoot.records.collection.templates import Line, own_templates
from crossfoot.records.collection.visible import Visible
from crossfoot.records.collection.working_days import WorkingDays, working_days
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.models import Entry
from crossfoot.records.notices import regular
from crossfoot.records.notices.models import Notice, Regular
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Duty, Role
from crossfoot.web.views.collection.feeds import calendar_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(person, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    plant()
    return crew(person)


def all_through(people, campaign: Campaign) -> None:
    for each in Request.objects.filter(campaign=campaign):
        fill(people.owner, each)
        through(people, each)


# -- closing -------------------------------------------------------------------------------------


def test_a_campaign_is_closed_once_all_is_approved_and_is_read_only_then(people) -> None:
    campaign = opened(people.manager)
    with pytest.raises(CrossfootError, match="3 requests are not approved yet"):
        CloseCampaign(campaign.pk).do(people.manager)
    with pytest.raises(NotAllowedError):
        CloseCampaign(campaign.pk).do(people.approver)
    all_through(people, campaign)
    CloseCampaign(campaign.pk).do(people.manager)
    with pytest.raises(CrossfootError, match="closed already"):
        CloseCampaign(campaign.pk).do(people.manager)
    energy = request(campaign=campaign)
    before = (Entry.objects.count(), Request.objects.get(pk=energy.pk).state)
    refused = [
        Reopen((energy.pk,), why="a wrong bill"),
        AddComment(energy.pk, "well done"),
        Assign((energy.pk,), due=date(2026, 1, 1)),
        AddUnits(campaign.pk, ("yibin",)),
        SetDue(campaign.pk, date(2026, 1, 1)),
        SetBoundary(campaign.pk, WATER, "hefei", outside=True, reason="leased"),
    ]
    for action in refused:
        with pytest.raises(CrossfootError, match="is closed"):
            action.do(people.manager)
    assert (Entry.objects.count(), Request.objects.get(pk=energy.pk).state) == before
    with pytest.raises(CrossfootError, match="needs a reason"):
        ReopenCampaign(campaign.pk, " ").do(people.manager)
    ReopenCampaign(campaign.pk, "a late bill").do(people.manager)
    Reopen((energy.pk,), why="a wrong bill").do(people.manager)
    reopened = Entry.objects.get(action="collection.reopen_campaign")
    assert reopened.reason == "a late bill"
    assert [each.closed for each in campaign.closings.all()] == [True, False]


def test_nothing_is_entered_while_it_is_closed(people) -> None:
    campaign = opened(people.manager)
    all_through(people, campaign)
    energy = request(campaign=campaign)
    Reopen((energy.pk,), why="a wrong bill").do(people.manager)
    Campaign.objects.filter(pk=campaign.pk).update(closed_at=timezone.now())
    with pytest.raises(CrossfootError, match="is closed"):
        put(people.owner, cell(energy), "7", reason="bill")
    with pytest.raises(CrossfootError, match="is closed"):
        Submit((energy.pk,)).do(people.owner)


# -- further units, due days, last year's campaign -----------------------------------------------


def test_units_are_added_to_an_open_campaign(people) -> None:
    campaign = opened(people.manager)
    made = AddUnits(campaign.pk, ("yibin",), due=date(2025, 3, 1)).do(people.manager)
    assert {each.topic for each in made} == {"energy", "water", "safety"}
    one = request(unit="yibin", campaign=campaign)
    assert (one.owner, one.due) == (people.owner.user, date(2025, 3, 1))
    assert request(campaign=campaign).due == date(2025, 2, 1)
    assert cell(one, ELECTRICITY).threshold == "30"
    for units, words in (
        (("yibin",), "asked already"),
        ((), "no unit was chosen"),
        (("nowhere",), "no unit 'nowhere'"),
        (("penang", "penang"), "named twice"),
    ):
        with pytest.raises(CrossfootError, match=words):
            AddUnits(campaign.pk, units).do(people.manager)
    with pytest.raises(NotAllowedError):
        AddUnits(campaign.pk, ("penang",)).do(people.owner)


def test_due_days_are_moved_for_all_that_is_not_approved(people) -> None:
    campaign = opened(people.manager, units=("hefei", "yibin"))
    energy = request(campaign=campaign)
    fill(people.owner, energy)
    through(people, energy)
    Notice.objects.all().delete()
    assert SetDue(campaign.pk, date(2025, 2, 20)).do(people.manager) == 5
    energy.refresh_from_db()
    assert energy.due == date(2025, 2, 1)
    campaign.refresh_from_db()
    assert campaign.due == date(2025, 2, 20)
    assert set(Notice.objects.values_list("kind", flat=True)) == {"collection.due_moved"}
    one = request("water", campaign=campaign)
    assert SetDue(campaign.pk, date(2025, 3, 1), (one.pk,)).do(people.manager) == 1
    campaign.refresh_from_db()
    assert campaign.due == date(2025, 2, 20)
    other = opened(people.manager, period=Period.year(2023))
    with pytest.raises(CrossfootError, match="no such request"):
        SetDue(other.pk, date(2025, 3, 1), (one.pk,)).do(people.manager)
    with pytest.raises(CrossfootError, match="before the period"):
        SetDue(campaign.pk, date(2023, 3, 1)).do(people.manager)
    for who in (people.owner, people.reviewer, people.approver):
        with pytest.raises(NotAllowedError):
            SetDue(campaign.pk, date(2025, 3, 1), (one.pk,)).do(who)


def test_last_years_campaign_is_copied_as_far_as_it_still_fits(people, person, root) -> None:
    earlier = opened(
        people.manager, units=("hefei", "yibin"), excluded={WATER: {"hefei": "leased"}}
    )
    other, gone = person(Role.DATA_OWNER, "cells"), person(Role.DATA_OWNER, "cells")
    Assign((request(campaign=earlier).pk,), owner=other.user.pk).do(people.manager)
    Assign((request(unit="yibin", campaign=earlier).pk,), owner=gone.user.pk).do(people.manager)
    Deactivate(gone.user.pk).do(root)
    later = opened(people.manager, ("hefei", "yibin", "penang"), Period.year(2025), like=earlier.pk)
    assert request(campaign=later).owner == other.user
    assert request(unit="yibin", campaign=later).owner == people.owner.user
    kept = Exclusion.objects.filter(campaign=later)
    assert [(each.metric, each.unit.code, each.reason) for each in kept] == [
        (WATER, "hefei", "leased")
    ]
    assert cell(request("water", campaign=later)).outside


# -- templates -----------------------------------------------------------------------------------

OWN = """\
title: {en: Water, zh: 水}
length: year
threshold: 20
reminders: {before: [3], due: yes, after: [1], escalate: 2}
metrics:
  water.use: {kinds: [site], evidence: yes, hint: {en: By bill., zh: 按账单。}}
"""


def test_templates_of_the_pages_have_versions_and_campaigns_keep_theirs(people) -> None:
    SaveTemplate("own-water", OWN, 0, "first").do(people.manager)
    first = own_templates()["own-water"]
    assert (first.version, first.reminders) == (1, Rule((3,), True, (1,), 2))
    campaign = opened(people.manager, asks=first)
    SaveTemplate("own-water", OWN.replace("20", "50"), 1).do(people.manager)
    later = opened(people.manager, ("yibin",), asks=own_templates()["own-water"])
    assert [each.version for each in (campaign, later)] == [1, 2]
    assert cell(request("water", campaign=campaign)).threshold == "20"
    assert cell(request("water", "yibin", later)).threshold == "50"
    AddUnits(campaign.pk, ("penang",)).do(people.manager)
    assert cell(request("water", "penang", campaign)).threshold == "20"
    RetireTemplate("own-water").do(people.manager)
    assert "own-water" not in own_templates()
    assert TemplateVersion.objects.count() == 3


def test_a_template_is_checked_as_a_file_is(people) -> None:
    for text, words in (
        (
            "title: {en: W, zh: 水}\nlength: year\nmetrics:\n  water.us: {}\n",
            "not in the catalogue",
        ),
        (OWN.replace("year", "week"), "week"),
        (OWN.replace("[3]", "[soon]"), "working days"),
        (OWN.replace("20", "much"), "much"),
        ("title: [", "own.yaml"),
    ):
        with pytest.raises(CrossfootError, match=words):
            SaveTemplate("own", text, 0).do(people.manager)
    for id_ in ("../own", "Own", "", "a" * 81):
        with pytest.raises(CrossfootError, match="cannot name"):
            SaveTemplate(id_, OWN, 0).do(people.manager)
    with pytest.raises(NotAllowedError):
        SaveTemplate("own", OWN, 0).do(people.approver)
    assert TemplateVersion.objects.count() == 0


def test_two_who_write_one_template_are_told(people) -> None:
    SaveTemplate("own", OWN, 0).do(people.manager)
    with pytest.raises(CrossfootError, match="somebody changed"):
        SaveTemplate("own", OWN.replace("20", "1"), 0).do(people.manager)


def test_every_template_that_ships_can_be_written_anew_from_its_own_text(people) -> None:
    for id_, found in own_templates().items():
        assert read_text(id_, text_of(id_)).lines == found.lines


def test_evidence_that_a_template_asks_for_is_waited_for(people) -> None:
    asks = template(Line(WATER, kinds=("site",), evidence=True), Line(ELECTRICITY, kinds=("site",)))
    campaign = opened(people.manager, asks=asks)
    water = request("water", campaign=campaign)
    fill(people.owner, water)
    with pytest.raises(CrossfootError, match="no evidence of it"):
        Submit((water.pk,)).do(people.owner)
    file = receive([b"%PDF-1.7 bill"], "bill.pdf")
    bill = AddEvidence(file, "hefei").do(people.owner)
    Attach(cell(water).current.reference, bill.pk).do(people.owner)
    put(people.owner, cell(water), "101")  # evidence of the version before goes on to count
    Submit((water.pk,)).do(people.owner)
    other = opened(people.manager, ("yibin",), asks=asks)
    nothing = request("water", "yibin", other)
    put(people.owner, cell(nothing), kind=NOT_APPLICABLE, reason="no tap")
    Submit((nothing.pk,)).do(people.owner)


# -- reminders -----------------------------------------------------------------------------------


def test_working_days_pass_over_weekends_and_days_off(tmp_path) -> None:
    (tmp_path / "holidays.toml").write_text("off = [2025-01-28]\nworked = [2025-01-26]\n")
    found = working_days(tmp_path)
    assert found.away(date(2025, 1, 24), 1) == date(2025, 1, 26)
    assert found.away(date(2025, 1, 27), 1) == date(2025, 1, 29)
    assert not found.is_worked(date(2025, 1, 28))
    for text in (
        'off = ["monday"]',
        "offf = []",
        "off = [",
        "off = 3",
        "off = [2025-01-28T08:00:00]",
    ):
        (tmp_path / "holidays.toml").write_text(text)
        with pytest.raises(CrossfootError, match="not understood"):
            working_days(tmp_path)


@pytest.fixture
def early(monkeypatch):
    """Campaigns are opened on 2 January 2025."""
    moment = datetime(2025, 1, 2, 9, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: moment)


def run(day: date) -> list[tuple[str, str]]:
    """Kind and person of the notices of a day."""
    Notice.objects.all().delete()
    remind_of(day, CommandLine())
    return sorted(
        (notice.kind.removeprefix("collection."), notice.user.name)
        for notice in Notice.objects.all()
    )


def test_reminders_go_out_once_before_at_and_after_the_due_day(early, people) -> None:
    campaign = opened(people.manager, asks=template(Line(ELECTRICITY, kinds=("site",))))
    SetDue(campaign.pk, date(2025, 2, 3)).do(people.manager)  # a Monday
    owner, manager = people.owner.user.name, people.manager.user.name
    assert run(date(2025, 1, 24)) == []
    assert run(date(2025, 1, 27)) == [("reminder", owner)]
    assert run(date(2025, 1, 27)) == []
    assert run(date(2025, 1, 31)) == [("reminder", owner)]
    assert run(date(2025, 2, 1)) == []  # a Saturday
    assert run(date(2025, 2, 3)) == [("reminder", owner)]
    assert run(date(2025, 2, 5)) == [("overdue", owner)]
    assert run(date(2025, 2, 10)) == [("escalated", manager), ("overdue", owner)]
    assert run(date(2025, 3, 10)) == []
    assert Reminded.objects.count() == 6
    assert Entry.objects.filter(action="collection.run_reminders").count() == 5
    escalated = Entry.objects.filter(action="collection.run_reminders").count()
    SetDue(campaign.pk, date(2025, 4, 7)).do(people.manager)
    assert run(date(2025, 4, 7)) == [("reminder", owner)]  # a new day, and what was missed: once
    assert escalated == 5


def test_what_was_missed_is_told_once_and_not_from_before_it_was_opened(early, people) -> None:
    opened(people.manager, asks=template(Line(ELECTRICITY, kinds=("site",))))
    Campaign.objects.update(opened_at=datetime(2025, 1, 31, tzinfo=timezone.get_default_timezone()))
    Request.objects.update(due=date(2025, 2, 3))
    assert run(date(2025, 2, 12)) == [
        ("escalated", people.manager.user.name),
        ("overdue", people.owner.user.name),
    ]
    marks = set(Reminded.objects.values_list("mark", flat=True))
    assert marks == {"before 1", "due", "after 2", "after 5", "escalated 5"}


def test_who_reviews_is_reminded_once_it_is_overdue(early, people) -> None:
    opened(people.manager, asks=template(Line(ELECTRICITY, kinds=("site",))))
    Request.objects.update(due=date(2025, 2, 3))
    one = request()
    fill(people.owner, one)
    Submit((one.pk,)).do(people.owner)
    assert run(date(2025, 2, 3)) == []
    assert run(date(2025, 2, 5)) == [("overdue", people.reviewer.user.name)]
    Request.objects.update(state="approved")
    assert run(date(2025, 2, 10)) == []


def test_many_requests_of_a_campaign_are_one_notice(early, people) -> None:
    opened(people.manager, units=("hefei", "yibin"))
    Request.objects.update(due=date(2025, 2, 3))
    assert run(date(2025, 2, 3)) == [("reminders", people.owner.user.name)]
    said = Notice.objects.get()
    assert said.said("en") == "Due on 2025-02-03: 6 requests of Data"
    assert said.said("zh") == "2025-02-03 到期：数据，共 6 份填报单"


def test_nobody_is_reminded_of_a_closed_campaign(early, people) -> None:
    opened(people.manager)
    Request.objects.update(due=date(2025, 2, 3))
    Campaign.objects.update(closed_at=timezone.now())
    assert run(date(2025, 2, 3)) == []


def test_people_do_not_run_the_timer(people) -> None:
    with pytest.raises(NotAllowedError):
        RunReminders(date(2025, 2, 3)).do(people.manager)


def test_the_server_does_what_is_regular_in_one_process_at_a_time(people, monkeypatch) -> None:
    assert set(regular.registered()) >= {"accounts.sweep", "collection.remind"}
    done = []
    kept = dict(regular._works)
    monkeypatch.setattr(regular, "_works", dict(kept))
    regular.register("broken", kept["accounts.sweep"].every, lambda: 1 // 0)
    regular.register("counted", kept["accounts.sweep"].every, lambda: done.append(1) or 1)
    first = regular.do_due()
    assert (first["counted"], first["broken"]) == (1, 0)
    assert regular.do_due() == {}
    assert done == [1]
    assert "ZeroDivisionError" in Regular.objects.get(name="broken").said


def test_marks_of_a_rule_lie_on_working_days() -> None:
    calendar = WorkingDays(frozenset({date(2025, 1, 29)}))
    for days in range(1, 40):
        for at, mark in Rule((days,), True, (days,), days).marks(date(2025, 2, 1), calendar):
            assert calendar.is_worked(at), mark


# -- the calendar --------------------------------------------------------------------------------


def test_duties_are_read_by_a_calendar_program_with_a_secret_address(people) -> None:
    opened(people.manager, units=("hefei", "penang"))
    token = SetFeed().do(people.owner)
    assert owner_of(token) == people.owner.user
    assert owner_of(token + "x") is None
    Request.objects.update(due=timezone.now().date())
    text = calendar_of(people.owner.user, "https://esg.example.org")
    lines = text.replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert lines.count("BEGIN:VEVENT") == 3  # of hefei; penang is nobody's
    assert f"DTSTART;VALUE=DATE:{timezone.now():%Y%m%d}" in lines
    one = request(campaign=None)
    assert any(line.endswith(f"/requests/{request('water').pk}") for line in lines), one
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    again = SetFeed().do(people.owner)
    assert (owner_of(token), owner_of(again)) == (None, people.owner.user)
    SetFeed(on=False).do(people.owner)
    assert owner_of(again) is None


def test_who_left_or_may_not_read_any_more_sees_nothing(people, root) -> None:
    opened(people.manager)
    Request.objects.update(due=timezone.now().date(), owner=people.owner.user)
    token = SetFeed().do(people.owner)
    people.owner.user.grants.update(valid_to=timezone.now().date())
    assert "VEVENT" not in calendar_of(people.owner.user, "")
    Deactivate(people.owner.user.pk).do(root)
    assert owner_of(token) is None
    GrantRole(people.owner.user.pk, Role.VIEWER, Span(Y2020)).do(root)
    assert owner_of(token) is None


# -- figures of before ---------------------------------------------------------------------------


def test_a_fiscal_year_is_compared_with_the_months_of_the_one_before(people) -> None:
    months = list(Period.fiscal_year(2023, 4).split_by_month())
    facts = [
        Fact(ELECTRICITY, "hefei", month, Decimal(number)) for number, month in enumerate(months)
    ]
    facts += [Fact(HEADCOUNT, "hefei", month, Decimal(7)) for month in months]
    facts += [Fact(WATER, "hefei", month, Decimal(1)) for month in months[:-1]]
    asks = template(Line(ELECTRICITY), Line(HEADCOUNT), Line(WATER))
    campaign = opened(
        people.manager, period=Period.fiscal_year(2024, 4), asks=asks, known=FactSet(facts)
    )
    known = {each.metric: each.before for each in Cell.objects.filter(request__campaign=campaign)}
    # a flow adds up; of a stock, and of a year that lacks a month, nothing is known
    assert known == {ELECTRICITY: "66", HEADCOUNT: "", WATER: ""}


# -- people who go -------------------------------------------------------------------------------


def test_a_successor_gets_what_was_given_by_name(people, person, root) -> None:
    campaign = opened(people.manager, units=("hefei", "yibin"))
    energy = request(campaign=campaign)
    fill(people.owner, energy)
    through(people, energy)
    follower = person()
    HandOver(people.owner.user.pk, follower.user.pk, timezone.now().date()).do(root)
    energy.refresh_from_db()
    assert energy.owner == people.owner.user  # it is done: who did it stays
    waiting = Request.objects.filter(campaign=campaign, state="draft")
    assert set(waiting.values_list("owner", flat=True)) == {follower.user.pk}
    assert Visible(Person(follower.user, "")).tasks(Duty.ENTER).count() == 5
    assert Visible(Person(people.owner.user, "")).tasks(Duty.ENTER).count() == 0
    entry = Entry.objects.get(action="accounts.hand_over")
    assert content_of(entry)["requests"] == 5


def test_what_is_due_before_the_successor_comes_stays(people, person, root) -> None:
    opened(people.manager)
    today = timezone.now().date()
    Request.objects.update(due=today + timedelta(days=5))
    Request.objects.filter(topic="water").update(due=today + timedelta(days=20))
    follower = person()
    HandOver(people.owner.user.pk, follower.user.pk, today + timedelta(days=10)).do(root)
    passed = Request.objects.filter(owner=follower.user)
    assert [each.topic for each in passed] == ["water"]


def test_tasks_of_who_left_are_everybodys_and_the_manager_is_told(
    early, people, person, root
) -> None:
    opened(people.manager, asks=template(Line(ELECTRICITY, kinds=("site",))))
    Request.objects.update(due=date(2025, 2, 3))
    colleague = person(Role.DATA_OWNER, "cells")
    assert Visible(colleague).tasks(Duty.ENTER).count() == 0
    Deactivate(people.owner.user.pk).do(root)
    assert Visible(colleague).tasks(Duty.ENTER).count() == 1
    assert run(date(2025, 2, 3)) == [("reminder", people.manager.user.name)]
