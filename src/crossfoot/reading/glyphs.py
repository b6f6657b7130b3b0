"""Characters brought to one form, so that every rule is written once.

A report of Hong Kong is read with the words of the mainland: each traditional character that the
words of the field use becomes its simplified one. Digits, letters and the per cent sign in full
width become plain ones, years in Chinese digits ("二零二三年") get ours, and radicals that PDF
fonts put for characters become the characters. A text keeps its length, so every place in it
stays where it was.

`synonyms/traditional.csv` holds the characters that have a simplified form among those of our
metrics, standards and synonyms. Source: the tables TSCharacters and HKVariants of OpenCC (Apache
License 2.0), cut down to these characters; where a character has several forms, the first.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_TRADITIONAL = Path(__file__).parent / "synonyms" / "traditional.csv"
#: signs in full width that are read as plain ones; commas and brackets part Chinese sentences
_WIDE = range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B)
_RADICALS = range(0x2F00, 0x2FD6), range(0xF900, 0xFB00)
_CHINESE_YEAR = re.compile(
    r"(?<![一二三四五六七八九十百千万〇零○])[一二][零〇○九][一二三四五六七八九〇零○]{2}(?=\s?年)"
)
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
#: what parts a label from its groups
_NESTED = " > "
#: how far above its rows the name of a group stands
_LINES_ABOVE = 60
_WIDE_GROUPS = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


@cache
def _table() -> dict[int, str]:
    rows = csv.DictReader(_TRADITIONAL.read_text(encoding="utf-8").splitlines())
    table = {ord(row["traditional"]): row["simplified"] for row in rows}
    for codes in (*_WIDE, *_RADICALS):
        for code in codes:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = table.get(ord(plain), plain)
    return table | {0xFF05: "%", 0xFF0E: ".", 0xFF0F: "/", 0x2571: "/"}


def one_form(text: str) -> str:
    """A text in simplified characters and plain digits, as long as it was.

    >>> one_form("僱員總數：１，２３４人"), one_form("溫室氣體排放 ４５．２％")
    ('雇员总数：1,234人', '温室气体排放 45.2%')
    """
    if text.isascii():
        return text
    plain = _WIDE_GROUPS.sub(",", text).translate(_table())
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), plain)


def in_one_form(lines: Sequence[str]) -> list[str]:
    """The lines of a text, each in one form."""
    return [one_form(line) for line in lines]


class AsPrinted:
    """The labels of a text in the characters that it prints.

    >>> AsPrinted(["按性別劃分", "女僱員"]).label("按性别划分 > 女雇员", 2)
    '按性別劃分 > 女僱員'
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._printed = lines
        self._plain = in_one_form(lines)

    def label(self, text: str, line: int) -> str:
        """A label that ends on a line, with its groups; empty where it is printed like that."""
        if text.isascii():
            return ""
        parts = [self._part(part, line) for part in text.split(_NESTED)]
        shown = _NESTED.join(parts)
        return "" if shown == text else shown

    def _part(self, part: str, line: int) -> str:
        for number in range(line, max(0, line - _LINES_ABOVE), -1):
            at = self._plain[number - 1].find(part)
            if at >= 0:
                return self._printed[number - 1][at : at + len(part)]
        return part
