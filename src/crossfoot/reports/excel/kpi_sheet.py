"""The sheet of indicators: every KPI table of the report below each other, values as numbers."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.facts.fact import Fact, FactKey
from crossfoot.metrics.requirements import codes
from crossfoot.quantities.periods import Period
from crossfoot.reports.excel.book import Book, Column, Sheet, number_format
from crossfoot.reports.excel.live import live_formula
from crossfoot.reports.figures import period_label
from crossfoot.reports.model import Cell, Report, Row, RowKind, Table
from crossfoot.reports.units import printed_unit

LABEL, UNIT, FIRST_VALUE = 0, 1, 2


def write_kpis(book: Book, report: Report) -> None:
    """Write the sheet; a ratio whose inputs stand in it is a live formula."""
    _KpiSheet(book, report).write()


class _KpiSheet:
    def __init__(self, book: Book, report: Report) -> None:
        self.book = book
        self.report = report
        self.words = book.words
        periods = {period for table in report.tables() for period in table.periods}
        self.periods: list[Period] = sorted(periods)
        after = FIRST_VALUE + len(self.periods)
        self.gri, self.hkex, self.notes, self.metric, self.dimensions = range(after, after + 5)
        self.places: dict[FactKey, tuple[str, Fact]] = {}

    def columns(self) -> list[Column]:
        w = self.words
        return [
            Column(w("table.indicator"), 48),
            Column(w("table.unit"), 22),
            *(
                Column(period_label(period)[self.book.language], 16, numbers=True)
                for period in self.periods
            ),
            Column("GRI", 16),
            Column("HKEX", 16),
            Column(w("book.notes"), 52),
            Column(w("book.metric_id"), 32),
            Column(w("book.dimension_ids"), 28),
        ]

    def write(self) -> None:
        sheet = self.book.sheet(self.words("book.kpis"), self.columns())
        sheet.sheet.freeze_panes(1, 1)
        self.place()
        for table in self.report.tables():
            self.write_title(sheet, table)
            for row in table.rows:
                self.write_row(sheet, table, row)
        # ids are for programs; on paper they would make everything else small
        sheet.sheet.print_area(0, 0, sheet.next_row - 1, self.notes)
        sheet.finish(filtered=False)

    def place(self) -> None:
        """Note where each figure will stand, so that formulas can refer to rows below them."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        at = 1
        for table in self.report.tables():
            at += 1  # its title
            for row in table.rows:
                for period, cell in zip(table.periods, row.cells, strict=bool(row.cells)):
                    if cell is not None and cell.fact.is_number:
                        address = xl_rowcol_to_cell(at, self.column(period))
                        self.places.setdefault(cell.fact.key, (address, cell.fact))
                at += 1

    def column(self, period: Period) -> int:
        return FIRST_VALUE + self.periods.index(period)

    def write_title(self, sheet: Sheet, table: Table) -> None:
        style = self.book.style(bold=True, bg_color=self.book.palette["accent_soft"])
        row = sheet.next_row
        for column in range(len(sheet.columns)):
            sheet.sheet.write_blank(row, column, None, style)
        sheet.text(row, LABEL, table.title[self.book.language], style)
        sheet.next_row += 1

    def write_row(self, sheet: Sheet, table: Table, row: Row) -> None:
        at = sheet.next_row
        group = row.kind is RowKind.GROUP
        label = self.book.style(
            align="left",
            indent=row.level,
            text_wrap=True,
            italic=group,
            bold=row.level == 0 and not group,
        )
        sheet.text(at, LABEL, row.label[self.book.language], label)
        plain = self.book.style(text_wrap=True)
        if not group:
            unit = printed_unit(row.unit, self.book.language, row.metric.id)
            sheet.text(at, UNIT, unit, plain)
            for period, cell in zip(table.periods, row.cells, strict=True):
                if cell is not None:
                    self.write_cell(sheet, at, self.column(period), cell)
            # numbers stand close on its left
            apart = self.book.style(text_wrap=True, align="left", indent=1)
            sheet.text(at, self.gri, ", ".join(codes(row.metric, "gri")), apart)
            sheet.text(at, self.hkex, ", ".join(codes(row.metric, "hkex")), plain)
            sheet.text(at, self.metric, row.metric.id, plain)
            first = next((cell for cell in row.cells if cell is not None), None)
            sheet.text(at, self.dimensions, str(first.fact.dimensions) if first else "", plain)
            notes = "\n".join(self.notes_of(table, row))
            sheet.text(at, self.notes, notes, plain)
            sheet.grow(at, [notes if n == self.notes else "" for n in range(len(sheet.columns))])
        sheet.next_row += 1

    def write_cell(self, sheet: Sheet, row: int, column: int, cell: Cell) -> None:
        fact = cell.fact
        if not fact.is_number:
            style = self.book.style(align="right")
            sheet.text(row, column, str(fact.value or self.words("table.no_value")), style)
            return
        style = self.book.style(
            num_format=number_format(cell.places, fact.qualifier, self.book.language)
        )
        formula = None
        if self.report.catalogue is not None:
            formula = live_formula(fact, self.report.catalogue, self.places)
        if formula is None:
            sheet.sheet.write_number(row, column, float(fact.number), style)
        else:
            sheet.sheet.write_formula(row, column, formula, style, float(fact.number))

    def notes_of(self, table: Table, row: Row) -> Iterator[str]:
        """The row's footnotes with the period they belong to, and its marks."""
        text = {note.number: note.text for note in table.footnotes}
        for period, cell in zip(table.periods, row.cells, strict=True):
            if cell is None:
                continue
            notes = [text[number][self.book.language] for number in cell.notes]
            if cell.fact.estimated:
                notes.append(self.words("table.estimated_title"))
            if cell.fact.simulated:
                notes.append(self.words("table.simulated_title"))
            for note in notes:
                label = period_label(period)[self.book.language]
                yield f"{label}{self.words('page.colon')}{note}"
