from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.jobs import kinds, starting
from crossfoot.records.jobs.actions.stop import StopJob
from crossfoot.records.jobs.alive import folder, lock, state_of
from crossfoot.records.jobs.kinds import Kind, Outcome
from crossfoot.records.jobs.models import Job, State
from crossfoot.records.jobs.running import run
from crossfoot.records.jobs.settling import settle
from crossfoot.records.jobs.starting import start
from crossfoot.records.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def settled(tmp_path: Path, settings, monkeypatch) -> list[int]:
    settings.WORKSPACE = tmp_path
    monkeypatch.setattr(starting, "launch", lambda number: None)
    found: list[int] = []
    kind = Kind(Text("Count", "计数"), counting, lambda job: found.append(job.pk))
    monkeypatch.setitem(kinds._KINDS, "count", kind)
    return found


def counting(job: Job, progress) -> Outcome:
    for number in range(job.parameters["to"] + 1):
        progress(number, job.parameters["to"])
        if job.parameters.get("fails") == number:
            raise CrossfootError(Problem("it went wrong", remedy="try again"))
        if job.parameters.get("breaks") == number:
            raise ZeroDivisionError
    return Outcome("counted", "/there")


def test_a_job_tells_its_progress_and_its_end(settled, root) -> None:
    job = start("count", "batch:1", root, label="a file", to=5)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 5, 5)
    assert (job.message, job.address, settled) == ("counted", "/there", [])
    run(job.pk)  # one that has ended is not done again
    assert not (folder() / f"{job.pk}.lock").exists()


@pytest.mark.parametrize(
    ("how", "words"), [("fails", "it went wrong"), ("breaks", "Something went wrong on our side")]
)
def test_a_job_that_fails_is_settled(settled, root, how, words) -> None:
    job = start("count", "batch:1", root, to=5, **{how: 3})
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, words in job.message, settled) == ("failed", True, [job.pk])


def test_a_job_is_stopped_by_those_who_may(settled, root, person) -> None:
    owner, other = person(Role.DATA_OWNER), person(Role.DATA_OWNER)
    manager = person(Role.ESG_MANAGER)
    job = start("count", "batch:1", owner, to=5)
    with pytest.raises(NotAllowedError):
        StopJob(job.pk).do(other)
    StopJob(job.pk).do(manager)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, settled) == ("stopped", [job.pk])
    with pytest.raises(CrossfootError, match="ended already"):
        StopJob(job.pk).do(owner)


def test_a_job_whose_process_died_is_broken(settled, root) -> None:
    job = start("count", "batch:1", root, to=5)
    assert state_of(job) is State.WAITING  # its process may be on its way
    with lock(str(job.pk)):
        Job.objects.filter(pk=job.pk).update(state="running")
        job.refresh_from_db()
        assert (state_of(job), settle()) == (State.RUNNING, [])
    assert state_of(job) is State.BROKEN
    assert settle() == [job]
    job.refresh_from_db()
    assert (job.state, "process ended" in job.message, settled) == ("broken", True, [job.pk])
    assert settle() == []


def test_a_job_that_never_began_is_broken_after_a_minute(settled, root) -> None:
    job = start("count", "batch:1", root, to=5)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=2))
    job.refresh_from_db()
    assert state_of(job) is State.BROKEN


def test_jobs_beyond_the_number_allowed_wait_for_their_turn(settled, root, settings) -> None:
    settings.JOBS_AT_ONCE = 1
    job = start("count", "batch:1", root, to=5)
    Job.objects.filter(pk=job.pk).update(stop_asked=True)
    with lock("turn-0"):
        run(job.pk)  # it waits, and sees that it is to stop
    job.refresh_from_db()
    assert (job.state, job.done) == ("stopped", 0)


def test_the_lock_of_a_killed_process_is_free(settled, shared_database, tmp_path) -> None:
    hold = (
        "import django, time; django.setup()\n"
        "from crossfoot.records.jobs.alive import lock\n"
        "with lock('7'):\n    print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", hold],
        env={**shared_database, "CROSSFOOT_WORKSPACE": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    with lock("7") as mine:
        assert not mine
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    time.sleep(0.05)
    with lock("7") as mine:
        assert mine
