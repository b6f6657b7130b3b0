"""`crossfoot foot`: a report in, findings out, in three shapes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPORT = """Gizmo Co., Ltd.

Sustainability report 2023

Supply chain

Indicator\t\tUnit\t2023
Total number of suppliers\t\tSupplier\t335
Number of suppliers by region\tMainland China\tSupplier\t331
\tOverseas\tSupplier\t2
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_json_has_the_promised_keys(crossfoot, report: Path) -> None:
    answer = crossfoot("foot", report, "--format", "json")
    assert answer.code == 1
    document = answer.json
    assert {"report", "tables", "figures", "index", "findings"} <= set(document)
    assert set(document["report"]) == {"company", "year", "language"}
    (found,) = [each for each in document["findings"] if each["kind"] == "sum_mismatch"]
    assert found["severity"] == "error"
    assert found["metric"] == "suppliers.count"
    assert set(found["lines"]) == {8, 9, 10}
    assert found["recomputed"] == "331 + 2 = 333 ≠ 335"
    assert {"values", "message"} <= set(found)


def test_nothing_found_is_exit_code_0(crossfoot, report: Path) -> None:
    report.write_text(REPORT.replace("335", "333"), encoding="utf-8")
    answer = crossfoot("foot", report)
    assert answer.code == 0
    assert "agrees" in answer.out


@pytest.mark.parametrize(("language", "words"), [("en", "the difference is 2"), ("zh", "错误")])
def test_the_terminal(crossfoot, report: Path, language: str, words: str) -> None:
    answer = crossfoot("foot", report, "--lang", language)
    assert answer.code == 1
    assert words in " ".join(answer.out.split())


def test_a_file_that_is_not_there(crossfoot, tmp_path: Path) -> None:
    answer = crossfoot("foot", tmp_path / "nothing.txt")
    assert answer.code == 2
    assert "nothing.txt" in answer.err


def test_out_needs_a_document(crossfoot, report: Path, tmp_path: Path) -> None:
    assert crossfoot("foot", report, "--out", tmp_path / "x").code == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_marks_each_finding(
    crossfoot, report: Path, tmp_path: Path, language: str
) -> None:
    target = tmp_path / "page.html"
    answer = crossfoot("foot", report, "--format", "html", "--out", target, "--lang", language)
    assert answer.code == 1
    page = target.read_text(encoding="utf-8")
    assert '<mark class="error">335</mark>' in page
    for line in (8, 9, 10):  # each place named leads to the text, and back to the finding
        assert f'href="#l{line}"' in page
        assert re.search(rf'id="l{line}".*?href="#f\d+"', page)
    assert "331 + 2 = 333 ≠ 335" in page


def test_the_page_stands_alone_and_runs_nothing(crossfoot, report: Path, tmp_path: Path) -> None:
    report.write_text(REPORT + "\n<script>alert(1)</script>\n\n<b onclick='x'>bold\n", "utf-8")
    target = tmp_path / "page.html"
    crossfoot("foot", report, "--format", "html", "--out", target)
    page = target.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "onclick='x'>" not in page.replace("&gt;", "").replace("&#39;", "'")
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "default-src 'none'" in page or "default-src &#39;none&#39;" in page


def test_several_reports(crossfoot, report: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(REPORT.replace("335", "333"), encoding="utf-8")
    answer = crossfoot("foot", report, other, "--format", "json")
    assert answer.code == 1
    assert [len(each["findings"]) > 0 for each in answer.json["reports"]] == [True, False]
