"""What an organisation sets for registers: roles, parameters, definitions, views, successors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.actions.hand_over import HandOver
from crossfoot.records.actions import CommandLine, NotAllowedError
from crossfoot.records.organisation.spans import Span
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.comment_entry import CommentEntry
from crossfoot.records.register.actions.edit_definition import EditDefinition
from crossfoot.records.register.actions.grant_role import (
    EndRegisterRole,
    GrantRegisterRole,
    LinkAccount,
)
from crossfoot.records.register.actions.hand_over import HandOverEntries
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.actions.save_view import DropView, SaveView
from crossfoot.records.register.actions.set_parameter import EndParameter, SetParameter
from crossfoot.records.register.filtering import filtered
from crossfoot.records.register.library import definition_of
from crossfoot.records.register.models import DefinitionVersion, Entry, SavedView
from crossfoot.records.register.queries import readable
from crossfoot.records.register.remarks import text_of
from crossfoot.records.register.stored import record_of
from crossfoot.records.roles import Role
from registers_kept import FROM, complaint, has_role, organisation

pytestmark = pytest.mark.django_db

REGISTER = "customer_complaint"
TODAY = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


# -- roles ---------------------------------------------------------------------------------------


def test_roles_are_given_by_administrators_and_never_to_oneself(person):
    administrator, somebody = person(Role.ADMINISTRATOR), person()
    with pytest.raises(CrossfootError, match="yourself"):
        GrantRegisterRole(administrator.user.pk, "quality", Span(FROM)).do(administrator)
    with pytest.raises(NotAllowedError):
        GrantRegisterRole(somebody.user.pk, "quality", Span(FROM)).do(person(Role.ESG_MANAGER))
    for role in ("system", "owner", "wizard"):
        with pytest.raises(CrossfootError, match="no register role"):
            GrantRegisterRole(somebody.user.pk, role, Span(FROM)).do(administrator)
    OpenEntry(REGISTER, complaint()).do(has_role(person(), "after_sales"))
    grant = GrantRegisterRole(somebody.user.pk, "quality", Span(FROM), "E").do(administrator)
    assert readable(type(somebody)(somebody.user, "again"), REGISTER).exists()
    EndRegisterRole(grant.pk, timezone.now().date()).do(administrator)
    assert not readable(type(somebody)(somebody.user, "again"), REGISTER).exists()


# -- parameters ----------------------------------------------------------------------------------


def test_a_due_time_can_be_another_one_for_one_entity(person):
    manager = person(Role.ESG_MANAGER)
    clerk = has_role(person(), "after_sales")
    setting = SetParameter(REGISTER, "due.received.responded", "4 h @received_at", TODAY, "E")
    row = setting.do(manager)
    entry = OpenEntry(REGISTER, complaint()).do(clerk)
    other = OpenEntry(REGISTER, complaint(entity="F", site="")).do(clerk)
    assert entry.next_due_at - other.next_due_at == timedelta(hours=3)
    EndParameter(row.pk).do(manager)
    assert OpenEntry(REGISTER, complaint()).do(clerk).next_due_at == other.next_due_at


@pytest.mark.parametrize(
    ("register", "name", "value"),
    [
        (REGISTER, "due.nowhere", "1 h"),
        (REGISTER, "due.received.responded", "soon"),
        (REGISTER, "due.received.responded", "1 h @nothing"),
        ("supplier", "bar_score", "many"),
        ("supplier", "bar_period", "60"),
        ("supplier", "wizards", "1"),
        ("whistleblowing_case", "committee_scope", "nobody"),
    ],
)
def test_a_parameter_must_be_of_its_kind(person, register, name, value):
    with pytest.raises(CrossfootError):
        SetParameter(register, name, value, TODAY).do(person(Role.ESG_MANAGER))


def test_parameters_are_set_by_managers_alone(person):
    with pytest.raises(NotAllowedError):
        SetParameter("supplier", "bar_score", "50", TODAY).do(has_role(person(), "procurement"))


# -- definitions ---------------------------------------------------------------------------------


def text(version: int, more: str = "", states: str = "open: {en: Open, zh: 开}") -> str:
    return f"""
id: visit
version: {version}
domain: community
title: {{en: Visits, zh: 来访}}
purpose: {{en: Who came., zh: 来访登记。}}
access: {{class: internal, create: [community_team]}}
fields:
  guests: {{type: number, label: {{en: Guests, zh: 人数}}}}
{more}
states:
  {states}
  over: {{en: Over, zh: 结束}}
transitions:
  - {{from: {states.partition(":")[0]}, to: over, roles: [community_team]}}
metrics:
  visit_guests: {{label: {{en: G, zh: 客}}, formula: "sum(guests, all)", unit: person}}
"""


def test_a_register_is_added_and_changed_on_the_pages_and_its_entries_follow(person):
    administrator = person(Role.ADMINISTRATOR)
    EditDefinition("visit", text(1)).do(administrator)
    host = has_role(person(), "community_team")
    entry = OpenEntry("visit", {"entity": "E", "guests": "7"}).do(host)
    before = timezone.now()
    AmendEntry(entry.key, {"guests": "12"}).do(host)
    more = """
  visitors: {type: number, label: {en: Visitors, zh: 访客}}
migrations:
  - {to: 2, rename: {guests: visitors}, states: {open: planned}}
