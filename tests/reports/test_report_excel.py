from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from crossfoot.facts.selection import FactSet
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reports.build import build_report
from crossfoot.reports.excel import write_excel
from crossfoot.reports.excel.book import number_format
from report_cases import fact, make_input


@pytest.fixture(scope="module")
def folder(small_report, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("excel")
    for language in ("en", "zh"):
        write_excel(small_report, language, out)
    return out


@pytest.fixture(scope="module")
def book(folder):
    return openpyxl.load_workbook(folder / "data-book.en.xlsx")


def kpi_row(sheet, label: str):
    """The row of an indicator; the title of a topic has no unit."""
    return next(row for row in sheet.iter_rows(min_row=2) if row[0].value == label and row[1].value)


def test_the_sheets_are_there_in_both_languages(book, folder):
    assert book.sheetnames == [
        "Read me",
        "KPIs",
        "Facts",
        "Sources",
        "Index GRI",
        "Index HKEX",
        "Gaps",
        "Findings",
    ]
    chinese = openpyxl.load_workbook(folder / "data-book.zh.xlsx")
    assert chinese.sheetnames == [
        "说明",
        "关键绩效指标",
        "事实数据",
        "数据来源",
        "索引 GRI",
        "索引 HKEX",
        "披露缺失",
        "核对结果",
    ]
    assert kpi_row(chinese["关键绩效指标"], "范围一温室气体排放")[1].value == "吨二氧化碳当量"


def test_values_are_numbers_with_the_format_they_are_printed_in(book):
    head = [cell.value for cell in book["KPIs"][1]]
    assert head[:5] == ["Indicator", "Unit", "2021", "2022", "2023"]
    row = kpi_row(book["KPIs"], "Direct (scope 1) GHG emissions")
    assert [cell.value for cell in row[2:5]] == [100.5, 110.5, 93.6613]
    assert row[4].number_format == "#,##0.0000"
    supplier = kpi_row(book["KPIs"], "Suppliers")
    assert supplier[4].value == 20
    assert supplier[4].number_format == '"more than "#,##0'


def test_words_around_a_number_go_into_its_format_in_both_languages():
    assert number_format(1, Qualifier.LESS_THAN, "zh") == '"少于"#,##0.0'
    assert number_format(0, Qualifier.APPROXIMATE, "en") == '"about "#,##0'


def value_of(sheet, formula: str) -> Decimal:
    """The value of a formula of + - * / and cells of one sheet."""

    def cell(match: re.Match[str]) -> str:
        value = sheet[match[0]].value
        inner = value_of(sheet, value) if isinstance(value, str) else Decimal(str(value))
        return f"Decimal('{inner}')"

    text = re.sub(r"(?<![\w'])(\d+(?:\.\d+)?)(?![\w'])", r"Decimal('\1')", formula[1:])
    text = re.sub(r"\b[A-Z]{1,2}\d+\b", cell, text)
    return eval(text, {"Decimal": Decimal})


def test_ratios_are_live_formulas_that_give_the_computed_value(book, folder):
    sheet = book["KPIs"]
    values = openpyxl.load_workbook(folder / "data-book.en.xlsx", data_only=True)["KPIs"]
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) >= 15
    for cell in formulas:
        stored = Decimal(str(values[cell.coordinate].value))
        assert abs(value_of(sheet, cell.value) - stored) <= abs(stored) * Decimal("1e-12")


def test_a_share_is_multiplied_to_percent(book):
    row = kpi_row(book["KPIs"], "Share of scope 2 in the scope 1 and 2 total")
    assert re.fullmatch(r"=E\d+/E\d+\*100", row[4].value)


def test_a_formula_whose_input_is_not_in_the_book_stays_a_number(small_input, tmp_path):
    computed = [f for f in small_input.facts if f.metric == "ghg.intensity.revenue"]
    report = build_report(make_input(facts=FactSet(computed)))
    sheet = openpyxl.load_workbook(write_excel(report, "en", tmp_path))["KPIs"]
    cell = kpi_row(sheet, "GHG intensity per revenue, scope 1 and 2")[4]
    assert cell.data_type == "n"


