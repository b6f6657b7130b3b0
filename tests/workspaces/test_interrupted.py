"""Imports that are killed, and imports that happen at once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from crossfoot.workspaces.imports import import_activity, import_facts
from crossfoot.workspaces.workspace import Workspace
from small_workspace import ACTIVITY, FACTS, ORGANISATION, empty_workspace, written

#: imports a file; dies without a word before the nth time that it makes something durable
KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path

    import crossfoot.workspaces.imports as imports
    from crossfoot.workspaces.workspace import Workspace

    folder, file, kind, last = sys.argv[1:]
    left = int(last)

    def counted(action):
        def then(*arguments, **named):
            global left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return action(*arguments, **named)
        return then

    for owner, name in ((os, "fsync"), (Path, "replace"), (os, "rename")):
        setattr(owner, name, counted(getattr(owner, name)))
    getattr(imports, "import_" + kind)(Workspace(Path(folder)), Path(file))
    """
)


def run(workspace: Workspace, file: Path, kind: str, last: int) -> int:
    command = [sys.executable, "-c", KILLED, str(workspace.folder), str(file), kind, str(last)]
    return subprocess.run(command, check=False, timeout=60).returncode


def held(folder: Path) -> tuple[int, int, int]:
    """Facts, files of activity, entities."""
    workspace = Workspace(folder)
    return len(workspace.facts), len(workspace.activity_files()), len(list(workspace.organisation))


@pytest.mark.parametrize(
    ("kind", "text", "before", "after"),
    [
        ("facts", FACTS, (0, 0, 3), (5, 0, 3)),
        ("activity", ACTIVITY, (0, 0, 3), (0, 1, 3)),
        (
            "organisation",
            ORGANISATION + "xian,Xian,西安,site,group,CN,1\n",
            (0, 0, 3),
            (0, 0, 4),
        ),
    ],
)
def test_a_killed_import_has_happened_or_has_not(
    tmp_path: Path, kind: str, text: str, before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    workspace = empty_workspace(tmp_path)
    file = written(tmp_path, "new.csv", text)
    killed = 0
    for last in range(1, 20):
        if run(workspace, file, kind, last) == 0:
            break
        killed += 1
        assert held(workspace.folder) in (before, after)
        if held(workspace.folder) == after:
            break
    assert killed >= 3
    assert held(workspace.folder) == after


def test_an_import_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    workspace = empty_workspace(tmp_path)
    before = sorted(workspace.folder.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        import_activity(workspace, written(tmp_path, "energy.csv", ACTIVITY), progress=stop)
    assert sorted(workspace.folder.rglob("*")) == before
    import_activity(workspace, tmp_path / "energy.csv")
    assert held(workspace.folder) == (0, 1, 3)


def test_leftovers_are_ignored_and_swept_when_they_are_old(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path)
    evidence, ledger = workspace.folder / "evidence", workspace.folder / "ledger"
    orphans = [
        written(evidence, f"{'a' * 64}.csv", FACTS),
        written(evidence, f".{'a' * 64}.csv.partial", FACTS[:20]),
        written(ledger, f"{'a' * 64}.parquet", "no rows"),
        written(ledger / ".import-x", "rows.parquet", "half a row").parent,
    ]
    assert held(workspace.folder) == (0, 0, 3)
    import_facts(workspace, written(tmp_path, "facts.csv", FACTS))
    assert all(orphan.exists() for orphan in orphans), "somebody may be writing them"
    for orphan in orphans:
        os.utime(orphan, (0, 0))
    for kept in evidence.iterdir():
        os.utime(kept, (0, 0))
    import_activity(workspace, written(tmp_path, "energy.csv", ACTIVITY))
    assert [orphan.name for orphan in orphans if orphan.exists()] == []
    assert held(workspace.folder) == (5, 1, 3)


def test_two_imports_of_one_file_at_once_count_once(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path)
    file = written(tmp_path, "energy.csv", ACTIVITY)
    command = [sys.executable, "-c", KILLED, str(workspace.folder), str(file), "activity", "99"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    messages = [process.communicate(timeout=60)[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    assert "this file was imported on" in "".join(messages)
    assert held(workspace.folder) == (0, 1, 3)


def test_an_import_sees_what_another_program_imported_meanwhile(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path)
    assert len(workspace.facts) == 0
    import_facts(Workspace(workspace.folder), written(tmp_path, "facts.csv", FACTS))
    changed = written(tmp_path, "changed.csv", FACTS.replace(",100,", ",104,"))
    result = import_facts(workspace, changed, reason="recounted")
    assert len(result.corrected) == 5
    assert len(workspace.facts) == len(Workspace(workspace.folder).facts) == 10
