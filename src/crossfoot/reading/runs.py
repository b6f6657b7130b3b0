"""Runs of rows: lines with cells that follow each other, and where one table ends.

A run ends at a blank line or at a line without cells. It is cut in two where a line with one cell
(the name of the next part) is followed by a new head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot.reading.broken_labels import broken_labels, goes_on, joined, usual_width
from crossfoot.reading.cells import is_row, is_rule, split_row
from crossfoot.reading.header import is_head, is_value
from crossfoot.reading.printed_units import read_unit

Cells = tuple[str, ...]

_LONGEST_GROUP = 60
_SENTENCE = re.compile(
    r"[.。;；,，!！?？)]$|^(?:notes?|remarks?|注|备注)\d?\s?[:：]", re.IGNORECASE
)
#: "Scope 2 emissions (location-based)": a bracket that the name of a group ends in
_BRACKET_BEHIND = re.compile(r"^[^()（）.。;；,，!?]{2,40}(?:[(（][^()（）]{1,40}[)）]\s?){1,3}$")
#: a label that stands further right than others: blanks, no tab
_INDENT = re.compile(r"^[ \u3000]+[^\s|]")
#: "GRI 303: Water and Effluents 2018", "Aspect A1: Emissions", "层面A1：排放物"
_DISCLOSURES = re.compile(
    r"^(?:GRI\s?\d{1,3}\s?[:：]|(?:Aspect|层面|層面)\s?[AB]\s?\d|[AB]\d\s?[:：])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RawRow:
    """A line cut into cells.

    Attributes:
        line: its number.
        cells: without the blanks around them.
        indented: whether blanks stand before its label.
    """

    line: int
    cells: Cells
    indented: bool = False

    @property
    def filled(self) -> Cells:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell)


def find_runs(lines: Sequence[str], furniture: frozenset[int] = frozenset()) -> list[list[RawRow]]:
    """The runs of rows of a text, cut into single tables.

    Args:
        lines: the text.
        furniture: lines that pages repeat; a run goes on behind them.
    """
    pieces: list[list[RawRow]] = []
    run: list[RawRow] = []
    starts = broken_labels(lines, furniture)
    claimed = {number for above in starts.values() for number in above}
    for number, line in enumerate([*lines, ""], start=1):
        if number in claimed or (run and number in furniture):
            continue
        if is_row(line):
            if not is_rule(line):
                run.append(_raw(lines, number, starts.get(number, ())))
        elif run and (
            _names_group(run, lines, number, claimed) or _heads_disclosures(lines, number)
        ):
            run.append(RawRow(number, (line.strip(),)))
        elif run and _wraps(lines, number):
            last = run[-1]
            rest = _with_wrapped(last.cells, line.strip())
            run[-1] = RawRow(last.line, rest, last.indented)
        elif run:
            pieces += _cut(_without_breaks(run))
            run = []
    return [piece for piece in pieces if any(row.filled for row in piece)]


def _raw(lines: Sequence[str], number: int, above: Sequence[int]) -> RawRow:
    """A row, with the beginning of its label on the lines above it."""
    line = lines[number - 1]
    first, *rest = split_row(line)
    label = joined([*(lines[n - 1] for n in above), first])
    return RawRow(
        number, (label, *rest), bool(_INDENT.match(lines[above[0] - 1] if above else line))
    )


def _without_breaks(run: list[RawRow]) -> list[RawRow]:
    """A run in which two rows are one where a title was broken between them."""
    width = usual_width([row.cells for row in run])
    found: list[RawRow] = []
    for row in run:
        last = found[-1] if found else None
        if last is not None and goes_on(last.cells, row.cells, width):
            title = joined([last.cells[-1], row.cells[0]])
            whole = (*last.cells[:-1], title, *row.cells[1:])
            found[-1] = RawRow(last.line, whole, last.indented)
        else:
            found.append(row)
    return found


def _wraps(lines: Sequence[str], number: int) -> bool:
    """Whether a line without cells, between two rows, is the rest of a cell."""
    if number >= len(lines) or not lines[number - 1].strip():
        return False
    text, after = lines[number - 1], lines[number]
    return is_row(after) and "\t" in after and len(text) < 200 and "\t" in lines[number - 2]


def _names_group(run: list[RawRow], lines: Sequence[str], number: int, claimed: set[int]) -> bool:
    """Whether a line without cells, between two rows, is a row of its own: "By gender".

    The row above is complete, for it ends in a value or is a head; so no cell of it goes on here.
    """
    below = number
    while below + 1 in claimed:  # the beginning of the label of the next row
        below += 1
    if below >= len(lines) or not is_row(lines[below]) or is_rule(lines[below]):
        return False
    text, above = lines[number - 1].strip(), run[-1].filled
    if not above or len(text) > _LONGEST_GROUP or not any(c.isalpha() for c in text):
        return False
    if (
        (_SENTENCE.search(text) and not _BRACKET_BEHIND.search(text))
        or text[0].islower()
        or len(above) < 3
    ):
        return False
    if is_head(run[-1].cells) or is_value(above[-1]):
        return True
    return is_value(above[-2]) and bool(read_unit(above[-1]))  # the unit stands last


def _heads_disclosures(lines: Sequence[str], number: int) -> bool:
    """Whether a line without cells, between two rows, is the head of a standard or an aspect."""
    if number >= len(lines) or not is_row(lines[number]) or is_rule(lines[number]):
        return False
    return bool(_DISCLOSURES.match(lines[number - 1].strip()))


def _with_wrapped(cells: Cells, rest: str) -> Cells:
    """The cells with the rest of a broken one added to the last that is filled."""
    last = max((at for at, cell in enumerate(cells) if cell), default=0)
    return tuple(f"{cell} {rest}".strip() if at == last else cell for at, cell in enumerate(cells))


def _cut(run: list[RawRow]) -> list[list[RawRow]]:
    """A run cut where a part's name and a new head begin, or a head alone that repeats."""
    starts = [0]
    for at in range(1, len(run)):
        if at == starts[-1] + 1 and len(run[starts[-1]].filled) <= 1:
            continue  # the head right under the name of the part
        if _begins(run, at) and any(_has_digits(row) for row in run[starts[-1] : at]):
            starts.append(at)
    ends = [*starts[1:], len(run)]
    return [run[start:end] for start, end in zip(starts, ends, strict=True)]


def _begins(run: list[RawRow], at: int) -> bool:
    row = run[at]
    if is_head(row.cells):
        return True
    if len(row.filled) == 1 and row.cells[0] and at + 1 < len(run):
        return is_head(run[at + 1].cells)
    return False


def _has_digits(row: RawRow) -> bool:
    return any(any(c.isdigit() for c in cell) for cell in row.filled)
