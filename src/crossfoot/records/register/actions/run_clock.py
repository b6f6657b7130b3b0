"""Let the system take the steps of an entry that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, CommandLine, Done, NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.running import run_on
from crossfoot.records.register.stored import record_of, with_history
from crossfoot.records.register.writing import journaled, settle, write_change
from crossfoot.registers.records import SYSTEM_PERSON

_BY_ITSELF = Text("the clock runs by itself", "时钟由系统自动运行")


@dataclass(frozen=True)
class RunClock(Action[int]):
    """The steps of one entry that are due; the result is how many were taken.

    Attributes:
        key: of the entry.
        now: the moment.
    """

    verb = "register.clock"
    stream = "register"
    key: str
    now: datetime

    def check(self, by: Actor) -> None:
        """The program itself, by its timer or the command line."""
        require_program(by)

    def change(self, by: Actor) -> Done[int]:
        """Take them, each at the moment at which it was due."""
        entry = with_history(Entry.objects.all()).get(key=self.key)
        definition, context = active()[entry.register], context_for(entry.unit, self.now)
        record = record_of(entry, definition)
        moved = run_on(definition, record, context)
        taken = len(moved.history) - len(record.history)
        since = moved.history[-1].at
        written = write_change(entry, definition, moved, context, SYSTEM_PERSON, since)
        content, key = journaled(definition, written, steps=taken, state=entry.state)
        return Done(taken, entry.reference, content, key)


def settled(key: str, now: datetime) -> bool:
    """Whether nothing is due; then it is noted when to look again."""
    entry = with_history(Entry.objects.all()).get(key=key)
    definition, context = active()[entry.register], context_for(entry.unit, now)
    record = record_of(entry, definition)
    if run_on(definition, record, context) is not record:
        return False
    settle(entry, definition, record, context)
    fields = {"next_run_at": entry.next_run_at, "next_due_at": entry.next_due_at}
    Entry.objects.filter(pk=entry.pk, revision=entry.revision).update(**fields)
    return True


def require_program(by: Actor) -> None:
    """Go on only for the program itself.

    Raises:
        NotAllowedError: it is a person.
    """
    if not isinstance(by, CommandLine):
        raise NotAllowedError(problem(_BY_ITSELF))