def test_a_formula_that_would_show_another_value_is_not_written(small_input, tmp_path):
    """The printed revenue was corrected after the intensity had been computed."""
    corrected = fact("finance.revenue", 2023, "90000", version=2)
    report = build_report(make_input(facts=small_input.facts.plus([corrected])))
    sheet = openpyxl.load_workbook(write_excel(report, "en", tmp_path))["KPIs"]
    row = kpi_row(sheet, "GHG intensity per revenue, scope 1 and 2")
    assert [cell.data_type for cell in row[2:5]] == ["f", "f", "n"]


def test_text_is_never_taken_for_a_formula(tmp_path):
    traps = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://example.org/"]
    facts = [
        fact("policy.emissions", 2023, text, dimensions=f"topic=t{n}", note=text)
        for n, text in enumerate(traps)
    ]
    report = build_report(make_input(facts=FactSet(facts)))
    path = write_excel(report, "en", tmp_path)
    sheet = openpyxl.load_workbook(path)["Facts"]
    values = [sheet.cell(row, 7) for row in range(2, 2 + len(traps))]
    assert [cell.value for cell in values] == traps
    assert {cell.data_type for cell in values} == {"s"}
    with zipfile.ZipFile(path) as package:
        assert not any("hyperlink" in package.read(name).decode("utf-8", "ignore")
                       for name in package.namelist() if "rels" in name)  # fmt: skip


def test_the_facts_sheet_holds_every_fact_with_its_origin(small_report, folder):
    rows = CalamineWorkbook.from_path(folder / "data-book.en.xlsx").get_sheet_by_name("Facts")
    head, *facts = rows.to_python()
    assert len(facts) == len(small_report.facts)
    by_name = [dict(zip(head, row, strict=True)) for row in facts]
    printed = next(row for row in by_name if row["Basis"] == "published")
    assert printed["Provenance"] == "Acme, ESG report 2022, line 17, “1,111.4 t”"
    assert printed["Decimals printed"] == 1
    supplier = next(
        row for row in by_name if row["Metric id"] == "suppliers.count" and row["Value"] == 20
    )
    assert supplier["Qualifier"] == "more than"
    total = next(row for row in by_name if row["Metric id"] == "ghg.total")
    assert total["Provenance"] in (
        "ghg.scope1 + ghg.scope2.location",
        "Acme, ESG report 2022, line 17, “1,111.4 t”",
    )


def test_the_index_sheet_says_the_same_as_the_index(small_report, folder):
    index = small_report.indices[0]
    rows = CalamineWorkbook.from_path(folder / "data-book.en.xlsx").get_sheet_by_name("Index GRI")
    written = [(row[1], row[3], row[7]) for row in rows.to_python()[1:]]
    words = {"not_applicable": "not applicable"}
    expected = [(r.code, words.get(r.status, str(r.status)), r.facts) for r in index.rows]
    assert written == expected


def test_heads_stay_in_sight_and_columns_are_wide_enough(book):
    for name in book.sheetnames[1:]:
        sheet = book[name]
        assert sheet.freeze_panes is not None, name
        assert sheet.column_dimensions["A"].width >= 8


def test_the_cover_says_that_it_is_a_draft(book):
    texts = [cell for row in book["Read me"].iter_rows(values_only=True) for cell in row if cell]
    assert "Draft" in texts
    assert any("1 error and 1 warning" in text for text in texts)
    assert "Operational control" in texts


def test_the_same_report_gives_the_same_bytes(small_report, folder, tmp_path):
    again = write_excel(small_report, "zh", tmp_path)
    assert again.read_bytes() == (folder / again.name).read_bytes()


def test_the_sheet_of_gaps_lists_each_gap_of_each_index(book, small_report):
    rows = list(book["Gaps"].iter_rows(min_row=2, values_only=True))
    gaps = [row for index in small_report.indices for row in index.rows if row.status == "gap"]
    assert sorted(row[1] for row in rows) == sorted(row.code for row in gaps)
    assert all(row[3] and row[4] for row in rows)
    labelling = next(row for row in rows if row[1] == "417-2")
    assert "product.labeling_incidents" in labelling[4]
