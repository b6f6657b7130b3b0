"""Tables of the inventory: the same cells for the page and for Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crossfoot.calculation.lines import tonnes
from crossfoot.languages import Language
from crossfoot.quantities.rounding import CONTEXT, round_half_away
from crossfoot.reports.numbers import format_number, format_signed
from crossfoot.web.exports import excel_answer

#: decimals of tonnes, so that a kilogram is seen; smaller ones get more
_PLACES = 3
_MOST_PLACES = 9
#: decimals of a percentage
_PERCENT = 1
#: digits that Excel keeps of a number
_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading."""

    title: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table.

    Attributes:
        text: as a page prints it.
        value: as Excel gets it; the text where there is none.
        address: of the page behind it.
        note: small words below it.
        badge: style of a badge around the text.
    """

    text: str
    value: Decimal | int | None = None
    address: str = ""
    note: str = ""
    badge: str = ""

    @property
    def exported(self) -> object:
        """What a file of Excel says; a note goes with the text."""
        if self.value is not None:
            return self.value
        return f"{self.text} ({self.note})" if self.note else self.text


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page.

    Attributes:
        id: anchor of the page.
        title: its heading.
        columns: its columns; the first cell of a row is the row's heading.
        rows: its cells.
        foot: rows below a line: sums.
        hint: what a reader must know.
        all_rows: the rows of the file, where the page shows a part of them.
    """

    id: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Sequence[Cell]] = ()
    hint: str = ""
    all_rows: Iterable[Sequence[Cell]] | None = None

    def drawn(self) -> list[list[tuple[Cell, bool]]]:
        """Rows for a template: each cell, and whether its column has numbers."""
        return [_with_kind(row, self.columns) for row in self.rows]

    def drawn_foot(self) -> list[list[tuple[Cell, bool]]]:
        """The foot likewise."""
        return [_with_kind(row, self.columns) for row in self.foot]

    def sheet(self) -> tuple[str, Iterator[Sequence[object]]]:
        """Name and rows of a sheet."""
        return self.title, self._exported()

    def _exported(self) -> Iterator[Sequence[object]]:
        yield [column.title for column in self.columns]
        for row in self.rows if self.all_rows is None else self.all_rows:
            yield [cell.exported for cell in row]
        for row in self.foot:
            yield [cell.exported for cell in row]


def _with_kind(row: Sequence[Cell], columns: Sequence[Column]) -> list[tuple[Cell, bool]]:
    return [(cell, column.number) for cell, column in zip(row, columns, strict=True)]


def mass(milligrams: int, language: Language, address: str = "", *, signed: bool = False) -> Cell:
    """Milligrams as tonnes: to the kilogram, or as far as it takes to see something."""
    value = tonnes(milligrams)
    places = _PLACES
    if value and abs(value) < Decimal(1).scaleb(-_PLACES):
        places = min(_MOST_PLACES, 1 - value.adjusted())
    form = format_signed if signed else format_number
    return Cell(form(value, places, language), exportable(value), address)


def exportable(value: Decimal) -> Decimal:
    """A number with no more digits than Excel keeps.

    >>> exportable(Decimal("12345678.123456789"))
    Decimal('12345678.1234568')
    """
    digits = len(value.as_tuple().digits)
    return value if digits <= _DIGITS else round_half_away(value, _DIGITS - value.adjusted() - 1)


def percent(part: int | Decimal, whole: int | Decimal, language: Language) -> Cell:
    """A share of a whole, in percent; empty where the whole is nothing."""
    if not whole:
        return Cell("")
    return percentage(CONTEXT.divide(Decimal(part), Decimal(whole)), language)


def percentage(share: Decimal | None, language: Language, places: int = _PERCENT) -> Cell:
    """A share in percent; empty where it is not known."""
    if share is None:
        return Cell("")
    value = round_half_away(share * 100, 6)
    return Cell(f"{format_number(value, places, language)} %", value)


def answer(
    request: HttpRequest,
    template: str,
    shown: dict[str, object],
    tables: Sequence[Table],
    name: str,
) -> HttpResponse:
    """The page; or, with `?format=xlsx`, its tables as a workbook."""
    if request.GET.get("format") == "xlsx":
        sheets = [table.sheet() for table in tables]
        return excel_answer(f"{name}.xlsx", sheets)  # type: ignore[return-value]
    query = request.GET.copy()
    query["format"] = "xlsx"
    return render(request, template, {**shown, "tables": tables, "excel": f"?{query.urlencode()}"})
