"""Numbers in sentences, with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reading.numbers import NUMBER, SCALES, decimals_of, qualifier_before
from crossfoot.reading.printed_units import read_unit

_SCALE = "|".join(
    (rf"{word}\b" if word.isascii() else word) for word in sorted(SCALES, key=len, reverse=True)
)
_FOUND = re.compile(
    rf"(?:(?<![A-Za-z0-9_.,/-])|(?<=RMB)|(?<=CNY)|(?<=USD)|(?<=HKD))(?P<digits>{NUMBER})(?![\d,.]*\d)\s?(?P<scale>{_SCALE})?\s?(?P<unit>[%％]|[A-Za-z][A-Za-z²³₂-]*(?:\s[²³])?|[\u4e00-\u9fff]{{0,9}})",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_MONEY = re.compile(r"(?:RMB|CNY|USD|HKD|EUR|US\$|HK\$|[¥￥€$]|人民币)\s?$", re.IGNORECASE)
#: whole numbers between these stand as years
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
#: a clause of a sentence: what a number is about stands in the same one
_CLAUSE = re.compile(r"[;；。]|\.\s|[!?！？]\s?|:\s")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence.

    Attributes:
        value: with its scale word applied.
        printed: the digits as printed, with the scale word or the per cent sign.
        unit: the word behind it: "%", "employees", "tons"; "money" where a currency stands before.
        step: what one unit of the last printed place is worth.
        qualifier: exact, or "more than" and the like.
        start: offset in the line.
        sentence: the sentence that it stands in.
    """

    value: Decimal
    printed: str
    unit: str
    step: Decimal
    qualifier: Qualifier
    start: int
    sentence: str

    @property
    def is_year(self) -> bool:
        """Whether it stands as a year: four digits from 1900 to 2100 without a unit."""
        if not (self.printed.isdecimal() and _FIRST_YEAR <= self.value <= _LAST_YEAR):
            return False
        return self.unit.startswith("年") or not read_unit(self.unit).unit


def sentences(line: str) -> Iterator[tuple[int, str]]:
    """The sentences of a line, with their offsets."""
    begin = 0
    for match in _CLAUSE.finditer(line):
        yield begin, line[begin : match.start()]
        begin = match.end()
    yield begin, line[begin:]


@cache
def _counter(unit: str) -> str:
    """Of the Chinese words behind a number those that are its unit: 项 of 项注册商标."""
    if not unit or unit.isascii() or unit[0].isascii():
        return unit
    known = (unit[:end] for end in range(len(unit), 0, -1) if read_unit(unit[:end]))
    return next(known, unit[0])


def numbers_in(line: str) -> list[Number]:
    """The numbers of a line, without emphasis.

    >>> [(int(n.value), n.unit) for n in numbers_in("99.2 million kWh, of which 12% is green.")]
    [(99200000, 'kWh'), (12, '%')]
    """
    return list(_numbers_in(line)) if _DIGIT.search(line) else []


@lru_cache(maxsize=8192)  # many checks ask for the same lines
def _numbers_in(line: str) -> tuple[Number, ...]:
    plain = re.sub(r"\*{1,3}", "", line)
    found = []
    for begin, sentence in sentences(plain):
        for match in _FOUND.finditer(sentence):
            digits = match["digits"]
            scale = SCALES.get((match["scale"] or "").lower(), Decimal(1))
            before = sentence[: match.start()]
            unit = _counter(match["unit"].replace("％", "%"))
            percent = "%" if match["unit"] in ("%", "％") else ""
            shown = f"{digits} {match['scale'] or ''}".strip() + percent
            money = bool(_MONEY.search(before))
            found.append(
                Number(
                    Decimal(digits.replace(",", "")) * scale,
                    shown,
                    "money" if money else unit,
                    scale.scaleb(-decimals_of(digits)),
                    qualifier_before(before),
                    begin + match.start(),
                    sentence,
                )
            )
    return tuple(found)
