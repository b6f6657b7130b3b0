from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from campaigns import ELECTRICITY, WATER
from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.formula import parse_formula
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import CommandLine, NotAllowedError
from crossfoot.records.assurance.access import Desk as Seen
from crossfoot.records.assurance.access import sees
from crossfoot.records.assurance.actions.ask import Ask
from crossfoot.records.assurance.actions.close_engagement import CloseEngagement
from crossfoot.records.assurance.actions.conclude import Conclude
from crossfoot.records.assurance.actions.set_materiality import SetMateriality
from crossfoot.records.assurance.actions.set_scope import SetScope
from crossfoot.records.assurance.actions.step import STEPS, Accept, Answer, AskAgain, Withdraw
from crossfoot.records.assurance.actions.write_method import WriteMethod
from crossfoot.records.assurance.criteria import criteria, in_words
from crossfoot.records.assurance.following import cells_of, follow, journal_of
from crossfoot.records.assurance.materiality import Measure
from crossfoot.records.assurance.models import Engagement, Inquiry, Member
from crossfoot.records.assurance.totals import totals_of
from crossfoot.records.assurance.workflow import InquiryStep
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.actions.detach import Detach
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.models import Entry as Line
from crossfoot.records.notices.models import Notice
from crossfoot.records.organisation.spans import Span
from crossfoot.records.overview.building import build
from crossfoot.records.roles import Role
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace
from desks import END, START, VALUES, collected, corrected, desk, engaged
from evidences import PDF, sent

pytestmark = pytest.mark.django_db

DUE = date(2025, 3, 1)


@pytest.fixture
def at(person, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    return desk(person)


def asked(at, **more) -> Inquiry:
    wanted = {"engagement": at.engagement.pk, "title": "Bills", "unit": "hefei", "due": DUE}
    return Ask(**{**wanted, "owner": at.owner.user.pk, **more}).do(at.assurer)


# -- engagements -------------------------------------------------------------------------------


def test_a_manager_opens_and_the_team_is_told(at) -> None:
    entry = Line.objects.get(action="assurance.open")
    said = content_of(entry)
    assert (said["standard"], said["level"]) == ("isae3000", "limited")
    assert said["metrics"] == [ELECTRICITY, WATER]
    assert said["team"] == [at.assurer.reference]
    assert Notice.objects.get(kind="assurance.opened").user == at.assurer.user


@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.ESG_MANAGER), None])
def test_nobody_else_opens(at, person, role) -> None:
    with pytest.raises(NotAllowedError):
        engaged(person(role), at.assurer)


@pytest.mark.parametrize("role", [Role.DATA_OWNER, Role.REVIEWER, Role.APPROVER, Role.ESG_MANAGER])
@pytest.mark.parametrize("unit", ["", "hefei"])
def test_who_takes_part_in_the_figures_cannot_assure_them(at, role, unit) -> None:
    GrantRole(at.assurer.user.pk, role, Span(date(2020, 1, 1)), unit).do(CommandLine())
    with pytest.raises(CrossfootError, match="takes part in the figures"):
        engaged(at.manager, at.assurer)
    assert Engagement.objects.count() == 1


@pytest.mark.parametrize("role", [Role.DATA_OWNER, Role.APPROVER])
def test_who_is_given_a_hand_in_the_figures_later_assures_no_more(at, role) -> None:
    first = asked(at)
    GrantRole(at.assurer.user.pk, role, Span(date(2020, 1, 1)), "hefei").do(CommandLine())
    with pytest.raises(NotAllowedError, match="take part in the figures"):
        Withdraw(first.pk, "x").do(Person(at.assurer.user, "test"))


def test_the_team_must_be_assurers_of_all_units(at, person) -> None:
    with pytest.raises(CrossfootError, match="no assurer of all the units"):
        engaged(at.manager, person(Role.ASSURER, "cells"))
    assert engaged(at.manager, person(Role.ASSURER, "cells"), units=("cells",)).pk


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": Text(" ", "")}, "name is missing"),
        ({"standard": "isae9"}, "no such standard"),
        ({"level": "high"}, "no such standard or level"),
        ({"metrics": ()}, "no metric"),
        ({"metrics": ("water.wine",)}, "not in the catalogue"),
        ({"end": date(2023, 1, 1)}, "ends before"),
        ({"units": ("atlantis",)}, "no unit atlantis"),
        ({"team": (999,)}, "no account"),
    ],
)
def test_what_cannot_be_agreed_is_refused(at, more, words) -> None:
    with pytest.raises(CrossfootError, match=words):
        engaged(at.manager, at.assurer, **more)


def test_scope_changes_are_kept(at, person) -> None:
    other = person(Role.ASSURER)
    SetScope(at.engagement.pk, (WATER,), (other.user.pk,)).do(at.manager)
    standing = Member.objects.filter(ended_at=None)
    assert [each.user for each in standing] == [other.user]
    assert Member.objects.count() == 2
    assert not sees(at.assurer, at.engagement)
    with pytest.raises(NotAllowedError, match="only the team"):
        asked(at)
    with pytest.raises(NotAllowedError):
        SetScope(at.engagement.pk, (WATER,), ()).do(at.assurer)


