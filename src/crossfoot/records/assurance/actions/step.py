"""Answer a request, accept the answer, ask again, withdraw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import require_open, require_team
from crossfoot.records.assurance.models import Inquiry, Message
from crossfoot.records.assurance.notices import tell_asker, tell_owner
from crossfoot.records.assurance.workflow import (
    STATE_NAMES,
    STEP_NAMES,
    TRANSITIONS,
    InquiryStep,
    Party,
    State,
    Transition,
)
from crossfoot.records.evidence.queries import evidence_of
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class StepInquiry(Action[Inquiry]):
    """A step of the table `workflow.TRANSITIONS`; each has a class below.

    Attributes:
        inquiry: id of the request.
        text: answer, or why; evidence is attached to "inquiry:ID" before.
    """

    stream = "assurance"
    step: ClassVar[InquiryStep]
    inquiry: int
    text: str = ""

    @property
    def transition(self) -> Transition:
        """The line of the table."""
        return TRANSITIONS[self.step]

    def check(self, by: Actor) -> None:
        """Whose step it is; from a state that allows it."""
        inquiry = inquiry_of(self.inquiry)
        if self.transition.party is Party.ASSURER:
            require_team(by, inquiry.engagement)
        else:
            by.require(Duty.ENTER, inquiry.unit.code)
            require_open(inquiry.engagement)
        said = language()
        if State(inquiry.state) not in self.transition.sources:
            raise CrossfootError(
                problem(
                    Text(
                        "“{step}” is not possible: it is {state}",
                        "当前状态为“{state}”，不能“{step}”",
                    ),
                    remedy=Text(
                        "somebody may have been quicker: load the page again",
                        "可能已由他人处理，请重新打开页面",
                    ),
                    where=str(inquiry),
                    step=STEP_NAMES[self.step][said],
                    state=STATE_NAMES[State(inquiry.state)][said].lower(),
                )
            )
        if self.transition.with_text and not self.text.strip():
            raise CrossfootError(
                problem(
                    Text("“{step}” needs a few words", "“{step}”须填写说明"),
                    step=STEP_NAMES[self.step][said],
                )
            )

    def change(self, by: Actor) -> Done[Inquiry]:
        """Move it, keep what was said, tell the other side."""
        inquiry = inquiry_of(self.inquiry)
        inquiry.state = self.transition.target.value
        inquiry.save(update_fields=["state"])
        Message.objects.create(
            inquiry=inquiry,
            step=self.step.value,
            text=self.text.strip(),
            by=by.reference,
            at=timezone.now(),
        )
        if self.transition.party is Party.ENTITY:
            tell_asker(inquiry, "assurance.answered")
        else:
            tell_owner(inquiry, f"assurance.{inquiry.state}", reason=self.text.strip())
        proofs = [each.sha256 for each in evidence_of(inquiry.reference)]
        content = {"state": inquiry.state, "text": self.text.strip(), "evidence": proofs}
        return Done(inquiry, inquiry.reference, content)


class Answer(StepInquiry):
    """Whoever enters figures of the unit answers, or adds to an answer."""

    verb = "assurance.answer"
    step = InquiryStep.ANSWER


class Accept(StepInquiry):
    """The team has what it asked for."""

    verb = "assurance.accept"
    step = InquiryStep.ACCEPT


class AskAgain(StepInquiry):
    """The answer does not do, and why."""

    verb = "assurance.ask_again"
    step = InquiryStep.ASK_AGAIN


class Withdraw(StepInquiry):
    """The team needs it no more, and why."""

    verb = "assurance.withdraw"
    step = InquiryStep.WITHDRAW


#: the action of each step
STEPS: dict[InquiryStep, type[StepInquiry]] = {
    kind.step: kind for kind in (Answer, Accept, AskAgain, Withdraw)
}


def inquiry_of(number: int) -> Inquiry:
    """The request with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = Inquiry.objects.filter(pk=number).select_related("engagement", "unit", "owner").first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such request", "没有该资料请求")))
    return found
