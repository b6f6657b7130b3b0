"""The tables that ship in this room's folder `data`."""

from __future__ import annotations

import csv
from importlib.resources import files

DATA = files("crossfoot.quantities") / "data"


def shipped_rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped CSV file, by column name."""
    text = (DATA / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
