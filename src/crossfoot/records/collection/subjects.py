"""What evidence can be attached to: the versions of a cell."""

from __future__ import annotations

from collections.abc import Collection

from crossfoot.records.collection.labels import figure, unit_names
from crossfoot.records.collection.models import Entry
from crossfoot.records.evidence.subjects import Subject
from crossfoot.records.messages import language

_LONGEST = 18  # digits of an id


def entries(ids: Collection[str]) -> dict[str, Subject]:
    """What is known of entries; two queries. What was submitted keeps its evidence."""
    numbers = [int(each) for each in ids if each.isdecimal() and len(each) <= _LONGEST]
    found = Entry.objects.filter(pk__in=numbers).select_related("cell__request__unit")
    said = language()
    names = unit_names((entry.cell.request.unit_id for entry in found), said)
    return {
        str(entry.pk): Subject(
            unit=entry.cell.request.unit.code,
            label=f"{names.get(entry.cell.request.unit_id, '')} · {figure(entry.cell, said)}",
            address=f"/cells/{entry.cell_id}",
            locked=not entry.cell.request.is_open,
        )
        for entry in found
    }
