from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.workspaces.journal import Journal


def _filled(folder: Path, count: int = 3) -> Journal:
    journal = Journal(folder)
    for number in range(count):
        with journal.writing():
            journal.append("import", "facts", file=f"f{number}.csv", sha256=str(number), rows=1)
    return journal


def test_entries_come_back_in_order_and_chained(tmp_path: Path) -> None:
    entries = _filled(tmp_path).entries()
    assert [entry.file for entry in entries] == ["f0.csv", "f1.csv", "f2.csv"]
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert len({entry.previous for entry in entries}) == 3


def test_a_changed_line_is_noticed(tmp_path: Path) -> None:
    journal = _filled(tmp_path)
    lines = journal.path.read_text().splitlines()
    changed = json.loads(lines[1]) | {"rows": 2}
    journal.path.write_text("\n".join([lines[0], json.dumps(changed), lines[2]]) + "\n")
    with pytest.raises(CrossfootError, match="line 3: the chain of hashes breaks here"):
        journal.entries()


def test_a_removed_line_is_noticed(tmp_path: Path) -> None:
    journal = _filled(tmp_path)
    lines = journal.path.read_text().splitlines()
    journal.path.write_text("\n".join([lines[0], lines[2]]) + "\n")
    with pytest.raises(CrossfootError, match="line 2"):
        journal.entries()


def test_a_line_that_a_power_cut_left_unfinished_never_happened(tmp_path: Path) -> None:
    journal = _filled(tmp_path)
    journal.path.write_bytes(journal.path.read_bytes()[:-30])
    assert [entry.number for entry in journal.entries()] == [1, 2]
    with journal.writing():
        journal.append("import", "facts", file="again.csv")
    assert [entry.file for entry in journal.entries()] == ["f0.csv", "f1.csv", "again.csv"]


def test_a_line_that_is_no_entry_is_noticed(tmp_path: Path) -> None:
    journal = _filled(tmp_path)
    with journal.path.open("a") as file:
        file.write('{"number": 4}\n')
    with pytest.raises(CrossfootError, match="line 4: the line is not a journal entry"):
        journal.entries()


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    journal = Journal(tmp_path)

    def write(name: str) -> None:
        for _ in range(20):
            with journal.writing():
                journal.append("import", "facts", file=name)

    threads = [threading.Thread(target=write, args=(f"{n}.csv",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(journal.entries()) == 80
