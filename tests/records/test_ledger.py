from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.jobs.models import Job
from crossfoot.records.jobs.models import State as JobState
from crossfoot.records.jobs.running import run
from crossfoot.records.jobs.settling import settle
from crossfoot.records.journal.models import Entry
from crossfoot.records.journal.verify import verify
from crossfoot.records.ledger.actions.ask import AskForImport
from crossfoot.records.ledger.actions.check import CheckBatch
from crossfoot.records.ledger.actions.drop import DropBatch
from crossfoot.records.ledger.actions.receive import ReceiveBatch
from crossfoot.records.ledger.actions.reverse import ReverseBatch
from crossfoot.records.ledger.heads import look
from crossfoot.records.ledger.joining import reconcile
from crossfoot.records.ledger.models import Batch, State
from crossfoot.records.ledger.problems import place_of
from crossfoot.records.ledger.queries import batches, by_activity, by_month, totals_of
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from crossfoot.workspaces.imports import import_activity, reverse
from crossfoot.workspaces.workspace import Workspace
from evidences import TREE
from ledgers import (
    FEBRUARY,
    JANUARY,
    OWN_NAMES,
    PENANG,
    checked,
    counted,
    imported,
    no_processes,
    rows_file,
    sent,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(workspace: Path, settings, root, monkeypatch) -> Path:
    settings.WORKSPACE = workspace
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    no_processes(monkeypatch)
    return workspace


def lying(folder: Path) -> list[str]:
    """All files of the workspace that rows and evidence may leave behind."""
    kept = [
        path for part in ("ledger", "evidence", ".incoming") for path in (folder / part).rglob("*")
    ]
    return sorted(path.name for path in kept if path.is_file())


# -- an import ---------------------------------------------------------------------------------


def test_a_file_is_received_checked_and_imported(folder, root) -> None:
    batch = checked(folder, root, JANUARY, FEBRUARY)
    assert (batch.state, batch.rows, counted(folder)) == ("checked", 2, [])
    job = AskForImport(batch.pk).do(root)
    run(job.pk)
    batch.refresh_from_db()
    assert (batch.state, counted(folder)) == ("standing", [("bills.csv", 2)])
    assert Job.objects.get(pk=job.pk).state == "done"
    assert [path for path in (folder / ".incoming").rglob("*") if path.is_file()] == []
    assert list(Entry.objects.filter(stream="ledger").values_list("action", flat=True)) == [
        "ledger.receive",
        "ledger.check",
        "ledger.ask",
        "ledger.import",
    ]
    assert verify().broken == []


def test_the_totals_are_those_of_the_rows(folder, root) -> None:
    more = ("hefei", "electricity.grid", "0.1", "kWh", "2023-01-05", "2023-01-05", "M2")
    batch = imported(folder, root, JANUARY, FEBRUARY, PENANG, more)
    assert [
        (each["activity"], each["count"], each["sum"])
        for each in by_activity(totals_of(batch, None))
    ] == [
        ("electricity.grid", 3, Decimal("2100.6")),
        ("fuel.diesel.mobile", 1, Decimal(50)),
    ]
    assert [(each["month"], each["sum"]) for each in by_month(totals_of(batch, ["hefei"]))] == [
        (date(2023, 1, 1), Decimal("1200.6")),
        (date(2023, 2, 1), Decimal(900)),
    ]


def test_people_are_named_in_both_journals(folder, person) -> None:
    owner = person(Role.DATA_OWNER, "hefei")
    batch = imported(folder, owner, JANUARY, unit="hefei")
    ReverseBatch(batch.pk, "wrong meter").do(owner)
    assert {entry.actor for entry in Entry.objects.filter(stream="ledger")} == {owner.reference}
    lines = Workspace(folder).entries[1:]
    assert [(line.action, line.by, line.reason) for line in lines] == [
        ("import", owner.reference, ""),
        ("reverse", owner.reference, "wrong meter"),
    ]


def test_columns_of_any_name_are_read_and_remembered(folder, root, person) -> None:
    heading = ("Zähler", "kWh used", "from", "to", "remark")
    row = ("M1", "1200.5", "2023-01-01", "2023-01-31", "x")
    mapping = {
        "site": "=hefei",
        "activity": "=electricity.grid",
        "unit": "=kWh",
        "quantity": "kWh used",
        "start": "from",
        "end": "to",
        "source": "Zähler",
    }
    batch = imported(folder, root, row, heading=heading, mapping=mapping)
    assert (batch.state, counted(folder)) == ("standing", [("bills.csv", 1)])
    again = ReceiveBatch(sent(folder, (*row[:1], "7", *row[2:]), heading=heading)).do(root)
    assert look(again, root).mapping == mapping
    other = person(Role.DATA_OWNER, "hefei")
    seen = look(again, other)
    assert (seen.mapping, seen.remembered) == (mapping, True)
    (folder / "organisation.csv").write_text("id,parent,kind\ngroup,,group\nhefei,group,site\n")
    (folder / "ledger" / f"{batch.sha256}.parquet").unlink()
    assert Workspace(folder).activity_files()[0].parquet.is_file()  # made anew by the mapping


def test_the_same_file_is_recognised(folder, root) -> None:
    batch = imported(folder, root, JANUARY)
    with pytest.raises(CrossfootError, match=f"as batch {batch.pk}"):
        ReceiveBatch(sent(folder, JANUARY, name="copy.csv")).do(root)
    ReverseBatch(batch.pk, "to be sent again").do(root)
    assert imported(folder, root, JANUARY).state == "standing"


def test_rows_that_count_already_are_refused(folder, root) -> None:
    first = imported(folder, root, JANUARY)
    batch = checked(folder, root, FEBRUARY, JANUARY)
    job = AskForImport(batch.pk).do(root)
    run(job.pk)
    batch.refresh_from_db()
    assert (batch.state, len(counted(folder))) == ("refused", 1)
    assert [(each["row"], each["what"]) for each in batch.problems] == [
        ("3", f"the row stands already in row 2 of bills.csv (batch {first.pk})")
    ]
    assert Job.objects.get(pk=job.pk).state == "failed"


def test_problems_name_row_and_column_and_nothing_is_imported(folder, root) -> None:
    bad = ("hefei", "electricity.grid", "-5", "kwhh", "2023-01-01", "2022-01-31", "M1")
    batch = checked(folder, root, JANUARY, bad)
    assert (batch.state, batch.rows, batch.totals.count()) == ("refused", 0, 0)
    found = {(each["row"], each["column"]) for each in batch.problems}
    assert found == {("3", "quantity"), ("3", "unit"), ("3", "end")}
    assert all(each["what"] and each["remedy"] for each in batch.problems)
    with pytest.raises(CrossfootError):
        AskForImport(batch.pk).do(root)
    assert counted(folder) == []


def test_problems_beyond_the_first_two_hundred_are_counted(folder, root) -> None:
    rows = [("hefei", f"a{n}", "1", f"no{n}", "2023-01-01", "2023-01-31", "") for n in range(250)]
    batch = checked(folder, root, *rows)
    assert (len(batch.problems), batch.problems_beyond) == (200, 50)


def test_rows_of_other_sites_are_refused_by_row(folder, person) -> None:
    owner = person(Role.DATA_OWNER, "hefei")
    again = (*PENANG[:6], "F2")
    nowhere = ("nowhere", *PENANG[1:6], "F3")
    batch = checked(folder, owner, JANUARY, PENANG, again, nowhere, unit="hefei")
    assert batch.state == "refused"
    assert [(each["row"], each["column"], each["what"]) for each in batch.problems] == [
        ("3", "site", "you may not enter figures of 'penang' (and 1 more row)"),
        ("5", "site", "site 'nowhere' is not known"),
    ]
    assert batch.problems[1]["remedy"] == "known are: hefei"
    assert imported(folder, owner, JANUARY, unit="hefei").state == "standing"


def test_who_loses_the_role_meanwhile_imports_nothing(folder, person, root) -> None:
    owner = person(Role.DATA_OWNER, "hefei")
    batch = checked(folder, owner, JANUARY, unit="hefei")
    job = AskForImport(batch.pk).do(owner)
    owner.user.grants.all().delete()
    run(job.pk)
    assert (Job.objects.get(pk=job.pk).state, counted(folder)) == ("failed", [])


def test_others_may_neither_send_nor_reverse(folder, root, person) -> None:
    batch = imported(folder, root, JANUARY, PENANG)
    owner, viewer = person(Role.DATA_OWNER, "hefei"), person(Role.VIEWER)
    for by in (owner, viewer):
        with pytest.raises(NotAllowedError):
            ReverseBatch(batch.pk, "why").do(by)
    for by, unit in ((owner, ""), (owner, "penang"), (viewer, "hefei")):
        with pytest.raises(NotAllowedError):
            ReceiveBatch(sent(folder, FEBRUARY), unit).do(by)
    assert list(batches(owner, ["hefei"])) == [batch]
    assert list(batches(owner, ["cells"])) == []


def test_a_reversal_needs_a_reason_and_takes_the_rows_out(folder, root) -> None:
    batch = imported(folder, root, JANUARY)
    with pytest.raises(CrossfootError, match="needs a reason"):
        ReverseBatch(batch.pk, " ").do(root)
    ReverseBatch(batch.pk, "wrong meter").do(root)
    batch.refresh_from_db()
    assert (batch.state, batch.reversal, counted(folder)) == ("reversed", "wrong meter", [])
    assert Entry.objects.get(action="ledger.reverse").reason == "wrong meter"
    with pytest.raises(CrossfootError):
        ReverseBatch(batch.pk, "again").do(root)


def test_a_file_that_is_not_wanted_goes(folder, root) -> None:
    batch = checked(folder, root, JANUARY)
    DropBatch(batch.pk).do(root)
    assert [name for name in lying(folder) if name != "journal.lock"] == []


def test_what_is_missing_is_said_before_the_job(folder, root) -> None:
    batch = ReceiveBatch(sent(folder, JANUARY)).do(root)
    with pytest.raises(CrossfootError) as caught:
        CheckBatch(batch.pk, {"site": "site", "unit": "="}).do(root)
    assert len(caught.value.problems) == 5
    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("a.csv, row 3, column site", ("", "3", "site")),
        ("a, row 9.csv, sheet 'Q1, row 2', row 7, column C", ("Q1, row 2", "7", "C")),
        ("a.csv", ("", "", "")),
    ],
)
def test_places_are_taken_apart(where: str, place: tuple[str, str, str]) -> None:
    assert tuple(place_of(where).values()) == place


