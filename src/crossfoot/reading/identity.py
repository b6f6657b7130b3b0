"""Whose report it is, of which year, in which language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from crossfoot.languages import Language
from crossfoot.reading.glyphs import one_form
from crossfoot.reading.marks import plain

_20 = r"((?:19|20)\d\d)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = rf"(?:\d{{1,2}}(?:st|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|th)?)"
_PERIOD = re.compile(
    rf"(?:from|period|covers?|between)[^.]{{0,80}}?January\s+1(?:st)?,?\s*{_20}"
    rf"[^.]{{0,40}}?December\s+31(?:st)?,?\s*{_20}"
    rf"|1(?:st)?\s+January,?\s*{_20}\s*(?:to|and|-|–)\s*31(?:st)?\s+December,?\s*{_20}"
    rf"|years? ended (?:31(?:st)? (?:December|March)|December 31(?:st)?|30(?:th)? June),?\s*{_20}"
    rf"|{_20}\s?年\s?[\d一二三四五六七八九十]{{1,3}}\s?月\s?[\d一二三十]{{1,3}}\s?日\s?止\s?(?:财政)?年度"
    rf"|{_20}\s?年\s?\d{{1,2}}\s?月\s?1\s?日[^。]{{0,12}}?{_20}\s?年\s?\d{{1,2}}\s?月\s?(?:31|30|28|29)\s?日"
    rf"|{_DAY},?\s*{_20}\s*(?:to|and|-|–|through|until)\s*{_DAY},?\s*{_20}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,/-])(20[0-5]\d)(?![\d.,%-])")
_TITLE_YEAR = re.compile(
    r"(?<!\d)(20[0-5]\d)(?!\d)(?:\s?[/-]\s?(?:20)?(\d\d)(?!\d))?.{0,60}?(?:report|报告)|"
    r"(?:report|报告).{0,30}?(?<!\d)(20[0-5]\d)(?!\d)(?:\s?[/-]\s?(?:20)?(\d\d)(?!\d))?",
    re.IGNORECASE,
)
_SUFFIX = (
    r"(?:Co\.?\s?,?\s*Ltd\.?|Company Limited|Corporation Limited|Limited|Incorporated|Inc\.|"
    r"Corporation|Corp\.|PLC|plc|S\.A\.|AG|SE|N\.V\.)"
)
_COMPANY = re.compile(
    rf"((?:[A-Z][\w&'’.-]*\s+|(?:and|of|&)\s+|\([A-Z][a-z]+\)\s+){{1,8}}{_SUFFIX})(?!\w)"
)
_COMPANY_ZH = re.compile(r"([\u4e00-\u9fff（）()]{2,24}?(?:股份有限公司|集团有限公司|有限公司))")
_COVERS = re.compile(
    r"\b(?:report|报告)|referred to|hereinafter|represented by|以下简称|简称", re.IGNORECASE
)
_OTHERS = re.compile(
    r"stock exchange|consult|certification|assurance|institute|committee|bureau|"
    r"证券交易所|认证|咨询",
    re.IGNORECASE,
)
_FIRST_LINES = 400
_CHINESE_SHARE = 0.2
_CHINESE_LETTER = re.compile("[\u4e00-\u9fff]")


def find_language(lines: Sequence[str]) -> Language:
    """The language that most of the text is in."""
    letters = chinese = 0
    for line in lines:
        begin = line[:2000]
        chinese += len(_CHINESE_LETTER.findall(begin)) if not begin.isascii() else 0
        letters += sum(map(str.isalpha, begin))
    return "zh" if letters and chinese >= _CHINESE_SHARE * letters else "en"


def find_year(lines: Sequence[str]) -> int | None:
    """The reporting year: of the period as stated, else of the title, else the year named most.

    >>> find_year(["This report covers the period from January 1, 2023 to December 31, 2023."])
    2023
    """
    first = [plain(one_form(line[:3000])) for line in lines[:_FIRST_LINES]]
    for text in first:
        if found := _PERIOD.search(text):
            return int([year for year in found.groups() if year][-1])
    for text in first[:60]:
        if len(text) < 150 and (found := _TITLE_YEAR.search(text)):
            year, ends = int(found[1] or found[3]), found[2] or found[4]
            return year + 1 if ends and int(ends) == (year + 1) % 100 else year
    years = Counter(int(year) for line in lines for year in _YEAR.findall(one_form(line[:3000])))
    if not years:
        return None
    most = max(years.values())
    return max(year for year, count in years.items() if 2 * count >= most)


def find_company(lines: Sequence[str]) -> str:
    """The company: the full name that the first pages name most; empty where there is none."""
    votes: Counter[str] = Counter()
    for line in lines[:_FIRST_LINES]:
        printed = plain(line[:3000])
        text = one_form(printed)
        for pattern in (_COMPANY, _COMPANY_ZH):
            for found in pattern.finditer(text):
                name = _trimmed(found[1])
                if name and not _OTHERS.search(name):
                    # a name stays in the characters that it is printed in
                    shown = (
                        name if name.isascii() else printed[found.end(1) - len(name) : found.end(1)]
                    )
                    votes[shown] += 3 if _COVERS.search(text) else 1
    if not votes:
        return ""
    most = max(votes.values())
    return next(name for name, count in votes.items() if count == most)


def _trimmed(name: str) -> str:
    """A name without words of the sentence before it."""
    bare = re.sub(
        r"^(?:(?:The|This|And|Of|In|By|About|Chairman|President|CEO|Contact|Dear)\s+|(?:of|and|&)\s+)+",
        "",
        name,
    )
    bare = re.sub(r"^(?:本报告(?:以|涵盖)?|由|为|是|以|及|和|与|即|的)+", "", bare)
    return " ".join(bare.split())
