"""What evidence can be attached to: entries of registers that are not sealed."""

from __future__ import annotations

from collections.abc import Collection

from crossfoot.records.evidence.subjects import Subject
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry


def entries(keys: Collection[str]) -> dict[str, Subject]:
    """What is known of entries; one query. What was closed keeps its evidence."""
    library = active()
    found = Entry.objects.filter(key__in=list(keys), register__in=library)
    return {
        entry.key: Subject(
            unit=entry.unit,
            label=" · ".join(text for text in (entry.ref_no, entry.title) if text),
            address=f"/registers/{entry.register}/{entry.key}",
            locked=entry.state in library[entry.register].closing,
        )
        for entry in found
        if library[entry.register].access.level != "sealed"
    }
