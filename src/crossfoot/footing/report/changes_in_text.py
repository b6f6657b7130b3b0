"""A change in percent against the two numbers that stand with it in its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.numbers import NUMBER, decimals_of

_UP = r"increas\w*|ris\w+|rose|gr[eo]w\w*|growth|up|higher|climb\w*|improv\w*"
_DOWN = r"decreas\w*|reduc\w*|declin\w*|f[ea]ll\w*|drop\w*|down|lower|cut"
_UP_ZH, _DOWN_ZH = "增长|增加|上升|提升|提高|上涨", "下降|减少|降低|下滑|缩减|回落"
#: what may stand behind a number: a unit, and no other number
_REST = r"[^\d.;,，。；]{0,40}?"
_A, _B = rf"(?P<before>{NUMBER})(?P<unit>\s?[%％])?", rf"(?P<after>{NUMBER})(?P<unit2>\s?[%％])?"
_POINTS = (
    r"(?:[%％](?P<points>\s?(?:percentage )?points?)?|(?P<points2>个百分点|percentage points?))"
)
_P = rf"(?P<percent>{NUMBER})\s?{_POINTS}"
_PATTERNS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        # fell by 14.8% from 0.478 tce to 0.434 tce
        rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\s(?:by\s)?{_P}\s?,?\sfrom\s(?:RMB\s?)?{_A}{_REST}"
        rf"(?:in\s(?:19|20)\d\d\s)?\bto\s(?:RMB\s?)?{_B}",
        # from 9.10 to 8.26 tonnes, a decrease of 9.2%
        rf"\bfrom\s(?:RMB\s?)?{_A}{_REST}(?:in\s(?:19|20)\d\d\s)?\bto\s(?:RMB\s?)?{_B}{_REST}"
        rf"(?:in\s(?:19|20)\d\d)?,\s(?:an?\s)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\s(?:of|by)\s{_P}",
        # 由9.10吨降至8.26吨，下降9.2%
        rf"(?:由|从)[^\d，。；]{{0,12}}(?:(?:19|20)\d\d年的?)?{_A}{_REST}(?:至|到|为){_B}{_REST}[，,（(]"
        rf"[^\d，。；]{{0,8}}(?:(?P<up>{_UP_ZH})|(?P<down>{_DOWN_ZH}))[^\d，。；]{{0,3}}{_P}",
        # 为97.2%，较上年的96.5%提升0.7个百分点
        rf"{_B}{_REST}[，,]\s?(?:较|比)(?:(?:19|20)\d\d年度?|上年度?|去年)(?:末|底)?的?{_A}{_REST}"
        rf"(?:(?P<up>{_UP_ZH})|(?P<down>{_DOWN_ZH}))了?{_P}",
    )
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HUNDRED = Decimal(100)


def change_in_a_sentence(context: ReportContext) -> Iterator[ReportFinding]:
    """A change does not follow from its two numbers: "fell by 14.8% from 0.478 to 0.434"."""
    for line, text in context.prose():
        for pattern in _PATTERNS:
            for match in pattern.finditer(text):
                found = _judge(line, match)
                if found is not None:
                    yield found


def _judge(line: int, match: re.Match[str]) -> ReportFinding | None:
    before, after, percent = (
        Decimal(match[name].replace(",", "")) for name in ("before", "after", "percent")
    )
    groups = match.groupdict()
    stated = -percent if groups.get("down") else percent
    half = Decimal(1).scaleb(-decimals_of(match["percent"])) / 2
    near, far = (Decimal(1).scaleb(-decimals_of(match[n])) / 2 for n in ("before", "after"))
    if before <= near or (_YEAR.fullmatch(match["before"]) and _YEAR.fullmatch(match["after"])):
        return None  # "between 2021 and 2030"
    spans = []
    rates = bool(groups.get("unit")) and bool(groups.get("unit2"))
    points = bool(groups.get("points") or groups.get("points2"))
    if not points:
        low = ((after - far) / (before + near) - 1) * _HUNDRED
        spans.append((low, ((after + far) / (before - near) - 1) * _HUNDRED))
    if rates:
        spans.append((after - before - near - far, after - before + near + far))
    if not spans or any(low <= stated + half and stated - half <= high for low, high in spans):
        return None
    if points:
        gives, shown = after - before, f"{match['after']} − {match['before']}"
    else:
        gives, shown = (after / before - 1) * _HUNDRED, f"{match['after']} / {match['before']} − 1"
    sign = "" if points else "%"
    result = f"{number(gives.quantize(half * 2))}{sign}"
    return ReportFinding(
        Kind.PERCENT_CHANGE_MISMATCH,
        Severity.ERROR if stated * gives <= 0 else Severity.WARNING,
        match[0][:60],
        Text(
            f"The sentence states a change of {number(stated)}{sign}, "
            f"its own numbers give {result}.",
            f"文中称变化{number(stated)}{sign}，而同句数据变化为{result}。",
        ),
        (match["percent"], match["before"], match["after"]),
        (line,),
        f"{shown} = {result}",
    )
