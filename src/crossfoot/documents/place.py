"""A place in a document that a person can be sent to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, and sheet and cell, or page and line.

    >>> str(Place("energy.xlsx", sheet="2023", row=7, column="C"))
    "energy.xlsx, sheet '2023', row 7, column C"
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    page: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        """The place in words, as messages show it."""
        parts = [
            self.file,
            f"sheet {self.sheet!r}" if self.sheet else "",
            f"page {self.page}" if self.page is not None else "",
            f"line {self.line}" if self.line is not None else "",
            f"row {self.row}" if self.row is not None else "",
            f"column {self.column}" if self.column else "",
        ]
        return ", ".join(part for part in parts if part)
