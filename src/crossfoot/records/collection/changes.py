"""What a person wants to write into a cell, and what somebody else wrote there meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crossfoot.errors import CrossfootError, Problem
from crossfoot.records.collection.models import Entry, Kind


@dataclass(frozen=True, slots=True)
class Change:
    """The next version of a cell. What is None stays as it is.

    Attributes:
        cell: id of the cell.
        version: the version that the person saw; 0 where the cell was empty.
        value: as typed; the empty text takes the answer back.
        unit: as typed; empty for the metric's own. Counts only together with a value.
        kind: given for "none in this period" and "not applicable"; else it follows from the value.
        qualifier: exact, approximate, at_least, more_than, less_than.
        estimated: an estimate stands in for a measurement.
        comment: what the owner says of it.
        explanation: why it differs so much from the period before.
        reason: why nothing applies, or why it is corrected after an approval.
    """

    cell: int
    version: int
    value: str | None = None
    unit: str = ""
    kind: Kind | None = None
    qualifier: str | None = None
    estimated: bool | None = None
    comment: str | None = None
    explanation: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that somebody else changed since the person looked at it.

    Attributes:
        change: what the person wants.
        current: what stands there now.
        who: name of the person who entered it.
    """

    change: Change
    current: Entry
    who: str


class ConflictError(CrossfootError):
    """Somebody else was quicker; nothing was written, and nothing of theirs was overwritten.

    Attributes:
        conflicts: the cells concerned, with what stands there now.
    """

    def __init__(self, problems: Iterable[Problem], conflicts: Iterable[Conflict]) -> None:
        super().__init__(*problems)
        self.conflicts = tuple(conflicts)
