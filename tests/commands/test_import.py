"""`crossfoot init`, `crossfoot import`: as a new user would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from small_workspace import ACTIVITY, FACTS, ORGANISATION, written

CHANGED = "metric,entity,period,value,unit\nworkforce.headcount,hefei,2022,104,person\n"


def test_from_nothing_to_a_report(crossfoot, tmp_path: Path) -> None:
    folder = tmp_path / "my-group"
    answer = crossfoot(
        "init", folder, "--name", "My [group]", "--name-zh", "集团", "--year", "2022"
    )
    assert answer.code == 0
    assert f"crossfoot import FILE --as facts --workspace {folder}" in answer.out
    assert 'name = { en = "My [group]", zh = "集团" }' in (folder / "crossfoot.toml").read_text()
    for kind, text, rows in (
        ("organisation", ORGANISATION, 3),
        ("activity", ACTIVITY, 3),
        ("facts", FACTS, 5),
    ):
        file = written(tmp_path, f"{kind}.csv", text)
        answer = crossfoot("import", file, "--as", kind, "--workspace", folder)
        assert answer.code == 0
        assert re.fullmatch(
            rf"Imported {kind}\.csv: {rows} rows, hash [0-9a-f]{{12}}\n", answer.out
        )
    assert crossfoot("check", "--workspace", folder).code == 0


def test_a_folder_is_started_once(crossfoot, small: Path) -> None:
    before = (small / "crossfoot.toml").read_text()
    answer = crossfoot("init", small)
    assert (answer.code, "is a workspace already" in answer.err) == (2, True)
    assert (small / "crossfoot.toml").read_text() == before


def test_the_folder_gives_the_name_and_last_year_the_year(crossfoot, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    crossfoot("init", tmp_path / "acme")
    text = (tmp_path / "acme" / "crossfoot.toml").read_text()
    assert 'name = { en = "acme", zh = "acme" }' in text
    assert f"year = {datetime.now(UTC).year - 1}" in text


def test_a_trial_run_says_that_nothing_was_changed(crossfoot, small: Path, tmp_path: Path) -> None:
    file = written(tmp_path, "more.csv", ACTIVITY.replace("2022", "2021"))
    journal = (small / "journal.jsonl").read_bytes()
    answer = crossfoot("import", file, "--as", "activity", "--dry-run", "--workspace", small)
    assert answer.code == 0
    assert answer.out.startswith("Checked more.csv: 3 rows")
    assert "nothing was changed" in answer.out
    assert (small / "journal.jsonl").read_bytes() == journal


def test_a_correction_is_told(crossfoot, small: Path, tmp_path: Path) -> None:
    file = written(tmp_path, "changed.csv", CHANGED)
    command = ("import", file, "--as", "facts", "--workspace", small)
    refused = crossfoot(*command)
    assert (refused.code, "--reason" in refused.err) == (2, True)
    answer = crossfoot(*command, "--reason", "recounted")
    assert answer.code == 0
    assert "1 value replaces an earlier one: recounted" in answer.out


def test_the_journal_is_listed_and_an_import_reversed(crossfoot, small: Path) -> None:
    listed = crossfoot("import", "--list", "--workspace", small).out
    assert listed.count("import ") == 3
    sha256 = re.search(r"facts\.csv +5 +([0-9a-f]{12})", listed)[1]
    command = ("import", "--reverse", sha256, "--workspace", small)
    assert "add --reason" in crossfoot(*command).err
    answer = crossfoot(*command, "--reason", "the wrong year")
    assert (answer.code, answer.out) == (0, "Reversed facts.csv: 5 rows count no more\n")
    listed = crossfoot("import", "--list", "--lang", "zh", "--workspace", small).out
    assert "撤销数据" in listed
    assert "the wrong year" in listed
    again = crossfoot(*command, "--reason", "the wrong year")
    assert (again.code, "no import that stands" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "a file and what it holds are needed"),
        (("facts.csv",), "--as activity|facts|organisation"),
        (("facts.csv", "--as", "fact"), "'facts'"),
        (("absent.csv", "--as", "facts"), "there is no such file"),
        ((".", "--as", "facts"), "this is no file"),
    ],
)
def test_bad_usage(crossfoot, small: Path, monkeypatch, arguments, words: str) -> None:
    monkeypatch.chdir(small.parent)
    answer = crossfoot("import", *arguments, "--workspace", small)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


def test_all_mistakes_of_a_file_are_named_with_their_places(
    crossfoot, small: Path, tmp_path: Path
) -> None:
    text = ACTIVITY.replace("2022", "2021").replace("kWh", "kwhh").replace("penang", "penag")
    answer = crossfoot(
        "import", written(tmp_path, "bad.csv", text), "--as", "activity", "--workspace", small
    )
    assert answer.code == 2
    assert "bad.csv, row 2, column unit" in answer.err
    assert "bad.csv, row 3, column site" in answer.err
    assert answer.err.count("  do ") == answer.err.count("error ") == 2


def test_without_an_organisation_it_is_said_what_comes_first(crossfoot, tmp_path: Path) -> None:
    crossfoot("init", tmp_path / "new")
    for kind, text in (("activity", ACTIVITY), ("facts", FACTS)):
        file = written(tmp_path, "data.csv", text)
        answer = crossfoot("import", file, "--as", kind, "--workspace", tmp_path / "new")
        assert answer.code == 2
        assert "import its sites first: crossfoot import FILE --as organisation" in answer.err


def test_a_column_that_is_not_read_is_a_warning(crossfoot, small: Path, tmp_path: Path) -> None:
    file = written(tmp_path, "more.csv", CHANGED.replace("unit\n", "unit,colour\n").replace(
        "2022,104,person", "2021,104,person,red"))  # fmt: skip
    answer = crossfoot("import", file, "--as", "facts", "--workspace", small)
    assert answer.code == 0
    assert answer.err.startswith("warning more.csv, row 1, column colour")
