"""What the server does by itself again and again: sweeping, reminding.

Each process of the server asks every minute what is due; whoever takes it up first does it, and
others leave it alone until it is due again. One that fails is told in the log and tried again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from crossfoot.records.notices.models import Regular

_log = logging.getLogger(__name__)
_ticker: list[threading.Thread] = []


@dataclass(frozen=True, slots=True)
class Work:
    """Something regular.

    Attributes:
        every: how long after it was begun it is due again.
        do: does it; how much there was to do.
    """

    every: timedelta
    do: Callable[[], int]


_works: dict[str, Work] = {}


def register(name: str, every: timedelta, do: Callable[[], int]) -> None:
    """Let the server do something; called when its app is ready."""
    _works[name] = Work(every, do)


def registered() -> tuple[str, ...]:
    """The names of all that the server does."""
    return tuple(_works)


def do_due() -> dict[str, int]:
    """Do all that is due now; how much each had to do."""
    return {name: count for name in _works if (count := _take_up(name)) is not None}


def keep_doing(every: float = 60) -> None:
    """Do what is due in the background, as long as this process lives."""

    def work() -> None:
        while True:
            try:
                do_due()
            except Exception:
                _log.exception("regular work could not be done")
            finally:
                connection.close()
            time.sleep(every)

    if not _ticker:
        _ticker.append(threading.Thread(target=work, daemon=True, name="regular"))
        _ticker[0].start()


def _take_up(name: str) -> int | None:
    """Do one thing if it is due; None where it is not, or another process does it."""
    work, now = _works[name], timezone.now()
    Regular.objects.get_or_create(name=name, defaults={"due_at": now})
    mine = Regular.objects.filter(name=name, due_at__lte=now).update(due_at=now + work.every)
    if not mine:
        return None
    count = 0
    try:
        count = work.do()
        said = str(count)
    except Exception as error:
        _log.exception("%s failed", name)
        said = f"{type(error).__name__}: {error}"[:300]
    Regular.objects.filter(name=name).update(done_at=timezone.now(), said=said)
    return count
