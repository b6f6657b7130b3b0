"""Rows and columns that a workbook hides, though they are read and its totals count them."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.languages import Text


def hidden_cells(context: ReportContext) -> Iterator[ReportFinding]:
    """Hidden rows and columns of a sheet, one note each: a reader of the sheet sees less."""
    report = context.report
    rows: dict[str, list[int]] = {}
    for line, place in enumerate(report.places, start=1):
        if place.hidden and report.lines[line - 1].strip():
            rows.setdefault(place.sheet, []).append(line)
    for sheet, lines in rows.items():
        numbers = ", ".join(str(report.place_of(line).row) for line in lines[:MOST_LINES])
        more = " …" if len(lines) > MOST_LINES else ""
        yield _note(
            sheet,
            Text(
                f"The sheet {sheet} hides {_of(len(lines), 'row')} with content ({numbers}{more}); "
                "they were read and count in its totals.",
                f"工作表{sheet}隐藏了{len(lines)}个有内容的行（{numbers}{more}）；已读取并计入合计。",
            ),
            tuple(lines[:MOST_LINES]),
        )
    columns: dict[str, list[str]] = {}
    for name in report.hidden_columns:
        sheet, _, letters = name.rpartition("!")
        columns.setdefault(sheet, []).append(letters)
    for sheet, hidden in columns.items():
        first = next(
            (n for n, p in enumerate(report.places, start=1) if p.sheet == sheet and p.row), None
        )
        named = ", ".join(hidden)
        yield _note(
            sheet,
            Text(
                f"The sheet {sheet} hides {_of(len(hidden), 'column')} with content ({named}); "
                "what they hold was read.",
                f"工作表{sheet}隐藏了{len(hidden)}个有内容的列（{named}）；其内容已读取。",
            ),
            () if first is None else (first,),
        )


def _of(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("s" if count > 1 else "")


def _note(sheet: str, message: Text, lines: tuple[int, ...]) -> ReportFinding:
    return ReportFinding(Kind.HIDDEN_CELLS, Severity.NOTE, sheet, message, lines=lines)
