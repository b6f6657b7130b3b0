"""What stands around a label without being part of it: bullets, list numbers, footnote marks."""

from __future__ import annotations

import re
from functools import lru_cache

_SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_RAISED = re.compile(f"\\s*([{_SUPERSCRIPTS}]+)")
_BRACKET_MARK = re.compile(r"\s*[\[［](?:note|注)?\s*(\d{1,2})[\]］]$", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\s*[(（](?:note|注)\s*(\d{0,2})[)）]$", re.IGNORECASE)
_STARS = re.compile(r"\s*([*＊#†‡]{1,3})$")
_BULLET = re.compile(
    r"^\s*(?:[-–—•·●○◦▪■□◆>»*]|其中[:：]?|of which[:,]?|including[:,])\s*", re.IGNORECASE
)
_LIST_NUMBER = re.compile(r"^\s*(?:\(\d{1,2}\)|（\d{1,2}）|[①-⑳]|\d{1,2}[.、)](?!\d))\s*")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`|</?(?:b|i|u|strong|em|sup|sub|br)\s*/?>", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_NOT_UNIT_POWER = re.compile(r"(?i)(?:\b(?:k|c|d|m)?m|μm|CO|NO|SO|/)\s*$")


def plain(text: str) -> str:
    """A text without emphasis and doubled spaces.

    >>> plain("**4,171**  patents")
    '4,171 patents'
    """
    return _SPACES.sub(" ", _EMPHASIS.sub("", text)).strip()


def is_bulleted(text: str) -> bool:
    """Whether a label begins with a bullet, or with "of which".

    >>> is_bulleted("- Male"), is_bulleted("Male")
    (True, False)
    """
    return bool(_BULLET.match(plain(text)))


@lru_cache(maxsize=8192)
def split_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A label without bullets, list numbers and footnote marks; and the marks.

    >>> split_marks("- Scope 1 emissions ¹⁰"), split_marks("(2) Water use (m³) [3]")
    (('Scope 1 emissions', ('10',)), ('Water use (m³)', ('3',)))
    """
    label = plain(text)
    marks: list[str] = []
    for pattern in (_BRACKET_MARK, _NOTE_MARK, _STARS):
        if found := pattern.search(label):
            marks.append(found[1])
            label = label[: found.start()]

    def raised(match: re.Match[str]) -> str:
        if _NOT_UNIT_POWER.search(label[: match.start()]):
            return match[0]
        marks.append("".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(digit)) for digit in match[1]))
        return ""

    label = _RAISED.sub(raised, label)
    label = _BULLET.sub("", label)
    label = _LIST_NUMBER.sub("", label)
    return label.strip(" :：;；,，、"), tuple(mark for mark in marks if mark)
