"""Fiscal years: in which month the year of a unit begins, and what its parts are called.

Years of twelve whole months only; a 4-4-5 calendar, whose periods are weeks, is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.languages import Language, Text
from crossfoot.quantities.periods import Period
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import FiscalYear

#: months of the parts of a year, by their letter
_PARTS = {"Q": 3, "H": 6, "M": 1}
_FORM = re.compile(
    r"FY ?(?P<year>\d{4})(?:/\d{2}(?:\d{2})?)?(?:[- ]?(?P<part>[QHM])(?P<number>\d{1,2}))?", re.I
)
_NAMES = {
    3: Text(
        "FY{year}/{short} Q{number} ({first} to {last})",
        "{year}/{short}财年第{number}季度（{first}至{last}）",
    ),
    6: Text(
        "FY{year}/{short} H{number} ({first} to {last})",
        "{year}/{short}财年{half}（{first}至{last}）",
    ),
}


def first_months(day: date, organisation: Organisation) -> dict[str, int]:
    """In which month the year of each unit begins on a day; one query.

    A unit without a fiscal year of its own has that of the unit that holds it.
    """
    own: dict[str, int] = {}
    standing = FiscalYear.objects.filter(valid_from__lte=day).select_related("unit")
    for each in standing.order_by("valid_from", "id"):
        own[each.unit.code] = each.first_month
    found: dict[str, int] = {}
    for entity in organisation.below(organisation.root.id):
        found[entity.id] = own.get(entity.id) or found.get(entity.parent, 1)
    return found


def first_month_of(units: Iterable[str], day: date, organisation: Organisation) -> int:
    """The month in which the year of all these units begins.

    Raises:
        CrossfootError: their years begin in different months.
    """
    months = first_months(day, organisation)
    found = {unit: months[unit] for unit in units if unit in months}
    distinct = sorted(set(found.values())) or [1]
    if len(distinct) > 1:
        raise CrossfootError(
            problem(
                Text(
                    "the fiscal years of these units begin in different months: {months}",
                    "所选单位的财年起始月份不同：{months}",
                ),
                remedy=Text(
                    "open a campaign for each, or name the months, such as 2024-04/2025-03",
                    "请分别发起，或直接写明月份，如 2024-04/2025-03",
                ),
                months="; ".join(
                    f"{month}: {', '.join(sorted(unit for unit in found if found[unit] == month))}"
                    for month in distinct
                ),
            )
        )
    return distinct[0]


def is_fiscal(text: str) -> bool:
    """Whether a period is written as one of a fiscal year."""
    return _FORM.fullmatch(text.strip()) is not None


def fiscal_period(text: str, first_month: int) -> Period:
    """The period that `FY2024`, `FY2024/25`, `FY2024-Q1`, `FY2024-H2` or `FY2024-M12` names.

    The number is that of the calendar year in which the fiscal year begins.

    >>> fiscal_period("FY2024", 4), fiscal_period("fy2024/25-q4", 4)
    (Period('2024-04/2025-03'), Period('2025-Q1'))

    Raises:
        ValueError: it names none, or a part that a year has not.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year = Period.fiscal_year(int(match["year"]), first_month)
    if not match["part"]:
        return year
    parts = year.parts(_PARTS[match["part"].upper()])
    number = int(match["number"])
    if not 1 <= number <= len(parts):
        raise ValueError(text)
    return parts[number - 1]


def named(period: Period, first_month: int) -> Text:
    """A period as people of that fiscal year call it.

    >>> named(Period.parse("2025-Q1"), 4).en
    'FY2024/25 Q4 (January 2025 to March 2025)'
    >>> named(Period.fiscal_year(2024, 4), 4).zh, named(Period.parse("2025-Q1"), 1).en
    ('2024/25财年', 'Q1 2025')
    """
    months = period.month_count
    plain = Text(period.label("en"), period.label("zh"))
    if first_month == 1 or months not in _NAMES:
        return plain
    ahead = (period.start.month - first_month) % 12
    if ahead % months:
        return plain  # it lies across the parts of the year
    start = period.start.year - (period.start.month < first_month)
    edges = list(period.split_by_month())
    number = ahead // months + 1

    def said(language: Language) -> str:
        return _NAMES[months][language].format(
            year=start,
            short=f"{(start + 1) % 100:02d}",
            number=number,
            half="上半年" if number == 1 else "下半年",
            first=edges[0].label(language),
            last=edges[-1].label(language),
        )

    return Text(said("en"), said("zh"))
