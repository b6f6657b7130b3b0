"""Cells that say the same in Chinese and in English: "合计 Total", "件 cases", "单位/Unit"."""

from __future__ import annotations

import re
from functools import lru_cache

_HAN = "\u3400-\u9fff"
#: Chinese with digits, ages and brackets of its own, then English; or the other way round
_CHINESE_FIRST = re.compile(
    rf"(?P<zh>(?:[A-Z][A-Z&]{{1,5}}\s?(?=[{_HAN}]))?[^A-Za-z]*[{_HAN}][^A-Za-z]*?"
    rf"(?:[A-Z]{{2,4}}\d?[{_HAN}][^A-Za-z]*?)?)"
    rf"\s*[/／|\n]?\s*(?P<en>[(（]?[A-Za-z%][^{_HAN}]*)"
)
_ENGLISH_FIRST = re.compile(
    rf"(?P<en>[A-Za-z%][^{_HAN}]*?)\s*[/／|\n]?\s*(?P<zh>[(（]?[{_HAN}][^A-Za-z]*)"
)
_BRACKETS = {"(": ")", "（": "）"}


@lru_cache(maxsize=8192)
def halves(text: str) -> tuple[str, ...]:
    """The Chinese and the English half of a text in two languages; nothing where it is in one.

    >>> halves("合计 Total"), halves("Unit/单位"), halves("男性（Male）")
    (('合计', 'Total'), ('单位', 'Unit'), ('男性', 'Male'))
    >>> halves("Total"), halves("COD排放量")
    ((), ())
    """
    if len(text) > 200:
        return ()
    for pattern in (_CHINESE_FIRST, _ENGLISH_FIRST):
        found = pattern.fullmatch(text.strip())
        if found is not None:
            chinese, english = _bare(found["zh"]), _bare(found["en"])
            if _is_english(english) and sum(map(_is_han, chinese)):
                return chinese, english
    return ()


def _bare(half: str) -> str:
    half = half.strip(" /／|、·")
    if half[:1] in _BRACKETS and half[-1:] == _BRACKETS[half[0]]:
        half = half[1:-1].strip()
    return half


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff"


def _is_english(half: str) -> bool:
    """Whether a half is a word, and no abbreviation that belongs to the Chinese beside it."""
    return bool(re.search(r"[A-Za-z]{3}", half)) and not (half.isupper() and len(half) < 6)
