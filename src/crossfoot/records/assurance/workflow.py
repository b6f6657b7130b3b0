"""States of what an assurer asks for, and the steps between them: one table, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crossfoot.languages import Text


class State(StrEnum):
    """Where a request for information stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    ASKED_AGAIN = "asked_again"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class InquiryStep(StrEnum):
    """What a person does to it."""

    ANSWER = "answer"
    ACCEPT = "accept"
    ASK_AGAIN = "ask_again"
    WITHDRAW = "withdraw"


class Party(StrEnum):
    """Whose step it is."""

    ENTITY = "entity"  # the reporting entity: whoever enters figures of the unit
    ASSURER = "assurer"  # the team of the engagement


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table.

    Attributes:
        step: what is done.
        sources: the states in which it can be done.
        target: the state that follows.
        party: who does it.
        with_text: something must be said.
    """

    step: InquiryStep
    sources: frozenset[State]
    target: State
    party: Party
    with_text: bool = False


TRANSITIONS: dict[InquiryStep, Transition] = {
    transition.step: transition
    for transition in (
        Transition(
            InquiryStep.ANSWER,
            frozenset({State.ASKED, State.ASKED_AGAIN, State.ANSWERED}),  # to add to an answer
            State.ANSWERED,
            Party.ENTITY,
            with_text=True,
        ),
        Transition(InquiryStep.ACCEPT, frozenset({State.ANSWERED}), State.ACCEPTED, Party.ASSURER),
        Transition(
            InquiryStep.ASK_AGAIN,
            frozenset({State.ANSWERED, State.ACCEPTED}),
            State.ASKED_AGAIN,
            Party.ASSURER,
            with_text=True,
        ),
        Transition(
            InquiryStep.WITHDRAW,
            frozenset({State.ASKED, State.ANSWERED, State.ASKED_AGAIN}),
            State.WITHDRAWN,
            Party.ASSURER,
            with_text=True,
        ),
    )
}

#: states in which the entity has something to do, late after the day on which it is due
WAITING = frozenset({State.ASKED, State.ASKED_AGAIN})

#: states in which nothing more is expected
SETTLED = frozenset({State.ACCEPTED, State.WITHDRAWN})

STATE_NAMES: dict[State, Text] = {
    State.ASKED: Text("Asked", "待答复"),
    State.ANSWERED: Text("Answered", "已答复"),
    State.ASKED_AGAIN: Text("Asked again", "再次询问"),
    State.ACCEPTED: Text("Accepted", "已接受"),
    State.WITHDRAWN: Text("Withdrawn", "已撤回"),
}

STEP_NAMES: dict[InquiryStep, Text] = {
    InquiryStep.ANSWER: Text("Answer", "答复"),
    InquiryStep.ACCEPT: Text("Accept", "接受"),
    InquiryStep.ASK_AGAIN: Text("Ask again", "再次询问"),
    InquiryStep.WITHDRAW: Text("Withdraw", "撤回"),
}


def steps_from(state: State) -> tuple[Transition, ...]:
    """The steps that a state allows, in the order of the table.

    >>> [transition.step.value for transition in steps_from(State.ASKED)]
    ['answer', 'withdraw']
    """
    return tuple(each for each in TRANSITIONS.values() if state in each.sources)
