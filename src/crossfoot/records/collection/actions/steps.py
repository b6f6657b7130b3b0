"""Submit, review, return, approve, lock, reopen: the steps of the table as actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Subquery

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.collection.actions.move import MoveRequests
from crossfoot.records.collection.completeness import missing
from crossfoot.records.collection.models import Approval, Cell, Comment, Kind, Move, Request
from crossfoot.records.collection.workflow import Step
from crossfoot.records.messages import problem

#: cells that one query changes
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Submit(MoveRequests):
    """Hand it to the reviewer; refused while a figure or an explanation is missing."""

    verb = "collection.submit"
    step = Step.SUBMIT

    def before(self, requests: list[Request]) -> None:
        """All that is required is there, and what differs much is explained."""
        problems = [each for request in requests for each in missing(request)]
        if problems:
            raise CrossfootError.of(problems)


@dataclass(frozen=True)
class Review(MoveRequests):
    """The figures were looked at and are plausible."""

    verb = "collection.review"
    step = Step.REVIEW


@dataclass(frozen=True)
class Return(MoveRequests):
    """Give it back to the owner.

    Attributes:
        comments: what is to be mended, by the id of the cell.
    """

    verb = "collection.return"
    step = Step.RETURN
    comments: Mapping[int, str] = field(default_factory=dict)

    def before(self, requests: list[Request]) -> None:
        """Comments are about cells of the requests."""
        there = set(
            Cell.objects.filter(request__in=requests, pk__in=self.comments).values_list(
                "pk", flat=True
            )
        )
        if there != set(self.comments):
            raise CrossfootError(
                problem(
                    Text("a comment is about no cell of the request", "批注不属于该填报单的单元格")
                )
            )

    def after(self, requests: list[Request], moves: list[Move]) -> None:
        """Keep the comments with the step."""
        move_of = {move.request_id: move for move in moves}
        cells = Cell.objects.filter(pk__in=self.comments).in_bulk()
        Comment.objects.bulk_create(
            Comment(
                request_id=cells[cell].request_id,
                cell=cells[cell],
                move=move_of[cells[cell].request_id],
                text=text.strip(),
                by=moves[0].by,
                at=moves[0].at,
            )
            for cell, text in self.comments.items()
            if text.strip()
        )

    def content(self, requests: list[Request]) -> dict[str, Any]:
        """With the comments."""
        said = {str(cell): text for cell, text in self.comments.items()}
        return {**super().content(requests), "comments": said}


@dataclass(frozen=True)
class Approve(MoveRequests):
    """The figures count from now on: each becomes a fact, or the next version of one."""

    verb = "collection.approve"
    step = Step.APPROVE

    def after(self, requests: list[Request], moves: list[Move]) -> None:
        """Approve each entry that is not approved yet."""
        approved = {move.request_id: move for move in moves}
        reviewed = _last(requests, Step.REVIEW)
        reopened = _last(requests, Step.REOPEN)
        cells = [cell for cell in _answers(requests) if _is_news(cell)]
        approvals = [
            Approval(
                cell=cell,
                version=(cell.approval.version if cell.approval else 0) + 1,
                entry=cell.current,
                reviewed=reviewed[cell.request_id],
                approved=approved[cell.request_id],
                reason=_correction(cell, reopened),
            )
            for cell in cells
        ]
        Approval.objects.bulk_create(approvals)
        latest = Approval.objects.filter(cell=OuterRef("pk")).order_by("-version").values("pk")
        for start in range(0, len(cells), _AT_ONCE):
            some = Cell.objects.filter(pk__in=[each.pk for each in cells[start : start + _AT_ONCE]])
            some.update(approval=Subquery(latest[:1]))


@dataclass(frozen=True)
class Lock(MoveRequests):
    """Nothing changes any more, unless it is reopened with a reason."""

    verb = "collection.lock"
    step = Step.LOCK


@dataclass(frozen=True)
class Reopen(MoveRequests):
    """Let it be corrected; what was approved stands until the correction is approved."""

    verb = "collection.reopen"
    step = Step.REOPEN

    def after(self, requests: list[Request], moves: list[Move]) -> None:
        """A new round begins: other people may enter and review than in the one before."""
        Request.objects.filter(pk__in=self.requests).update(round=F("round") + 1)
        for request in requests:
            request.round += 1


def _answers(requests: list[Request]) -> list[Cell]:
    cells = Cell.objects.filter(request__in=requests, outside=False, current__isnull=False)
    return list(cells.select_related("current", "approval"))


def _is_news(cell: Cell) -> bool:
    """Whether the current entry is to be approved; an empty one only takes back what was."""
    if cell.approval is not None:
        return cell.approval.entry_id != cell.current_id
    return cell.current is not None and cell.current.kind != Kind.EMPTY


def _correction(cell: Cell, reopened: Mapping[int, Move]) -> str:
    """Why an approved value is replaced: what its owner says, else why it was reopened."""
    if cell.approval is None or cell.current is None:
        return ""
    move = reopened.get(cell.request_id)
    return cell.current.reason or (move.reason if move else "")


def _last(requests: list[Request], step: Step) -> dict[int, Move]:
    """The last step of a kind of each request."""
    moves = Move.objects.filter(request__in=requests, step=step.value).order_by("id")
    return {move.request_id: move for move in moves}
