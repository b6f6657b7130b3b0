"""Figures that an entry may count in are counted anew: cells are marked by every write."""

from __future__ import annotations

from crossfoot.records.register.models import Entry, FigureCell


def mark(entry: Entry) -> None:
    """Mark the cells of a register, and of those whose formulas name its metrics.

    Which periods an entry counts in is for its formulas to say, so all of them are marked: they
    are counted anew when somebody asks, each by one query.
    """
    FigureCell.objects.filter(dirty=False).update(dirty=True)


def mark_register(register: str) -> None:
    """Mark all cells of a register."""
    FigureCell.objects.filter(register=register, dirty=False).update(dirty=True)
