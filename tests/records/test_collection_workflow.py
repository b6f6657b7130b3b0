from __future__ import annotations

import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import ELECTRICITY, WATER, cell, crew, fill, opened, plant, put, request, template
from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.collection.actions import steps
from crossfoot.records.collection.actions.move import MoveRequests
from crossfoot.records.collection.changes import ConflictError
from crossfoot.records.collection.models import Approval, Cell, Entry, Move, Request
from crossfoot.records.collection.templates import Line
from crossfoot.records.collection.workflow import State, Step
from crossfoot.records.journal.verify import verify
from crossfoot.records.notices.models import Notice
from crossfoot.records.roles import Role

pytestmark = pytest.mark.django_db

ACTIONS = {
    action.step: action
    for action in (
        steps.Submit,
        steps.Review,
        steps.Return,
        steps.Approve,
        steps.Lock,
        steps.Reopen,
    )
}

#: the rules in words, written down apart from the program's table: state before, state after, roles
RULES = {
    Step.SUBMIT: ({"draft", "returned", "reopened"}, "submitted", {"data_owner", "esg_manager"}),
    Step.REVIEW: ({"submitted"}, "reviewed", {"reviewer", "esg_manager"}),
    Step.RETURN: (
        {"submitted", "reviewed"},
        "returned",
        {"reviewer", "esg_manager", "approver", "executive"},
    ),
    Step.APPROVE: ({"reviewed"}, "approved", {"approver", "executive"}),
    Step.LOCK: ({"approved"}, "locked", {"approver", "executive"}),
    Step.REOPEN: (
        {"approved", "locked"},
        "reopened",
        {"approver", "executive", "esg_manager"},
    ),
}

#: who took part may not: step to parts
KEPT_OFF = {
    Step.REVIEW: {"entered"},
    Step.APPROVE: {"entered", "reviewed"},
    Step.LOCK: {"entered"},
}


@pytest.fixture
def people(person):
    plant()
    found = crew(person)
    opened(found.manager)
    return found


def bring(people, asked: Request, state: State) -> None:
    """A request to a state, by the people whose task that is."""
    fill(people.owner, asked)
    way = {
        State.DRAFT: "",
        State.SUBMITTED: "s",
        State.RETURNED: "sb",
        State.REVIEWED: "sr",
        State.APPROVED: "sra",
        State.LOCKED: "sral",
        State.REOPENED: "sralo",
    }[state]
    take = {
        "s": (steps.Submit, people.owner),
        "r": (steps.Review, people.reviewer),
        "b": (steps.Return, people.reviewer),
        "a": (steps.Approve, people.approver),
        "l": (steps.Lock, people.approver),
        "o": (steps.Reopen, people.approver),
    }
    for letter in way:
        action, by = take[letter]
        action((asked.pk,), why="because").do(by)
    asked.refresh_from_db()
    assert asked.state == state


def tried(action: type[MoveRequests], asked: Request, by) -> str:
    """What came of it: the new state, "role" or "refused"."""
    try:
        action((asked.pk,), why="because").do(by)
    except NotAllowedError:
        return "role"
    except CrossfootError:
        return "refused"
    return Request.objects.get(pk=asked.pk).state


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("state", list(State))
def test_every_role_takes_every_step_from_every_state(people, person, state, step) -> None:
    sources, target, roles = RULES[step]
    asked = request()
    bring(people, asked, state)
    for role in Role:
        by = person(role, "cells")
        with transaction.atomic():
            came = tried(ACTIONS[step], asked, by)
            moved = Move.objects.filter(by=by.reference).count()
            transaction.set_rollback(True)
        if role not in roles:
            assert (came, moved) == ("role", 0), role
        elif state not in sources:
            assert (came, moved) == ("refused", 0), role
        else:
            assert (came, moved) == (target, 1), role


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize(("entered", "reviewed"), list(itertools.product((False, True), repeat=2)))
def test_four_eyes(people, person, step, entered, reviewed) -> None:
    """One person with every role, who entered, reviewed, or did neither."""
    from datetime import date

    from crossfoot.records.accounts.actions.grant_role import GrantRole
    from crossfoot.records.accounts.person import Person
    from crossfoot.records.actions import CommandLine
    from crossfoot.records.organisation.spans import Span

    both = person(Role.ESG_MANAGER)
    for role in (Role.DATA_OWNER, Role.REVIEWER, Role.APPROVER):
        GrantRole(both.user.pk, role, Span(date(2020, 1, 1))).do(CommandLine())
    both = Person(both.user, "test")
    asked = request()
    sources = RULES[step][0]
    fill(people.owner, asked)
    if entered:
        put(both, cell(asked), "7")
    if "reviewed" in sources or "approved" in sources:
        steps.Submit((asked.pk,)).do(people.owner)
        if reviewed and not entered:
            steps.Review((asked.pk,)).do(both)
        else:
            steps.Review((asked.pk,)).do(people.reviewer)
        if "approved" in sources:
            steps.Approve((asked.pk,)).do(people.approver)
    elif "submitted" in sources:
        steps.Submit((asked.pk,)).do(people.owner)
    asked.refresh_from_db()
    took = {"entered"} if entered else set()
    if reviewed and not entered and asked.state in ("reviewed", "approved"):
        took.add("reviewed")
    came = tried(ACTIONS[step], asked, both)
    expected = "refused" if took & KEPT_OFF.get(step, set()) else RULES[step][1]
    assert came == expected


