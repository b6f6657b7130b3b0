"""When who is reminded: a rule as data, in working days before and after a due day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crossfoot.definitions.section import Section
from crossfoot.records.collection.working_days import WorkingDays

#: days that a rule may look ahead or back
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Rule:
    """When who is reminded of a request.

    Attributes:
        before: working days before the due day on which whoever's turn it is, is told.
        due: on the due day too.
        after: working days after it.
        escalate: working days after it on which the manager is told; 0 for never.
    """

    before: tuple[int, ...] = (5, 1)
    due: bool = True
    after: tuple[int, ...] = (2, 5)
    escalate: int = 5

    def marks(self, due: date, calendar: WorkingDays) -> list[tuple[date, str]]:
        """The days on which somebody is told, in order, each with its mark.

        >>> Rule((5,), True, (2,), 3).marks(date(2024, 3, 29), WorkingDays())
        ... # doctest: +NORMALIZE_WHITESPACE
        [(datetime.date(2024, 3, 22), 'before 5'), (datetime.date(2024, 3, 29), 'due'),
         (datetime.date(2024, 4, 2), 'after 2'), (datetime.date(2024, 4, 3), 'escalated 3')]
        """
        found = [(calendar.away(due, -days), f"before {days}") for days in self.before]
        if self.due:
            found.append((due if calendar.is_worked(due) else calendar.away(due, -1), "due"))
        found += [(calendar.away(due, days), f"after {days}") for days in self.after]
        if self.escalate:
            found.append((calendar.away(due, self.escalate), f"escalated {self.escalate}"))
        return sorted(found, key=lambda each: each[0])

    def to_json(self) -> dict[str, Any]:
        """As a campaign and a template keep it."""
        return {
            "before": list(self.before),
            "due": self.due,
            "after": list(self.after),
            "escalate": self.escalate,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Rule:
        """What `to_json` wrote; the usual rule where it is empty."""
        if not kept:
            return cls()
        return cls(tuple(kept["before"]), kept["due"], tuple(kept["after"]), kept["escalate"])


def read_rule(section: Section) -> Rule:
    """The rule of a template's file."""
    section.only(("before", "due", "after", "escalate"))
    return Rule(
        before=_days(section, "before"),
        due=section.flag("due"),
        after=_days(section, "after"),
        escalate=next(iter(_days(section, "escalate")), 0),
    )


def _days(section: Section, key: str) -> tuple[int, ...]:
    found = []
    for text in section.texts(key):
        if text.isdecimal() and 0 <= int(text) <= LONGEST:
            found.append(int(text))
        else:
            remedy = f"Write whole numbers from 1 to {LONGEST}."
            section.problem(f"{text!r} is no number of working days", key, remedy=remedy)
    return tuple(sorted({days for days in found if days}))