def test_an_assurer_whose_role_ended_is_out(at) -> None:
    at.assurer.user.grants.update(valid_to=date(2021, 1, 1))
    again_ = Person(at.assurer.user, "test")
    assert not sees(again_, at.engagement)
    with pytest.raises(NotAllowedError):
        Conclude(at.engagement.pk, "Clean").do(again_)


@pytest.mark.parametrize("role", [None, *Role])
def test_who_sees_an_engagement(at, person, role) -> None:
    managing = {Role.ESG_MANAGER, Role.APPROVER, Role.EXECUTIVE}
    for unit in ("", "cells"):
        stranger = person(role, unit)
        expected = role in managing and not unit
        assert sees(stranger, at.engagement) == expected
        assert bool(Seen(stranger).engagements) == expected


def test_it_is_closed_with_a_conclusion_and_then_nothing_is_added(at) -> None:
    first = asked(at)
    with pytest.raises(CrossfootError, match="not concluded"):
        CloseEngagement(at.engagement.pk).do(at.manager)
    Conclude(at.engagement.pk, "Nothing has come to our attention").do(at.assurer)
    with pytest.raises(NotAllowedError):
        CloseEngagement(at.engagement.pk).do(at.assurer)
    CloseEngagement(at.engagement.pk).do(at.manager)
    for action, by in (
        (Conclude(at.engagement.pk, "Other"), at.assurer),
        (SetScope(at.engagement.pk, (WATER,), ()), at.manager),
        (CloseEngagement(at.engagement.pk, "again"), at.manager),
        (Answer(first.pk, "late"), at.owner),
        (Withdraw(first.pk, "late"), at.assurer),
    ):
        with pytest.raises(CrossfootError, match="engagement is closed"):
            action.do(by)


# -- the request list --------------------------------------------------------------------------


def test_a_request_is_asked_answered_asked_again_and_accepted(at) -> None:
    inquiry = asked(at, text="All twelve", metric=ELECTRICITY)
    document = AddEvidence(sent(PDF), "hefei", "May bill").do(at.owner)
    use = Attach(inquiry.reference, document.pk, "2").do(at.owner)
    Answer(inquiry.pk, "Here they are").do(at.owner)
    AskAgain(inquiry.pk, "June is missing").do(at.assurer)
    Answer(inquiry.pk, "Here is June").do(at.owner)
    Accept(inquiry.pk).do(at.assurer)
    inquiry.refresh_from_db()
    assert inquiry.state == "accepted"
    assert [each.step for each in inquiry.messages.all()] == [
        "answer",
        "ask_again",
        "answer",
        "accept",
    ]
    answered = Line.objects.filter(action="assurance.answer").first()
    assert content_of(answered)["evidence"] == [document.revisions.get().sha256]
    with pytest.raises(CrossfootError, match="locked"):
        Detach(use.pk).do(at.owner)
    kinds = list(Notice.objects.order_by("id").values_list("kind", "user__name"))
    owner, assurer = at.owner.user.name, at.assurer.user.name
    assert kinds[1:] == [
        ("assurance.asked", owner),
        ("assurance.answered", assurer),
        ("assurance.asked_again", owner),
        ("assurance.answered", assurer),
        ("assurance.accepted", owner),
    ]


def test_each_party_does_its_own_steps(at, person) -> None:
    inquiry = asked(at)
    stranger = person(Role.DATA_OWNER, "penang")
    for by in (at.assurer, at.reviewer, at.approver, stranger):
        with pytest.raises(NotAllowedError):
            Answer(inquiry.pk, "x").do(by)
    Answer(inquiry.pk, "x").do(at.owner)
    for kind in (Accept, AskAgain, Withdraw):
        for by in (at.owner, at.manager, at.approver, CommandLine()):
            with pytest.raises(NotAllowedError, match="only the team"):
                kind(inquiry.pk, "x").do(by)


def test_no_step_from_a_state_that_does_not_allow_it(at) -> None:
    inquiry = asked(at)
    with pytest.raises(CrossfootError, match="it is asked"):
        Accept(inquiry.pk).do(at.assurer)
    Withdraw(inquiry.pk, "no longer needed").do(at.assurer)
    with pytest.raises(CrossfootError, match="it is withdrawn"):
        Answer(inquiry.pk, "x").do(at.owner)
    assert set(STEPS) == set(InquiryStep)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": " "}, "title is missing"),
        ({"title": "x" * 201}, "title is missing or too long"),
        ({"unit": "atlantis"}, "does not look at this unit"),
        ({"metric": "water.wine"}, "not in the catalogue"),
        ({"owner": 999}, "enters no figures"),
    ],
)
def test_a_request_that_cannot_be_is_refused(at, more, words) -> None:
    with pytest.raises(CrossfootError, match=words):
        asked(at, **more)