def test_who_submits_may_not_review(people, person) -> None:
    asked = request()
    fill(people.owner, asked)
    steps.Submit((asked.pk,)).do(people.manager)  # entered nothing, but vouched for it
    with pytest.raises(CrossfootError, match="four eyes"):
        steps.Review((asked.pk,)).do(people.manager)


def test_after_a_correction_others_may_review_than_before(people) -> None:
    asked = request()
    bring(people, asked, State.LOCKED)
    steps.Reopen((asked.pk,), why="typo").do(people.manager)
    put(people.manager, cell(asked), "5")
    steps.Submit((asked.pk,)).do(people.owner)
    with pytest.raises(CrossfootError, match="four eyes"):
        steps.Review((asked.pk,)).do(people.manager)
    steps.Review((asked.pk,)).do(people.reviewer)


@pytest.mark.parametrize("step", [Step.RETURN, Step.REOPEN])
def test_a_step_back_needs_a_reason(people, step) -> None:
    asked = request()
    bring(people, asked, State.SUBMITTED if step is Step.RETURN else State.LOCKED)
    with pytest.raises(CrossfootError, match="needs a reason"):
        ACTIONS[step]((asked.pk,), why=" ").do(people.manager)


# -- what keeps a request from being submitted ---------------------------------------------------


def test_nothing_is_submitted_while_a_value_is_missing(people) -> None:
    asked = request()
    with pytest.raises(CrossfootError, match="there is no value") as refused:
        steps.Submit((asked.pk,)).do(people.owner)
    assert refused.value.problems[0].where == "Purchased electricity · 2024"
    optional = request("safety")
    steps.Submit((optional.pk,)).do(people.owner)


@pytest.mark.parametrize(
    ("before", "now", "explained"),
    [
        ("100", "130", True),
        ("100", "130.0001", False),
        ("100", "70", True),
        ("100", "69.9", False),
        ("0", "0", True),
        ("0", "1", False),
        ("", "5", True),
    ],
)
def test_a_large_change_needs_an_explanation(people, before, now, explained) -> None:
    asked = request("water")
    Cell.objects.filter(request=asked).update(before=before)
    at = put(people.owner, cell(asked, WATER), now)
    if not explained:
        with pytest.raises(CrossfootError, match="nobody said why"):
            steps.Submit((asked.pk,)).do(people.owner)
        put(people.owner, at, explanation="new line")
    steps.Submit((asked.pk,)).do(people.owner)


def test_the_figure_before_is_what_was_approved_since(people) -> None:
    from crossfoot.quantities.periods import Period
    from crossfoot.records.collection.completeness import lines_of

    asked = request("water")
    Cell.objects.filter(request=asked).update(before="7")
    earlier = opened(people.manager, period=Period.year(2023))
    older = request("water", campaign=earlier)
    fill(people.owner, older, "50")
    (line,) = lines_of(asked)
    assert line.before == 7
    for action, by in (
        (steps.Submit, people.owner),
        (steps.Review, people.reviewer),
        (steps.Approve, people.approver),
    ):
        action((older.pk,)).do(by)
    (line,) = lines_of(asked)
    assert line.before == 50