# -- two journals ------------------------------------------------------------------------------


def test_what_bare_commands_did_is_taken_over(folder, root, tmp_path) -> None:
    (folder / "organisation.csv").write_text("id,parent,kind\ngroup,,group\nhefei,group,site\n")
    file = rows_file(tmp_path, JANUARY)
    bare = import_activity(Workspace(folder), file)
    reconcile()
    batch = Batch.objects.get()
    assert (batch.state, batch.rows, batch.sha256) == ("standing", 1, bare.sha256)
    assert batch.totals.get().quantity == Decimal("1200.5")
    reverse(Workspace(folder), bare.sha256, "typed twice")
    reconcile()
    batch.refresh_from_db()
    assert (batch.state, batch.reversal) == ("reversed", "typed twice")
    assert [entry.reason for entry in Entry.objects.filter(stream="ledger")] == ["", "typed twice"]
    reconcile()
    assert Entry.objects.filter(stream="ledger").count() == 2


_KILLED = """
import os, signal, sys
import django
django.setup()
from crossfoot.records.actions import Action
from crossfoot.records.jobs.running import run
from crossfoot.records.ledger.actions import take, reverse
from crossfoot.records.ledger import checking
from crossfoot.workspaces.journal import Journal

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def after(owner, name):
    real = getattr(owner, name)
    def wrapped(*args, **options):
        real(*args, **options)
        die()
    setattr(owner, name, wrapped)

where, what, number = sys.argv[1:]
if where == "while rows are read":
    checking.totals = die
elif where == "before the files":
    take.keep_copy = die
elif where == "after the files":
    take.sync_folder = die
elif where == "before the line":
    Journal.append = die
elif where == "after the line":
    after(Journal, "append")
elif where == "after the entry":
    from crossfoot.records import actions
    after(actions, "append")
if what == "job":
    run(int(number))
else:
    from crossfoot.records.actions import CommandLine
    reverse.ReverseBatch(int(number), "wrong").do(CommandLine())
"""


