"""What a check over a report may ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from crossfoot.facts.selection import FactSet
from crossfoot.footing.report.settled import settled_figures
from crossfoot.footing.wording import Words
from crossfoot.reading.facts import report_facts
from crossfoot.reading.glyphs import in_one_form
from crossfoot.reading.table import ReportTable, TableKind

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.report import ReadReport
    from crossfoot.reading.table import Row


class ReportContext:
    """A report with its facts, arranged for the checks.

    Attributes:
        report: the report as it was read.
        catalogue: the metrics.
        words: names of figures in both languages.
    """

    def __init__(self, report: ReadReport, catalogue: Catalogue) -> None:
        self.report = report
        self.catalogue = catalogue
        self.words = Words(catalogue, None)

    @cached_property
    def facts(self) -> FactSet:
        """The figures as published facts."""
        return FactSet(report_facts(replace(self.report, figures=tuple(self.figures))))

    @cached_property
    def figures(self) -> list[Figure]:
        """The recognised figures that the checks may rely on."""
        return settled_figures(self.report)

    def data_tables(self) -> Iterator[ReportTable]:
        """The tables of figures."""
        return (table for table in self.report.tables if table.kind is TableKind.KPI)

    @cached_property
    def rows_of(self) -> dict[str, tuple[Row, ...]]:
        """The rows with values of each table of figures, by the id of the table."""
        return {table.id: table.data_rows for table in self.data_tables()}

    @cached_property
    def figures_by_line(self) -> dict[int, tuple[Figure, ...]]:
        """The recognised figures of each line."""
        found: dict[int, tuple[Figure, ...]] = {}
        for figure in self.report.figures:
            found[figure.line] = (*found.get(figure.line, ()), figure)
        return found

    def metric_at(self, line: int) -> str:
        """Id of the first metric recognised on a line; empty where none was."""
        figures = self.figures_by_line.get(line, ())
        return figures[0].metric if figures else ""

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines of the text in the form that rules know: simplified, with plain digits."""
        return in_one_form(self.report.unwrapped or self.report.lines)

    def prose(self) -> Iterator[tuple[int, str]]:
        """The lines outside tables, contents and furniture, with their numbers."""
        for number, line in enumerate(self.lines, start=1):
            if line.strip() and number not in self.inside_tables:
                yield number, line

    @cached_property
    def inside_tables(self) -> frozenset[int]:
        """The lines of tables, of the contents list, and those that pages repeat."""
        report = self.report
        tables = {
            n
            for table in report.tables
            if table.kind in (TableKind.KPI, TableKind.INDEX, TableKind.CONTENTS)
            for n in range(table.first_line, table.last_line + 1)
        }
        return frozenset(tables | {e.line for e in report.contents} | report.furniture)
