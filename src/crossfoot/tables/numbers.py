"""Numbers as people write them. What could be read in two ways is refused, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal

from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.text import clean

#: written plainly or with thousands separators; the same expression in Python and in DuckDB, so
#: that a whole column of such numbers is never looked at one by one
PLAIN = r"([0-9]{1,15}|[1-9][0-9]{0,2}(,[0-9]{3}){1,4})(\.[0-9]{1,15})?"

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋％−", "0123456789.,-+%-")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
_SPACED = re.compile(r"[+-]?[1-9]\d{0,2}([ \u00a0\u2009\u202f]\d{3})+(\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"([+-]?)(\d+|\d{1,3}([. \u00a0\u202f']\d{3})+),(\d+)", re.ASCII)
_COMMAS = re.compile(r"[+-]?\d[\d,.]*", re.ASCII)
_WITH_WORDS = re.compile(r"([+-]?[\d.,]*\d)\s*([^\d\s.,+\-].*)", re.ASCII)
_PLACEHOLDERS = frozenset(
    ("-", "--", "—", "——", "–", "/", "\\", "?", "x", "n/a", "na", "nan", "nil")
) | {
    *("none", "null", "tbd", "无", "不适用", "未知", "暂无"),
    *("#n/a", "#value!", "#ref!", "#div/0!", "#name?", "#num!"),
}
_LARGEST = Decimal("1e30")
_SPACES = re.compile(r"\s")


def read_number(text: str, name: str = "number") -> Decimal:
    """The number that a text states.

    Accepts `1234.5`, `1,234.5`, `1 234.5`, `１２３４．５`, `1.5e-3`.

    >>> read_number("1,234.50")
    Decimal('1234.50')

    Args:
        text: the cell.
        name: what the number is, as messages call it.

    Raises:
        CrossfootError: the text is no number, or could be read in two ways.
    """
    plain = clean(text).translate(_FULL_WIDTH)
    if _NUMBER.fullmatch(plain):
        number = Decimal(plain)
        if abs(number) >= _LARGEST or (number and number.adjusted() < -30):
            raise CrossfootError(
                Problem(
                    f"{name} {text!r} is beyond any quantity",
                    remedy="check the number of digits",
                )
            )
        return number
    if _GROUPED.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    if _SPACED.fullmatch(plain):
        return Decimal(_SPACES.sub("", plain))
    raise CrossfootError(_why_no_number(text, plain, name))


def _why_no_number(text: str, plain: str, name: str) -> Problem:
    comma = _DECIMAL_COMMA.fullmatch(plain)
    if comma:
        sign, whole, _, decimals = comma.groups()
        meant = f"{sign}{re.sub(r'[^0-9]', '', whole)}.{decimals}"
        return Problem(
            f"{name} {text!r} has a decimal comma",
            why="a comma separates thousands, so the number could be read in two ways",
            remedy=f"write it with a decimal point: {meant}",
        )
    if plain.casefold() in _PLACEHOLDERS:
        return Problem(
            f"{name} {text!r} is not a number",
            why="a placeholder hides whether the value is zero or missing",
            remedy="write 0 if nothing occurred; leave the row out if the value is not known yet",
        )
    if plain.endswith("%"):
        return Problem(
            f"{name} {text!r} has a percent sign",
            remedy=f"write {plain[:-1].strip()} and the unit percent in the unit column",
        )
    if _COMMAS.fullmatch(plain):
        return Problem(
            f"{name} {text!r} has separators in unusual places",
            why="thousands are separated in groups of three digits, and there is one decimal point",
            remedy="write the number without thousands separators",
        )
    words = _WITH_WORDS.fullmatch(plain)
    if words:
        return Problem(
            f"{name} {text!r} has {words[2]!r} beside the number",
            why="the unit stands in its own column, so that it can be checked and converted",
            remedy=f"write {words[1]} here and {words[2]!r} in the unit column",
        )
    return Problem(
        f"{name} {text!r} is not a number",
        remedy="write digits with a decimal point, such as 1234.5",
    )
