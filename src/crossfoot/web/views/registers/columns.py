"""Columns of a list: those of the register's own fields, and those that every record has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from crossfoot.records.register.models import Entry
from crossfoot.records.register.stored import decoded
from crossfoot.registers.access import readable_fields
from crossfoot.registers.fields import MOMENTS, Field, FieldType
from crossfoot.web.views.registers.filters import UNIT, Asked
from crossfoot.web.views.registers.names import collected, named
from crossfoot.web.views.registers.printed import Piece, Printer
from crossfoot.web.views.registers.seen import Moments, Seen
from crossfoot.web.words import Words

#: columns that are no fields
STATE, DUE = "state", "due"
#: types that a list cannot be sorted by
_UNSORTED = frozenset({FieldType.ROWS, FieldType.MULTI, FieldType.ATTACHMENT, FieldType.GEO})

#: choices of the register's own that a list begins with
_CHOICES_SHOWN = 2

#: fields that no column shows
_NO_COLUMN = frozenset({FieldType.ATTACHMENT})


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: of the field, or "state", "unit", "due".
        label: its heading.
        field: what it shows; None for columns that are no fields.
        number: it is aligned as numbers are.
        sortable: the list can be sorted by it.
    """

    name: str
    label: str
    field: Field | None = None
    number: bool = False
    sortable: bool = False

    @property
    def is_moment(self) -> bool:
        """Whether it shows a day or a time, which stands in one line."""
        return self.field is not None and self.field.type in MOMENTS


@dataclass(frozen=True, slots=True)
class Line:
    """A record in a list."""

    entry: Entry
    address: str
    state: str
    done: bool
    late: bool
    cells: tuple[tuple[Column, tuple[Piece, ...]], ...]


def all_columns(seen: Seen) -> list[Column]:
    """Every column that a list of the register can have, for this reader."""
    words = Words(seen.language)
    found = [
        Column("ref_no", words["register_number"], sortable=True),
        Column("title", words["register_title"], sortable=True),
        Column(STATE, words["register_state"], sortable=True),
        Column(UNIT, words["unit"], sortable=True),
        Column("owner", words["register_owner"], sortable=True),
        Column(DUE, words["register_due"], sortable=True),
    ]
    taken = {each.name for each in found}
    for each in seen.fields():
        if each.name in taken or each.type in _NO_COLUMN or each.is_sealed:
            continue
        found.append(
            Column(
                each.name,
                each.label[seen.language],
                each,
                each.type in (FieldType.NUMBER, FieldType.MONEY),
                each.type not in _UNSORTED and not each.many and not seen.is_sealed,
            )
        )
    return found


def columns(seen: Seen, question: Asked) -> list[Column]:
    """The columns that are asked for; those that a register begins with where none are."""
    known = {each.name: each for each in all_columns(seen)}
    if question.columns:
        return [known[name] for name in question.columns if name in known]
    names = ["ref_no", "title", STATE, UNIT, "owner", DUE]
    if seen.is_sealed:  # nothing of the content stands in a list
        return [known[name] for name in names if name != "title"]
    own = [
        each.name
        for each in seen.definition.fields.values()
        if each.type is FieldType.CHOICE and each.required and each.name in known
    ]
    period = seen.definition.period_date
    names[2:2] = [name for name in (period,) if name in known and name not in names]
    return [known[name] for name in (*names[:-3], *own[:_CHOICES_SHOWN], *names[-3:])]


def lines(seen: Seen, entries: Sequence[Entry], shown: Sequence[Column]) -> list[Line]:
    """Records as a list shows them, in a number of queries that does not grow with them."""
    fields = [each.field for each in shown if each.field is not None]
    moments = Moments.today()
    values = [_values(seen, each, fields, moments) for each in entries]
    ids = collected(fields, values)
    ids["unit"] = {each.unit for each in entries}
    ids["person"] = ids.get("person", set()) | {each.owner for each in entries if each.owner}
    names = named(ids, seen.person, seen.library, seen.language)
    found = []
    for entry, own in zip(entries, values, strict=True):
        printer = Printer(names, seen.language, moments.zones.of(entry.unit))
        late = moments.is_over(entry.next_due_at)
        cells = tuple((each, _pieces(seen, entry, each, own, printer, moments)) for each in shown)
        state = seen.definition.states.get(entry.state)
        found.append(
            Line(
                entry,
                reverse("entry", args=[entry.key]),
                state[seen.language] if state else entry.state,
                seen.done(entry.state),
                late,
                cells,
            )
        )
    return found


def sheet(seen: Seen, entries: Iterable[Entry], shown: Sequence[Column]) -> Iterable[list[object]]:
    """Records as rows of a spreadsheet, a batch at a time."""
    yield [each.label for each in shown]
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == 500:  # names are looked up once for each batch
            yield from _sheet_rows(seen, batch, shown)
            batch = []
    yield from _sheet_rows(seen, batch, shown)


def _sheet_rows(
    seen: Seen, entries: Sequence[Entry], shown: Sequence[Column]
) -> Iterable[list[object]]:
    moments = Moments.today()
    fields = [each.field for each in shown if each.field is not None]
    for line in lines(seen, entries, shown):
        own = _values(seen, line.entry, fields, moments)
        yield [
            own.get(each.name)
            if each.field is not None and each.field.type is FieldType.NUMBER
            else ", ".join(piece.text for piece in pieces)
            for each, pieces in line.cells
        ]


def _values(seen: Seen, entry: Entry, fields: Iterable[Field], moments: Moments) -> dict[str, Any]:
    """Values of the columns that the reader may read in this record."""
    may = {each.name for each in readable_fields(seen.definition, seen.standing.actor(entry.unit))}
    wanted = {each.name for each in fields if each.name in may}
    content = {name: value for name, value in entry.content.items() if name in wanted}
    found = decoded(seen.definition, content, moments.zones.of(entry.unit))
    plain = {"opened_on": entry.opened_on, "closed_on": entry.closed_on, "entity": entry.entity}
    plain |= {"site": entry.site, "source": entry.source}
    return found | {name: value for name, value in plain.items() if name in wanted}


def _pieces(
    seen: Seen,
    entry: Entry,
    column: Column,
    own: dict[str, Any],
    printer: Printer,
    moments: Moments,
) -> tuple[Piece, ...]:
    if column.field is not None:
        return printer.pieces(column.field, own.get(column.name))
    match column.name:
        case "ref_no":
            return (Piece(entry.ref_no, reverse("entry", args=[entry.key])),)
        case "title":
            return (Piece(entry.title),) if entry.title else ()
        case "state":
            state = seen.definition.states.get(entry.state)
            return (Piece(state[seen.language] if state else entry.state),)
        case "unit":
            return (Piece(printer.names.unit(entry.unit)),)
        case "owner":
            return (Piece(printer.names.person(entry.owner)),) if entry.owner else ()
        case "due":
            due = moments.at(entry.unit, entry.next_due_at)
            return (Piece(due),) if due else ()
    return ()
