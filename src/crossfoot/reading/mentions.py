"""Numbers in a clause: digits or words, with qualifier, scale word and unit, and "no ...".

Not every number is one of a figure: codes, dates, ages, list numbers and years are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reading.numbers import (
    AFTER,
    NUMBER,
    SCALES,
    PrintedNumber,
    decimals_of,
    qualifier_before,
)
from crossfoot.reading.printed_units import PrintedUnit, read_unit

_MOST_NUMBERS = 40
_LONGEST_UNIT_ZH = 18
#: what persons, things and events are counted with
_COUNTERS = frozenset("名位人家项件起宗例场次个篇条门辆台套座所批份期")
#: numbers in words, from two
_WORDS = {
    **{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15},
    **{"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20},
}
_NUMBER = re.compile(
    rf"(?:(?<=RMB)|(?<=CNY)|(?<=HKD)|(?<=HK\$)|(?<![\w.,/+&-]))(?P<digits>{NUMBER})(?![\d/]|"
    rf"[.,]\d)|\b(?P<word>{'|'.join(_WORDS)})\b(?!-)",
    re.ASCII | re.IGNORECASE,
)
_NUMBER_ZH = re.compile(
    rf"(?<![\dA-Za-z.,/-])(?P<digits>{NUMBER})(?![\d/-]|[.,]\d|[A-Za-z](?!W|w|m|g|t|C))", re.ASCII
)
_NONE = re.compile(
    r"\b(?:no|zero|nil|without any|not any|never had any)\s+(?=[a-z])|"
    r"\b(?:did|does|do|has|have|had|was|were|is|are) not\b[^,;.]{0,32}?\bany\s+(?=[a-z])|"
    r"(?:未发生过?|未出现过?|没有发生过?|未收到|未接到|未接获|"
    r"无(?![害论法线形锡偿限菌尘铅机人缝]|固定|障碍)|零(?![售部件碳星下]|排放|容忍|距离))(?=[\u4e00-\u9fff])",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d.,])((?:19|20)\d\d)(?!\d|[.,]\d|%|\s?(?:kWh|"
    r"tons?|hours|employees|RMB|人|名|家|吨|件|项|场|小时|万|亿|千))"
)
_CODE_BEFORE = re.compile(
    r"(?:\b(?:ISO|IEC|GB|GB/T|IATF|SA|QC|OHSAS|UL|EN|No|No\.|Nos\.|version|article|chapter|page|"
    r"level|stage|phase|tier|grade|scope|category|type|rank|section|appendix|step|top|part|class|"
    r"FY|Q|SDG|goal|item|table|figure|note|days?|January|February|March|April|May|June|July|"
    r"August|September|October|November|December)|第|前|附录|范围|范畴|类别|PM|"
    r"(?-i:\b(?!RMB|CNY|HKD|USD|EUR)[A-Z]{3,}-?))\s?$",
    re.IGNORECASE,
)
_BRACKET_BEFORE = re.compile(r"[(（\[【]\s?$")
_DATE_AFTER = re.compile(
    r"^\s?(?:st|nd|rd|th\b|年|月|January|February|March|April|May|June|July|August|September|"
    r"October|November|December|[-–—~]\s?\d|consecutive|years?\b|years? old|岁|个月|months?\b|"
    r"weeks?\b|周年|周|届|期|号|级|章|节|楼|时(?!数|长)|分钟|个百分点|percentage points?)",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"\s*(?:no(?:t)? (?:less|fewer|more) than|more than|less than|over|above|about|approximately|"
    r"nearly|around|almost|at least|up to|as (?:high|many|much) as|不少于|不低于|不超过|超过|"
    r"超|逾|约|"
    r"近|至少|高达|多达|大约|接近|将近)\s*$",
    re.IGNORECASE,
)
_SCALE = re.compile(
    rf"\s?({'|'.join(sorted(SCALES, key=len, reverse=True))})(?![a-z])", re.IGNORECASE
)
_AFTER = re.compile(r"\s?(\+|or more|or above|余|多|以上|左右|以下)(?![\u4e00-\u9fff]*者)")
_POWER_OF_TEN = re.compile(r"10*(?:,000)+$")
_MONEY = re.compile(r"(RMB|CNY|HKD|HK\$|USD|US\$|人民币|港币|¥|￥)\s?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a clause.

    Attributes:
        printed: the number, its qualifier and unit.
        unit: the unit; empty where none stands there.
        start: where it begins, its qualifier and currency included.
        at: where its digits begin.
        end: where the words behind it begin: after a unit that is no noun.
        last: where number and unit end.
        shown: number and unit as printed.
        bracketed: whether it stands alone in brackets.
        none: whether it is "no" or the like.
    """

    printed: PrintedNumber
    unit: PrintedUnit
    start: int
    at: int
    end: int
    last: int
    shown: str
    bracketed: bool = False
    none: bool = False


def mostly_ascii(text: str) -> bool:
    """Whether a text is in Latin letters."""
    return len(text.encode("ascii", "ignore")) * 2 > len(text)


def years_in(text: str) -> Iterator[tuple[int, int]]:
    """The years that a text names, with their places.

    >>> list(years_in("In 2023, 2023 employees joined."))
    [(3, 2023)]
    """
    for match in _YEAR.finditer(text):
        yield match.start(), int(match[1])


