"""Jobs whose process died: they are said to be broken, and what they left is finished or undone.

Called when the server starts and when a job begins; reading a page shows the truth without it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import override

from crossfoot.languages import Text
from crossfoot.records.jobs.alive import is_dead, lock
from crossfoot.records.jobs.kinds import kind_of
from crossfoot.records.jobs.models import ENDED, Job, State
from crossfoot.records.messages import language

_BROKEN = Text(
    "Its process ended before the work did. What it had begun was settled: all or nothing.",
    "处理进程在完成前终止。已开始的工作已妥善处置：要么全部生效，要么全部撤销。",
)


_AT_START: list[Callable[[], None]] = []


def at_start(work: Callable[[], None]) -> None:
    """An app has something to put right when the server starts."""
    _AT_START.append(work)


def start() -> None:
    """The server starts: settle what was left, and let every app put its own right."""
    settle()
    for work in _AT_START:
        work()


def settle() -> list[Job]:
    """Settle every job whose process died; which ones."""
    settled = []
    for job in Job.objects.exclude(state__in=ENDED).order_by("id"):
        if not is_dead(job):
            continue
        with lock(str(job.pk)) as mine:
            if mine and not Job.objects.filter(pk=job.pk, state__in=ENDED).exists():
                with override("zh-hans" if job.language == "zh" else "en"):
                    kind_of(job).settle(job)
                    message = _BROKEN[language()]
                Job.objects.filter(pk=job.pk).update(
                    state=State.BROKEN.value, message=message, ended_at=timezone.now()
                )
                settled.append(job)
    return settled
