"""What holds while something is decided about an entry: the moment, the place, the parameters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from crossfoot.quantities.periods import Period
from crossfoot.records.messages import language
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Account, Entry, ParameterOverride
from crossfoot.records.register.stored import Kept, record_of, with_history
from crossfoot.records.register.zones import Zones
from crossfoot.registers.context import Context, Override
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.spans import Span
from crossfoot.registers.library import Library, bind_condition
from crossfoot.registers.records import RecordView

_DUE = "due."


def context_for(
    unit: str,
    now: datetime | None = None,
    *,
    zones: Zones | None = None,
    library: Library | None = None,
    period: Period | None = None,
) -> Context:
    """What holds for entries of a unit.

    Args:
        unit: code of a site or entity; empty for the whole organisation.
        now: the moment; that of the clock where left out.
        zones: of units, where they are at hand.
        library: the registers, where they are at hand.
        period: the reporting period, in roll-ups.
    """
    places = zones or Zones()
    known = library or active()
    found = Finding(known, places)
    return Context(
        (now or timezone.now()).astimezone(places.of(unit)),
        places.calendar(unit),
        overrides(known),
        period,
        found.links,
        found.lookup,
        language(),
        known,
    )


class Finding:
    """Finds entries that others point to; each is read once."""

    def __init__(self, library: Library, zones: Zones) -> None:
        self._library = library
        self._zones = zones
        self._found: dict[tuple[str, str], Kept | None] = {}

    def lookup(self, register: str, id_: str) -> Kept | None:
        """The entry of a register with a key; a person's entry by the account too."""
        place = (register, id_)
        if place not in self._found:
            self._found[place] = self._read(register, id_)
        return self._found[place]

    def _read(self, register: str, id_: str) -> Kept | None:
        entries = with_history(Entry.objects.all())
        if id_.startswith("user:"):
            number = id_.removeprefix("user:")
            known = Account.objects.filter(user_id=int(number)) if number.isdecimal() else None
            id_ = (known.values_list("worker", flat=True).first() or "") if known else ""
        if register != "any":
            entries = entries.filter(register=register)
        entry = entries.filter(key=id_).first() if id_ else None
        if entry is None or entry.register not in self._library:
            return None
        return record_of(entry, self._library[entry.register], zones=self._zones)

    def links(self, register: str, record: RecordView) -> Iterable[Kept]:
        """The entries of a register that point to a record."""
        if register not in self._library:
            return []
        entries = Entry.objects.filter(register=register, links__target=record.id).distinct()
        definition = self._library[register]
        return [
            record_of(entry, definition, zones=self._zones)
            for entry in with_history(entries.order_by("id"))
        ]


def overrides(library: Library) -> tuple[Override, ...]:
    """Parameters and due times that differ from the definitions, as they stand."""
    rows = ParameterOverride.objects.filter(ended_at=None).order_by("id")
    return tuple(
        Override(
            row.register,
            row.name,
            parameter_value(library[row.register], row.name, row.value),
            row.entity,
            row.valid_from,
            bind_condition(library[row.register], row.when) if row.when else None,
        )
        for row in rows
        if row.register in library
    )


def parameter_value(definition: Definition, name: str, text: str) -> Any:
    """The value of a parameter that somebody wrote, of the kind of its default.

    A number, `yes` or `no`, a span such as `2 y`, a word, several words parted by commas; nothing
    for "not set". Due times stay text.

    Raises:
        ValueError: it is of another kind than the default.
    """
    text = text.strip()
    if name.startswith(_DUE):
        return text
    if not text:
        return None
    default = definition.params[name].value
    match default:
        case bool():
            return {"true": True, "yes": True, "false": False, "no": False}[text.lower()]
        case tuple():
            return tuple(word.strip() for word in text.strip("[]").split(",") if word.strip())
        case Span():
            span = Span.parse(text)
            if span is None:
                message = f"{text!r} is no span of time"
                raise ValueError(message)
            return span
        case Decimal():
            return Decimal(text)
    span = Span.parse(text) if default is None else None
    if span is not None:
        return span
    return Decimal(text) if default is None and text.replace(".", "", 1).isdigit() else text
