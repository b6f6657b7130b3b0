"""`crossfoot check`, `crossfoot index`, `crossfoot report`."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

FINDING = {"kind", "severity", "metric", "message", "message_zh", "arithmetic", "check", "facts",
           "lines"}  # fmt: skip
ROW = {"code", "title", "status", "locations", "omission", "metrics", "facts"}


def test_what_does_not_foot_is_found_with_its_lines(crossfoot, demo: Path) -> None:
    answer = crossfoot("check", "--workspace", demo / "alphaess-2022", "--format", "json")
    assert answer.code == 1
    findings = answer.json["findings"]
    assert all(finding.keys() == FINDING for finding in findings)
    severities = [finding["severity"] for finding in findings]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    [suppliers] = [each for each in findings if each["metric"] == "suppliers.count"]
    assert "2 + 331 = 333" in suppliers["arithmetic"]
    assert len(suppliers["lines"]) >= 2


def test_findings_for_people(crossfoot, demo: Path, monkeypatch) -> None:
    command = ("check", "--workspace", demo / "alphaess-2022")
    assert crossfoot(*command).out.startswith("errors: ")
    chinese = crossfoot(*command, "--lang", "zh").out
    for words in ("错误：", "指标", "不一致之处", "算式", "供应商"):
        assert words in chinese
    for width in (60, 80):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(cell_len, crossfoot(*command).out.splitlines())) <= width


def test_findings_of_one_year(crossfoot, demo: Path) -> None:
    answer = crossfoot("check", "--workspace", demo / "group", "--year", 2022, "--format", "json")
    assert [each["metric"] for each in answer.json["findings"]] == ["training.hours"]
    command = ("check", "--workspace", demo / "alphaess-2022", "--format", "json")
    earlier = crossfoot(*command, "--year", 2020).json["findings"]
    assert all(not each["facts"] for each in earlier), "only the index is about every year"


def test_a_workspace_that_foots(crossfoot, small: Path) -> None:
    answer = crossfoot("check", "--workspace", small)
    assert (answer.code, answer.out) == (0, "Everything foots.\n")
    assert crossfoot("check", "--workspace", small, "--lang", "zh").out == "全部勾稽一致。\n"
    assert crossfoot("check", "--workspace", small, "--format", "json").json == {"findings": []}


def test_rows_without_a_factor_do_not_foot(crossfoot, small: Path, tmp_path: Path) -> None:
    """Nobody's factor is known for a grid on the moon: the total that lacks it is no total."""
    rows = tmp_path / "more.csv"
    lines = [f"hefei,electricity.grid,7,kWh,2022-{m:02}-01,2022-{m:02}-28,MOON" for m in (1, 2)]
    head = "site,activity,quantity,unit,start,end,region"
    rows.write_text("\n".join([head, *lines]), encoding="utf-8")
    crossfoot("import", rows, "--as", "activity", "--workspace", small)
    answer = crossfoot("check", "--workspace", small, "--format", "json")
    (finding,) = [each for each in answer.json["findings"] if each["kind"] == "missing_factor"]
    assert (answer.code, finding["severity"]) == (1, "error")
    assert finding["message"].startswith(
        "Electricity from the grid, Hefei plant (2022-01–2022-02): 2 rows"
    )
    assert finding["message_zh"].startswith("外购电力，合肥工厂（2022-01–2022-02）：2行")
    assert "MOON" in finding["arithmetic"]


def test_the_index_as_json(crossfoot, small: Path) -> None:
    answer = crossfoot("index", "gri", "--workspace", small, "--format", "json")
    assert answer.code == 1, "there are gaps"
    assert answer.json.keys() >= {"standard", "edition", "claim", "rows"}
    assert (answer.json["standard"], answer.json["claim"]) == ("gri", "with reference")
    rows = {row["code"]: row for row in answer.json["rows"]}
    assert all(row.keys() >= ROW for row in rows.values())
    scope2 = rows["305-2"]
    assert scope2["status"] == "disclosed"
    assert "ghg.scope2.location" in scope2["metrics"]
    assert scope2["facts"] > 0
    assert scope2["locations"][0].keys() >= {"chapter", "page"}
    assert rows["303-3"]["status"] == "gap"


def test_gaps_of_an_index(crossfoot, small: Path) -> None:
    command = ("index", "hkex", "--gaps", "--workspace", small)
    rows = crossfoot(*command, "--format", "json").json["rows"]
    assert rows
    assert {row["status"] for row in rows} == {"gap"}
    table = crossfoot(*command, "--lang", "zh").out
    assert "可由此回应" in table
    assert "条目" in table


@pytest.mark.parametrize("standard", ["gri", "hkex", "ifrs-s2", "tcfd", "sse", "szse", "sdg"])
def test_every_standard_has_an_index(crossfoot, small: Path, standard: str) -> None:
    answer = crossfoot("index", standard, "--workspace", small, "--format", "json")
    assert answer.code in (0, 1)
    assert answer.json["standard"] == standard


def test_an_unknown_standard_is_told_before_any_work(crossfoot, small: Path) -> None:
    answer = crossfoot("index", "gry", "--workspace", small)
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean gri?" in answer.err


def test_a_report_in_one_language_and_format(crossfoot, small: Path, tmp_path: Path) -> None:
    answer = crossfoot(
        "report",
        "--workspace",
        small,
        "--lang",
        "en",
        "--format",
        "xlsx",
        "--out",
        tmp_path / "out",
    )
    assert answer.code == 0
    [line] = answer.out.splitlines()
    assert line.startswith("Wrote ")
    [file] = (tmp_path / "out").rglob("*.xlsx")
    assert line.endswith(str(file))


def test_a_report_is_a_draft_while_errors_stand(crossfoot, demo: Path, tmp_path: Path) -> None:
    answer = crossfoot(
        "report", "--workspace", demo / "alphaess-2022", "--format", "xlsx", "--out", tmp_path
    )
    assert answer.code == 1
    assert "A draft:" in answer.out
    assert len(list(tmp_path.rglob("*.xlsx"))) == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "docx"), "there is no format 'docx'"),
        (("--format", "xslx"), "did you mean xlsx?"),
        (("--lang", "fr"), "choose of en, zh"),
        (("--lang", ","), "choose of en, zh"),
    ],
)
def test_unknown_formats_and_languages(crossfoot, small: Path, options, words: str) -> None:
    answer = crossfoot("report", "--workspace", small, *options)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
