"""What tests of the ledger share: a workspace with its database, files of rows, jobs done here."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from crossfoot.facts.entities import Organisation
from crossfoot.languages import Text
from crossfoot.records.actions import Actor
from crossfoot.records.evidence.receiving import Received, received
from crossfoot.records.jobs import starting
from crossfoot.records.jobs.running import run
from crossfoot.records.ledger.actions.ask import AskForImport
from crossfoot.records.ledger.actions.check import CheckBatch
from crossfoot.records.ledger.actions.receive import ReceiveBatch
from crossfoot.records.ledger.models import Batch
from crossfoot.workspaces.workspace import Workspace
from evidences import TREE

OURS = ("site", "activity", "quantity", "unit", "start", "end", "source")
JANUARY = ("hefei", "electricity.grid", "1200.5", "kWh", "2023-01-01", "2023-01-31", "M1")
FEBRUARY = ("hefei", "electricity.grid", "900", "kWh", "2023-02-01", "2023-02-28", "M1")
PENANG = ("penang", "fuel.diesel.mobile", "50", "L", "2023-01-01", "2023-01-31", "F1")
OWN_NAMES = {name: name for name in OURS}


def named() -> Organisation:
    """The tree of units, one of which has a name that is not its code."""
    works = Text("Hefei works", "合肥工厂")
    return Organisation(
        [replace(each, name=works) if each.id == "hefei" else each for each in TREE]
    )


def rows_file(folder: Path, *rows: tuple[str, ...], name: str = "bills.csv", heading=OURS) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    return path


def sent(folder: Path, *rows: tuple[str, ...], name: str = "bills.csv", heading=OURS) -> Received:
    outside = folder / "outside"
    outside.mkdir(exist_ok=True)
    return received(rows_file(outside, *rows, name=name, heading=heading))


def checked(folder: Path, by: Actor, *rows, mapping=OWN_NAMES, unit="", **options) -> Batch:
    """A batch whose check is over."""
    batch = ReceiveBatch(sent(folder, *rows, **options), unit).do(by)
    run(CheckBatch(batch.pk, mapping).do(by).pk)
    return Batch.objects.get(pk=batch.pk)


def imported(folder: Path, by: Actor, *rows, **options) -> Batch:
    batch = checked(folder, by, *rows, **options)
    run(AskForImport(batch.pk).do(by).pk)
    return Batch.objects.get(pk=batch.pk)


def counted(folder: Path) -> list[tuple[str, int]]:
    """What the workspace itself calculates with."""
    return [(file.name, file.rows) for file in Workspace(folder).activity_files()]


def no_processes(monkeypatch) -> None:
    """Jobs are done where a test says so."""
    monkeypatch.setattr(starting, "launch", lambda number: None)
