"""Numbers as reports print them, with the words and signs that limit them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from crossfoot.quantities.qualifiers import Qualifier

#: words before a number, lower case, with what they say; the longest is tried first
BEFORE = {
    "more than": Qualifier.MORE_THAN,
    "over": Qualifier.MORE_THAN,
    "above": Qualifier.MORE_THAN,
    "exceeding": Qualifier.MORE_THAN,
    "exceeded": Qualifier.MORE_THAN,
    "exceeds": Qualifier.MORE_THAN,
    "greater than": Qualifier.MORE_THAN,
    "in excess of": Qualifier.MORE_THAN,
    "upwards of": Qualifier.MORE_THAN,
    ">": Qualifier.MORE_THAN,
    "at least": Qualifier.AT_LEAST,
    "no less than": Qualifier.AT_LEAST,
    "not less than": Qualifier.AT_LEAST,
    "no fewer than": Qualifier.AT_LEAST,
    "a minimum of": Qualifier.AT_LEAST,
    "≥": Qualifier.AT_LEAST,
    "less than": Qualifier.LESS_THAN,
    "fewer than": Qualifier.LESS_THAN,
    "below": Qualifier.LESS_THAN,
    "under": Qualifier.LESS_THAN,
    "no more than": Qualifier.LESS_THAN,
    "not more than": Qualifier.LESS_THAN,
    "up to": Qualifier.LESS_THAN,
    "<": Qualifier.LESS_THAN,
    "≤": Qualifier.LESS_THAN,
    "about": Qualifier.APPROXIMATE,
    "around": Qualifier.APPROXIMATE,
    "approximately": Qualifier.APPROXIMATE,
    "approx": Qualifier.APPROXIMATE,
    "approx.": Qualifier.APPROXIMATE,
    "roughly": Qualifier.APPROXIMATE,
    "nearly": Qualifier.APPROXIMATE,
    "almost": Qualifier.APPROXIMATE,
    "some": Qualifier.APPROXIMATE,
    "close to": Qualifier.APPROXIMATE,
    "an estimated": Qualifier.APPROXIMATE,
    "estimated": Qualifier.APPROXIMATE,
    "~": Qualifier.APPROXIMATE,
    "≈": Qualifier.APPROXIMATE,
    "超过": Qualifier.MORE_THAN,
    "超": Qualifier.MORE_THAN,
    "逾": Qualifier.MORE_THAN,
    "多于": Qualifier.MORE_THAN,
    "高于": Qualifier.MORE_THAN,
    "大于": Qualifier.MORE_THAN,
    "至少": Qualifier.AT_LEAST,
    "不少于": Qualifier.AT_LEAST,
    "不低于": Qualifier.AT_LEAST,
    "少于": Qualifier.LESS_THAN,
    "低于": Qualifier.LESS_THAN,
    "小于": Qualifier.LESS_THAN,
    "不足": Qualifier.LESS_THAN,
    "不超过": Qualifier.LESS_THAN,
    "不高于": Qualifier.LESS_THAN,
    "大约": Qualifier.APPROXIMATE,
    "约为": Qualifier.APPROXIMATE,
    "约": Qualifier.APPROXIMATE,
    "近": Qualifier.APPROXIMATE,
    "将近": Qualifier.APPROXIMATE,
    "接近": Qualifier.APPROXIMATE,
    "预计": Qualifier.APPROXIMATE,
}
#: words and signs behind a number
AFTER = {
    "+": Qualifier.MORE_THAN,
    "or more": Qualifier.AT_LEAST,
    "or above": Qualifier.AT_LEAST,
    "余": Qualifier.MORE_THAN,
    "多": Qualifier.MORE_THAN,
    "以上": Qualifier.AT_LEAST,
    "左右": Qualifier.APPROXIMATE,
    "上下": Qualifier.APPROXIMATE,
    "以下": Qualifier.LESS_THAN,
}
#: powers of ten that a number may be written with
SCALES = {
    "thousand": Decimal("1e3"),
    "million": Decimal("1e6"),
    "billion": Decimal("1e9"),
    "trillion": Decimal("1e12"),
    "千": Decimal("1e3"),
    "万": Decimal("1e4"),
    "萬": Decimal("1e4"),
    "十万": Decimal("1e5"),
    "百万": Decimal("1e6"),
    "千万": Decimal("1e7"),
    "亿": Decimal("1e8"),
    "億": Decimal("1e8"),
    "万亿": Decimal("1e12"),
}
#: what stands in a cell that has no value
NOTHING = (
    frozenset(
        (
            "-",
            "--",
            "---",
            "—",
            "——",
            "–",
            "−",
            "/",
            "\\",
            "n/a",
            "na",
            "n.a.",
            "nil",
            "not applicable",
        )
    )
    | {"无", "不适用", "未披露", "not disclosed", "not available", "·", "…", "...", "／", "none"}
    | {
        *(
            "not reported",
            "not recorded",
            "not collected",
            "not tracked",
            "not measured",
            "no data",
        ),
        *("no record", "no records", "insufficient data", "no information", "n/d", "n.d."),
        *("暂无", "未统计", "未收集", "无数据", "未报告", "未记录", "不適用", "未披露"),
    }
)

_WIDE = str.maketrans("０１２３４５６７８９．，－＋％（）　＞＜", "0123456789.,-+%() ><")
#: a number: digits in groups of three, or digits alone; each branch is linear
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,15})?"
_PLAIN = re.compile(rf"([-+−])?\s?({NUMBER})", re.ASCII)
_BRACKETED = re.compile(rf"\(\s?({NUMBER})\s?\)", re.ASCII)
_BEFORE = re.compile(
    "("
    + "|".join(
        (rf"\b{re.escape(word)}\b" if word[0].isascii() and word[0].isalpha() else re.escape(word))
        for word in sorted(BEFORE, key=len, reverse=True)
    )
    + r")\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s?(" + "|".join(re.escape(word) for word in sorted(AFTER, key=len, reverse=True)) + ")",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\s?("
    + "|".join(
        (rf"{word}\b" if word.isascii() else word) for word in sorted(SCALES, key=len, reverse=True)
    )
    + ")",
    re.IGNORECASE,
)
_NOISY = re.compile(
    r"((?=.*[OolI])[\dOolI]{1,3}(?:,[\dOolI]{3})+(?:\.[\dOolI]{1,4})?|"
    r"(?=.*[OolI])[\dOolI]{1,6}\.[\dOolI]{1,4})(\s?[%％]?)"
)
_NOISY_TAIL = re.compile(r"[OoI](?![A-Za-z₂2³²])")
_LETTERS = str.maketrans("OolI", "0011")
_STARS = re.compile(r"[*_`]{1,3}|</?[a-z]{1,6}\s?/?>")
_MONEY_BEFORE = re.compile(
    r"(RMB|CNY|HKD|HK\$|USD|US\$|EUR|人民币|港币|美元|¥|￥|€|\$)\s?$", re.IGNORECASE
)
#: marks of notes behind a number; those behind letters belong to a unit
_MARK_BEHIND = re.compile(r"(?<=[\d%％e])[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s*$")
#: a date that begins with a number: "1 June 2018"
_DATE = re.compile(
    r"\d{1,2}\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,?\s\d{4})?$",
    re.IGNORECASE,
)
#: the share beside a count: "1,648 (40.0%)"
_SHARE_BEHIND = re.compile(rf"(?<=\d)\s*\(\s?{NUMBER}\s?%\s?\)$", re.ASCII)
_LONGEST_CELL = 60


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number with all that is printed around it.

    Attributes:
        text: as printed.
        number: the digits, with a scale word applied ("99.2 million" is 99,200,000).
        decimals: places after the point as printed, before a scale word.
        qualifier: exact, or what "more than" and the like say.
        unit: what stands around it as a unit, with the scale word taken off; empty where none.
        scale: the scale word's power of ten, 1 where there is none.
    """

    text: str
    number: Decimal
    decimals: int
    qualifier: Qualifier = Qualifier.EXACT
    unit: str = ""
    scale: Decimal = Decimal(1)


