"""Lines printed under a table: definitions of its figures, sources, boundaries.

"GHG emissions intensity ²=Total GHG emissions/Main business income" says which of several
intensities a row is; the words of the definition count as words of the label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crossfoot.reading.marks import plain, split_marks

_NOTE_HEAD = re.compile(r"^(?:notes?|remarks?|注|备注)\s*\d{0,2}\s*[:：.]\s*", re.IGNORECASE)
_DEFINITION = re.compile(r"^(?P<what>[^=＝]{2,120})\s*[=＝]\s*(?P<formula>[^=＝]{3,300})$")
#: where a formula ends and the note goes on in a sentence
_FORMULA_ENDS = re.compile(r"(?<=100%)|(?<=100 %)|(?<=100％)|[.;]\s+(?=[A-Z])|[。；]")
#: a formula alone: "Employees who left / (employees who left + employees) x 100%"
_BARE = re.compile(
    r"^(?P<what>[^=＝/÷]{4,120}?)\s*[/÷]\s*(?P<below>[^=＝/÷]{4,160}?)\s*[x×*]\s*100\s*%?[.。]?$",
    re.IGNORECASE,
)
#: a division in a sentence, its divisor in brackets
_SAID = re.compile(
    r"(?P<what>[^=＝/÷“”\"‘’,，。;；:：()（）\d]{3,60})\s*[/÷]\s*(?P<below>[(（][^()（）]{4,100}[)）])"
)
_LONGEST_LINE = 4_000
_DIVISION = re.compile(r"[/÷]|divided by|\bper\b|除以", re.IGNORECASE)
_LINES_BELOW = 14


@dataclass(frozen=True, slots=True)
class Definition:
    """A formula in words.

    Attributes:
        line: where it stands.
        label: what is defined, without marks.
        marks: its footnote marks.
        formula: the right side, as printed.
        denominator: what stands below the division; empty where nothing is divided.
    """

    line: int
    label: str
    marks: tuple[str, ...]
    formula: str
    denominator: str = ""


def find_notes(lines: Sequence[str], last_line: int, stop: int) -> tuple[tuple[int, str], ...]:
    """The notes below a table that ends on `last_line`, before line `stop`."""
    found: list[tuple[int, str]] = []
    blank = 0
    for number in range(last_line + 1, min(last_line + _LINES_BELOW, stop, len(lines) + 1)):
        text = plain(lines[number - 1])
        if not text:
            blank += 1
            if blank > 1 and not found:
                break
            continue
        if _NOTE_HEAD.match(text) or _DEFINITION.match(text) or text[0] in "¹²³⁴⁵⁶⁷⁸⁹*":
            found.append((number, text))
            blank = 0
        else:
            break
    return tuple(found)


def read_definition(line: int, text: str) -> Definition | None:
    """The definition that a note states, None where it states none.

    >>> read_definition(7, "Note 1: Turnover rate=Leavers/(Employees+Leavers)").denominator
    '(Employees+Leavers)'
    """
    bare = _NOTE_HEAD.sub("", plain(text))
    match = _DEFINITION.match(bare)
    if match is None:
        return _bare_formula(line, bare)
    label, marks = split_marks(match["what"])
    formula = _FORMULA_ENDS.split(match["formula"].strip(), maxsplit=1)[0].strip()
    parts = _DIVISION.split(formula, maxsplit=1)
    denominator = parts[1].strip() if len(parts) == 2 else ""
    return Definition(line, label, marks, formula, denominator)


def formulas_in(lines: Sequence[str]) -> Iterator[Definition]:
    """Rates that sentences define: "the rate is leavers / (leavers + employees)"."""
    for number, line in enumerate(lines, start=1):
        for match in _SAID.finditer(line if len(line) < _LONGEST_LINE else ""):
            yield Definition(number, match["what"].strip(), (), match[0], match["below"].strip())


def _bare_formula(line: int, text: str) -> Definition | None:
    """A rate that a note states without naming it: its label is what is divided."""
    match = _BARE.match(text.lstrip("¹²³⁴⁵⁶⁷⁸⁹* "))
    if match is None:
        return None
    return Definition(line, match["what"].strip(), (), text, match["below"].strip())
