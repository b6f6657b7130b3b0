"""Codes of disclosures as indices print them, and which standard a table answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from crossfoot.reading.headings import compact
from crossfoot.standards.catalogue import standard as standard_of

#: the beginning of a cell that is a code, by standard; tried in this order
CODES: dict[str, re.Pattern[str]] = {
    "sasb": re.compile(r"(?P<code>[A-Z]{2}-[A-Z]{2,4}-\d{3}[a-z]?\.(?:\d{1,2}|[A-Z]))(?![\w.])"),
    "gri": re.compile(
        r"(?:(?:GRI|Disclosure|披露项?)\s*)?(?<![\d.])(?P<code>(?:[1-3]|10[1-3]|[2-4]\d\d)\s?[-‐‑–—]\s?\d{1,2})(?![\d\w%.-])",
        re.IGNORECASE,
    ),
    "hkex": re.compile(
        r"(?:KPI|关键绩效指标|關鍵績效指標)?\s*(?P<code>[AB]\s?\d\s?\.\s?\d{1,2})(?![\d.])",
        re.IGNORECASE,
    ),
}
#: the head of a group of disclosures: "GRI 302: Energy 2016", "A1: Emissions", "层面A1"
GROUPS: dict[str, re.Pattern[str]] = {
    "gri": re.compile(
        r"GRI\s?(?:Standards?\s?)?(?P<code>[1-3]|1[1-4]|[2-4]\d\d)(?!\d)", re.IGNORECASE
    ),
    "hkex": re.compile(
        r"(?:(?:Aspect|层面|層面)\s*)?(?P<code>[AB]\s?\d)(?![\d.])\s*(?:[:：.、\-–—]|\s|$)",
        re.IGNORECASE,
    ),
}
#: words that name a standard in a caption or a heading
NAMES: dict[str, re.Pattern[str]] = {
    "gri": re.compile(r"\bGRI\b|global reporting initiative|全球报告倡议", re.IGNORECASE),
    "hkex": re.compile(
        r"hkex|hong kong (?:stock )?exchange|stock exchange of hong kong|appendix (?:27|c2)|"
        r"environmental, social and governance reporting (?:guide|code)|港交所|联交所|聯交所|"
        r"香港交易所|附录(?:二十七|27|C2)",
        re.IGNORECASE,
    ),
    "tcfd": re.compile(
        r"\bTCFD\b|climate-related financial disclosures|气候相关财务", re.IGNORECASE
    ),
    "sasb": re.compile(r"\bSASB\b", re.IGNORECASE),
    "sdg": re.compile(r"\bSDGs?\b|sustainable development goals|可持续发展目标", re.IGNORECASE),
    "ifrs-s2": re.compile(r"IFRS\s?S2|ISSB", re.IGNORECASE),
    "sse": re.compile(r"shanghai stock exchange|上交所|上海证券交易所", re.IGNORECASE),
    "szse": re.compile(r"shenzhen stock exchange|深交所|深圳证券交易所", re.IGNORECASE),
}
_INDEX_WORDS = re.compile(
    r"\bindex|\bindices|content table|索引|对照|對照|reference table|compliance table",
    re.IGNORECASE,
)
_FEWEST_CODES = 3


def find_code(cell: str, standard: str) -> tuple[str, str] | None:
    """The code that a cell begins with, and what stands behind it.

    >>> find_code("2-1 Details of the organization", "gri")
    ('2-1', 'Details of the organization')
    >>> find_code("KPI A1.2", "hkex"), find_code("Energy 2016", "gri")
    (('A1.2', ''), None)
    """
    pattern = CODES.get(standard)
    if pattern is None:
        return None
    match = pattern.match(cell.strip())
    if match is None:
        return None
    code = re.sub(r"\s", "", match["code"])
    code = re.sub("[‐‑–—]", "-", code)
    if standard == "hkex":
        code = code.upper()
    return code, cell.strip()[match.end() :].strip(" :：.-–—")


def find_group(cell: str, standard: str) -> str | None:
    """The group that a cell names: "GRI 302" of "GRI 302: Energy 2016"; None where none.

    >>> find_group("GRI305: Emissi", "gri"), find_group("A1: Emissions", "hkex")
    ('GRI 305', 'A1')
    """
    pattern = GROUPS.get(standard)
    match = pattern.match(cell.strip()) if pattern else None
    if match is None:
        return None
    code = re.sub(r"\s", "", match["code"]).upper()
    return f"GRI {code}" if standard == "gri" else code


#: standards whose disclosures are numbered topics
_BY_TOPIC = ("sse", "szse")


@cache
def _topics(name: str) -> Mapping[str, str]:
    """The codes of a standard of topics by the letters of their titles."""
    found: dict[str, str] = {}
    for each in standard_of(name).disclosures(standard_of(name).editions[-1].valid_from):
        for title in (each.title.en, each.title.zh):
            found[compact(title)] = each.code
    return found


def topic_code(title: str, serial: str, standard: str) -> str:
    """The code of a row of the guides of Shanghai and Shenzhen: of its topic, else its number.

    >>> topic_code("应对气候变化", "", "szse"), topic_code("Something else", "3", "gri")
    ('1', '')
    """
    if standard not in _BY_TOPIC:
        return ""
    codes = _topics(standard)
    return codes.get(compact(title)) or (serial if serial in codes.values() else "")


def named_standards(text: str) -> tuple[str, ...]:
    """The standards that a text names."""
    return tuple(name for name, pattern in NAMES.items() if pattern.search(text))


def says_index(text: str) -> bool:
    """Whether a heading announces an index."""
    return bool(_INDEX_WORDS.search(text))


def index_standard_of(cells: Sequence[tuple[str, ...]], heading: str) -> str:
    """The standard that a table answers, empty where it is no index.

    An index has codes of one standard at the beginning of cells in a good part of its rows.
    """
    counts = dict.fromkeys(CODES, 0)
    for row in cells:
        for standard in CODES:
            if any(find_code(cell, standard) for cell in row[:3] if cell):
                counts[standard] += 1
    best = max(counts, key=lambda standard: counts[standard])
    announced = says_index(heading) or best in named_standards(heading)
    fewest = 1 if announced else _FEWEST_CODES
    share = 5 if announced else 2
    if counts[best] >= fewest and counts[best] * share >= len(cells):
        return best
    if says_index(heading):
        named = [
            s for s in named_standards(heading) if s in ("tcfd", "sdg", "ifrs-s2", "sse", "szse")
        ]
        if len(named) == 1 and named_standards(heading) == tuple(named) and len(cells) > 2:
            return named[0]
    return ""
