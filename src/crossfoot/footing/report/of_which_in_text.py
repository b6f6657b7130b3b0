"""Sentences with more of a part than of its whole: "139 patents, including 146 for inventions".

No metric is needed: two numbers of one thing, and words that make the second a part of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.wording import number
from crossfoot.languages import Text

_OF_WHICH = re.compile(
    r"\bof (?:which|whom|these|those|them)\b|\bamong (?:which|whom|them|these)\b|\bincluding\b|"
    r"其中|(?<!不)包括|(?<!不)包含",
    re.IGNORECASE,
)
#: what was found, and what became of it: no more is closed than there was
_FOUND = re.compile(
    r"\b(?:identified|found|detected|discovered|uncovered|received|recorded|reported|raised|"
    r"registered)\b|排查|发现|识别|查出|辨识|接到|收到|接获|受理|提出",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:rectified|corrected|remedied|closed|resolved|settled|handled|eliminated|answered|"
    r"dealt with|replied to)\b|整改|关闭|闭环|解决|处理|办结|结案|消除|答复|回复",
    re.IGNORECASE,
)
#: a part of more than one year, or of several wholes
_OTHER_WHOLE = re.compile(
    r"\bcumulative\w*|\bsince\b|to date|carried (?:over|forward)|backlog|left over|outstanding|"
    r"(?:previous|prior|last|earlier|preceding) years?|\bso far\b|累计|遗留|历年|往年|上年|去年|"
    r"此前|以来|结转|存量",
    re.IGNORECASE,
)
#: a whole that is itself a difference
_MORE = re.compile(
    r"(?:increase[sd]?|rose|grew|decrease[sd]?|fell|up|down|增加|增长|减少|下降|新增)"
    r"(?:了| of| by)?\s*$",
    re.IGNORECASE,
)
#: a verb behind a part that names no thing of its own: "of which 231,480 were reused"
_VERB = re.compile(
    r"\s*(?:of (?:them|which|these|whom)\b|(?:were|was|are|is|have|has|had|went|came|could)\b|"
    r"(?:rectified|corrected|closed|resolved|settled|handled|reused|recycled|repaired)\b|[.,;]|$)",
    re.IGNORECASE,
)
_AROUND_EN, _AROUND_ZH = 34, 14
_REACH = 60
_NOUN = 44
_WORD = re.compile(r"[A-Za-z]+")
_STEM = 5


def part_above_the_number_before(context: ReportContext) -> Iterator[ReportFinding]:
    """A number that its sentence calls a part of the one before, and that is larger."""
    for line, text in context.prose():
        if not (_OF_WHICH.search(text) or (_FOUND.search(text) and _DONE.search(text))):
            continue
        plain = re.sub(r"\*{1,3}", "", text)
        for group in _by_sentence(numbers_in(text)):
            for whole, part in pairwise(group):
                if part.value <= whole.value or not _countable(whole, part):
                    continue
                if _is_part(plain, whole, part) and not _has_another_whole(plain, group, part):
                    yield _finding(line, plain, whole, part)


def _by_sentence(numbers: Sequence[Number]) -> Iterator[list[Number]]:
    for _, group in groupby(numbers, key=lambda each: each.sentence):
        yield [each for each in group if not each.is_year]


def _countable(whole: Number, part: Number) -> bool:
    """Whether both are exact amounts of one unit, no shares and no money beside things."""
    if "%" in (whole.unit, part.unit) or whole.value <= 0:
        return False
    if not (whole.qualifier.is_exact and part.qualifier.is_exact):
        return False
    return (whole.unit == "money") == (part.unit == "money")


def _is_part(text: str, whole: Number, part: Number) -> bool:
    """Whether words between two numbers make the second a part of the first."""
    between = text[_end(text, whole) : part.start]
    behind = text[_end(text, part) : _end(text, part) + _REACH]
    if len(between) > 2 * _REACH or _OTHER_WHOLE.search(between + behind):
        return False
    if _MORE.search(text[max(whole.start - 16, 0) : whole.start]):
        return False
    said = _OF_WHICH.search(between)
    if said and len(between) - said.end() <= _REACH // 2:
        return _one_thing(text, whole, part)
    near = _AROUND_EN if between.isascii() else _AROUND_ZH
    ahead = text[max(whole.start - near, 0) : whole.start]
    ahead = re.split(r"[,，;；.。]", ahead)[-1]
    tail = re.split(r"[,，;；.。]", behind[:near])[0]
    found = _FOUND.search(ahead) or _FOUND.search(between)
    done = _DONE.search(between[-near:]) or (tail and _DONE.search(tail))
    if not found or not done or _OF_WHICH.search(ahead):
        return False
    return _one_thing(text, whole, part, strict=not between.isascii())


def _one_thing(text: str, whole: Number, part: Number, *, strict: bool = False) -> bool:
    """Whether two numbers count one thing: by their counters, their nouns, or a verb behind."""
    if whole.unit == "money":
        return True
    if not (whole.unit.isascii() and part.unit.isascii()):
        # 项 and 项 may be two things, unless 其中 joins them
        return bool(whole.unit) and whole.unit == part.unit and not (strict and whole.unit == "次")
    nouns = _nouns(text, whole)
    behind = text[_end(text, part) : _end(text, part) + _NOUN]
    if _VERB.match(behind):
        return bool(nouns)
    first = re.split(r"[,;.()]|\b(?:and|were|was|are|is|have|has|which|in|for|with)\b", behind)[0]
    return bool(nouns & {w[:_STEM].lower() for w in _WORD.findall(first)})


def _nouns(text: str, whole: Number) -> set[str]:
    """The words behind a number that say what it counts: "old devices" of "214,316 old devices"."""
    behind = text[_end(text, whole) : _end(text, whole) + _NOUN]
    first = re.split(r"[,;.()]|\b(?:and|were|was|are|is|have|has|which|in|for|of|to)\b", behind)[0]
    return {word[:_STEM].lower() for word in _WORD.findall(first) if len(word) > 2}


def _has_another_whole(text: str, group: Sequence[Number], part: Number) -> bool:
    """Whether the earlier numbers of the sentence, each or all together, can hold the part."""
    wholes = [
        other.value
        for other in group
        if other.start < part.start and _countable(other, part) and _one_thing(text, other, part)
    ]
    return sum(wholes) >= part.value


def _end(text: str, found: Number) -> int:
    digits = re.match(r"[\d,]*\d(?:\.\d+)?", text[found.start :])
    end = found.start + (digits.end() if digits else 0)
    behind = text[end : end + len(found.printed) + 1]
    scale = found.printed[digits.end() :].strip() if digits else ""
    return end + behind.find(scale) + len(scale) if scale and scale in behind else end


def _finding(line: int, text: str, whole: Number, part: Number) -> ReportFinding:
    said = text[whole.start : _end(text, part) + _REACH // 2]
    return ReportFinding(
        Kind.PARTS_EXCEED_TOTAL,
        Severity.ERROR,
        said[:60],
        Text(
            f"{part.printed} are said to be some of {whole.printed}.",
            f"文中称{whole.printed}之中有{part.printed}，部分大于整体。",
        ),
        (part.printed, whole.printed),
        (line,),
        f"{number(part.value)} > {number(whole.value)}",
    )
