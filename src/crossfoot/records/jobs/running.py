"""What the process of a job does."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.jobs import told
from crossfoot.records.jobs.alive import folder, lock
from crossfoot.records.jobs.kinds import Outcome, kind_of
from crossfoot.records.jobs.models import ENDED, Job, State
from crossfoot.records.messages import language

#: seconds between two notes of progress
_OFTEN = 0.25

_STOPPED = Text("Stopped; nothing was changed.", "已停止，未作任何更改。")
_OUR_MISTAKE = Text(
    "Something went wrong on our side; nothing was changed.", "系统出错，未作任何更改。"
)


class StoppedError(Exception):
    """Somebody wants the job to stop."""


def run(number: int) -> None:
    """Do a job, unless somebody does it already or it has ended."""
    with lock(str(number)) as mine:
        if not mine:
            return
        job = Job.objects.get(pk=number)
        if job.state not in ENDED:
            with override("zh-hans" if job.language == "zh" else "en"):
                state, outcome = _outcome(job)
                _end(job, state, outcome)
    _tidy(number)


def _tidy(number: int) -> None:
    """A job that has ended needs no lock, and no log where it said nothing."""
    told.forget(number)
    (folder() / f"{number}.lock").unlink(missing_ok=True)
    log = folder() / f"{number}.log"
    if log.is_file() and not log.stat().st_size:
        log.unlink()


def _outcome(job: Job) -> tuple[State, Outcome]:
    kind = kind_of(job)
    progress = Telling(job)
    try:
        with _turn(progress):
            Job.objects.filter(pk=job.pk).update(
                state=State.RUNNING.value, started_at=timezone.now()
            )
            return State.DONE, kind.work(job, progress)
    except StoppedError:
        kind.settle(job)
        return State.STOPPED, Outcome(_STOPPED[language()])
    except CrossfootError as error:
        kind.settle(job)
        return State.FAILED, Outcome("\n".join(str(problem) for problem in error.problems))
    except Exception:
        traceback.print_exc()
        kind.settle(job)
        return State.FAILED, Outcome(_OUR_MISTAKE[language()])


def _end(job: Job, state: State, outcome: Outcome) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=state.value,
        message=outcome.message,
        address=outcome.address,
        ended_at=timezone.now(),
    )


class Telling:
    """Writes down how much is done, now and then; raises where the job is to stop."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._told = 0.0

    def __call__(self, done: int, total: int) -> None:
        """So much of so much is done.

        Raises:
            StoppedError: somebody wants the job to stop.
        """
        now = time.monotonic()
        if now - self._told < _OFTEN and done < total:
            return
        self._told = now
        rows = Job.objects.filter(pk=self._job.pk)
        rows.update(done=done, total=total)
        if connection.in_atomic_block:  # nobody sees the row before the end
            told.tell(self._job.pk, done, total)
        self.look()

    def look(self) -> None:
        """Raise where the job is to stop."""
        asked = Job.objects.filter(pk=self._job.pk, stop_asked=True).exists()
        if asked or told.is_to_stop(self._job.pk):
            raise StoppedError


@contextmanager
def _turn(progress: Telling) -> Iterator[None]:
    """Wait until fewer than `JOBS_AT_ONCE` jobs run: each may need much memory."""
    while True:
        for place in range(settings.JOBS_AT_ONCE):
            with lock(f"turn-{place}") as mine:
                if mine:
                    yield
                    return
        progress.look()
        time.sleep(_OFTEN)
