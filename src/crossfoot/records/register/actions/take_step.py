"""Take a step with an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.messages import language
from crossfoot.records.register.actions.amend_entry import check_seen
from crossfoot.records.register.attachments import check_files
from crossfoot.records.register.confidential.appointing import acting
from crossfoot.records.register.confidential.reserved import check_reserved
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.nil import void
from crossfoot.records.register.queries import entry_for
from crossfoot.records.register.running import run_on
from crossfoot.records.register.stored import localised, record_of
from crossfoot.records.register.who import standing, superiors
from crossfoot.records.register.writing import check_revision, journaled, write_change
from crossfoot.registers import transitions
from crossfoot.registers.context import Actor as RegisterActor
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.records import Record
from crossfoot.registers.values import read_values

_NOT_YOURS = Text("this step is not yours to take", "您无权执行该步骤")


@dataclass(frozen=True)
class TakeStep(Action[Entry]):
    """The entry passes into the next state, and on by itself where the system acts.

    Attributes:
        key: of the entry.
        step: key of the step, as `transitions.possible` lists it.
        changes: fields that are filled with it, typed or as text.
        revision: of the entry as it was read; None for whatever stands there.
        since: when it was taken, where the entry comes from elsewhere with its past.
    """

    verb = "register.step"
    stream = "register"
    key: str
    step: str
    changes: Mapping[str, Any] = field(default_factory=dict, hash=False)
    revision: int | None = None
    since: datetime | None = None

    def check(self, by: Actor) -> None:
        """Whoever the step names, with the entry as he read it."""
        standing(by).require_acting()
        entry = entry_for(by, self.key)
        check_revision(entry, self.revision)
        check_reserved(active()[entry.register], record_of(entry), self.changes)
        check_seen(by, entry, self.changes)

    def change(self, by: Actor) -> Done[Entry]:
        """Take it."""
        entry = entry_for(by, self.key)
        definition, context = active()[entry.register], context_for(entry.unit)
        record = record_of(entry, definition)
        actor, lines = acting(by, definition, record, entry.unit), superiors()
        moved, at = taken(self, by, definition, record, actor, context, lines)
        written = write_change(entry, definition, moved, context, by.reference, at)
        void(written.entry, definition, moved)
        content, key = journaled(definition, written, step=self.step, state=written.entry.state)
        return Done(written.entry, entry.reference, content, key)


def taken(
    action: TakeStep,
    by: Actor,
    definition: Definition,
    record: Record,
    actor: RegisterActor,
    context: Context,
    lines: Mapping[str, str],
) -> tuple[Record, datetime]:
    """The record after a step and what the system makes of it, and when the step was taken.

    For `TakeStep`, and for files with many.

    Args:
        action: the step, with what is filled with it.
        by: who takes it.
        definition: the register.
        record: the entry.
        actor: the same, as the engine knows it.
        context: the moment.
        lines: to whom each person reports.

    Raises:
        NotAllowedError: the step is not offered to the actor.
        CrossfootError: it cannot be taken.
    """
    given = read_values(definition, action.changes, context.zone, language())
    given = {name: localised(value, context.zone) for name, value in given.items()}
    check_files(by, definition, given, record.values)
    since = localised(action.since, context.zone)
    try:
        moved = transitions.step(
            definition, record, action.step, actor, context, given, lines, since
        )
    except CrossfootError as refused:
        offered = transitions.possible(definition, record, actor, context, lines)
        if action.step not in {each.transition.key for each in offered}:
            raise NotAllowedError.of(refused.problems) from refused
        raise
    at = moved.history[-1].at
    return run_on(definition, moved, context), at
