from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from crossfoot.records.backups.rows import kept_models, name_of

ON_POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]
#: from which database to which; the suite on PostgreSQL has both at hand
ROADS = (
    [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("postgresql", "postgresql")]
    if ON_POSTGRESQL
    else [("sqlite", "sqlite")]
)

#: what a group might have done: units that changed, people, an accepted invitation
LIFE = """
from datetime import date
from decimal import Decimal
from crossfoot.records.opening import open_records
import sys
from pathlib import Path
open_records(Path(sys.argv[1]))
from crossfoot.facts.entities import Entity, FinancialControl
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.accept_invitation import AcceptInvitation
from crossfoot.records.accounts.actions.forget import Forget
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.invite import Invite
from crossfoot.records.accounts.person import Visitor
from crossfoot.records.actions import CommandLine
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Role
root = CommandLine()
def unit(code, parent="", share="1"):
    return Entity(id=code, name=Text(code, "单位"), kind="site" if parent else "group",
                  parent=parent, region="CN", equity=Decimal(share), operational_control=True,
                  financial_control=FinancialControl("full"))
SetUnit(unit("group"), Span(date(2020, 1, 1))).do(root)
SetUnit(unit("hefei", "group", "0.333333333333"), Span(date(2020, 1, 1))).do(root, reason="买入")
SetUnit(unit("hefei", "group", "0.5"), Span(date(2023, 7, 1))).do(root)
for name in ("li", "wang"):
    invited = Invite(f"{name}@example.org", name, "zh").do(root)
    GrantRole(invited.user.pk, Role.VIEWER, Span(date(2020, 1, 1)), "hefei").do(root)
AcceptInvitation(invited.token, "seven green lakes").do(Visitor("test"))
"""


@pytest.fixture
def program(tmp_path: Path):
    """Runs the program in a process of its own; `url` names its database."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "CROSSFOOT_WORKSPACE")
    }
    environment["XDG_CONFIG_HOME"] = str(tmp_path / "config")

    def call(*arguments: str, url: str = "", script: str = "") -> subprocess.CompletedProcess[str]:
        command = ["-c", script, *arguments] if script else ["-m", "crossfoot", *arguments]
        return subprocess.run(
            [sys.executable, *command],
            env={**environment, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.fixture
def database(transactional_db):
    """Makes an empty database; returns its address, empty for a file in the workspace."""
    made = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            return ""
        name = f"backup_{uuid.uuid4().hex[:12]}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        made.append(name)
        there = connection.settings_dict
        return f"postgresql://{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT']}/{name}"

    yield make
    for name in made:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def lived(program, database, tmp_path: Path):
    """A workspace with a history, on a kind of database; returns folder and address."""

    def make(kind: str) -> tuple[Path, str]:
        folder, url = tmp_path / "group", database(kind)
        assert program("init", str(folder), "--name", "G").returncode == 0
        assert program("migrate", "--workspace", str(folder), url=url).returncode == 0
        done = program(str(folder), url=url, script=LIFE)
        assert done.returncode == 0, done.stderr
        (folder / "evidence" / "票据.pdf").write_bytes(bytes(range(256)) * 5000)
        return folder, url

    return make


def proved(program, folder: Path, url: str) -> dict:
    return json.loads(
        program("verify", "--format", "json", "--workspace", str(folder), url=url).stdout
    )


def tables(archive: Path) -> dict[str, list[dict]]:
    """Rows by table; PostgreSQL keeps the keys of a JSON value in another order."""
    with zipfile.ZipFile(archive) as opened:
        return {
            name: [json.loads(line) for line in opened.read(name).splitlines()]
            for name in opened.namelist()
            if name.startswith("database/")
        }


@pytest.mark.parametrize(("source", "target"), ROADS)
def test_a_workspace_comes_back_on_either_database(
    program, lived, database, tmp_path, source: str, target: str
) -> None:
    folder, url = lived(source)
    archive, again, back = tmp_path / "b.zip", tmp_path / "again.zip", tmp_path / "back"
    written = program("backup", str(archive), "--workspace", str(folder), url=url)
    assert written.returncode == 0, written.stderr
    assert archive.stat().st_mode & 0o777 == 0o600
    other = database(target)
    restored = program("restore", str(archive), "--workspace", str(back), url=other)
    assert restored.returncode == 0, restored.stderr
    assert not list(tmp_path.glob(".*"))
    before, after = proved(program, folder, url), proved(program, back, other)
    assert before == after
    assert (before["entries"] == 8, before["broken"], before["unread"]) == (True, [], 0)
    assert (back / "evidence" / "票据.pdf").read_bytes() == bytes(range(256)) * 5000
    assert (back / "secret.key").read_text() != (folder / "secret.key").read_text()
    if not other:
        assert (back / "crossfoot.sqlite3").stat().st_mode & 0o777 == 0o600
    assert program("backup", str(again), "--workspace", str(back), url=other).returncode == 0
    assert tables(again) == tables(archive)
    # and life goes on: new rows get new numbers
    program("migrate", "--administrator", "new@example.org", "--workspace", str(back), url=other)
    assert proved(program, back, other)["entries"] == before["entries"] + 2


#: another person writes to the journal when the backup has begun
MEANWHILE = """
import json, sys, threading
from pathlib import Path
from crossfoot.records.opening import open_records
open_records(Path(sys.argv[1]))
from django.db import connection, connections
from crossfoot.records.accounts.actions.invite import Invite
from crossfoot.records.actions import CommandLine
from crossfoot.records.backups import rows
from crossfoot.records.backups.write import write_backup
from crossfoot.records.journal.models import Entry
from crossfoot.workspaces.workspace import Workspace

