"""A grid of cells to lines: cells between tabs, as the text of a report has them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
#: longer texts in one cell are no name of a group
_LONGEST_NAME = 60
_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")


def cell_text(text: str) -> str:
    r"""A text on one line, as a cell holds it.

    >>> cell_text(" Scope 1\n emissions\t")
    'Scope 1 emissions'
    """
    return _SPACE.sub(" ", text).strip()


def raised(text: str) -> str:
    """Digits that are printed raised: powers and marks of footnotes.

    >>> "m" + raised("3"), raised("a")
    ('m³', 'a')
    """
    return text.translate(_RAISED)


def grid_lines(
    grid: Sequence[Sequence[str]], every_column: bool = False, every_row: bool = False
) -> list[str]:
    r"""The lines of a table, one for each row; an empty row is a blank line.

    Columns that are empty in every row are left out. A row with one cell stays a row of its table
    where a row stands beside it, and is a line of text where none does.

    >>> grid_lines([["Emissions", ""], ["Scope 1", "5"]])
    ['Emissions\t', 'Scope 1\t5']
    >>> grid_lines([["Notes"], ["None"]])
    ['Notes', 'None']

    Args:
        grid: texts of the cells, row by row.
        every_column: keep columns that are empty, where other pieces of the table may fill them.
        every_row: keep rows with one cell as rows, where the table began on the page above.
    """
    width = max((len(row) for row in grid), default=0)
    used = [
        at for at in range(width) if every_column or any(at < len(row) and row[at] for row in grid)
    ]
    rows = [[row[at] if at < len(row) else "" for at in used] for row in grid]
    counts = [sum(map(bool, row)) for row in rows]
    kept = _rows_kept(rows, counts, drawn=every_column)
    lines = []
    for at, row in enumerate(rows):
        if counts[at] == 1 and not every_row and (len(used) < 2 or not kept[at]):
            lines.append(next(cell for cell in row if cell))
        else:
            lines.append("\t".join(row) if counts[at] else "")
    return lines


def _rows_kept(rows: Sequence[Sequence[str]], counts: Sequence[int], drawn: bool) -> list[bool]:
    """Which rows are rows: those with several cells, one beside them, and names of groups.

    The name of a group below the name of a part is a row too, where its columns are drawn.
    """
    kept = [max(counts[max(0, at - 1) : at + 2]) > 1 for at in range(len(rows))]
    for at in range(1, len(rows)) if drawn else ():
        short = counts[at] == 1 and len("".join(rows[at])) <= _LONGEST_NAME
        kept[at] = kept[at] or (kept[at - 1] and short and counts[at - 1] == 1)
    return kept
