"""What the API says: ledger.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Head:
    """The first look at a file: its sheets, headings, first rows, and the mapping that fits.

    Attributes:
        mapping: Column → heading of the file, or `=value` for a value of all rows. `column=text` →
            what a text of the file means: `site=Hefei plant` → `hefei`.
        remembered: A file with these headings came before.
    """

    sheets: tuple[str, ...]
    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, str]
    remembered: bool


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with rows of a file, and where."""

    sheet: str
    row: str
    column: str
    what: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the check of a file has found.

    Attributes:
        beyond: How many more problems there are.
    """

    problems: tuple[RowProblem, ...]
    beyond: int
    warnings: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a file that names a site, an activity or a unit.

    Attributes:
        meaning: What the mapping says; empty where it says nothing.
        key: Its key in a mapping.
    """

    column: str
    text: str
    rows: int
    meaning: str
    known: bool
    suggested: str
    key: str


@dataclass(frozen=True, slots=True)
class Total:
    """What the rows of a site, activity and unit come to that start in one month."""

    site: str
    activity: str
    unit: str
    month: date
    rows: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was imported; `quantity` is the cell as entered."""

    row: int
    sheet: str
    site: str
    activity: str
    quantity: str
    unit: str
    start: date
    end: date
    region: str
    instrument: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """The mapping that the person last used for files with the same headings.

    Attributes:
        shape: Hash of the headings, in any order.
        mapping: Column → heading of the file, or `=value` for a value of all rows. `column=text` →
            what a text of the file means: `site=Hefei plant` → `hefei`.
    """

    id: int
    shape: str
    mapping: Mapping[str, str]
    used_at: datetime
