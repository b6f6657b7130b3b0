"""The projection: a typed table per register."""

from __future__ import annotations

from crossfoot.records.register.models import Entry
from crossfoot.registers.definition import Definition
from crossfoot.registers.records import Record


def keep(entry: Entry, definition: Definition, record: Record) -> None:
    """Write the row of an entry."""
