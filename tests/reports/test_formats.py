"""Pages, PDF and data book print the same figures, with the same digits and the same words."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from crossfoot.calculation.formulas import evaluate
from crossfoot.facts.selection import FactSet
from crossfoot.languages import LANGUAGES
from crossfoot.metrics.catalogue import catalogue
from crossfoot.reports.build import build_report
from crossfoot.reports.excel import write_excel
from crossfoot.reports.html import write_html
from crossfoot.reports.html.page import Page
from crossfoot.reports.pdf.write import write_pdf
from crossfoot.reports.short_book import printed_books
from report_cases import entered_facts, make_input


def write_all(report, out: Path) -> Path:
    """All three forms in both languages."""
    books = printed_books(report, {}, LANGUAGES)
    for language in LANGUAGES:
        data_book = write_excel(report, language, out)
        write_html(books, language, out)
        write_pdf(books[language], out, data_book)
    return out


@pytest.fixture(scope="module")
def folder(small_report, tmp_path_factory) -> Path:
    return write_all(small_report, tmp_path_factory.mktemp("formats"))


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


class Tables(HTMLParser):
    """The KPI tables of pages: each row as the texts of its cells, without marks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._table = self._cell = False
        self._marks = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "table":
            self._table = given.get("class") == "kpi"
        if self._table and tag == "tr":
            self.rows.append([])
        if self._table and tag in ("td", "th"):
            self._cell = True
            self.rows[-1].append("")
        if tag == "span" and (self._marks or given.get("class") == "marks"):
            self._marks += 1

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._cell = False
        if tag == "span" and self._marks:
            self._marks -= 1

    def handle_data(self, data):
        if self._cell and not self._marks:
            self.rows[-1][-1] += data.strip()


def printed(report, language) -> list[list[str]]:
    """What each row with values prints: label, unit, values; from the model alone."""
    page = Page(report, language, LANGUAGES)
    return [
        [
            page.t(row.label),
            page.unit(row.unit, row.metric.id),
            *("" if cell is None else page.value(cell) for cell in row.cells),
        ]
        for table in report.tables()
        for row in table.rows
        if row.cells
    ]


def rows_of_pages(folder: Path, language: str) -> list[list[str]]:
    texts = (path.read_text(encoding="utf-8") for path in (folder / language).glob("*.html"))
    return [row for text in texts for row in Tables(text).rows]


def lines_of_pdf(folder: Path, language: str) -> str:
    path = folder / f"report.{language}.pdf"
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def squeezed(text: str) -> str:
    """A text without blanks, which layouts set and drop."""
    return re.sub(r"\s+", "", text)


def test_pages_print_every_figure(folder, small_report, language):
    rows = rows_of_pages(folder, language)
    for wanted in printed(small_report, language):
        assert any(row[: len(wanted)] == wanted for row in rows), wanted


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is absent")
def test_the_pdf_prints_every_figure_in_its_row(folder, small_report, language):
    lines = [squeezed(line) for line in lines_of_pdf(folder, language).splitlines()]
    whole = "".join(lines)
    for label, unit, *values in printed(small_report, language):
        shown = [squeezed(value) for value in values if value]
        pattern = ".*".join(re.escape(value) for value in shown)
        near = [line for line in lines if re.search(pattern, line)]
        assert near, (label, values)
        assert squeezed(label) in whole or squeezed(label)[:12] in whole, label
        assert squeezed(unit) in whole, unit


def shown_by_excel(cell) -> str:
    """A number as its format shows it; the formats of the data book are plain ones."""
    value, form = cell.value, cell.number_format
    if not isinstance(value, int | float):
        return "" if value is None else str(value)
    words = re.search(r'"([^"]*)"', form)
    digits = re.search(r"0(?:\.(0+))?(?=[^0#]*$)", re.sub(r'"[^"]*"', "", form))
    places = len(digits[1] or "") if digits else 0
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{exact:,.{places}f}"
    before = bool(words) and form.index('"') < form.index("0")
    return (words[1] + text if before else text + words[1]) if words else text


def computed(folder: Path, tmp_path: Path, language: str) -> Path:
    """The data book as LibreOffice calculates it anew."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is absent")
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path),
            str(folder / f"data-book.{language}.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return tmp_path / f"data-book.{language}.xlsx"


def rows_of_sheet(path: Path) -> list[list[str]]:
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[1]
    return [[shown_by_excel(cell) for cell in row] for row in sheet.iter_rows()]


def normal(value: str) -> str:
    """A minus is a minus in every form."""
    return value.replace("−", "-").replace("\u00a0", " ").strip()


def test_the_data_book_holds_every_figure(folder, small_report, language):
    rows = [
        [normal(each) for each in row]
        for row in rows_of_sheet(folder / f"data-book.{language}.xlsx")
    ]
    for label, _unit, *values in printed(small_report, language):
        wanted = [normal(value) for value in values if value]
        assert any(
            label.strip() in (cell.strip() for cell in row)
            and [cell for cell in wanted if cell in row] == wanted
            for row in rows
        ), (label, wanted)


def test_another_program_calculates_the_same_values(folder, tmp_path, language):
    path = computed(folder, tmp_path, language)
    before = openpyxl.load_workbook(folder / path.name, data_only=True)
    after = openpyxl.load_workbook(path, data_only=True)
    assert before.sheetnames == after.sheetnames
    compared = 0
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other = after[sheet.title][cell.coordinate].value
                if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
                    assert other == pytest.approx(cell.value, rel=1e-12), cell.coordinate
                    compared += 1
                elif isinstance(cell.value, str) and cell.value:
                    assert str(other) == cell.value, cell.coordinate
    assert compared > 100


def changed_report():
    """The small report with one other figure that nothing is calculated from."""
    facts = [
        replace(fact, value=Decimal(21))
        if fact.metric == "suppliers.count" and str(fact.period) == "2023"
        else fact
        for fact in entered_facts()
    ]
    entered = FactSet(facts)
    return build_report(make_input(facts=entered.plus(evaluate(catalogue(), entered))))


def test_a_changed_fact_changes_every_format_and_nothing_else(
    folder, small_report, tmp_path, language
):
    report = changed_report()
    write_all(report, tmp_path)
    [(before, after)] = [
        (one, other)
        for one, other in zip(
            printed(small_report, language), printed(report, language), strict=True
        )
        if one != other
    ]
    old, new = {*before} - {*after}, {*after} - {*before}
    assert len(old) == len(new) == 1

    def differences(read) -> tuple[list, list]:
        one, other = read(folder), read(tmp_path)
        return [x for x in one if x not in other], [x for x in other if x not in one]

    gone, come = differences(lambda out: rows_of_pages(out, language))
    assert (len(gone), len(come)) == (1, 1)
    assert come[0][: len(after)] == after
    gone, come = differences(lambda out: rows_of_sheet(out / f"data-book.{language}.xlsx"))
    assert (len(gone), len(come)) == (1, 1)
    assert normal(new.copy().pop()) in [normal(each) for each in come[0]]
    if shutil.which("pdftotext"):
        gone, come = differences(lambda out: lines_of_pdf(out, language).splitlines())
        assert (len(gone), len(come)) == (1, 1)
        assert squeezed(new.pop()) in squeezed(come[0])