def killed(folder: Path, environment: dict[str, str], *arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, *map(str, arguments)],
        env={**environment, "CROSSFOOT_WORKSPACE": str(folder)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def age(folder: Path) -> None:
    for path in folder.rglob("*"):
        if not path.name.startswith(("crossfoot", "journal")):
            os.utime(path, (time.time() - 4000,) * 2)


@pytest.mark.parametrize(
    ("where", "counts"),
    [
        ("before the files", False),
        ("after the files", False),
        ("before the line", False),
        ("after the line", True),
        ("after the entry", True),
    ],
)
def test_killed_in_an_import_all_or_nothing(folder, root, shared_database, where, counts) -> None:
    batch = checked(folder, root, JANUARY)
    job = AskForImport(batch.pk).do(root)
    killed(folder, shared_database, where, "job", job.pk)
    assert [state.state for state in settle()] != []
    batch.refresh_from_db()
    assert (batch.state, len(counted(folder))) == (("standing", 1) if counts else ("received", 0))
    assert Job.objects.get(pk=job.pk).state == JobState.BROKEN
    assert Entry.objects.filter(action__in=["ledger.import", "ledger.take_over"]).count() == counts
    if not counts:
        run(CheckBatch(batch.pk, OWN_NAMES).do(root).pk)
        run(AskForImport(batch.pk).do(root).pk)
        batch.refresh_from_db()
        assert (batch.state, len(counted(folder))) == ("standing", 1)
    age(folder)
    imported(folder, root, FEBRUARY)
    assert len([name for name in lying(folder) if name.endswith(".parquet")]) == 2
    assert len([name for name in lying(folder) if name.endswith(".csv")]) == 2
    assert verify().broken == []


def test_killed_while_rows_are_read_the_file_waits(folder, root, shared_database) -> None:
    batch = ReceiveBatch(sent(folder, JANUARY)).do(root)
    job = CheckBatch(batch.pk, OWN_NAMES).do(root)
    killed(folder, shared_database, "while rows are read", "job", job.pk)
    settle()
    batch.refresh_from_db()
    assert (batch.state, batch.totals.count(), counted(folder)) == ("received", 0, [])


@pytest.mark.parametrize(
    ("where", "counts"),
    [("before the line", True), ("after the line", False), ("after the entry", False)],
)
def test_killed_in_a_reversal_all_or_nothing(folder, root, shared_database, where, counts) -> None:
    batch = imported(folder, root, JANUARY)
    killed(folder, shared_database, where, "reversal", batch.pk)
    reconcile()
    batch.refresh_from_db()
    assert (batch.state, len(counted(folder))) == (("standing", 1) if counts else ("reversed", 0))
    if not counts:
        assert batch.reversal == "wrong"


def test_a_stopped_job_leaves_nothing(folder, root) -> None:
    batch = ReceiveBatch(sent(folder, JANUARY)).do(root)
    job = CheckBatch(batch.pk, OWN_NAMES).do(root)
    Job.objects.filter(pk=job.pk).update(stop_asked=True)
    run(job.pk)
    batch.refresh_from_db()
    assert (Job.objects.get(pk=job.pk).state, batch.state) == ("stopped", "received")
    assert State(batch.state) is State.RECEIVED
