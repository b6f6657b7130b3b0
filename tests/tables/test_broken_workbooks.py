"""Workbooks that are broken: each ends in one message with place and remedy, both ways."""

from __future__ import annotations

import struct
import zipfile
from datetime import date, datetime

import pytest

from crossfoot.tables.limits import Limits
from tables.both_ways import problem_of, problems_of
from tables.made_files import HEADING, ROW, repack

HEAD = HEADING.split(",")
CELLS = ["hefei", "electricity.grid", 125000, "kWh", date(2023, 1, 1), date(2023, 1, 31)]
OTHER = ["wuhan", "electricity.grid", 98000, "kWh", date(2023, 1, 1), date(2023, 1, 31)]


def test_merged_cells(workbook):
    path = workbook(
        {"2023": [HEAD, CELLS, OTHER]}, lambda _, sheet: sheet.merge_range("A2:A3", "hefei")
    )
    problem = problem_of(path)
    assert problem.where == "energy.xlsx, sheet '2023', row 2, column A"
    assert problem.what == "the cells A2:A3 are merged"
    assert problem.remedy == "take the merge apart and fill every cell"


def test_merged_cells_in_a_column_that_is_not_read_do_no_harm(workbook):
    from crossfoot.tables.reader import read_table
    from crossfoot.tables.schemas import ACTIVITY

    path = workbook(
        {"2023": [HEAD, CELLS, OTHER]}, lambda _, sheet: sheet.merge_range("H2:H3", "checked")
    )
    assert read_table(path, ACTIVITY).count == 2


def test_formula_cells(workbook):
    def change(_, sheet):
        sheet.write_formula("C3", "=C2*0.784", None, 98000)

    problem = problem_of(workbook({"2023": [HEAD, CELLS, OTHER]}, change))
    assert problem.where == "energy.xlsx, sheet '2023', row 3, column C"
    assert problem.what == "the quantity is a formula: =C2*0.784"
    assert problem.remedy == "copy the column and paste it as values"


def test_many_formulas_are_counted(workbook):
    def change(_, sheet):
        for row in range(1, 31):
            sheet.write_formula(row, 2, f"=B{row + 1}*2", None, 5)

    problems = problems_of(workbook({"2023": [HEAD, *[CELLS] * 30]}, change))
    assert len(problems) == 21
    assert problems[20].what == "and 10 more problems"


def test_formula_as_text(workbook):
    def change(_, sheet):
        sheet.write_string("A2", "=cmd|' /C calc'!A0")

    problem = problem_of(workbook({"2023": [HEAD, CELLS]}, change))
    assert problem.where == "energy.xlsx, sheet '2023', row 2, column A"
    assert "begins like a formula" in problem.what


def test_two_heading_rows(workbook):
    problem = problem_of(
        workbook({"2023": [HEAD, ["场所", "活动", "数量", "单位", "开始", "结束"], CELLS]})
    )
    assert problem.where == "energy.xlsx, sheet '2023', row 2"
    assert problem.what.startswith("there are two heading rows")


def test_heading_below_a_title(workbook):
    problem = problem_of(workbook({"2023": [["Energy 2023"], HEAD, CELLS]}))
    assert problem.what == "the heading stands in row 2, below other rows"
    assert problem.remedy == "delete row 1"


def test_missing_heading(workbook):
    problem = problem_of(workbook({"2023": [CELLS, OTHER]}))
    assert problem.where == "energy.xlsx, sheet '2023', row 1"
    assert problem.what.startswith("there is no heading; the first row holds 'hefei'")


def test_empty_workbook(workbook):
    assert problem_of(workbook({"2023": []})).what == "there is nothing in it"
    assert problem_of(workbook({"2023": [HEAD]})).what == "there is a heading but no row below it"


def test_cell_that_is_wrong_is_named_by_its_letter(workbook):
    problem = problem_of(workbook({"2023": [HEAD, [*CELLS[:3], "kWhh", *CELLS[4:]]]}))
    assert problem.where == "energy.xlsx, sheet '2023', row 2, column D"
    assert problem.what == "unit 'kWhh' is not known"


def test_time_of_day_and_bare_number_for_a_date(workbook):
    row = [*CELLS[:4], datetime(2023, 1, 1, 8), 44957]  # noqa: DTZ001  a cell has no time zone
    start, end = problems_of(workbook({"2023": [HEAD, row]}))
    assert "has a time of day" in start.what
    assert end.what == "end '44957' is a number, perhaps a day counted by the spreadsheet"


