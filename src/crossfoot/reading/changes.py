"""Changes stated in words: "an increase of 45.24 %", "down 5% year on year", "同比增长12.3%"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reading.clauses import Clause
from crossfoot.reading.concepts import read_terms
from crossfoot.reading.figures import without_names
from crossfoot.reading.label_context import Context
from crossfoot.reading.matching import Match, recognise
from crossfoot.reading.number_labels import trimmed_zh
from crossfoot.reading.numbers import NUMBER, decimals_of, qualifier_before
from crossfoot.reading.scopes import is_plan

#: "up" behind a verb that it is a part of: what makes up 88 % has not risen
_NOT_UP = "".join(
    rf"(?<!\b{verb} )"
    for verb in (
        *("take", "took", "takes", "taken", "taking", "make", "made", "makes", "making"),
        *("set", "sets", "add", "adds", "added", "end", "ended", "sum", "sums", "summed"),
        *("follow", "followed", "back", "backed", "sign", "signed", "build", "built"),
    )
)
_UP = (
    rf"increas\w*|ris(?:e|en|ing)|rose|gr(?:ew|own|owth|owing)|{_NOT_UP}up|higher|"
    r"climb\w*|surg\w*|jump\w*"
)
_DOWN = r"decreas\w*|reduc\w*|declin\w*|f(?:e|a)ll\w*|drop\w*|down|lower|cut|shrank"
_UP_ZH = "增长|增加|上升|提升|提高|上涨|增幅|升高"
_DOWN_ZH = "下降|减少|降低|下滑|降幅|缩减|回落"
_POINTS = r"(?P<points>\s?(?:percentage )?points?|个百分点)?"
_CHANGE = re.compile(
    rf"(?:(?P<up>\b(?:{_UP})\b|{_UP_ZH})|(?P<down>\b(?:{_DOWN})\b|{_DOWN_ZH}))"
    rf"(?P<between>(?:(?!\bto\b|\bfrom\b|至|到|由|从)[^.;。；%\d]){{0,60}}?)(?P<digits>{NUMBER})\s?[%％]{_POINTS}"
    r"(?P<after>\s*(?:year[- ]on[- ]year|yoy|y-o-y|(?:compared (?:with|to)|over)[^,.;]{0,40}))?",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    rf"(?P<digits>{NUMBER})\s?[%％]\s+(?:(?P<up>higher|more|increase|growth|rise)|"
    rf"(?P<down>lower|less|decrease|reduction|decline))\b",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r",(?!\d{3})|[，;；:：()（）]|\b(?:while|which|where|with|and)\b|其中|同时|同比|较上年|较去年|比去年|较上一年度?|较同期|较20\d\d年|比上年"
)
#: what an amount is divided by, said in brackets within its name: 单位产品（每吉瓦时）用水量
_DIVIDED = re.compile(r"[(（](?:每|per )[^()（）]{1,20}[)）](?=\s*\w)", re.IGNORECASE)
#: "employed 3,412 people": those who are there, and not those who were hired
_EMPLOYED = re.compile(
    rf"\bemploy(?:s|ed)\s[a-z ]{{0,20}}?{NUMBER}\s+(?:people|persons|employees|staff)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_DROPPED = frozenset(
    (
        *(
            "in",
            "during",
            "by",
            "as",
            "of",
            "compared",
            "with",
            "to",
            "the",
            "our",
            "its",
            "a",
            "an",
        ),
        *("has", "have", "had", "was", "were", "is", "are", "year", "same", "period", "previous"),
        *("last", "year-on-year", "yoy", "saw", "showed", "recorded", "about", "over", "nearly"),
        *("approximately", "more", "than", "around", "also", "further", "on"),
    )
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_REACHED = re.compile(
    r"\b(?:reached|reaching|was|were|amounted to|amounting to|totall?ed|stood at)\b|为|达"
)
_ENOUGH = 0.6
_MOST_PARTS, _MOST_WORDS = 4, 8


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a sentence states in percent.

    Attributes:
        metric: id of the metric; empty where the words before it were not recognised.
        dimensions: the breakdown.
        label: the words before it.
        percent: the change; negative for a decrease.
        points: whether it is in percentage points.
        decimals: places after the point as printed.
        qualifier: exact, or "more than" and the like.
        year: the year that is compared with the one before; None where none is named.
        line: where it stands.
        text: as printed.
    """

    metric: str
    dimensions: tuple[tuple[str, str], ...]
    label: str
    percent: Decimal
    points: bool
    decimals: int
    qualifier: Qualifier
    year: int | None
    line: int
    text: str

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "metric": self.metric,
            "dimensions": dict(self.dimensions),
            "label": self.label,
            "percent": f"{self.percent:f}",
            "points": self.points,
            "qualifier": self.qualifier.value,
            "year": self.year,
            "line": self.line,
            "text": self.text,
        }


