"""Documents: what a file or a report is made of, before anything is understood.

Here:
    place    where something stands: file, sheet, row, column, page, line
    table    cells in rows and columns, as texts, each with its place

Not here: reading a file (tables), what a cell means (tables, reading).

May import: nothing but errors and languages.
"""

from __future__ import annotations
