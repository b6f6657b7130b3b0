"""Reading a confidential entry: for a purpose that was registered, and written down each time."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Actor
from crossfoot.records.messages import problem
from crossfoot.records.register.confidential.appointing import kept_away
from crossfoot.records.register.confidential.models import Visit
from crossfoot.records.register.confidential.purposes import OVERSEERS
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, Reading
from crossfoot.records.register.queries import may_read, readable
from crossfoot.records.register.stored import record_of, with_history
from crossfoot.records.register.who import standing

SEALED = "sealed"
#: how long a purpose opens an entry
VISIT = timedelta(minutes=30)

_NO_PURPOSE = Text("say first for what you read this entry", "查阅前请先登记目的")
_REGISTER = Text(
    "register a purpose; it holds for half an hour, and is seen by those who handle the entry",
    "请登记查阅目的，半小时内有效，案件经办人可见",
)


class PurposeNeededError(CrossfootError):
    """No purpose was registered for this reading, or it is over."""


def is_sealed(entry: Entry) -> bool:
    """Whether an entry is read for a purpose alone."""
    return active()[entry.register].access.level == SEALED


def open_visit(by: Actor, entry: Entry) -> Visit | None:
    """The visit that is open; None where a purpose must be registered."""
    now = timezone.now()
    return Visit.objects.filter(entry=entry, by=by.reference, until__gt=now).first()


def require_purpose(by: Actor, entry: Entry) -> Visit | None:
    """Go on only where the reader registered a purpose; None where none is asked.

    Raises:
        PurposeNeededError: there is none.
    """
    if not is_sealed(entry):
        return None
    visit = open_visit(by, entry)
    if visit is None:
        raise PurposeNeededError(problem(_NO_PURPOSE, remedy=_REGISTER))
    return visit


def oversees(by: Actor, entry: Entry) -> bool:
    """Whether an actor sees who read an entry: the handlers, and the compliance of its unit.

    Nobody who is kept away from the entry learns from the log that there is one.
    """
    if may_read(by, entry):
        return True
    held = standing(by)
    if not held.roles_on(entry.unit) & OVERSEERS:
        return False
    definition = active()[entry.register]
    return not held.names & kept_away(definition, record_of(entry, definition))


def readings_seen(by: Actor) -> QuerySet[Reading]:
    """What was read of all sealed entries, latest first, as far as an actor sees it."""
    library = active()
    sealed = [name for name, each in library.items() if each.access.level == SEALED]
    seen = {pk for name in sealed for pk in readable(by, name).values_list("pk", flat=True)}
    units = standing(by).units_with(OVERSEERS)
    entries = with_history(Entry.objects.filter(register__in=sealed).exclude(pk__in=seen))
    if units is not None:
        entries = entries.filter(unit__in=units)
    seen |= {entry.pk for entry in entries if oversees(by, entry)}
    return Reading.objects.filter(entry__in=seen).select_related("entry").order_by("-id")