def test_several_sheets_with_the_heading(workbook):
    path = workbook({"Q1": [HEAD, CELLS], "Q2": [HEAD, OTHER], "Notes": [["see above"]]})
    problem = problem_of(path)
    assert problem.what == "several sheets have the heading of activity: 'Q1', 'Q2'"
    assert problem.remedy == "name the one to read: --sheet 'Q1'"


def test_sheet_that_does_not_exist(workbook):
    problem = problem_of(workbook({"2023": [HEAD, CELLS]}), sheet="2024")
    assert problem.what == "there is no sheet '2024'"
    assert problem.remedy == "name one of: '2023'"


def test_hidden_sheet(workbook):
    path = workbook({"Cover": [["Energy"]], "data": [HEAD, CELLS]}, hidden=["data"])
    problem = problem_of(path)
    assert problem.what == "only hidden sheets have the heading of activity: 'data'"
    assert "--sheet 'data'" in problem.remedy


def test_no_sheet_with_the_heading(workbook):
    problem = problem_of(workbook({"Cover": [["Energy"]], "Notes": [["see above"]]}))
    assert problem.what == "no sheet has the heading of activity; there are 'Cover', 'Notes'"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_workbook_that_was_cut_off(workbook, kept):
    path = workbook({"2023": [HEAD, CELLS]})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert problem_of(path).what.startswith("the file is damaged or was cut off")


def test_workbook_with_a_damaged_part(workbook):
    path = workbook({"2023": [HEAD, CELLS]})
    repack(path, lambda name, part: part[:300] if name.endswith("sheet1.xml") else part)
    assert problem_of(path).what.startswith("the file is damaged or was cut off")


def test_workbook_whose_sheet_is_gone(workbook):
    path = workbook({"2023": [HEAD, CELLS]})
    repack(path, lambda name, part: b"" if name.endswith("workbook.xml.rels") else part)
    assert problem_of(path).what.startswith("the file is damaged or was cut off")


def test_workbook_with_a_password(write):
    """Excel wraps an encrypted workbook into an old compound file."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)
    content = head + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    problem = problem_of(write(content, "energy.xlsx"))
    assert problem.what == "the workbook is protected by a password"
    assert "remove the password" in problem.remedy


def test_old_document_that_is_no_workbook(write):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "WordDocument".encode("utf-16-le")
    assert problem_of(write(content, "energy.xls")).what == "the file is an old Office document"


def test_old_workbook_that_is_damaged(write):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "Workbook".encode("utf-16-le")
    assert problem_of(write(content, "energy.xls")).what.startswith("the file is damaged")


def test_workbook_named_as_another_kind(workbook):
    path = workbook({"2023": [HEAD, CELLS]}, name="energy.xls")
    problem = problem_of(path)
    assert problem.what == "the file is named .xls but holds an Excel workbook (.xlsx)"
    path = workbook({"2023": [HEAD, CELLS]}, name="energy.csv")
    assert problem_of(path).remedy == "rename it to end in .xlsx"


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("word/document.xml", "a Word document"),
        ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
        ("energy.csv", "a zip archive"),
    ],
)
def test_archives_that_are_no_workbook(tmp_path, part, what):
    path = tmp_path / "energy.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    assert problem_of(path).what == f"the file is {what}"


def test_zip_bomb(workbook):
    """A sheet of 300 MB of spaces packs into 300 kB."""
    path = workbook({"2023": [HEAD, CELLS]})

    def swell(name: str, part: bytes) -> bytes:
        return part + b" " * (300 << 20) if name.endswith("sheet1.xml") else part

    repack(path, swell)
    problem = problem_of(path)
    assert problem.where == "energy.xlsx"
    assert "would unpack into" in problem.what
    assert "zip bomb" in problem.why


def test_zip_bomb_that_lies_about_its_size(workbook):
    """The directory says 1,000 bytes; unpacking stops there and finds that the part goes on."""
    path = workbook({"2023": [HEAD, CELLS]})
    repack(path, lambda n, part: part + b" " * (20 << 20) if n.endswith("sheet1.xml") else part)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(content.replace(struct.pack("<L", size), struct.pack("<L", 1000)))
    assert problem_of(path).what.startswith("the file is damaged or was cut off")


def test_workbook_with_too_many_parts(workbook):
    path = workbook({"2023": [HEAD, CELLS]})
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"x/{number}", "")
    assert "zip bomb" in problem_of(path).why


def test_cell_far_away_from_the_table(workbook):
    """Two cells span 17 thousand million: the reader would make a place for each."""
    path = workbook({"2023": [HEAD, CELLS]}, lambda _, sheet: sheet.write(1_048_575, 16_383, "x"))
    problem = problem_of(path)
    assert problem.what == "the cells of sheet '2023' span 1,048,576 rows and 16,384 columns"
    assert "delete what stands far away" in problem.remedy


def test_limits_are_those_of_the_caller(workbook):
    path = workbook({"2023": [HEAD, CELLS]})
    assert "span 2 rows" in problem_of(path, limits=Limits(cells=5)).what
    assert "would unpack" in problem_of(path, limits=Limits(unpacked_bytes=1000)).what


def test_entities_that_multiply_are_not_expanded(workbook):
    """A billion laughs: nested entities that expand to gigabytes."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE workbook [<!ENTITY a0 "ha">{levels}]>'.encode()

    def plant(name: str, part: bytes) -> bytes:
        if name == "xl/styles.xml":
            return part.replace(b"<styleSheet", bomb + b"<styleSheet").replace(
                b"</styleSheet>", b"&a11;</styleSheet>"
            )
        return part

    path = repack(workbook({"2023": [HEAD, CELLS]}), plant)
    assert problem_of(path).what.startswith("the file is damaged or was cut off")


