"""How overdue something is: 80 % reminds the owner, 100 % flags it, 200 % tells the escalation."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from crossfoot.languages import Text
from crossfoot.registers.dues import Due

#: percent of the time that is gone, and who is told
LEVELS: dict[int, Text] = {
    80: Text("Remind the person responsible", "提醒责任人"),
    100: Text("Overdue: tell the superior", "逾期：通知上级"),
    200: Text("Overdue twice the time: escalate", "逾期一倍时限：升级"),
}


def moments(due: Due) -> dict[int, datetime]:
    """When each level is reached."""
    length = due.deadline - due.start
    return {level: due.start + length * level / 100 for level in LEVELS}


def level(due: Due, now: datetime) -> int:
    """The highest level that is reached: 0, 80, 100 or 200.

    A deadline that is not past has not reached 100, so that the last moment is in time.
    """
    reached = moments(due)
    if now > due.deadline and due.deadline <= due.start:
        return 100  # no time was given at all: overdue at once, never escalated by arithmetic
    past = [
        each for each, moment in reached.items() if (now > moment if each > 80 else now >= moment)
    ]
    return max(past, default=0)


def share(due: Due, now: datetime) -> Decimal:
    """How much of the time is gone, 1 at the deadline."""
    length = (due.deadline - due.start).total_seconds()
    gone = (now - due.start).total_seconds()
    return Decimal(str(gone)) / Decimal(str(length)) if length > 0 else Decimal(1)
