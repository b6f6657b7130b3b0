"""Numbers that belong together: lists ("respectively", "分别为") and changes from one to another.

Each number of a list gets the words, or the year, at its place in the other list. Where the two
lists do not have the same length the numbers stay unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot.reading.mentions import Mention, mostly_ascii, years_in
from crossfoot.reading.number_labels import trimmed, trimmed_zh

_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_RESPECTIVELY_ZH = re.compile(r"分别(?:约?为|达到?|是|占比?|实现|有)?\s*$")
_BETWEEN = re.compile(
    r"[\s,，、;]*(?:and|和|及|与|以及)?[\s约近超]*(?:RMB|CNY|HKD|人民币)?\s*", re.IGNORECASE
)
_PARTING = re.compile(r"\s*(?:,\s*and\s|,|，|、|\band\b|&|以及|和|及|与)\s*", re.IGNORECASE)
_ENDS_VERB = re.compile(
    r"\s*\b(?:were|was|are|is|amounted to|reached|totall?ed|accounted for|of|at|to|stood at)\s*"
    r"(?:RMB|CNY|HKD)?\s*$",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[；;。，]")
_YEARS_ZH = re.compile(
    r"(?:(?:19|20)\d\d年?(?:度|末|底)?\s*(?:[、,，]|和|及|与|至|到|-|–|—|~)\s*)+(?:19|20)\d\d年?(?:度|末|底)?"
)
_YEARS_EN = re.compile(
    r"(?:in|for|of|during|from)?\s*(?:the years?\s+)?(?:(?:19|"
    r"20)\d\d\s*(?:,\s*and|,|and|to|-|–)\s*)+(?:19|20)\d\d\s*,?",
    re.IGNORECASE,
)
_YEARS_BEHIND = re.compile(rf"\s*{_YEARS_EN.pattern}", re.IGNORECASE)
_RANGE = re.compile(r"至|到|-|–|—|~|\bto\b")
_FROM_EN = re.compile(
    r"(?P<label>.*?)\s+(?:(?:has|have|had)\s+)?(?:been\s+)?(?:was\s+|were\s+)?(?:further\s+)?"
    r"(?:increas\w+|ris\w+|rose|grew|grow\w*|decreas\w+|fell|fall\w*|drop\w+|declin\w+|reduc\w+|"
    r"rais\w+|improv\w+|climb\w*|chang\w+|went(?: up| down)?|expand\w+)\s+from\s*(?:RMB\s*)?$",
    re.IGNORECASE,
)
_TO_EN = re.compile(
    r"\s*(?:in\s+(?P<year>(?:19|20)\d\d))?\s*to\s*(?:about|nearly|over|RMB|\s)*$", re.IGNORECASE
)
_FROM_ZH = re.compile(
    r"(?P<label>[^，。；]*?[^，。；自])，?(?:由|从)(?:(?P<year>(?:19|"
    r"20)\d\d)年度?[末底]?|(?P<last>上年度?|上一年度?|去年))?(?:的)?\s*$"
)
_TO_ZH = re.compile(
    r"[^，。；\d]{0,6}?(?:[增降减升]|增加|增长|提升|下降|减少|提高|上升|降低|缩减|"
    r"扩大)?(?:至|到|为)(?:(?:19|20)\d\d年度?[末底]?)?(?:的)?\s*$"
)


_ALL_ZH = re.compile(
    r"(?P<list>[^，,。；;]{4,80}?)(?:比例|比率)?(?:均|都)(?:为|达到?了?|是|保持在?|实现)?\s*$"
)
_ALL_EN = re.compile(
    r"(?:\bboth\s+)?(?P<list>[^,;.]*\b(?:,[^;.]*)?and\b[^,;.]*?)\s+(?:were\s+|are\s+)?"
    r"(?:both|all|each)\s+(?:reached|were|are|was|stood at|amounted to|at)?\s*$|"
    r"\bboth\s+(?P<both>[^,;.]*\band\b[^,;.]*?)\s+(?:were|are|reached|stood at)\s*$",
    re.IGNORECASE,
)
_LONGEST_LEAD = 160
_TO_YEAR = re.compile(r"(?:\bto\b|至|到)[^\d]*(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Place:
    """What a number of a list is, by its place.

    Attributes:
        labels: the words that may be its label; empty where it has to stay unread.
        year: its year, where the place names one.
    """

    labels: tuple[str, ...] = ()
    year: int | None = None


def places_of(text: str, mentions: Sequence[Mention], year: int | None = None) -> dict[int, Place]:
    """The numbers of lists and changes, by their position among the mentions of a clause.

    Args:
        text: the clause.
        mentions: its numbers.
        year: the report's year, which "last year" is told from.
    """
    found = _from_to(text, mentions, year)
    for run in _runs(text, mentions):
        if len(run) > 1 and not found.keys() & set(run):
            found.update(_list(text, mentions, run))
    return found


def joint_labels(text: str, mention: Mention) -> tuple[str, ...]:
    """The things that one percentage is said of, each: "A and B both reached 100%".

    >>> from crossfoot.reading.mentions import find_mentions
    >>> text = "合同签订率和社保覆盖率均为100%"
    >>> joint_labels(text, find_mentions(text)[0])
    ('合同签订率', '社保覆盖率')
    """
    if mention.unit.unit != "percent":
        return ()
    chinese = not mostly_ascii(text)
    head = (_ALL_ZH if chinese else _ALL_EN).search(text[: mention.start])
    if head is None:
        return ()
    found = head.groupdict()
    listed = _last_segment(found.get("list") or found.get("both") or "", chinese, 2)
    parts = [part.strip() for part in _PARTING.split(listed) if part.strip()]
    return tuple(parts) if len(parts) > 1 else ()


def _runs(text: str, mentions: Sequence[Mention]) -> list[list[int]]:
    """The runs of numbers that "respectively" speaks of."""
    runs: list[list[int]] = []
    for match in _RESPECTIVELY.finditer(text):
        ends = [n for n, m in enumerate(mentions) if m.last <= match.start() and not m.none]
        run = ends[-1:]
        while run and run[0] > 0 and _adjacent(text, mentions[run[0] - 1], mentions[run[0]]):
            run.insert(0, run[0] - 1)
        runs.append(run)
    for at, mention in enumerate(mentions):
        if not mention.none and _RESPECTIVELY_ZH.search(text[: mention.start]):
            run = [at]
            while run[-1] + 1 < len(mentions) and _adjacent(
                text, mentions[run[-1]], mentions[run[-1] + 1]
            ):
                run.append(run[-1] + 1)
            runs.append(run)
    return runs


def _adjacent(text: str, first: Mention, second: Mention) -> bool:
    between = text[first.last : second.start]
    return not second.none and bool(_BETWEEN.fullmatch(between)) and bool(between.strip())


def _list(text: str, mentions: Sequence[Mention], run: Sequence[int]) -> dict[int, Place]:
    unread = dict.fromkeys(run, Place())
    before = text[: mentions[run[0]].start]
    chinese = not mostly_ascii(text)
    head = _RESPECTIVELY_ZH.sub("", before) if chinese else _ENDS_VERB.sub("", before)
    years = _listed_years(head, len(run), chinese)
    rest = text[mentions[run[-1]].last :]
    if not years and (later := _YEARS_BEHIND.match(rest)):
        years = _listed_years(later[0], len(run), chinese)
    if years:
        pattern = _YEARS_ZH if chinese else _YEARS_EN
        label = _last_segment(pattern.sub("，" if chinese else " ", head), chinese)
        behind = text[mentions[run[-1]].end :].strip(" ,，。.")
        labels = (label,) if label else ((behind,) if behind else ())
        return {at: Place(labels, year) for at, year in zip(run, years, strict=True)}
    parts = [part for part in _PARTING.split(_last_segment(head, chinese, len(run))) if part]
    if len(parts) != len(run):
        return unread
    return {
        at: Place(_with_tail(part, parts[-1], parts[0], chinese))
        for at, part in zip(run, parts, strict=True)
    }


def _listed_years(head: str, count: int, chinese: bool) -> list[int]:
    match = (_YEARS_ZH if chinese else _YEARS_EN).search(head)
    if match is None:
        return []
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d", match[0])]
    if len(years) == 2 and count > 2 and _RANGE.search(match[0]):
        years = list(range(years[0], years[1] + 1))
    return years if len(years) == count else []


def _last_segment(head: str, chinese: bool, parts: int = 1) -> str:
    """The words before the numbers: the last segment, or the whole enumeration."""
    if chinese:
        segments = [part for part in _SEGMENT.split(head) if part.strip()]
        return trimmed_zh(segments[-1], period=True) if segments else ""
    segments = re.split(r";|,\s+(?=the\b|our\b)|\bwhile\b|\bwhich\b", head)
    text = segments[-1]
    if parts == 1 and "," in text:
        text = text.rpartition(",")[2] if text.rpartition(",")[2].strip() else text
    return trimmed(text.strip(" ,"))


def _with_tail(part: str, last: str, first: str, chinese: bool) -> tuple[str, ...]:
    """A part of an enumeration with the words that the others share with it.

    >>> _with_tail("male", "female employees", "male", False)
    ('male employees', 'male')
    """
    if part == last:
        head = first.partition(" of ")[0] if " of " in first and not chinese else ""
        return (f"{head} of {part}", part) if head else (part,)
    if chinese:
        alike = any(one == other for one, other in zip(part, last, strict=False))
        first_tail = len(part) if alike and len(part) < len(last) else 1
        tails = [last[at:] for at in range(first_tail, len(last))]
        return (*(f"{part}{tail}" for tail in tails), part)
    words = last.split()
    return (*(f"{part} {' '.join(words[at:])}" for at in range(1, len(words))), part)


def _from_to(text: str, mentions: Sequence[Mention], year: int | None) -> dict[int, Place]:
    found: dict[int, Place] = {}
    chinese = not mostly_ascii(text)
    for at in range(len(mentions) - 1):
        first, second = mentions[at], mentions[at + 1]
        # a bounded piece, for what has no end here is no label
        before = text[max(0, first.start - _LONGEST_LEAD) : first.start]
        between = text[first.last : second.start][:_LONGEST_LEAD]
        began = (_FROM_ZH if chinese else _FROM_EN).search(before)
        went = (_TO_ZH if chinese else _TO_EN).fullmatch(between)
        if began is None or went is None:
            continue
        named = began.groupdict().get("year") or went.groupdict().get("year")
        earlier = int(named) if named else None
        if earlier is None and began.groupdict().get("last") and year is not None:
            earlier = year - 1
        label = _label(began["label"], chinese)
        later = [y for _, y in years_in(text[second.last : second.last + 12])]
        if _TO_YEAR.search(between):
            later = [y for _, y in years_in(between)][-1:]
        begins = max(0, first.start - _LONGEST_LEAD) + began.end("label")
        lead = [y for _, y in years_in(text[:begins])]
        found[at] = Place((label,), earlier) if earlier is not None else Place()
        stated = later or lead
        found[at + 1] = Place((label,), stated[-1] if stated else year)
    return found


def _label(text: str, chinese: bool) -> str:
    if chinese:
        return trimmed_zh(_SEGMENT.split(text)[-1], period=True)
    return trimmed(re.split(r"[,;]|\bwhile\b|\band\b", text)[-1])
