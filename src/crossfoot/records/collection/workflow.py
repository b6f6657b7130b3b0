"""States of a request, and the steps from one to the next: one table, without a database.

Four eyes: whoever entered what is asked about may not review, approve or lock it, and whoever
reviewed it may not approve it. The table says whose hands are kept off each step.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crossfoot.languages import Text
from crossfoot.records.roles import Duty


class State(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    LOCKED = "locked"
    REOPENED = "reopened"


class Step(StrEnum):
    """What a person does to a request."""

    SUBMIT = "submit"
    REVIEW = "review"
    RETURN = "return"
    APPROVE = "approve"
    LOCK = "lock"
    REOPEN = "reopen"


class Part(StrEnum):
    """What a person took in a round: from the last approval until the next."""

    ENTERED = "entered"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table.

    Attributes:
        step: what is done.
        sources: the states in which it can be done.
        target: the state that follows.
        duties: any one of them lets a person do it.
        not_by: whoever took this part in the round may not.
        with_reason: a reason must be given.
    """

    step: Step
    sources: frozenset[State]
    target: State
    duties: frozenset[Duty]
    not_by: frozenset[Part] = frozenset()
    with_reason: bool = False


_ENTERED = frozenset({Part.ENTERED})
_BOTH = frozenset({Part.ENTERED, Part.REVIEWED})

TRANSITIONS: dict[Step, Transition] = {
    transition.step: transition
    for transition in (
        Transition(
            Step.SUBMIT,
            frozenset({State.DRAFT, State.RETURNED, State.REOPENED}),
            State.SUBMITTED,
            frozenset({Duty.ENTER}),
        ),
        Transition(
            Step.REVIEW,
            frozenset({State.SUBMITTED}),
            State.REVIEWED,
            frozenset({Duty.REVIEW}),
            not_by=_ENTERED,
        ),
        Transition(
            Step.RETURN,
            frozenset({State.SUBMITTED, State.REVIEWED}),
            State.RETURNED,
            frozenset({Duty.REVIEW, Duty.APPROVE}),
            with_reason=True,
        ),
        Transition(
            Step.APPROVE,
            frozenset({State.REVIEWED}),
            State.APPROVED,
            frozenset({Duty.APPROVE}),
            not_by=_BOTH,
        ),
        Transition(
            Step.LOCK,
            frozenset({State.APPROVED}),
            State.LOCKED,
            frozenset({Duty.APPROVE}),
            not_by=_ENTERED,
        ),
        Transition(
            Step.REOPEN,
            frozenset({State.APPROVED, State.LOCKED}),
            State.REOPENED,
            frozenset({Duty.APPROVE, Duty.RUN_CAMPAIGNS}),
            with_reason=True,
        ),
    )
}

#: states in which cells may be changed
OPEN = frozenset({State.DRAFT, State.RETURNED, State.REOPENED})

#: states in which the values are facts, whatever is corrected meanwhile
DONE = frozenset({State.APPROVED, State.LOCKED})

#: whose turn it is in each state; nobody's where the state is missing
TURNS: dict[State, Duty] = {
    State.DRAFT: Duty.ENTER,
    State.RETURNED: Duty.ENTER,
    State.REOPENED: Duty.ENTER,
    State.SUBMITTED: Duty.REVIEW,
    State.REVIEWED: Duty.APPROVE,
    State.APPROVED: Duty.APPROVE,  # to be locked
}

STATE_NAMES: dict[State, Text] = {
    State.DRAFT: Text("Draft", "填报中"),
    State.SUBMITTED: Text("Submitted", "已提交"),
    State.RETURNED: Text("Returned", "已退回"),
    State.REVIEWED: Text("Reviewed", "已复核"),
    State.APPROVED: Text("Approved", "已审批"),
    State.LOCKED: Text("Locked", "已锁定"),
    State.REOPENED: Text("Reopened", "已重新开放"),
}

STEP_NAMES: dict[Step, Text] = {
    Step.SUBMIT: Text("Submit", "提交"),
    Step.REVIEW: Text("Review done", "复核通过"),
    Step.RETURN: Text("Return", "退回"),
    Step.APPROVE: Text("Approve", "审批通过"),
    Step.LOCK: Text("Lock", "锁定"),
    Step.REOPEN: Text("Reopen", "重新开放"),
}

PART_NAMES: dict[Part, Text] = {
    Part.ENTERED: Text("entered or submitted it", "参与了填报或提交"),
    Part.REVIEWED: Text("reviewed it", "参与了复核"),
}


def steps_from(state: State) -> tuple[Transition, ...]:
    """The steps that a state allows, in the order of the table.

    >>> [transition.step.value for transition in steps_from(State.SUBMITTED)]
    ['review', 'return']
    """
    return tuple(each for each in TRANSITIONS.values() if state in each.sources)
