"""A step with one request or with many: what all steps share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils import timezone

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.collection.actions.requests import requests_of
from crossfoot.records.collection.labels import request_title
from crossfoot.records.collection.models import Move, Request
from crossfoot.records.collection.notices import tell_turn
from crossfoot.records.collection.rounds import parts_of
from crossfoot.records.collection.workflow import (
    PART_NAMES,
    STATE_NAMES,
    STEP_NAMES,
    TRANSITIONS,
    State,
    Step,
    Transition,
)
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import DUTY_NAMES


@dataclass(frozen=True)
class MoveRequests(Action[tuple[Request, ...]]):
    """Take a step with requests: all of them, or none.

    Attributes:
        requests: their ids.
        why: the reason, where the step asks for one; what people read beside the new state.
    """

    step: ClassVar[Step]
    stream = "collection"
    requests: tuple[int, ...]
    why: str = field(default="", kw_only=True)

    @property
    def transition(self) -> Transition:
        """The line of the table."""
        return TRANSITIONS[self.step]

    def do(self, by: Actor, reason: str = "") -> tuple[Request, ...]:
        """Do it; the journal's reason is the step's unless another is given."""
        return super().do(by, reason or self.why)

    def check(self, by: Actor) -> None:
        """Whoever has the duty, from a state that allows it, with other eyes than before."""
        found = requests_of(self.requests)
        for request in found:
            require_any(by, request, self.transition)
        problems = [*self._missing_reason(), *refusals(found, self.transition, by.reference)]
        if problems:
            raise CrossfootError.of(problems)

    def change(self, by: Actor) -> Done[tuple[Request, ...]]:
        """Move them, note the step, and tell those whose turn it is."""
        found = requests_of(self.requests)
        self.before(found)
        moves = [
            Move(
                request=request,
                step=self.step.value,
                source=request.state,
                target=self.transition.target.value,
                round=request.round,
                reason=self.why.strip(),
                by=by.reference,
                at=timezone.now(),
            )
            for request in found
        ]
        Move.objects.bulk_create(moves)
        for request in found:
            request.state = self.transition.target.value
        self.after(found, moves)
        Request.objects.filter(pk__in=self.requests).update(state=self.transition.target.value)
        tell_turn(found, by, self.why.strip())
        subject = found[0].reference if len(found) == 1 else found[0].campaign.reference
        return Done(tuple(found), subject, self.content(found))

    def before(self, requests: list[Request]) -> None:
        """What must hold of the figures; raises CrossfootError where it does not."""

    def after(self, requests: list[Request], moves: list[Move]) -> None:
        """What else changes with the step."""

    def content(self, requests: list[Request]) -> dict[str, Any]:
        """What the journal keeps."""
        return {
            "requests": [request.pk for request in requests],
            "state": self.transition.target.value,
        }

    def _missing_reason(self) -> Iterator[Problem]:
        if self.transition.with_reason and not self.why.strip():
            yield problem(
                Text("“{step}” needs a reason", "“{step}”须说明原因"),
                remedy=Text("say why in a sentence", "请用一句话说明"),
                step=STEP_NAMES[self.step][language()],
            )


def require_any(by: Actor, request: Request, transition: Transition) -> None:
    """Go on where the actor has one of the step's duties on the unit.

    Raises:
        NotAllowedError: the actor has none of them.
    """
    unit = request.unit.code
    if any(by.may(duty, unit) for duty in transition.duties):
        return
    names = sorted(DUTY_NAMES[duty][language()] for duty in transition.duties)
    raise NotAllowedError(
        problem(
            Text("you may not {duties}: {unit}", "您无权{duties}：{unit}"),
            remedy=Text("ask an administrator for the role", "请向系统管理员申请相应角色"),
            duties=Text(" or ", "或")[language()].join(names),
            unit=by.called(unit),
        )
    )


def refusals(
    requests: Iterable[Request], transition: Transition, reference: str
) -> Iterator[Problem]:
    """Why a person may not take a step now: the state, or four eyes."""
    requests = list(requests)
    parts = parts_of(requests) if transition.not_by else {}
    for request in requests:
        if State(request.state) not in transition.sources:
            yield _wrong_state(request, transition)
        for part in sorted(transition.not_by):
            if reference in parts[request.pk][part]:
                yield _same_eyes(request, transition, PART_NAMES[part])


def _wrong_state(request: Request, transition: Transition) -> Problem:
    said = language()
    allowed = sorted(STATE_NAMES[state][said].lower() for state in transition.sources)
    return problem(
        Text("“{step}” is not possible: it is {state}", "当前状态为“{state}”，不能“{step}”"),
        remedy=Text(
            "it must be {allowed}; somebody may have been quicker: load the page again",
            "须为“{allowed}”；可能已由他人处理，请重新打开页面",
        ),
        where=request_title(request, said),
        step=STEP_NAMES[transition.step][said],
        state=STATE_NAMES[State(request.state)][said].lower(),
        allowed=Text(" or ", "”或“")[said].join(allowed),
    )


def _same_eyes(request: Request, transition: Transition, part: Text) -> Problem:
    said = language()
    return problem(
        Text("you may not: you {part}", "您不能执行“{step}”：您{part}"),
        why=Text("four eyes: another person must look at it", "四眼原则：须由另一人核对"),
        remedy=Text("leave it to a colleague", "请由其他同事处理"),
        where=request_title(request, said),
        step=STEP_NAMES[transition.step][said],
        part=part[said],
    )