def tidy_number(text: str) -> str:
    """The text without emphasis, with full-width signs as plain ones."""
    return _STARS.sub("", text.translate(_WIDE)).strip()


#: footnote marks of a cell without a value: "N/A²"
_MARKS_BEHIND = re.compile(r"[\s¹²³⁴⁵⁶⁷⁸⁹⁰*]+$")


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value.

    >>> is_nothing("—"), is_nothing("N/A"), is_nothing("0")
    (True, True, False)
    """
    return _MARKS_BEHIND.sub("", tidy_number(text)).casefold() in NOTHING


def decimals_of(digits: str) -> int:
    """Places after the point."""
    return len(digits.partition(".")[2])


@lru_cache(maxsize=16384)
def read_cell(text: str) -> PrintedNumber | None:
    """The number that a cell states, None where it states none or more than one.

    >>> read_cell("1,425,191.00").number, read_cell("37.5%").unit, str(read_cell("20+").qualifier)
    (Decimal('1425191.00'), '%', 'more_than')
    >>> f"{read_cell('约3.5亿元').number:f}", read_cell("(12.5)").number, read_cell("ISO 9001")
    ('350000000', Decimal('-12.5'), None)
    """
    plain = _SHARE_BEHIND.sub("", _legible(tidy_number(_MARK_BEHIND.sub("", text))))
    if not plain or len(plain) > _LONGEST_CELL or not any(c.isdigit() for c in plain):
        return None
    if _DATE.match(plain):
        return None
    if bracketed := _BRACKETED.fullmatch(plain):
        digits = bracketed[1]
        return PrintedNumber(text, -_decimal(digits), decimals_of(digits))
    for match in _PLAIN.finditer(plain):
        return _around(text, plain, match)
    return None


def _legible(plain: str) -> str:
    """A number in which a reader of images took 0 and 1 for letters, as a number.

    Only where points and groups of three leave no doubt that it is one: "1,2OO", "l56,200", "3O.5".
    """
    noisy = _NOISY.fullmatch(plain)
    if noisy is None or 2 * sum(c.isdigit() for c in noisy[1]) < len(noisy[1].replace(",", "")):
        return plain
    return noisy[1].translate(_LETTERS) + noisy[2]


def _around(text: str, plain: str, match: re.Match[str]) -> PrintedNumber | None:
    before, rest = plain[: match.start()], plain[match.end() :]
    if rest[:1].isdigit() or (before and (before[-1].isdigit() or before[-1] in ".,")):
        return None
    qualifier = Qualifier.EXACT
    unit_before = ""
    if money := _MONEY_BEFORE.search(before):
        unit_before, before = money[1], before[: money.start()]
    if limit := _BEFORE.search(before):
        qualifier, before = BEFORE[limit[1].lower()], before[: limit.start()]
    if before.strip():
        return None
    scale = Decimal(1)
    if after := _AFTER.match(rest):
        qualifier, rest = AFTER[after[1].lower()], rest[after.end() :]
    if scaled := _SCALE.match(rest):
        scale, rest = SCALES[scaled[1].lower()], rest[scaled.end() :]
        if after := _AFTER.match(rest):
            qualifier, rest = AFTER[after[1].lower()], rest[after.end() :]
    if _NOISY_TAIL.match(rest):
        return None  # "2O" may be 20, and is not two of anything
    rest = rest.strip().rstrip("*")
    if rest[:1] in (".", ":", "、", "-", "/", "~", "–") or re.match(r"(?:to|至|到)\s*\d", rest):
        return None
    if any(c.isdigit() for c in rest) and not _unit_digits(rest):
        return None
    digits = match[2]
    number = _decimal(digits) * scale
    if match[1] in ("-", "−"):
        number = -number
    unit = " ".join(part for part in (unit_before, rest) if part)
    return PrintedNumber(text, number, decimals_of(digits), qualifier, unit, scale)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _unit_digits(rest: str) -> bool:
    """Whether digits behind a number can belong to a unit: m2, CO2, 10,000."""
    return not re.match(r"\s*[-–~/.,]\s*\d", rest) and bool(
        re.match(r"[A-Za-z%°/μ㎡\u4e00-\u9fff]", rest)
    )


def qualifier_before(text: str) -> Qualifier:
    """What the words at the end of a text say about the number that follows.

    >>> qualifier_before("a total of more than ").value, qualifier_before("held ").value
    ('more_than', 'exact')
    """
    tail = text[-40:]
    if money := _MONEY_BEFORE.search(tail):
        tail = tail[: money.start()]
    found = _BEFORE.search(tail.rstrip("*_ ") + (" " if tail.endswith(" ") else ""))
    return BEFORE[found[1].lower()] if found else Qualifier.EXACT
