"""Say something of a request, or of one of its cells."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.actions.requests import request_of
from crossfoot.records.collection.models import Cell, Comment
from crossfoot.records.collection.notices import ASSIGNED, tell_of
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty

#: any of them lets a person take part in the talk
_TAKING_PART = (Duty.ENTER, Duty.REVIEW, Duty.APPROVE, Duty.RUN_CAMPAIGNS)


@dataclass(frozen=True)
class AddComment(Action[Comment]):
    """A remark that everybody who may read the request can read.

    Attributes:
        request: id of the request.
        text: what is said.
        cell: id of the cell that it is about; None for the whole.
    """

    verb = "collection.comment"
    stream = "collection"
    request: int
    text: str
    cell: int | None = None

    def check(self, by: Actor) -> None:
        """Whoever takes part in the request."""
        unit = request_of(self.request).unit.code
        if not any(by.may(duty, unit) for duty in _TAKING_PART):
            by.require(Duty.ENTER, unit)
        if not self.text.strip():
            raise CrossfootError(
                problem(
                    Text("the comment is empty", "批注为空"),
                    remedy=Text("write what you want to say", "请填写批注内容"),
                )
            )

    def change(self, by: Actor) -> Done[Comment]:
        """Write it."""
        request = request_of(self.request)
        if (
            self.cell is not None
            and not Cell.objects.filter(pk=self.cell, request=request).exists()
        ):
            raise CrossfootError(
                problem(Text("there is no such cell in the request", "填报单中没有该单元格"))
            )
        comment = Comment.objects.create(
            request=request,
            cell_id=self.cell,
            text=self.text.strip(),
            by=by.reference,
            at=timezone.now(),
        )
        people = {getattr(request, name) for name in ASSIGNED.values()}
        told = [(one, request) for one in people if one and one.reference != by.reference]
        tell_of(told, "collection.comment")
        content = {"text": comment.text, "cell": self.cell}
        return Done(comment, request.reference, content)
