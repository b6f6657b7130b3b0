"""What registers have the server do by itself: steps of the system, duties, reminders.

`run` is called every few minutes and by `crossfoot remind`; it does what is due, however late it
is called, and nothing twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import CommandLine
from crossfoot.records.register import projection
from crossfoot.records.register.actions.open_duty import OpenDuty, duties_due
from crossfoot.records.register.actions.run_clock import RunClock, settled
from crossfoot.records.register.actions.warn import WarnOf, quiet
from crossfoot.records.register.cells import recount
from crossfoot.records.register.library import active
from crossfoot.records.register.models import DutyOpened, Entry
from crossfoot.records.register.owing import Holders

_log = logging.getLogger(__name__)
#: entries that are looked at in one round; the rest waits for the next one
_MOST = 2000


def run(now: datetime | None = None) -> int:
    """Do all that is due; how many steps, duties and notices there were.

    Projections whose due times were set anew are made again first, and figures whose entries
    changed are counted anew at last.

    Args:
        now: as if it were this moment.
    """
    moment, by = now or timezone.now(), CommandLine()
    by.origin = "timer of the server"
    projection.rebuild_stale()
    done = steps(moment, by) + open_duties(moment, by) + warnings(moment, by)
    recount()
    return done


def steps(now: datetime, by: CommandLine) -> int:
    """Steps of the system that are due."""
    due = Entry.objects.filter(next_run_at__lte=now, register__in=active())
    keys = due.order_by("next_run_at").values_list("key", flat=True)[:_MOST]
    return sum(_tried(lambda key: _step(key, now, by), key) for key in list(keys))


def _step(key: str, now: datetime, by: CommandLine) -> int:
    return 0 if settled(key, now) else RunClock(key, now).do(by)


def warnings(now: datetime, by: CommandLine) -> int:
    """Time limits of which somebody is to be told."""
    due = Entry.objects.filter(next_warn_at__lte=now, register__in=active())
    keys = due.order_by("next_warn_at").values_list("key", flat=True)[:_MOST]
    return sum(_tried(lambda key: _warn(key, now, by), key) for key in list(keys))


def _warn(key: str, now: datetime, by: CommandLine) -> int:
    return 0 if quiet(key, now) else WarnOf(key, now).do(by)


def _tried(do: Callable[[str], int], key: str) -> int:
    """What was done with one entry; one that cannot be helped does not keep the others waiting."""
    try:
        return do(key)
    except CrossfootError:
        _log.exception("the clock stumbled over entry %s", key)
        return 0


def open_duties(now: datetime, by: CommandLine) -> int:
    """Duties that came back since somebody holds their role."""
    holders, count = Holders(), 0
    for duty in duties_due(now, holders):
        try:
            OpenDuty(duty, now).do(by)
            count += 1
        except CrossfootError:
            _log.exception("a duty could not be opened: %s", duty)
    return count


def tasks_open() -> Q:
    """Plain tasks that nobody did yet."""
    return Q(opened="", done_at=None)


def tasks(register: str = "") -> list[DutyOpened]:
    """Plain tasks that nobody did yet, soonest first."""
    found = DutyOpened.objects.filter(tasks_open())
    if register:
        found = found.filter(register=register)
    return list(found.order_by("due_on", "id"))
