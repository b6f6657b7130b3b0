"""Word files, workbooks, web pages and text: what stands in them, with its place."""

from __future__ import annotations

from decimal import Decimal

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.footing.finding import Severity
from crossfoot.footing.report import foot_report
from crossfoot.reading.formats.chooser import lines_of
from crossfoot.reading.formats.number_formats import shown_number
from crossfoot.reading.reader import read_report, read_text

TABLE = [["Indicator", "Unit", "2022", "2023"], ["Net profit", "RMB 10,000", "5", "7"]]
AS_LINES = ["\t".join(row) for row in TABLE]


def figures(read):
    report = read_text("\n".join(read.texts))
    return [(f.metric, f.year, str(f.value)) for f in report.figures]


def test_word(tmp_path):
    path = tmp_path / "report.docx"
    file = docx.Document()
    file.add_heading("Key figures", 1)
    words = file.add_paragraph("Water use fell by 3 m")
    words.add_run("3").font.superscript = True
    table = file.add_table(2, 4)
    for at, row in enumerate(TABLE):
        for cell, text in zip(table.rows[at].cells, row, strict=True):
            cell.text = text
    merged = file.add_table(2, 3)
    for at in range(6):
        merged.cell(at // 3, at % 3).text = f"c{at}"
    merged.cell(0, 1).merge(merged.cell(0, 2))
    file.add_paragraph("First item", style="List Bullet")
    file.save(str(path))
    read = lines_of(path)
    assert read.texts == [
        *("Key figures", "", "Water use fell by 3 m³", "", *AS_LINES, ""),
        *("c0\tc1 c2\t", "c3\tc4\tc5", "", "- First item"),
    ]
    assert [f[1:] for f in figures(read)] == [(2022, "5"), (2023, "7")]


def test_workbook_rows_keep_their_place(tmp_path):
    path = tmp_path / "data.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Economy")
        for at, row in enumerate(TABLE):
            sheet.write_row(at + 2, 1, [int(c) if c.isdigit() else c for c in row])
        sheet.write(4, 1, "Share")
        sheet.write(4, 3, 0.456, book.add_format({"num_format": "0.0%"}))
        sheet.write(4, 4, 0.1 + 0.2)
        book.add_worksheet("Secret").hide()
    read = lines_of(path)
    assert read.texts == ["Economy", "", *AS_LINES, "Share\t\t45.6%\t0.3"]
    assert str(read.place(4)) == "data.xlsx, sheet 'Economy', row 4"
    assert [f[1:] for f in figures(read)] == [(2022, "5"), (2023, "7")]


def test_a_workbook_is_read_as_it_shows(tmp_path):
    path = tmp_path / "data.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Energy")
        sheet.merge_range(0, 0, 1, 0, "Indicator")
        sheet.merge_range(0, 1, 0, 2, "Year")
        sheet.write_row(1, 1, [2022, 2023])
        for row, (label, code) in enumerate(
            [("Electricity", "#,##0"), ("Share", "0.0%"), ("Intensity", '0.00" t"'), ("Gas", "")],
            start=2,
        ):
            sheet.write(row, 0, label)
            for column, value in ((1, 1234.5678), (2, 0.98765)):
                sheet.write(row, column, value, book.add_format({"num_format": code}))
        sheet.set_row(4, None, None, {"hidden": True})
        book.add_worksheet("Draft").hide()
    read = lines_of(path)
    assert read.texts == [
        *("Energy", "", "Indicator\tYear\t", "\t2022\t2023", "Electricity\t1,235\t1"),
        *("Share\t123456.8%\t98.8%", "Intensity\t1234.57 t\t0.99 t", "Gas\t1234.5678\t0.98765"),
    ]
    assert [line.row for line in read.lines if line.hidden] == [5]
    assert read.hidden_sheets == ("Draft",)


