"""What became of a request and of a cell, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
class Version:
    """A version of a cell, with who entered it and what was approved of it."""

    entry: Entry
    who: str
    approved: bool
    is_current: bool


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
    """All versions of a cell, the latest first; two queries."""
    entries = list(Entry.objects.filter(cell=cell).select_related("approval").order_by("-version"))
    names = people({entry.by for entry in entries}, language)
    return [
        Version(
            entry,
            names[entry.by],
            hasattr(entry, "approval"),
            entry.pk == cell.current_id,
        )
        for entry in entries
    ]