# -- many at once, and what people learn of it ---------------------------------------------------


def test_many_requests_move_together_or_not_at_all(people) -> None:
    campaign = opened(people.manager, ("hefei", "yibin"), asks=template(Line(WATER)))
    both = list(Request.objects.filter(campaign=campaign))
    fill(people.owner, both[0])
    ids = tuple(each.pk for each in both)
    with pytest.raises(CrossfootError, match="there is no value"):
        steps.Submit(ids).do(people.owner)
    assert set(Request.objects.filter(pk__in=ids).values_list("state", flat=True)) == {"draft"}
    fill(people.owner, both[1])
    steps.Submit(ids).do(people.owner)
    steps.Review(ids).do(people.reviewer)
    steps.Approve(ids).do(people.approver)
    assert Approval.objects.filter(cell__request__in=ids).count() == 2


def test_a_return_carries_comments_to_their_cells(people) -> None:
    asked = request()
    bring(people, asked, State.SUBMITTED)
    at, foreign = cell(asked), cell(request("water"))
    with pytest.raises(CrossfootError, match="no cell"):
        steps.Return((asked.pk,), why="look", comments={foreign.pk: "x"}).do(people.reviewer)
    steps.Return((asked.pk,), why="look", comments={at.pk: "where is the bill?"}).do(
        people.reviewer
    )
    (comment,) = at.comments.all()
    assert (comment.text, comment.move.reason) == ("where is the bill?", "look")
    notice = Notice.objects.latest("id")
    assert (notice.user, notice.kind) == (people.owner.user, "collection.returned")


def test_each_is_told_when_it_is_their_turn(people) -> None:
    Notice.objects.all().delete()
    bring(people, request(), State.LOCKED)
    told = [(notice.user.pk, notice.kind) for notice in Notice.objects.order_by("id")]
    assert told == [
        (people.reviewer.user.pk, "collection.submitted"),
        (people.approver.user.pk, "collection.reviewed"),
    ]


# -- whatever people do ------------------------------------------------------------------------

_DOING = st.tuples(
    st.sampled_from(["put", "late", "clear", *[step.value for step in Step]]),
    st.sampled_from(["manager", "owner", "reviewer", "approver"]),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(doings=st.lists(_DOING, min_size=5, max_size=40))
def test_whatever_people_do_no_version_is_lost_and_nothing_unapproved_is_locked(
    people, doings
) -> None:
    """A model beside the program: each accepted value is the next version, none vanishes."""
    from crossfoot.quantities.periods import Period

    number = Request.objects.count()
    campaign = opened(
        people.manager,
        asks=template(Line(ELECTRICITY)),
        period=Period.year(2021 + number),
    )
    asked = Request.objects.get(campaign=campaign)
    at = cell(asked)
    entered: list[str] = []
    approved: list[str] = []
    for turn, (what, who) in enumerate(doings):
        by = getattr(people, who)
        try:
            if what == "put":
                put(by, at, str(turn))
                entered.append(str(turn))
            elif what == "late":
                put(by, at, str(-1 - turn), version=at.version + 7)
                pytest.fail("an outdated change was taken in")
            elif what == "clear":
                put(by, at, "")
                if not entered or entered[-1] != "":
                    entered.append("")
            else:
                ACTIONS[Step(what)]((asked.pk,), why="because").do(by)
                if what == "approve" and (not approved or approved[-1] != entered[-1]):
                    approved.append(entered[-1])
        except ConflictError:
            assert what == "late"
        except CrossfootError:
            pass
        asked.refresh_from_db()
        at.refresh_from_db()
        versions = list(Entry.objects.filter(cell=at).values_list("version", "number"))
        assert versions == [(place, each) for place, each in enumerate(entered, 1)]
        facts = list(Approval.objects.filter(cell=at).values_list("version", "entry__number"))
        assert facts == [(place, each) for place, each in enumerate(approved, 1)]
        if asked.state in ("approved", "locked"):
            assert at.approval is not None
            assert at.approval.entry_id == at.current_id
    assert not list(verify().broken)
