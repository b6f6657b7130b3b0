"""Lines that are rows of a table: cells between tabs, or between Markdown pipes."""

from __future__ import annotations

import re

_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
#: cells of a row beyond which a line is no table row
MOST_CELLS = 2_000


def is_row(line: str) -> bool:
    """Whether a line is a row of cells."""
    return "\t" in line or is_pipe_row(line)


def is_pipe_row(line: str) -> bool:
    """Whether a line is a row of a Markdown table."""
    return line.lstrip()[:1] == "|" and bool(_PIPE_ROW.match(line)) and line.count("|") >= 2


def is_rule(line: str) -> bool:
    """Whether a line is the rule under the head of a Markdown table."""
    return "--" in line and bool(_PIPE_RULE.match(line)) and "|" in line


def split_row(line: str) -> tuple[str, ...]:
    r"""The cells of a row, without the spaces around them.

    >>> split_row("Net profit\t 12 \t"), split_row("| a | b |")
    (('Net profit', '12', ''), ('a', 'b'))
    """
    tabs = "\t" in line
    cells = line.split("\t") if tabs else line.strip().strip("|").split("|")
    return tuple(_tidy(cell.strip()) for cell in cells[:MOST_CELLS])


def _tidy(cell: str) -> str:
    return _BREAK.sub(" ", cell) if "<" in cell else cell
