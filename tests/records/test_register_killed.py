"""A process that is killed in the middle of a step of an entry: all of it counts after, or none."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from django.db import connection

from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.journal.verify import verify
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Change, Entry, Passed
from crossfoot.records.register.projection_tables import tables
from registers_kept import complaint, has_role, organisation

pytestmark = pytest.mark.django_db(transaction=True)

_KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.register.actions.take_step import TakeStep

key, by, left = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

def killing(execute, sql, params, many, context):
    global left
    found = execute(sql, params, many, context)
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return found

answer = {"responded_at": "2024-03-01T09:40", "class": "serious", "fault": "general"}
answer |= {"onsite_needed": "no", "valid": "yes"}
person = Person(User.objects.get(pk=by), "test")
with connection.execute_wrapper(killing):
    TakeStep(key, "received.responded", answer).do(person)
"""


def standing() -> tuple[object, ...]:
    """All that a step may change, the projection as well."""
    found: list[object] = []
    with connection.cursor() as cursor:
        for table in tables(active()["customer_complaint"]).every():
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append((table, sorted(map(repr, cursor.fetchall()))))
    return (
        list(Entry.objects.values_list("state", "revision", "next_due_at")),
        Passed.objects.count(),
        Change.objects.count(),
        Written.objects.count(),
        found,
    )


def test_killed_anywhere_a_step_of_an_entry_is_whole_or_nothing(person, shared_database) -> None:
    organisation()
    clerk = has_role(person(), "after_sales")
    entry = OpenEntry("customer_complaint", complaint()).do(clerk)
    before, writes = standing(), 0
    for write in range(1, 60, 7):
        names = [entry.key, str(clerk.user.pk), str(write)]
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, *names],
            env=shared_database,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert standing() == before
        writes += 1
    assert writes >= 3
    after = standing()
    assert after != before
    assert after[0][0][:2] == ("responded", 2)
    assert not verify().broken