seen = []

def another():
    Invite("late@example.org", "Late").do(CommandLine())
    connection.close()

def progress(done, total):
    if not seen:
        thread = threading.Thread(target=another)
        thread.start()
        thread.join()
    seen.append((done, total))

before = Entry.objects.count()
contents = write_backup(Workspace(Path(sys.argv[1])), Path(sys.argv[2]), progress)
print(json.dumps({
    "before": before,
    "after": Entry.objects.count(),
    "written": {table.name: table.size for table in contents.tables},
    "seen": seen,
    "left": rows.SNAPSHOT in connections.databases,
}))
"""


def test_a_backup_shows_one_moment_while_others_write(program, lived, tmp_path) -> None:
    folder, url = lived(ROADS[0][0] if not ON_POSTGRESQL else "postgresql")
    archive = tmp_path / "b.zip"
    done = program(str(folder), str(archive), url=url, script=MEANWHILE)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["after"] == found["before"] + 1
    assert found["written"]["journal.entry"] == found["before"]
    users = tables(archive)["database/accounts.user.jsonl"]
    assert [user["fields"]["email"] for user in users] == ["li@example.org", "wang@example.org"]
    total = found["seen"][-1][1]
    assert found["seen"] == [[done, total] for done in range(1, total + 1)]
    assert not found["left"]


def test_every_table_of_records_is_kept_as_it_is() -> None:
    ours = {
        name_of(model)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("crossfoot.")
    }
    assert {name_of(model) for model in kept_models()} == ours - {"accounts.session"}
    fields = [field for model in kept_models() for field in model._meta.fields]
    touched = [
        f for f in fields if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False)
    ]
    assert touched == []  # restoring would set them anew


def _rewritten(archive: Path, target: Path, change) -> Path:
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda name, text: text.replace(b"hefei", b"hefej"), "altered or is not whole"),
        (lambda name, text: None if name.endswith("tip.jsonl") else text, "altered"),
        (lambda name, text: text * 2 if name.endswith(".toml") else text, "altered"),
        (
            lambda name, text: (
                text.replace(b"evidence/", b"../../up/") if name == "backup.json" else text
            ),
            "outside the workspace",
        ),
        (lambda name, text: None if name == "backup.json" else text, "is no backup"),
        (lambda name, text: text.replace(b'"format": 1', b'"format": 2'), "another format"),
        (lambda name, text: text.replace(b"0001_initial", b"0002_other"), "tables differ"),
    ],
)
def test_what_is_not_whole_restores_nothing(program, lived, tmp_path, change, words: str) -> None:
    folder, url = lived("sqlite")
    archive = tmp_path / "b.zip"
    program("backup", str(archive), "--workspace", str(folder), url=url)
    broken = _rewritten(archive, tmp_path / "broken.zip", change)
    answer = program("restore", str(broken), "--workspace", str(tmp_path / "back"))
    assert (answer.returncode, words in answer.stderr) == (2, True), answer.stderr
    assert not (tmp_path / "back").exists()
    assert not list(tmp_path.glob(".*"))


def test_nothing_is_written_over(program, lived, tmp_path) -> None:
    folder, url = lived(ROADS[0][0])
    archive = tmp_path / "b.zip"
    assert program("backup", str(archive), "--workspace", str(folder), url=url).returncode == 0
    before = archive.read_bytes()
    for target, words in (
        (archive, "there already"),
        (folder / "b.zip", "own workspace"),
        (tmp_path / "none" / "b.zip", "no such folder"),
    ):
        answer = program("backup", str(target), "--workspace", str(folder), url=url)
        assert (answer.returncode, words in answer.stderr) == (2, True), answer.stderr
    assert archive.read_bytes() == before
    answer = program("restore", str(archive), "--workspace", str(folder), url=url)
    assert (answer.returncode, "not empty" in answer.stderr) == (2, True)
    (tmp_path / "text.zip").write_text("no archive")
    answer = program("restore", str(tmp_path / "text.zip"), "--workspace", str(tmp_path / "new"))
    assert (answer.returncode, "is no backup" in answer.stderr) == (2, True)
    if url:  # the folder is free, but the database is not
        answer = program("restore", str(archive), "--workspace", str(tmp_path / "new"), url=url)
        assert (answer.returncode, "holds records already" in answer.stderr) == (2, True)
        assert not (tmp_path / "new").exists()


def test_an_altered_journal_is_restored_and_said(program, lived, tmp_path) -> None:
    folder, url = lived("sqlite")
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
    )
    change = "UPDATE journal_entry SET reason = 'x' WHERE number = 2"
    subprocess.run([sys.executable, "-c", code, folder / "crossfoot.sqlite3", change], check=True)
    archive = tmp_path / "b.zip"
    program("backup", str(archive), "--workspace", str(folder), url=url)
    answer = program("restore", str(archive), "--workspace", str(tmp_path / "back"), "--lang", "zh")
    assert (answer.returncode, "已被改动" in answer.stdout) == (1, True)
    assert proved(program, tmp_path / "back", "")["broken"]