"""
    changed = text(2, more, "planned: {en: Planned, zh: 计划}").replace(
        "  guests: {type: number, label: {en: Guests, zh: 人数}}\n", ""
    )
    EditDefinition("visit", changed.replace("sum(guests", "sum(visitors")).do(administrator)
    assert definition_of("visit").version == 2
    record = record_of(Entry.objects.get(pk=entry.pk))
    assert (record.value("visitors"), record.state, record.version) == (12, "planned", 2)
    found = filtered(host, "visit", condition="visitors > 10 and state = planned")
    assert [each.key for each in found] == [entry.key]
    assert found.get().state == "planned"
    assert record.as_of(before).value("visitors") == 7
    between = timezone.now()
    AmendEntry(entry.key, {"visitors": "13"}).do(host)
    record = record_of(Entry.objects.get(pk=entry.pk))
    assert [record.as_of(each).value("visitors") for each in (before, between)] == [7, 12]


def test_a_preview_says_all_mistakes_and_changes_nothing(person):
    administrator = person(Role.ADMINISTRATOR)
    EditDefinition("visit", text(1)).do(administrator)
    with pytest.raises(CrossfootError, match="must be version 2"):
        EditDefinition("visit", text(1)).rehearse(administrator)
    with pytest.raises(CrossfootError, match="how version 2 follows"):
        EditDefinition("visit", text(2)).rehearse(administrator)
    with pytest.raises(CrossfootError, match="line"):
        EditDefinition("visit", text(2).replace("type: number", "type: colour")).do(administrator)
    with pytest.raises(NotAllowedError):
        EditDefinition("visit", text(2)).do(has_role(person(), "community_team"))
    assert DefinitionVersion.objects.count() == 1


def test_no_entry_is_left_in_a_state_that_is_gone(person):
    administrator = person(Role.ADMINISTRATOR)
    EditDefinition("visit", text(1)).do(administrator)
    OpenEntry("visit", {"entity": "E"}).do(has_role(person(), "community_team"))
    gone = text(2, "migrations:\n  - {to: 2}\n", "planned: {en: Planned, zh: 计划}")
    with pytest.raises(CrossfootError, match="states that the new version does not have: open"):
        EditDefinition("visit", gone).do(administrator)


# -- views, comments -----------------------------------------------------------------------------


def test_views_are_kept_by_name(person):
    clerk = has_role(person(), "after_sales")
    SaveView(REGISTER, "Fire", "state=received", columns=("ref_no",)).do(clerk)
    SaveView(REGISTER, "Fire", "state=closed").do(clerk)
    view = SavedView.objects.get()
    assert view.filter == "state=closed"
    with pytest.raises(CrossfootError):
        DropView(view.pk).do(person())
    DropView(view.pk).do(clerk)
    assert not SavedView.objects.exists()


def test_comments_on_sealed_cases_stand_nowhere_in_clear(person):
    handler = has_role(person(), "case_handler")
    given = {"channel": "letter", "anonymous": "yes", "summary": "x", "owner": handler.reference}
    case = OpenEntry("whistleblowing_case", {"entity": "E", **given}).do(person())
    remark = CommentEntry(case.key, "Ask the bank 询问银行").do(handler)
    assert "询问" not in remark.text
    assert text_of(remark, case) == "Ask the bank 询问银行"
    with pytest.raises(CrossfootError):
        CommentEntry(case.key, "Hello").do(person(Role.ADMINISTRATOR))


# -- successors, accounts ------------------------------------------------------------------------


def test_what_is_in_somebodys_name_passes_with_the_roles(person):
    leaver, follower = has_role(person(), "after_sales"), person()
    entry = OpenEntry(REGISTER, complaint(owner=leaver.reference)).do(leaver)
    HandOver(leaver.user.pk, follower.user.pk, timezone.now().date()).do(CommandLine())
    again = type(follower)(follower.user, "again")
    assert [each.key for each in readable(again, REGISTER)] == [entry.key]
    AmendEntry(entry.key, {"customer": "B"}).do(again)


def test_sealed_cases_do_not_pass(person):
    handler, follower = has_role(person(), "case_handler"), person()
    given = {"channel": "letter", "anonymous": "yes", "summary": "x", "owner": handler.reference}
    case = OpenEntry("whistleblowing_case", {"entity": "E", **given}).do(person())
    assert HandOverEntries(handler.user.pk, follower.user.pk).do(CommandLine()) == (case.key,)
    assert not readable(follower, "whistleblowing_case").exists()


def test_who_is_accused_as_a_worker_is_kept_away_as_an_account(person):
    hr, accused = has_role(person(), "hr"), has_role(person(), "case_handler")
    worker = OpenEntry(
        "worker",
        {
            "entity": "E",
            "person_key": "p1",
            "worker_type": "full_time",
            "gender": "male",
            "birth_year": "1990",
            "work_region": "mainland_china",
            "job_family": "sales",
            "level": "staff",
            "channel": "social",
        },
    ).do(hr)
    LinkAccount(accused.user.pk, worker.key).do(CommandLine())
    given = {"channel": "letter", "anonymous": "yes", "summary": "x"}
    values = {"entity": "E", **given, "subjects": [worker.key], "owner": accused.reference}
    OpenEntry("whistleblowing_case", values).do(person())
    assert not readable(type(accused)(accused.user, "again"), "whistleblowing_case").exists()
