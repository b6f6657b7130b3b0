from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from journals import add, sql

HEAVY = {"django", "gunicorn", "cryptography", "argon2"}


@pytest.fixture
def run(workspace: Path):
    """Runs the program on the workspace in a process of its own, as users do."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "CROSSFOOT_WORKSPACE")
    }
    environment["XDG_CONFIG_HOME"] = str(workspace.parent / "config")

    def call(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "crossfoot", *arguments, "--workspace", str(workspace)],
            env={**environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    call.environment = environment
    return call


def test_an_organisation_of_before_is_taken_into_the_records(run, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("id,name_en,name_zh,kind,parent\ng,G,集,group,\nyard,Yard,场,site,g\n")
    assert run("import", str(file), "--as", "organisation").returncode == 0
    assert "taken into the records: 2" in run("migrate").stdout
    assert "taken into the records" not in run("migrate").stdout
    file.write_text("id,name_en,name_zh,kind,parent\ng,G,集,group,\nmill,Mill,坊,site,g\n")
    assert run("import", str(file), "--as", "organisation", "--reason", "moved").returncode == 0
    assert "taken into the records" not in run("migrate").stdout


def test_a_database_is_made_for_its_owner_alone(run, workspace: Path) -> None:
    for command in ("verify", "serve"):
        early = run(command)
        assert (early.returncode, "run `crossfoot migrate`" in early.stderr) == (2, True)
    answer = run("migrate", "--administrator", "li@example.org", "--name", "Li Na")
    assert answer.returncode == 0, answer.stderr
    assert re.search(r"http://127.0.0.1:8000/invitation/[\w-]{43}\n", answer.stdout)
    for name in ("crossfoot.sqlite3", "secret.key"):
        assert (workspace / name).stat().st_mode & 0o777 == 0o600
    key = (workspace / "secret.key").read_text()
    again = run("migrate", "--lang", "zh")
    assert "已应用的迁移：0" in again.stdout
    assert (workspace / "secret.key").read_text() == key
    assert b"li@example.org" in (workspace / "crossfoot.sqlite3").read_bytes()


def test_a_first_administrator_is_invited_whole_or_not(run) -> None:
    refused = run("migrate", "--administrator", "li")
    assert (refused.returncode, "no e-mail address" in refused.stderr) == (2, True)
    found = json.loads(run("verify", "--format", "json").stdout)
    assert (found["entries"], found["broken"]) == (0, [])


def test_verify_proves_and_names_what_is_broken(run, workspace: Path) -> None:
    run("migrate", "--administrator", "li@example.org")
    proved = run("verify")
    assert (proved.returncode, proved.stdout) == (
        0,
        "2 entries in 1 streams agree with their hashes.\n",
    )
    assert run("verify", "--head", "00").returncode == 1
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
    )
    change = "UPDATE journal_entry SET reason = 'x' WHERE number = 2"
    database = str(workspace / "crossfoot.sqlite3")
    subprocess.run([sys.executable, "-c", code, database, change], check=True)
    broken = run("verify", "--lang", "zh")
    assert (broken.returncode, "accounts/2 写入后被改动" in broken.stdout) == (1, True)
    found = json.loads(run("verify", "--format", "json").stdout)
    assert found["broken"] == [
        {"where": "accounts/2", "what": "it was altered after it was written"}
    ]


def test_verify_looks_at_the_journal_of_files_too(run, workspace: Path) -> None:
    run("migrate")
    path = workspace / "journal.jsonl"
    path.write_text(path.read_text().replace('"number": 1', '"number": 2'))
    answer = run("verify")
    assert (answer.returncode, "line 1" in answer.stdout) == (1, True)


def test_verify_finds_a_head_that_was_written_down(shared_database, workspace, monkeypatch) -> None:
    from datetime import UTC, datetime

    from django.utils import timezone

    for day in (1, 2):
        monkeypatch.setattr(timezone, "now", lambda day=day: datetime(2024, 3, day, tzinfo=UTC))
        add(value=day)

    def verify(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "crossfoot", "verify", "--workspace", workspace, *arguments],
            env=shared_database,
            capture_output=True,
            text=True,
            check=False,
        )

    head = re.search(r"Head of 2024-03-01: (\w{64})", verify().stdout)
    assert head is not None
    assert verify("--head", head[1]).returncode == 0
    sql("UPDATE journal_entry SET reason = 'x' WHERE number = 1")
    assert verify("--head", head[1]).returncode == 1


def test_pages_are_served_on_this_machine(run, workspace: Path) -> None:
    run("migrate")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [sys.executable, "-m", "crossfoot", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(
        [*program, "--workspace", str(workspace)],
        env=run.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        page = _opened(f"http://127.0.0.1:{port}/sign-in")
        assert "<h1>Sign in</h1>" in page
        assert (run("serve", "--port", str(port)).returncode) == 2
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/sign-in", headers={"Host": "evil.example"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        with refused.value as answer:
            assert answer.code == 400
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _opened(address: str) -> str:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    message = "the server did not start"
    raise AssertionError(message)


@pytest.mark.parametrize("command", ["migrate", "serve", "verify"])
def test_help_needs_no_database(command: str) -> None:
    code = "import sys; from crossfoot.cli import run; run(sys.argv[1:]); print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code, command, "--help"], capture_output=True, text=True, check=True
    )
    assert f"crossfoot {command}" in answer.stdout
    assert not set(answer.stdout.splitlines()[-1].split()) & HEAVY


@pytest.mark.parametrize(
    ("url", "words"),
    [("mysql://db/esg", "mysql scheme"), ("postgresql://db", "names no database")],
)
def test_another_database_is_refused(run, url: str, words: str) -> None:
    answer = run("migrate", DATABASE_URL=url)
    assert (answer.returncode, words in answer.stderr) == (2, True)
    assert "Traceback" not in answer.stderr


def test_migrations_are_those_of_the_models(db) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_settings_are_fit_for_a_network(workspace: Path, run) -> None:
    run("migrate")
    answer = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            **run.environment,
            "CROSSFOOT_WORKSPACE": str(workspace),
            "CROSSFOOT_HTTPS": "1",
            "DJANGO_SETTINGS_MODULE": "crossfoot.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr


# -- imports into a workspace that has records -------------------------------------------------


def asked(workspace: Path, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(workspace / "crossfoot.sqlite3")) as connection:
        return connection.execute(statement).fetchall()


def test_imports_of_a_workspace_with_records_are_actions(run, workspace: Path) -> None:
    assert run("migrate").returncode == 0
    tree = workspace.parent / "tree.csv"
    tree.write_text("id,parent,kind\ngroup,,group\nhefei,group,site\n")
    rows = workspace.parent / "rows.csv"
    rows.write_text(
        "site,activity,quantity,unit,start,end\n"
        "hefei,electricity.grid,125000,kWh,2023-01-01,2023-01-31\n"
    )
    early = run("import", str(rows), "--as", "activity")
    assert (early.returncode, "row 2, column site" in early.stderr) == (2, True)
    for file, kind in ((tree, "organisation"), (rows, "activity")):
        tried = run("import", str(file), "--as", kind, "--dry-run")
        assert tried.returncode == 0, tried.stderr
        done = run("import", str(file), "--as", kind, "--reason", "first")
        assert (done.returncode, "Imported" in done.stdout) == (0, True), done.stderr
    again = run("import", str(rows), "--as", "activity")
    assert (again.returncode, "this file was imported on" in again.stderr) == (2, True)
    found = asked(workspace, "SELECT action, actor, reason FROM journal_entry ORDER BY id")
    assert ("organisation.import", "command line", "first") in found
    assert ("ledger.import", "command line", "first") in found
    hash_ = re.search(r"hash (\w{12})", done.stdout)
    assert hash_ is not None
    gone = run("import", "--reverse", hash_[1], "--reason", "wrong meter")
    assert (gone.returncode, "count no more" in gone.stdout) == (0, True), gone.stderr
    assert asked(
        workspace, "SELECT state, reversal FROM ledger_batch WHERE state != 'dropped'"
    ) == [("reversed", "wrong meter")]
    assert list((workspace / ".incoming").glob("batch-*")) == []
    assert run("verify").returncode == 0
