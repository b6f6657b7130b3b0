"""Findings, figures and rows name the page, or the sheet and row, of the original."""

from __future__ import annotations

import pytest
import xlsxwriter

from crossfoot.documents.place import Place, places_in_words
from crossfoot.footing.page.page import FootingPage
from crossfoot.footing.report import foot_report
from crossfoot.reading.reader import read_report, read_text

ROWS = [
    ["Indicator", "Unit", "2023"],
    ["Number of male employees", "person", "60"],
    ["Number of female employees", "person", "30"],
    ["Total number of employees", "person", "95"],
]


@pytest.fixture
def paged(tmp_path):
    path = tmp_path / "report.txt"
    rows = "\n".join("\t".join(row) for row in ROWS)
    path.write_text(f"About us\n\f\n\f{rows}\n", encoding="utf-8")
    return path


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "report.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover").write(0, 0, "About us")
        sheet = book.add_worksheet("People")
        for at, row in enumerate(ROWS, start=4):
            sheet.write_row(at, 0, row)
    return path


def test_pages(paged):
    report = read_report(paged)
    [found] = [each for each in foot_report(report) if each.kind.value == "sum_mismatch"]
    assert set(found.to_json()["pages"]) == {3}
    document = report.to_json()
    assert {(f["line"], f["page"]) for f in document["figures"]} == {(4, 3), (5, 3), (6, 3)}
    assert [(t["page"], t["last_page"]) for t in document["tables"]] == [(3, 3)]
    assert {figure.page for figure in report.figures} == {3}
    page = FootingPage(report, [found], "zh")
    assert [page.margin(n) for n in (1, 3, 4)] == ["第1页", "第3页", ""]
    assert ">第3页</a>" in page.html()


def test_sheets_and_rows(workbook):
    report = read_report(workbook)
    [found] = [each for each in foot_report(report) if each.kind.value == "sum_mismatch"]
    document = found.to_json()
    assert set(document["sheets"]) == {"People"}
    assert set(document["rows"]) <= {6, 7, 8}
    assert 8 in document["rows"]
    assert {(f["sheet"], f["row"]) for f in report.to_json()["figures"]} == {
        ("People", row) for row in (6, 7, 8)
    }


def test_a_text_has_lines_alone(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("\n".join("\t".join(row) for row in ROWS), encoding="utf-8")
    report = read_report(path)
    [found] = [each for each in foot_report(report) if each.kind.value == "sum_mismatch"]
    assert not {"pages", "sheets", "rows"} & found.to_json().keys()
    assert "page" not in report.to_json()["figures"][0]
    assert places_in_words(found.places, "en").startswith("line")


def test_words_for_places():
    pages = [Place(page=page, line=page) for page in (1, 1, 2, 3)]
    assert places_in_words(pages, "en") == "pp. 1, 2, 3"
    assert places_in_words(pages, "en", most=2) == "pp. 1, 2 …"
    cells = [Place(sheet="A", row=2), Place(sheet="B", row=2), Place(sheet="A", row=5)]
    assert places_in_words(cells, "en") == "A rows 2, 5; B row 2"
    assert places_in_words(cells, "zh") == "A第2、5行；B第2行"


BILINGUAL = """Sustainability report 2024

目录 Contents
水资源管理 Water Stewardship ........ 8
能源管理 Energy Management ........ 12
员工权益 Rights of Employees ........ 20

水资源管理 Water Stewardship

We used less water.

能源管理 Energy Management

We used less energy.

员工权益 Rights of Employees

We hired more people.

GRI content index

GRI Standard\tDisclosure\tLocation
303-1\tInteractions with water as a shared resource\tWater Stewardship
303-3\tWater withdrawal\t水资源管理
302-1\tEnergy consumption within the organization\tEnergy Management
401-1\tNew employee hires and employee turnover\tRights of Employees
303-5\tWater consumption\t@
"""


@pytest.mark.parametrize(("place", "dead"), [("Marsh Balance Sheet", True), ("能源管理", False)])
def test_a_place_is_one_half_of_a_title_in_two_languages(place: str, dead: bool) -> None:
    found = foot_report(read_text(BILINGUAL.replace("@", place)))
    assert [f.metric for f in found if f.check == "location_is_no_title"] == ["303-5"] * dead
