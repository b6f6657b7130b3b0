"""A process that is killed in the middle of a step: all of it counts after, or none."""

from __future__ import annotations

import signal
import subprocess
import sys
from threading import Barrier, Thread

import pytest
from django.db import connection

from campaigns import cell, crew, fill, opened, plant, request
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.accounts.models import User
from crossfoot.records.collection.actions import steps
from crossfoot.records.collection.actions.set_cells import SetCells
from crossfoot.records.collection.changes import Change, ConflictError
from crossfoot.records.collection.facts import approved_facts
from crossfoot.records.collection.models import Approval, Move, Request
from crossfoot.records.journal.models import Entry as JournalEntry
from crossfoot.records.journal.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

_KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.actions import steps

step, ids, by, left = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])

def killing(execute, sql, params, many, context):
    global left
    found = execute(sql, params, many, context)
    if sql.startswith(("INSERT", "UPDATE")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return found

person = Person(User.objects.get(pk=by), "test")
with connection.execute_wrapper(killing):
    getattr(steps, step)(tuple(map(int, ids.split(",")))).do(person)
"""


def standing() -> tuple[object, ...]:
    """All that a step may change."""
    return (
        list(Request.objects.order_by("id").values_list("state", "round")),
        Move.objects.count(),
        Approval.objects.count(),
        JournalEntry.objects.count(),
        len(approved_facts(catalogue())),
    )


@pytest.mark.parametrize("step", ["Approve", "Lock"])
def test_killed_anywhere_a_step_is_whole_or_nothing(person, shared_database, step: str) -> None:
    plant()
    people = crew(person)
    opened(people.manager)
    ids = [each.pk for each in Request.objects.all()]
    for each in Request.objects.all():
        fill(people.owner, each)
    steps.Submit(tuple(ids)).do(people.owner)
    steps.Review(tuple(ids)).do(people.reviewer)
    if step == "Lock":
        steps.Approve(tuple(ids)).do(people.approver)
    before = standing()
    names = [step, ",".join(map(str, ids)), str(people.approver.user.pk)]
    for write in range(1, 30):
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, *names, str(write)],
            env=shared_database,
            capture_output=True,
            check=False,
        )
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        assert standing() == before, write
    assert write > 3  # it was killed after each of its writes
    target = {"Approve": "approved", "Lock": "locked"}[step]
    assert set(Request.objects.values_list("state", flat=True)) == {target}
    assert Approval.objects.count() == len(ids)
    assert not verify().broken


def test_of_two_who_write_at_once_one_is_told(person) -> None:
    plant()
    people = crew(person)
    opened(people.manager)
    at = cell(request())
    barrier, came = Barrier(2), []

    def write(value: str) -> None:
        user = User.objects.get(pk=people.owner.user.pk)
        barrier.wait()
        try:
            SetCells(at.request_id, (Change(at.pk, 0, value),)).do(type(people.owner)(user, "test"))
            came.append(value)
        except ConflictError as error:
            came.append(error.conflicts[0].current.typed)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(value,)) for value in ("1", "2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    at.refresh_from_db()
    assert at.version == 1
    assert came == [at.current.typed] * 2
