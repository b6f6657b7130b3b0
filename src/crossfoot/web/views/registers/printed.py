"""Values as pages and files show them: words for options, names for ids, digits apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from crossfoot.languages import Language
from crossfoot.quantities.periods import Period
from crossfoot.registers.fields import Field, FieldType
from crossfoot.registers.values import Money
from crossfoot.reports.units import printed_unit
from crossfoot.web.templatetags.figures import decimal
from crossfoot.web.views.registers.choices import open_list
from crossfoot.web.views.registers.names import Names, sort_of
from crossfoot.web.views.registers.typed import several
from crossfoot.web.words import Words

#: bounds of a number between which it is a year
_YEARS = (1800, 2200)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what is shown: text, and where it leads."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a group."""

    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with its value.

    Attributes:
        name: of the field.
        label: as people call it.
        pieces: the value; several where the field takes several.
        table: rows of a group; None of other fields.
        is_long: it is a text of several lines.
        sealed: only named handlers see it.
        computed: nobody typed it.
    """

    name: str
    label: str
    pieces: tuple[Piece, ...] = ()
    table: Table | None = None
    is_long: bool = False
    sealed: bool = False
    computed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.pieces and self.table is None

    @property
    def text(self) -> str:
        """All of it in one line."""
        if self.table is not None:
            return str(len(self.table.rows))
        return ", ".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Printer:
    """Shows values.

    Attributes:
        names: what ids stand for.
        language: of the page.
        zone: of the entity.
    """

    names: Names
    language: Language
    zone: tzinfo

    def shown(self, field: Field, value: Any) -> Shown:
        """A field with its value."""
        table = None
        if field.rows and value:
            table = self._table(field, value)
        pieces = () if field.rows else self.pieces(field, value)
        return Shown(
            field.name,
            field.label[self.language],
            pieces,
            table,
            is_long=field.type is FieldType.TEXT and any("\n" in each.text for each in pieces),
            sealed=field.is_sealed,
            computed=field.is_computed,
        )

    def text(self, field: Field, value: Any) -> str:
        """A value in one line; how many rows a group has."""
        if field.rows:
            return str(len(value)) if value else ""
        return ", ".join(piece.text for piece in self.pieces(field, value))

    def cell(self, field: Field, value: Any) -> object:
        """A value for a spreadsheet: numbers stay numbers."""
        if isinstance(value, Decimal):
            return value
        return self.text(field, value)

    def pieces(self, field: Field, value: Any) -> tuple[Piece, ...]:
        """A value, or several of them; none where it is empty."""
        if value in (None, "", (), []):
            return ()
        items: Sequence[Any] = (value,)
        if several(field) and isinstance(value, tuple | list):
            items = value
        return tuple(self._piece(field, item) for item in items)

    def moment(self, value: datetime) -> str:
        """A moment in the time of the entity."""
        return f"{value.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def _piece(self, field: Field, value: Any) -> Piece:
        if sort_of(field):
            found = self.names.of(field, str(value))
            return Piece(found.label, found.address)
        if str(value) in field.options:
            return Piece(field.options[str(value)][self.language])
        if field.codes and isinstance(value, str):
            return Piece(_listed(field.codes, value, self.language))
        match value:
            case bool():
                return Piece(Words(self.language)["yes" if value else "no"])
            case datetime():
                return Piece(self.moment(value))
            case Decimal():
                unit = printed_unit(field.unit, self.language) if field.unit else ""
                text = str(value) if _is_year(field) else decimal(value)
                return Piece(f"{text} {unit}".strip())
            case Money():
                return Piece(f"{decimal(value.amount)} {value.currency}")
            case Period():
                return Piece(value.label(self.language))
        return Piece(str(value))

    def _table(self, field: Field, rows: Sequence[Mapping[str, Any]]) -> Table:
        """Columns in which some row has something."""
        inner = [
            each
            for each in field.rows.values()
            if any(row.get(each.name) not in (None, "", ()) for row in rows)
        ]
        return Table(
            tuple(each.label[self.language] for each in inner),
            tuple(tuple(self.pieces(each, row.get(each.name)) for each in inner) for row in rows),
        )


def _is_year(field: Field) -> bool:
    """Whether a number is a year, which has no thousands: its bounds say so."""
    low, high = field.at_least, field.at_most
    return low is not None and high is not None and _YEARS[0] <= low <= high <= _YEARS[1]


def _listed(codes: str, value: str, language: Language) -> str:
    """The name of a member of a shared list; the word itself where the list takes any."""
    found = next((each for each in open_list(codes, language) if each.value == value), None)
    return found.label if found else value
