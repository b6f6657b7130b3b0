"""`crossfoot foot`: a report in, findings out, in three shapes."""

from __future__ import annotations

import base64
import html
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.commands.foot import Whole

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


def _own_scripts(page: str) -> list[str]:
    """The scripts of a page, after making sure that its policy names the hash of each."""
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    for script in scripts:
        digest = base64.b64encode(sha256(script.encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'" in html.unescape(page)
    return scripts


def test_the_page_stands_alone_and_runs_its_own_script_only(
    crossfoot, report: Path, tmp_path: Path
) -> None:
    twice = REPORT + REPORT.partition("2023\n")[2].replace("335", "336")
    report.write_text(twice + "\n<script>alert(1)</script>\n\n<b onclick='x'>bold\n", "utf-8")
    target = tmp_path / "page.html"
    crossfoot("foot", report, "--format", "html", "--out", target)
    page = target.read_text(encoding="utf-8")
    assert len(_own_scripts(page)) == 1
    assert "alert(1)" not in page.partition("<script>")[2]
    assert "onclick='x'>" not in page.replace("&gt;", "").replace("&#39;", "'")
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "default-src 'none'" in page or "default-src &#39;none&#39;" in page


def test_several_reports(crossfoot, report: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(REPORT.replace("335", "333"), encoding="utf-8")
    answer = crossfoot("foot", report, other, "--format", "json")
    assert answer.code == 1
    assert [len(each["findings"]) > 0 for each in answer.json["reports"]] == [True, False]


def _years(tmp_path: Path, scope1: str = "110") -> tuple[Path, Path]:
    """Reports of two years of one company, of one file name in two folders."""
    paths = tmp_path / "2022" / "report.txt", tmp_path / "2023" / "report.txt"
    for path, rows in zip(
        paths,
        (
            "2021\t2022\nScope 1 GHG emissions\tt CO2e\t90\t100\nHazardous waste\tt\t7\t8\n",
            f"2022\t2023\nScope 1 GHG emissions\tt CO2e\t{scope1}\t120\n",
        ),
        strict=True,
    ):
        path.parent.mkdir()
        title = f"Gizmo Co., Ltd.\n\nSustainability report {path.parent.name}\n"
        path.write_text(f"{title}\nIndicator\tUnit\t{rows}", encoding="utf-8")
    return paths


def test_two_years_in_the_terminal(crossfoot, tmp_path: Path) -> None:
    answer = crossfoot("foot", *_years(tmp_path), "--metric", "ghg.scope1")
    assert answer.code == 1  # a restated figure is something that was found
    text = " ".join(answer.out.split())
    assert "Given differently for the same year" in text
    assert re.search(r"GHG emissions, 2022 100 tCO₂e 110 tCO₂e \+10.0%", text)
    assert "Only in 2022" in text
    bars = [line for line in answer.out.splitlines() if "█" in line]
    assert len(bars) == 4
    assert bars[-1].count("█") == 24  # the longest: 120
    assert bars[0].count("█") == 18  # 90
    assert "line 6" in bars[0]


def test_two_years_that_agree(crossfoot, tmp_path: Path) -> None:
    answer = crossfoot("foot", *_years(tmp_path, "100"), "--lang", "zh")
    assert answer.code == 0
    assert "均未重述" in answer.out


def test_a_comparison_as_json(crossfoot, tmp_path: Path) -> None:
    document = crossfoot(
        "foot", *_years(tmp_path), "--metric", "ghg.scope1", "--format", "json"
    ).json
    (pair,) = document["comparison"]["restated"]
    assert (pair["first"]["value"], pair["second"]["value"]) == ("100", "110")
    assert (pair["first"]["line"], pair["second"]["line"]) == (6, 6)
    compared = document["comparison"]
    assert (compared["first"]["year"], compared["second"]["year"]) == (2022, 2023)
    (series,) = document["series"]
    assert [each["value"] for each in series["values"]] == ["90", "100", "110", "120"]


def test_a_metric_that_there_is_not(crossfoot, tmp_path: Path) -> None:
    answer = crossfoot("foot", *_years(tmp_path), "--metric", "ghg.scope9")
    assert answer.code == 2
    assert "ghg.scope1" in answer.err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_of_a_comparison(crossfoot, tmp_path: Path, language: str) -> None:
    out = tmp_path / "out"
    files = _years(tmp_path)
    assert crossfoot("foot", *files, "--format", "html", "--out", out, "--lang", language).code == 1
    names = {"report.foot.html", "report.2.foot.html", "comparison.foot.html"}
    assert {path.name for path in out.iterdir()} == names
    page = (out / "comparison.foot.html").read_text(encoding="utf-8")
    assert len(_own_scripts(page)) == 1
    links = set(re.findall(r'href="([^"#]*\.html)#(l\d+)"', page))
    assert {("report.foot.html", "l6"), ("report.2.foot.html", "l6")} <= links
    for name, place in links:  # each leads to a place that is there
        assert f'id="{place}"' in (out / name).read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_figures_become_facts_of_a_new_workspace(crossfoot, tmp_path: Path) -> None:
    folder = tmp_path / "gizmo"
    assert crossfoot("foot", *_years(tmp_path), "--into", folder).code == 1
    answer = crossfoot("facts", "--metric", "ghg.scope1", "--workspace", folder, "--format", "json")
    found = [(fact["period"], fact["value"], fact["basis"]) for fact in answer.json["facts"]]
    assert sorted(found) == [
        ("2021", 90, "published"),
        ("2022", 100, "published"),
        ("2022", 110, "published"),
        ("2023", 120, "published"),
    ]
    assert "2022, line 6: Scope 1 GHG emissions: 90 t CO2e" in answer.json["facts"][0]["source"]
    checked = crossfoot("check", "--workspace", folder)
    assert checked.code == 1
    assert "110" in checked.out  # two values for 2022
    explained = crossfoot("explain", "ghg.scope1", "--year", "2023", "--workspace", folder)
    assert "SHA-256" in explained.out
    assert "line 6" in explained.out


def test_import_reads_a_report(crossfoot, tmp_path: Path) -> None:
    first, second = _years(tmp_path)
    folder = tmp_path / "gizmo"
    crossfoot("init", folder, "--name", "Gizmo", "--year", "2022")
    loaded = crossfoot("import", first, "--as", "facts", "--workspace", folder)
    assert loaded.code == 0
    assert "4 figures" in loaded.out
    assert crossfoot("import", first, "--as", "facts", "--workspace", folder).code == 2
    late = crossfoot("import", second, "--as", "facts", "--workspace", folder)
    assert late.code == 2
    assert "the report is of 2023" in late.err


def test_names_that_a_page_must_not_take_for_markup(crossfoot, tmp_path: Path) -> None:
    first, second = _years(tmp_path)
    odd = tmp_path / "a&b #1 <i>'\"?.txt"
    odd.write_text(first.read_text("utf-8").replace("Hazardous", "Hazardous <i>"), "utf-8")
    out = tmp_path / "out"
    crossfoot("foot", odd, second, "--format", "html", "--out", out)
    page = (out / "comparison.foot.html").read_text(encoding="utf-8")
    assert "<i>" not in page
    linked = {unquote(html.unescape(each)) for each in re.findall(r'href="([^"#]+)#', page)}
    assert linked == {path.name for path in out.iterdir()} - {"comparison.foot.html"}


@given(st.integers(1, 200), st.booleans())
def test_the_bar_never_goes_back(pages: int, is_pdf: bool) -> None:
    shown: list[int] = []
    whole = Whole(lambda done, total: shown.append(done * 100 // total), is_pdf=is_pdf)
    if is_pdf:
        for done in range(pages + 1):
            whole(done, pages)
    for done in range(5):
        whole(done, 4)
    assert shown == sorted(shown)
    assert shown[0] >= 0
    assert 70 <= shown[-1] < 100  # the footing is still to come