def ods(path, cells: str):
    """The smallest OpenDocument spreadsheet."""
    heading = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{h}</text:p></table:table-cell>'
        for h in HEAD
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:style="{names}:style:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="2023">'
        f"<table:table-row>{heading}</table:table-row>{cells}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def text_cell(text: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def number_cell(number: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{number}" {more}>'
        f"<text:p>{number}</text:p></table:table-cell>"
    )


SITE, ACTIVITY_CELL, UNIT = (text_cell(t) for t in ("hefei", "electricity.grid", "kWh"))
DATES = text_cell("2023-01") * 2


def test_open_document_spreadsheet_is_read(tmp_path):
    from crossfoot.tables.reader import read_table
    from crossfoot.tables.schemas import ACTIVITY

    cells = SITE + ACTIVITY_CELL + number_cell("125000") + UNIT + DATES
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
    empty += 'table:number-columns-repeated="16384"/></table:table-row>'
    path = ods(tmp_path / "energy.ods", f"<table:table-row>{cells}</table:table-row>{empty}")
    (row,) = read_table(path, ACTIVITY).rows
    assert row["quantity"] == 125000
    assert str(row.place) == "energy.ods, sheet '2023', row 2"


def test_open_document_formula(tmp_path):
    formula = number_cell("125000", 'table:formula="of:=[.B1]*2"')
    cells = f"<table:table-row>{SITE}{ACTIVITY_CELL}{formula}{UNIT}{DATES}</table:table-row>"
    problem = problem_of(ods(tmp_path / "energy.ods", cells))
    assert problem.where == "energy.ods, sheet '2023', row 2, column C"
    assert problem.what == "the quantity is a formula: =[.B1]*2"


def test_open_document_merged_cells(tmp_path):
    site = text_cell("hefei", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    cells = f"{ACTIVITY_CELL}{number_cell('5')}{UNIT}{DATES}</table:table-row>"
    rows = f"<table:table-row>{site}{cells}<table:table-row><table:covered-table-cell/>{cells}"
    problem = problem_of(ods(tmp_path / "energy.ods", rows))
    assert problem.what == "the cells A2:A3 are merged"


def test_open_document_with_repeated_cells(tmp_path):
    """Two thousand bytes that state a thousand million cells."""
    cell = text_cell("hefei", 'table:number-columns-repeated="16384"')
    row = f'<table:table-row table:number-rows-repeated="1048575">{cell}</table:table-row>'
    problem = problem_of(ods(tmp_path / "energy.ods", row))
    assert problem.what == "the cells of sheet '2023' span 1,048,576 rows and 16,384 columns"


def test_open_document_with_a_password(tmp_path):
    path = ods(tmp_path / "energy.ods", "")
    repack(
        path, lambda n, part: b"<manifest:encryption-data/>" if n.endswith("manifest.xml") else part
    )
    assert problem_of(path).what == "the workbook is protected by a password"


def test_parquet_that_was_cut_off(write):
    assert problem_of(write(b"PAR1" + ROW.encode(), "energy.parquet")).what.startswith(
        "the file is damaged or was cut off"
    )
