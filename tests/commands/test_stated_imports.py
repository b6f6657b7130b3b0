"""`crossfoot import --as ownership` and `--as verification`: what is stated beside the figures."""

from __future__ import annotations

import json
from pathlib import Path

from small_workspace import written

VERIFICATION = """\
entity,period,scopes,verifier,standard,level,materiality,opinion,stated,misstatements,evidence
hefei,2022,scope1 scope2_location,Verifier Ltd,ISO 14064-3:2019,limited,5,unmodified,1,,a.pdf
"""
OWNERSHIP = """\
entity,start,end,equity,arrangement,source
hefei,2022-07-01,,100%,subsidiary,purchase
"""


def test_a_statement_is_imported_shown_and_exported(crossfoot, small: Path, tmp_path: Path) -> None:
    file = written(tmp_path, "statements.csv", VERIFICATION)
    answer = crossfoot("import", file, "--as", "verification", "--workspace", small)
    assert (answer.code, "statements.csv: 1 row" in answer.out) == (0, True)
    view = ("inventory", "--workspace", small, "--year", "2022", "--view", "verification")
    shown = crossfoot(*view)
    assert "Verifier Ltd" in shown.out
    assert "differs from" in shown.out
    assert "有限保证" in crossfoot(*view, "--lang", "zh").out
    answer = crossfoot(*view, "--format", "json")
    (found,) = json.loads(answer.out)["verification"]
    totals = json.loads(answer.out)["totals"]
    assert found["now"] <= totals["scope1"] + totals["scope2_location"]
    assert (found["stated"], found["agrees"]) == (1.0, False)
    again = written(tmp_path, "again.csv", crossfoot(*view, "--format", "csv").out)
    answer = crossfoot("import", again, "--as", "verification", "--workspace", small)
    assert answer.code == 0
    assert len(json.loads(crossfoot(*view, "--format", "json").out)["verification"]) == 1


def test_ownership_is_imported_and_taken_back(crossfoot, small: Path, tmp_path: Path) -> None:
    ask = ("inventory", "--workspace", small, "--format", "json")
    before = json.loads(crossfoot(*ask).out)["totals"]
    file = written(tmp_path, "held.csv", OWNERSHIP)
    assert crossfoot("import", file, "--as", "ownership", "--workspace", small).code == 0
    after = json.loads(crossfoot(*ask).out)["totals"]
    assert after["total_location"] < before["total_location"]
    sha256 = next(
        line["sha256"]
        for line in map(json.loads, (small / "journal.jsonl").read_text().splitlines())
        if line["kind"] == "ownership"
    )
    answer = crossfoot(
        "import", "--reverse", sha256[:12], "--reason", "wrong day", "--workspace", small
    )
    assert answer.code == 0
    assert json.loads(crossfoot(*ask).out)["totals"] == before


def test_a_file_that_names_what_is_not_there_changes_nothing(
    crossfoot, small: Path, tmp_path: Path
) -> None:
    before = (small / "journal.jsonl").read_text()
    for kind, text in (("ownership", OWNERSHIP), ("verification", VERIFICATION)):
        file = written(tmp_path, f"{kind}.csv", text.replace("hefei", "atlantis"))
        answer = crossfoot("import", file, "--as", kind, "--workspace", small)
        assert (answer.code, "atlantis" in answer.err) == (2, True)
    assert (small / "journal.jsonl").read_text() == before


def test_an_imported_and_a_laid_file_are_one_too_many(
    crossfoot, small: Path, tmp_path: Path
) -> None:
    file = written(tmp_path, "held.csv", OWNERSHIP)
    assert crossfoot("import", file, "--as", "ownership", "--workspace", small).code == 0
    (small / "ownership.csv").write_text(OWNERSHIP, encoding="utf-8")
    answer = crossfoot("inventory", "--workspace", small)
    assert (answer.code, "two files of ownership" in answer.err) == (2, True)
