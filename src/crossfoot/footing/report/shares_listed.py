"""Shares that a sentence lists together, against the amounts that it lists before them.

"Emissions were 98 t, of which scope 1 20 t and scope 2 78 t, accounting for 20.4 % and 73.8 %
respectively": each share is that of the amount at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.calculation.intervals import Interval
from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text

_LISTED = re.compile(
    r"分别占(?:比|总?[^\d，。；;]{0,14})?(?:为|达|的)?|"
    r"\b(?:account(?:s|ed|ing) for|represent(?:s|ed|ing)?|or)\b(?=[^;]{0,80}\brespectively\b)",
    re.IGNORECASE,
)
#: what stands between the shares of a list
_BETWEEN = re.compile(r"[\d.,\s%％]*(?:and|和|及|与|以及|、|，|,)?\s*", re.IGNORECASE)
_FEWEST = 2
_HUNDRED = Decimal(100)


def shares_listed_together(context: ReportContext) -> Iterator[ReportFinding]:
    """A list of shares of which one is not that of the amount at its place.

    Only where the amounts make the whole that stands before them, so that it is known of what.
    """
    for line, text in context.prose():
        for listed in _LISTED.finditer(text):
            numbers = [n for n in numbers_in(text) if not n.is_year]
            shares = _shares(text, listed.end(), numbers)
            amounts = [n for n in numbers if n.start < listed.start() and n.unit != "%"]
            if len(shares) < _FEWEST or len(amounts) <= len(shares):
                continue
            parts, whole = amounts[-len(shares) :], amounts[-len(shares) - 1]
            if not _make(parts, whole):
                continue
            for share, part in zip(shares, parts, strict=True):
                if not _gives(part, whole, share):
                    yield _finding(line, share, part, whole)


def _shares(text: str, start: int, numbers: Sequence[Number]) -> list[Number]:
    """The percentages that follow each other right behind a place."""
    found: list[Number] = []
    at = start
    for each in (n for n in numbers if n.start >= start):
        if each.unit != "%" or not _BETWEEN.fullmatch(text[at : each.start]):
            break
        found.append(each)
        at = each.start
    return found


def _make(parts: Sequence[Number], whole: Number) -> bool:
    """Whether amounts of one unit add up to the number before them, within rounding."""
    if any(not _one_unit(p.unit, whole.unit) or not p.qualifier.is_exact for p in parts):
        return False
    reach = (sum((p.step for p in parts), Decimal(0)) + whole.step) / 2
    return abs(sum((p.value for p in parts), Decimal(0)) - whole.value) <= reach


def _one_unit(one: str, other: str) -> bool:
    """Whether two units are one, perhaps said in full once: 吨二氧化碳当量 and 吨."""
    return one == other or (
        bool(one and other) and (one.startswith(other) or other.startswith(one))
    )


def _gives(part: Number, whole: Number, share: Number) -> bool:
    """Whether a part is the stated share, whichever way it was rounded."""
    low = (part.value - part.step / 2) / (whole.value + whole.step / 2) * _HUNDRED
    high = (part.value + part.step / 2) / (whole.value - whole.step / 2) * _HUNDRED
    return Interval.stated(share.value, share.step, share.qualifier).meets(Interval(low, high))


def _finding(line: int, share: Number, part: Number, whole: Number) -> ReportFinding:
    gives = part.value / whole.value * _HUNDRED
    shown = f"{number(part.value)} / {number(whole.value)} = {computed(gives, share.value)}%"
    return ReportFinding(
        Kind.RATIO_MISMATCH,
        Severity.ERROR,
        share.sentence.strip()[:80],
        Text(
            f"The sentence gives {share.printed} for {part.printed} of {whole.printed}, "
            f"which is {computed(gives, share.value)}%.",
            f"文中称{part.printed}占{whole.printed}的{share.printed}，"
            f"实为{computed(gives, share.value)}%。",
        ),
        (share.printed, part.printed, whole.printed),
        (line,),
        shown,
    )
