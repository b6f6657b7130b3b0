"""Whether the process of a job lives: it holds a lock on a file, which ends when it does."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from crossfoot.records.jobs.models import ENDED, Job, State

#: how long a process may take to begin
_BEGINS = timedelta(seconds=60)


def folder() -> Path:
    """Where the locks lie; hidden, so that backups leave it out."""
    return Path(settings.WORKSPACE) / ".jobs"


@contextmanager
def lock(name: str) -> Iterator[bool]:
    """Hold a lock, if nobody else does; says whether it is held."""
    folder().mkdir(exist_ok=True)
    with (folder() / f"{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def is_dead(job: Job) -> bool:
    """Whether a job that has not ended has no process any more."""
    if job.state in ENDED:
        return False
    if job.state == State.WAITING and timezone.now() - job.created_at < _BEGINS:
        return False
    if not (folder() / f"{job.pk}.lock").exists():
        return True
    with lock(str(job.pk)) as free:
        return free


def state_of(job: Job) -> State:
    """How a job stands, as far as can be seen."""
    return State.BROKEN if is_dead(job) else State(job.state)