def find_changes(
    clauses: Iterable[Clause], year: int | None, names: frozenset[str] = frozenset()
) -> list[Change]:
    """The changes that sentences state.

    >>> clause = Clause("The total number of suppliers saw an increase of 45.24 % over 2021.", 7)
    >>> [(change.metric, str(change.percent)) for change in find_changes([clause], 2022)]
    [('suppliers.count', '45.24')]
    """
    found: list[Change] = []
    for clause in clauses:
        if is_plan(clause.text, year):
            continue
        taken: set[int] = set()
        for pattern in (_CHANGE, _AHEAD):
            for match in pattern.finditer(clause.text):
                if match.start("digits") in taken:
                    continue
                taken.add(match.start("digits"))
                found.append(_change(clause, match, year, names))
    return found


def _change(
    clause: Clause, match: re.Match[str], year: int | None, names: frozenset[str]
) -> Change:
    groups = match.groupdict()
    digits = match["digits"]
    percent = Decimal(digits.replace(",", ""))
    if groups.get("down"):
        percent = -percent
    label, read = _label(groups.get("between") or "", names)
    if read is None:
        label, read = _label(clause.text[: match.start()], names)
    years = [int(y) for y in _YEAR.findall(clause.text)]
    return Change(
        metric=read.metric if read else "",
        dimensions=read.dimensions if read else (),
        label=label,
        percent=percent,
        points=bool(groups.get("points")),
        decimals=decimals_of(digits),
        qualifier=qualifier_before(clause.text[: match.start("digits")]),
        year=max(years) if years else year,
        line=clause.line_at(match.start("digits")),
        text=match[0],
    )


def _label(before: str, names: frozenset[str]) -> tuple[str, Match | None]:
    """The words before a change, and the metric that they are; the nearest part first."""
    before = _EMPLOYED.sub(" employees ", _DIVIDED.sub("", before))
    whole = [part for part in _EDGE.split(_AND.sub("&", before)) if part.strip()]
    if whole and "&" in whole[-1]:
        text = _bare(_REACHED.split(whole[-1].replace("&", " and "))[0])
        if (read := _recognised(text, names)) is not None:
            return text, read  # "Scope 1 and Scope 2 emissions" is neither alone
    parts = [part for part in _EDGE.split(before) if part.strip()]
    first = ""
    for part in reversed(parts[-_MOST_PARTS:]):
        text = _bare(_named(_REACHED.split(part)[0]))
        first = first or text
        if (read := _recognised(text, names)) is not None:
            return text, read
        if _has_amount(part):
            break  # a change is one of the figure right before it
    return first, None


def _has_amount(part: str) -> bool:
    """Whether a part of a sentence has a number of its own, and no year alone."""
    return bool(re.search(NUMBER, _YEAR.sub(" ", part)))


def _named(part: str) -> str:
    """What a Chinese part names before its number: 总用水量 of 2023年总用水量18,746立方米."""
    if part.isascii():
        return part
    named = re.split(r"\d", re.sub(r"^\s*\d{4}年度?", "", part))[0]
    return trimmed_zh(named) or named or part


def _bare(part: str) -> str:
    words = part.split()
    while words and _says_nothing(words[0]):
        words = words[1:]
    while words and _says_nothing(words[-1]):
        words = words[:-1]
    return " ".join(words)


def _recognised(text: str, names: frozenset[str]) -> Match | None:
    """The metric of the last words of a text; no word that says something is dropped."""
    words = text.split()
    for at in range(min(len(words), _MOST_WORDS)):
        if at and any(t.concept and t.weight for t in read_terms(words[at - 1])):
            return None
        label = without_names(" ".join(words[at:]), names)
        found = recognise(Context(label, strict=True))
        if isinstance(found, Match) and found.score >= _ENOUGH:
            return found
    return None


def _says_nothing(word: str) -> bool:
    bare = word.strip(",.\"'“”").lower()
    return bare in _DROPPED or (bare.isdigit() and len(bare) == 4)
