"""Which rows a person may read: those of their units, and those about all units."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.utils import timezone

from crossfoot.records.accounts.person import Person
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.overview.inventory.stated.kinds import Kind
from crossfoot.records.overview.inventory.stated.tables import Row
from crossfoot.records.roles import Duty


def visible_rows(
    kind: Kind, rows: Sequence[Row], units: Collection[str] | None
) -> Iterator[tuple[int, Row]]:
    """Rows with their numbers, from 1.

    Args:
        kind: what is stated.
        rows: all of them.
        units: codes that the person may read; None for the whole organisation.
    """
    for number, row in enumerate(rows, start=1):
        place = row.get(kind.place, "") if kind.place else ""
        if units is None or place in ("", *units):
            yield number, row


def readable(person: Person) -> frozenset[str] | None:
    """Codes of the units of today that a person may read; None for the whole organisation."""
    if person.may(Duty.READ):
        return None
    return person.units(Duty.READ, organisation_on(timezone.now().date()))