def test_whoever_answers_enters_figures_of_the_unit(at) -> None:
    with pytest.raises(CrossfootError, match="enters no figures"):
        asked(at, owner=at.reviewer.user.pk)


def test_an_answer_needs_words(at) -> None:
    inquiry = asked(at)
    with pytest.raises(CrossfootError, match="needs a few words"):
        Answer(inquiry.pk, " ").do(at.owner)


# -- materiality -------------------------------------------------------------------------------


def material(at, **more):
    wanted = {
        "engagement": at.engagement.pk,
        "metric": ELECTRICITY,
        "measure": Measure.PERCENT,
        "value": Decimal(5),
        "base": Decimal(1200),
    }
    return SetMateriality(**{**wanted, **more})


def test_materiality_is_the_teams_own_secret(at) -> None:
    found = material(at).do(at.assurer).materiality
    assert (found.amount, found.performance_amount, found.trivial_amount) == (60, 45, 3)
    with pytest.raises(NotAllowedError):
        material(at).do(at.manager)
    entry = Line.objects.get(action="assurance.set_materiality")
    assert entry.key == at.engagement.reference
    assert "1200" not in entry.content


@pytest.mark.parametrize(
    "more",
    [
        {"value": Decimal(0)},
        {"value": Decimal(101)},
        {"base": None},
        {"performance": Decimal(101)},
        {"trivial": Decimal(80)},
        {"metric": "water.reuse"},
    ],
)
def test_materiality_that_cannot_be_is_refused(at, more) -> None:
    with pytest.raises(CrossfootError):
        material(at, **more).do(at.assurer)


def test_the_total_of_a_metric_is_the_figure_of_the_report(person, settings, tmp_path) -> None:
    """600 + 300 + 100 of the sites are the group's 1000, 900 its company's."""
    settings.WORKSPACE = folder = tmp_path / "group"
    Workspace.start(folder, Settings(company=Text("G", "集"), year=2024))
    at = desk(person)
    assert totals_of(folder, at.engagement, [ELECTRICITY]) == {}
    collected(at, VALUES)
    build(folder)
    assert totals_of(folder, at.engagement, [ELECTRICITY, WATER]) == {ELECTRICITY: 1000}
    company = engaged(at.manager, at.assurer, units=("cells",))
    assert totals_of(folder, company, [ELECTRICITY]) == {ELECTRICITY: 900}
    both = engaged(at.manager, at.assurer, units=("cells", "hefei"))
    assert totals_of(folder, both, [ELECTRICITY]) == {}
    other = engaged(at.manager, at.assurer, start=date(2023, 1, 1), end=date(2023, 12, 31))
    assert totals_of(folder, other, [ELECTRICITY]) == {}


# -- criteria and following --------------------------------------------------------------------


def test_criteria_say_boundary_sources_estimates_and_corrections(at) -> None:
    collected(at, VALUES)
    corrected(at, "hefei", "650")
    WriteMethod(ELECTRICITY, Text("Read at the grid meter", "按电网电表读数")).do(at.manager)
    WriteMethod(ELECTRICITY, Text("Read monthly", "每月抄表")).do(at.manager)
    (found,) = criteria([ELECTRICITY], START, END)
    assert (len(found.asked), found.approved, found.estimated) == (3, 3, 0)
    assert dict(found.via) == {"page": 3}
    (change,) = found.corrections
    assert (change.before, change.after, change.reason) == (600, 650, "meter misread")
    assert (found.note.version, found.note.words.zh) == (2, "每月抄表")
    assert criteria([ELECTRICITY], date(2020, 1, 1), date(2020, 12, 31))[0].approved == 0
    with pytest.raises(NotAllowedError):
        WriteMethod(ELECTRICITY, Text("x", "x")).do(at.assurer)


def test_a_formula_is_said_in_words_with_its_brackets() -> None:
    formula = parse_formula("(water.use - water.recycled) / (water.use + 1) - water.use")
    said = in_words(formula, "en")
    titles = said.replace(" (HKEX water consumption)", "")
    assert titles == (
        "([Water used] − [Water recycled or reclaimed]) ÷ ([Water used] + 1) − [Water used]"
    )
    shares = in_words(parse_formula("water.use / total(water.use)"), "zh")
    assert "总体[" in shares


def test_a_figure_leads_to_people_evidence_and_journal(at) -> None:
    collected(at, VALUES)
    corrected(at, "hefei", "650")
    cells = cells_of(ELECTRICITY, ["hefei"], START, END)
    (found,) = follow(cells, "en")
    second, first = found.versions
    assert (first.entry.value, second.entry.value) == (600, 650)
    assert second.approved == at.approver.user.name
    assert second.reviewed == at.reviewer.user.name
    assert first.entered == at.owner.user.name
    assert second.approval.reason == "meter misread"
    actions = [each.action.partition(".")[2] for each in journal_of(cells)]
    steps = ["set_cells", "submit", "review", "approve"]
    assert actions == [*steps, "reopen", *steps]
    assert json.loads(journal_of(cells)[0].content)["values"]["cells"]
