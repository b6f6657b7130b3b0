"""Tell people of a time limit that comes near, is over, or is long over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.notices.telling import tell
from crossfoot.records.register.actions.run_clock import require_program
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, Warned
from crossfoot.records.register.owing import Holders, told_of
from crossfoot.records.register.stored import record_of, with_history
from crossfoot.registers import dues, reminders
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.dues import OpenDue

#: notice of each level
KINDS = {80: "register.reminder", 100: "register.overdue", 200: "register.escalated"}


@dataclass(frozen=True)
class WarnOf(Action[int]):
    """Tell of the limits of one entry; the result is how many notices there were.

    Attributes:
        key: of the entry.
        now: the moment.
    """

    verb = "register.warn"
    stream = "register"
    key: str
    now: datetime

    def check(self, by: Actor) -> None:
        """The program itself, by its timer or the command line."""
        require_program(by)

    def change(self, by: Actor) -> Done[int]:
        """Tell of the highest level of each limit that was not told of yet."""
        entry = with_history(Entry.objects.all()).get(key=self.key)
        definition, context = active()[entry.register], context_for(entry.unit, self.now)
        record = record_of(entry, definition)
        open_ = dues.open_dues(definition, record, context)
        holders, count = Holders(), 0
        said: list[dict[str, object]] = []
        for due in open_:
            level = reminders.level(due.due, context.now)
            if not level or _was_told(entry, due, level):
                continue
            users = told_of(definition, record, entry.unit, due, level, holders)
            _keep(entry, due, level, users, context)
            for user in users:
                tell(
                    user,
                    KINDS[level],
                    entry.reference,
                    f"/registers/{entry.register}/{entry.key}",
                    what=_what(entry, definition, due),
                    due=_moment(due.due.deadline),
                )
            count += len(users)
            said.append({"name": due.name, "level": level, "told": len(users)})
        entry.next_warn_at = _next(open_, context.now)
        entry.save(update_fields=["next_warn_at"])
        return Done(count, entry.reference, {"limits": said})


def quiet(key: str, now: datetime) -> bool:
    """Whether there is nothing to tell, or nobody; then it is noted when to look again."""
    entry = with_history(Entry.objects.all()).get(key=key)
    definition, context = active()[entry.register], context_for(entry.unit, now)
    record = record_of(entry, definition)
    open_ = dues.open_dues(definition, record, context)
    for due in open_:
        level = reminders.level(due.due, context.now)
        if not level or _was_told(entry, due, level):
            continue
        if told_of(definition, record, entry.unit, due, level, Holders()):
            return False
    later = Entry.objects.filter(pk=entry.pk, revision=entry.revision)
    later.update(next_warn_at=_next(open_, context.now))
    return True


def _was_told(entry: Entry, due: OpenDue, level: int) -> bool:
    told = Warned.objects.filter(
        entry=entry, name=due.name, deadline=due.due.deadline, level__gte=level
    )
    return told.exists()


def _keep(entry: Entry, due: OpenDue, level: int, users: list[User], context: Context) -> None:
    Warned.objects.create(
        entry=entry,
        name=due.name,
        deadline=due.due.deadline,
        level=level,
        to=" ".join(user.reference for user in users)[:400],
        at=context.now,
    )


def _next(open_: list[OpenDue], now: datetime) -> datetime | None:
    moments = [m for each in open_ for m in reminders.moments(each.due).values() if m > now]
    return min(moments, default=None)


def _what(entry: Entry, definition: Definition, due: OpenDue) -> Text:
    title = "" if definition.access.level == "sealed" or not entry.title else f" {entry.title}"
    number = f"{entry.ref_no}{title}"
    return Text(
        f"{number} ({definition.title.en}): {due.label.en}",
        f"{number}（{definition.title.zh}）：{due.label.zh}",
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
