"""Reading the tables that ship with this room."""

from __future__ import annotations

import csv
from importlib import resources


def shipped_table(name: str) -> list[dict[str, str]]:
    """The rows of one table of `crossfoot/factors/data`, as text, in their order."""
    text = resources.files("crossfoot.factors").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
