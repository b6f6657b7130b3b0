"""What became of a request and of a cell, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crossfoot.languages import Language
from crossfoot.records.collection.labels import people
from crossfoot.records.collection.models import Cell, Comment, Entry, Move, Request
from crossfoot.records.collection.workflow import STATE_NAMES, STEP_NAMES, State, Step


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to a request.

    Attributes:
        at: when.
        who: name of the person.
        what: in words: a step, or empty for a comment.
        state: the state that followed; empty for a comment.
        code: that state's id, for its colour.
        text: reason or comment.
        about: the cell that a comment is about.
    """

    at: object
    who: str
    what: str
    state: str
    code: str
    text: str
    about: Cell | None


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody did something: name, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a cell, with all who had a hand in it.

    Attributes:
        entry: what was entered.
        who: name of whoever entered it.
        approved: whether it was approved.
        is_current: whether it is what stands in the cell.
        submitted, reviewed, signed: who took the steps that let it pass, `signed` being the
            approval; None where it has not come so far.
    """

    entry: Entry
    who: str
    approved: bool
    is_current: bool
    submitted: Act | None = None
    reviewed: Act | None = None
    signed: Act | None = None


def events(request: Request, language: Language) -> list[Event]:
    """Steps and comments of a request, the latest first; three queries."""
    moves = list(Move.objects.filter(request=request))
    comments = list(Comment.objects.filter(request=request).select_related("cell"))
    references = {move.by for move in moves} | {comment.by for comment in comments}
    names = people(references, language)
    found = [
        Event(
            move.at,
            names[move.by],
            STEP_NAMES[Step(move.step)][language],
            STATE_NAMES[State(move.target)][language],
            move.target,
            move.reason,
            None,
        )
        for move in moves
    ]
    found += [Event(each.at, names[each.by], "", "", "", each.text, each.cell) for each in comments]
    return sorted(found, key=lambda event: str(event.at), reverse=True)


def versions(cell: Cell, language: Language) -> Sequence[Version]:
    """All versions of a cell, the latest first; three queries."""
    entries = list(
        Entry.objects.filter(cell=cell)
        .select_related("approval__reviewed", "approval__approved")
        .order_by("-version")
    )
    moves = list(Move.objects.filter(request=cell.request_id))
    by = {entry.by for entry in entries} | {move.by for move in moves}
    names = people(by, language)
    found = []
    for entry in entries:
        is_current, approved = entry.pk == cell.current_id, hasattr(entry, "approval")
        steps = _steps(entry, moves, approved=approved) if approved or is_current else {}
        acts = {step: Act(names[move.by], move.at) for step, move in steps.items()}
        found.append(
            Version(
                entry,
                names[entry.by],
                approved,
                is_current,
                acts.get(Step.SUBMIT),
                acts.get(Step.REVIEW),
                acts.get(Step.APPROVE),
            )
        )
    return found


def _steps(entry: Entry, moves: Sequence[Move], *, approved: bool) -> dict[Step, Move]:
    """The last step of each kind that an entry passed; of a return those before count no more."""
    passed: dict[Step, Move] = {}
    end = entry.approval.approved_id if approved else None
    for move in moves:
        if move.at < entry.at or (end is not None and move.pk > end):
            continue
        if Step(move.step) in (Step.RETURN, Step.REOPEN):
            passed = {}
        else:
            passed[Step(move.step)] = move
    if approved:
        passed |= {Step.REVIEW: entry.approval.reviewed, Step.APPROVE: entry.approval.approved}
    return passed
