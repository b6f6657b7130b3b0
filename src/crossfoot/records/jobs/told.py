"""Progress of a job that works in one transaction, told in files.

A job that takes everything or nothing holds one transaction to its end. Until then nobody sees
what it writes, and where one writes at a time (SQLite) nobody can write that it is to stop. So its
progress, and the wish to stop, also stand in small files beside its lock.
"""

from __future__ import annotations

from crossfoot.records.jobs.alive import folder
from crossfoot.records.jobs.models import Job


def tell(number: int, done: int, total: int) -> None:
    """So much of so much is done."""
    part = folder() / f"{number}.told.part"
    part.write_text(f"{done} {total}")
    part.replace(folder() / f"{number}.told")


def progress_of(job: Job) -> tuple[int, int]:
    """How much of how much is done, whatever its transaction hides."""
    try:
        done, total = (folder() / f"{job.pk}.told").read_text().split()
    except (OSError, ValueError):
        return job.done, job.total
    return max(int(done), job.done), max(int(total), job.total)


def ask_to_stop(number: int) -> None:
    """Somebody wants the job to stop."""
    folder().mkdir(exist_ok=True)
    (folder() / f"{number}.stop").touch()


def is_to_stop(number: int) -> bool:
    """Whether somebody does."""
    return (folder() / f"{number}.stop").exists()


def forget(number: int) -> None:
    """The job has ended."""
    for kind in ("told", "stop", "told.part"):
        (folder() / f"{number}.{kind}").unlink(missing_ok=True)