def find_mentions(text: str) -> list[Mention]:
    """The numbers of a clause, in order.

    >>> [(m.shown, str(m.printed.qualifier)) for m in find_mentions("演练超过20场，投入约3.5亿元")]
    [('20场', 'more_than'), ('3.5亿元', 'approximate')]
    """
    pattern = _NUMBER if mostly_ascii(text) else _NUMBER_ZH
    found: list[Mention] = []
    for count, match in enumerate(pattern.finditer(text)):
        if count >= _MOST_NUMBERS:
            break
        if found and match.start() < found[-1].last:
            continue  # digits of a unit: "3,445 RMB 10,000"
        if (mention := _mention(text, match)) is not None:
            found.append(mention)
    for match in list(_NONE.finditer(text))[:3]:
        said = match[0].strip()
        zero = PrintedNumber(said, Decimal(0), 0)
        found.append(
            Mention(
                zero,
                PrintedUnit(""),
                match.start(),
                match.start(),
                match.end(),
                match.end(),
                said,
                none=True,
            )
        )
    return sorted(found, key=lambda mention: mention.at)


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    left, right = text[: match.start()], text[match.end() :]
    word = (match.groupdict().get("word") or "").lower()
    digits = match["digits"] or ""
    if _CODE_BEFORE.search(left) or _DATE_AFTER.match(right):
        return None
    if left.rstrip().endswith(("×", "÷", "✕")):
        return None  # a factor of a formula: "/ employees at year-end × 100%"
    if left.rstrip().endswith("月") and right.lstrip().startswith("日"):
        return None
    if _MONEY.search(left) and _POWER_OF_TEN.match(digits) and not right.strip(" )）."):
        return None  # "Operating revenue, RMB 10,000": a unit at the end of a caption
    if _YEAR.fullmatch(digits) and _YEAR.match(text, match.start()):
        return None
    if right[:1].isalpha() and right[:1].isascii() and not _unit_at(right)[1]:
        return None
    number = Decimal(_WORDS[word]) if word else Decimal(digits.replace(",", ""))
    qualifier, scale, at = qualifier_before(left), Decimal(1), match.end()
    if (after := _AFTER.match(text, at)) and not (
        after[1] == "多" and text[after.end() : after.end() + 1] == "元"
    ):
        qualifier, at = _after(after[1]), after.end()
    if scaled := _SCALE.match(text, at):
        scale, at = SCALES[scaled[1].lower()], scaled.end()
    start = match.start()
    money = _MONEY.search(left)
    unit, length = _unit_at(text[at:])
    if money:
        start = money.start()
        ours = money[1].upper() in ("RMB", "CNY", "人民币", "¥", "￥")
        if unit.unit == "CNY" and not ours:  # "港币50万元"
            unit = read_unit(money[1])
        if not unit:
            unit = read_unit(money[1].replace("¥", "CNY").replace("￥", "CNY"))
            length = 0
        qualifier = (
            qualifier if qualifier is not Qualifier.EXACT else qualifier_before(text[:start])
        )
    last = at + length
    if after := _AFTER.match(text, last):
        qualifier, last = _after(after[1]), after.end()
    while limit := _QUALIFIER.search(text[:start]):
        start = limit.start()
    bracketed = bool(_BRACKET_BEFORE.search(left))
    if bracketed and not re.match(r"\s?[)）]", text[last:]):
        return None
    noun = bool(unit.noun) and mostly_ascii(unit.text)
    decimals = 0 if word else decimals_of(digits)
    printed = PrintedNumber(match[0], number * scale, decimals, qualifier, unit.text, scale)
    end = at if noun else last
    shown = text[match.start() : last].strip()
    return Mention(printed, unit, start, match.start(), end, last, shown, bracketed)


def _after(word: str) -> Qualifier:
    return AFTER[word]


def _unit_at(text: str) -> tuple[PrintedUnit, int]:
    """The unit at the beginning of a text, the longest that is one, and its length."""
    bare = text.lstrip()
    blank = len(text) - len(bare)
    if bare[:1] in ("%", "％"):
        return read_unit("%"), blank + 1
    if bare[:1] > "\u3000":
        return _unit_at_zh(text)
    head = re.match(r"\s?(?:(?:[^\s,，。;；()（）]|,(?=\d{3}))+\s?){1,5}", text)
    if head is None:
        return PrintedUnit(""), 0
    pieces = re.findall(r"\s?\S+", head[0])
    for count in range(len(pieces), 0, -1):
        piece = "".join(pieces[:count])
        unit = read_unit(piece.strip(" .,:"))
        if unit:
            return unit, len(piece)
    found = re.match(r"\s?[A-Za-z0-9²³₂/-]+(?=[\u4e00-\u9fff，。；、）])", text)
    if found and (unit := read_unit(found[0].strip())):
        return unit, len(found[0])
    return PrintedUnit(""), 0


def _unit_at_zh(text: str) -> tuple[PrintedUnit, int]:
    stop = re.search(r"[，。；、,;()（）\d]", text)
    longest = min(_LONGEST_UNIT_ZH, stop.start() if stop else len(text))
    if text.lstrip()[:1] in _COUNTERS:
        longest = min(longest, len(text) - len(text.lstrip()) + 2)  # the noun is not the unit
    for count in range(longest, 0, -1):
        unit = read_unit(text[:count].strip())
        if unit and "^2" not in unit.unit.replace("m^2", ""):
            return unit, count
    return PrintedUnit(""), 0
