"""Shares that a sentence states, against the numbers of the same sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from crossfoot.calculation.intervals import Interval
from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.quantities.qualifiers import Qualifier

_SHARE = re.compile(
    r"account(?:s|ed|ing)? for|tak(?:es|en|ing) up|took up|making up|ma(?:kes|de) up|represent\w*|"
    r"proportion of|占比?|比例为",
    re.IGNORECASE,
)
_BOUNDS = {
    Qualifier.EXACT: Text("", ""),
    Qualifier.APPROXIMATE: Text("about ", "约"),
    Qualifier.AT_LEAST: Text("at least ", "不少于"),
    Qualifier.MORE_THAN: Text("more than ", "超过"),
    Qualifier.LESS_THAN: Text("less than ", "低于"),
}
_CHANGE = re.compile(
    r"增|减|升|降|幅|同比|increas|decreas|\bup\b|\bdown\b|grow|grew|rose|fell|higher|lower",
    re.IGNORECASE,
)
_CLOSE = 12
_NEAR = 40
_HUNDRED = Decimal(100)
_WINDOW = Decimal("1.5")  # percentage points: nearer pairs are meant, farther ones are not
_COUNT = 1000
#: units that say nothing of what is counted
_NO_KIND = ("", *"人名位家项件个次宗起")
_MOST_NUMBERS = 80
#: a count with the noun behind it
_NOUN = re.compile(r"\d+[名位人家个](?P<noun>[\u4e00-\u9fff]{2})")
_NOUN_NEAR = 6
#: the Chinese words right before a number
_BEFORE = re.compile(r"([\u4e00-\u9fff]+)$")
_SHORTEST_NAME = 3
#: percentage points by which a share of one noun is doubted
_ONE_NOUN = Decimal(3)


def share_in_a_sentence(context: ReportContext) -> Iterator[ReportFinding]:
    """A stated share that two numbers beside it nearly, but not quite, give.

    "7 directors, of which 2 are women, accounting for 28 %": 2 / 7 rounds to 29. A share that no
    pair of numbers comes near is of something else and is left alone.
    """
    for line, text in context.prose():
        if not _SHARE.search(text):
            continue
        numbers = numbers_in(text)
        if len(numbers) > _MOST_NUMBERS:
            continue  # a table without cells, not sentences
        amounts = [n for n in numbers if n.unit != "%" and n.value > 0 and not n.is_year]
        for share in numbers:
            if share.unit != "%" or not _SHARE.search(
                text[max(share.start - _NEAR, 0) : share.start]
            ):
                continue
            if _CHANGE.search(text[max(share.start - _CLOSE, 0) : share.start]):
                continue
            parts = _of_its_name(text, share, amounts) or amounts
            found = _nearest(share, amounts, parts) or _of_one_noun(text, share, amounts)
            if found is not None and not _of_both(share, numbers, amounts):
                yield _finding(line, share, *found)


def _of_both(share: Number, numbers: Sequence[Number], amounts: Sequence[Number]) -> bool:
    """Whether a share is that of two amounts together: 92 % and 8 % are of both."""
    rest = _HUNDRED - share.value
    if not share.qualifier.is_exact:
        return False
    if not any(n.unit == "%" and n is not share and n.value == rest for n in numbers):
        return False
    return any(
        abs(part.value / (one.value + other.value) * _HUNDRED - share.value) <= share.step
        for one, other in pairwise(amounts)
        if one.unit == other.unit
        for part in (one, other)
    )


def _of_its_name(text: str, share: Number, amounts: Sequence[Number]) -> list[Number]:
    """The amounts that are called what the share is of: "女性董事3名，女性董事占比为27.3%"."""
    named = _BEFORE.search(text[: share.start])
    said = _SHARE.sub("", named[1]).rstrip("的为达") if named else ""
    return [
        amount
        for amount in amounts
        if amount.start < share.start
        and (label := _BEFORE.search(text[: amount.start]))
        and len(label[1]) >= _SHORTEST_NAME
        and label[1].removeprefix("其中") == said
    ]


def _nearest(
    share: Number, amounts: Sequence[Number], parts: Sequence[Number]
) -> tuple[Number, Number] | None:
    """The pair that nearly gives a share; None where one gives it, or none comes near."""
    stated = Interval.stated(share.value, share.step / 2, share.qualifier)
    best: tuple[Number, Number] | None = None
    least = _WINDOW
    own = any(amount.sentence == share.sentence for amount in amounts)
    for part in parts:
        for whole in amounts:
            if part is whole or part.value > whole.value or not _one_kind(part, whole):
                continue
            if not _stands_by(share, part) or not _stands_by(share, whole):
                continue
            if own and share.sentence not in (part.sentence, whole.sentence):
                continue
            low = (part.value - _reach(part)) / (whole.value + _reach(whole)) * _HUNDRED
            high = (part.value + _reach(part)) / (whole.value - _reach(whole)) * _HUNDRED
            if stated.meets(Interval(low, high)):
                if share.qualifier.is_exact or high - share.value < _HUNDRED / 2:
                    return None
                continue
            gap = abs(part.value / whole.value * _HUNDRED - share.value)
            if gap < least:
                best, least = (part, whole), gap
    return best


def _stands_by(share: Number, amount: Number) -> bool:
    """Whether a number stands before a share, or in its sentence."""
    return amount.start < share.start or amount.sentence == share.sentence


def _of_one_noun(
    text: str, share: Number, amounts: Sequence[Number]
) -> tuple[Number, Number] | None:
    """The pair of counts of one noun: "12名董事…女性董事2名，占18.2%"."""
    before = [n for n in amounts if n.start < share.start]
    if not before or not share.qualifier.is_exact:
        return None
    part = before[-1]
    for whole in before[:-1]:
        noun = _NOUN.match(text[whole.start :])
        near = text[max(part.start - _NOUN_NEAR, 0) : part.start]
        if noun is None or noun["noun"] not in near or not _is_count(part):
            continue
        if not _is_count(whole) or part.value >= whole.value:
            continue
        gives = part.value / whole.value * _HUNDRED
        reach = share.step / 2
        if reach < abs(gives - share.value) <= _ONE_NOUN:
            return part, whole
        return None
    return None


def _one_kind(part: Number, whole: Number) -> bool:
    """Whether two numbers can be part and whole: counts of what the sentence is about."""
    if part.unit == whole.unit and part.unit not in _NO_KIND:
        return not _is_count(part) or part.sentence == whole.sentence
    return _is_count(part) and _is_count(whole) and part.sentence == whole.sentence


def _is_count(one: Number) -> bool:
    return one.step == 1 and one.value < _COUNT and one.unit != "money"


def _reach(one: Number) -> Decimal:
    return Decimal(0) if _is_count(one) else one.step / 2


def _finding(line: int, share: Number, part: Number, whole: Number) -> ReportFinding:
    exact = part.value / whole.value * _HUNDRED
    cut_off = share.qualifier is Qualifier.EXACT and share.value <= exact < share.value + share.step
    kind = Kind.ROUNDING_OR_TRUNCATION if cut_off else Kind.RATIO_MISMATCH
    severity = Severity.NOTE if cut_off else Severity.WARNING
    shown = f"{number(part.value)} / {number(whole.value)} = {computed(exact, share.value)}%"
    how = Text("; the share was cut off", "；该占比被截断") if cut_off else Text("", "")
    return ReportFinding(
        kind,
        severity,
        share.sentence.strip()[:80],
        Text(
            f"The sentence states {_BOUNDS[share.qualifier].en}{share.printed}, the numbers beside "
            "it give "
            f"{computed(exact, share.value)}%{how.en}.",
            f"文中给出{_BOUNDS[share.qualifier].zh}{share.printed}，"
            f"旁边的数字算得{computed(exact, share.value)}%{how.zh}。",
        ),
        (share.printed, part.printed, whole.printed),
        (line,),
        shown,
    )