def test_hidden_rows_and_columns_are_read_and_named(tmp_path):
    path = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("People")
        sheet.write_row(0, 0, ["Indicator", "Unit", 2022, 2023])
        sheet.write_row(1, 0, ["Number of employees", "person", 300, 320])
        sheet.write_row(2, 0, ["Male", "person", 180, 200])
        sheet.write_row(3, 0, ["Female", "person", 120, 120])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.set_column(9, 12, None, None, {"hidden": True})  # nothing stands there
    report = read_report(path)
    assert report.hidden_columns == ("People!C",)
    assert {(f.year, int(f.value)) for f in report.figures} >= {(2022, 300), (2023, 200)}
    columns, rows = (f for f in foot_report(report) if f.check == "hidden_cells")
    assert [place.row for place in rows.places] == [3]
    assert "(C)" in columns.message.en
    assert "（C）" in columns.message.zh
    assert {rows.severity, columns.severity} == {Severity.NOTE}


# independent source: the examples of the description of number formats in Microsoft's help,
# "Number format codes"
@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1234.59", "####.#", "1234.6"),
        ("8.9", "#.000", "8.900"),
        ("0.631", "0.#", "0.6"),
        ("12", "#.0#", "12.0"),
        ("1234.568", "#.0#", "1234.57"),
        ("12000", "#,###", "12,000"),
        ("12000", "#,", "12"),
        ("12200000", "0.0,,", "12.2"),
        ("-100.5", '$0.00" Surplus";$-0.00" Shortage"', "$-100.50 Shortage"),
        ("-3.2", "0.00_);(0.00)", "(3.20)"),
        ("0.08", "0%", "8%"),
        ("0", '#,##0;-#,##0;"nil"', "nil"),
        ("45000", "yyyy-mm-dd", "45000"),
    ],
)
def test_number_formats(value, code, shown):
    assert shown_number(Decimal(value), code) == shown


@given(
    st.decimals(-(10**9), 10**9, places=6).filter(bool),
    st.integers(0, 5),
    st.booleans(),
    st.booleans(),
)
def test_what_is_shown_is_the_number_rounded(value, places, grouped, percent):
    code = ("#,##0" if grouped else "0") + (f".{'0' * places}" if places else "")
    shown = shown_number(value, code + "%" * percent)
    read = Decimal(shown.replace(",", "").rstrip("%")) / (100 if percent else 1)
    assert abs(read - value) <= Decimal(5).scaleb(-places - 1 - 2 * percent)
    assert len(shown.rstrip("%").partition(".")[2]) == places


def test_web_page(tmp_path):
    path = tmp_path / "report.htm"
    path.write_text(
        "<!-- x --><html><head><title>t</title><style>p{}</style></head><body><nav>Menu</nav>"
        "<h1>Key figures</h1><p>Water use<br>fell by 3 m<sup>3</sup>.<p hidden>no</p>"
        "<table><tr><th rowspan=2>Indicator<th rowspan=2>Unit<th colspan=2>Year"
        "<tr><th>2022<th>2023<tr><td>Net <b>profit</b><td>RMB 10,000<td>5<td>7</table>"
        "<table><tr><td><p>Left</p><table><tr><td>a<td>1<tr><td>b<td>2</table><td>Right</table>"
        "<pre>x\ty\nz\t1</pre><script>alert(1)</script>",
        encoding="utf-8",
    )
    assert lines_of(path).texts == [
        *("Key figures", "", "Water use", "fell by 3 m³.", ""),
        *("Indicator\tUnit\tYear\t", "\t\t2022\t2023", "Net profit\tRMB 10,000\t5\t7", ""),
        *("Left", "a\t1", "b\t2", "", "Right", "", "x\ty", "z\t1"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_web_pages_in_any_encoding(tmp_path, encoding):
    path = tmp_path / "zh.html"
    path.write_bytes("<html><body><p>温室气体排放量</p></body></html>".encode(encoding))
    assert lines_of(path).texts == ["温室气体排放量"]


def test_text_is_taken_as_it_is(tmp_path):
    path = tmp_path / "report.pdf"  # the name does not matter
    path.write_text("Water\n\n\nUse\t5\n\fEnergy\n", encoding="utf-8")
    read = lines_of(path)
    assert read.texts == ["Water", "", "", "Use\t5", "Energy", ""]
    assert [line.page for line in read.lines] == [1, 1, 1, 1, 2, 2]
