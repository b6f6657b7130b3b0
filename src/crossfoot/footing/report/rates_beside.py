"""Rates that follow from rows of their own table, where no unit says of which.

A share in per cent is of two rows above it; a rate "per 200,000 hours" divides the row that shares
its words by the row of hours. The other years prove which rows are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part, is_rate
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.printed_divisors import by_year
from crossfoot.footing.report.titles import stems
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.table import ReportTable, Row

_PER = re.compile(
    r"\bper (?P<en>\d[\d,]*|million) (?P<noun>[a-z]+?)s?\b|"
    r"每?(?P<zh>百万|二十万|20万|一百万)(?P<ding>工时|小时)",
    re.IGNORECASE,
)
_COUNTS = {"million": 1_000_000, "百万": 1_000_000, "一百万": 1_000_000} | dict.fromkeys(
    ("二十万", "20万"), 200_000
)
_SCALE = re.compile(r"million|百万|thousand|万|\b[1-9]0{3,}\b", re.IGNORECASE)
_SCALES = {"million": 1_000_000, "百万": 1_000_000, "thousand": 1_000, "万": 10_000}
#: rows above a share among which its part and its whole stand
_ABOVE = 6
#: years in which two rows have to give the rate before another one is doubted
_PROOF = 2
#: digits of a share that two rows do not give by chance
_DIGITS = 3
_HUNDRED = Decimal(100)
#: a share further off, in points, is of something else
_FAR = Decimal(15)
#: a share that printed amounts leave open by a larger part is proved by their exact one alone
_SURE = Decimal("1.02")

#: a rate with the rows that may give it: rate, amount, divisor, factor, how far off it may be
_Candidate = tuple[Row, Row, Row, Decimal, Decimal | None]


def rate_of_rows_beside(context: ReportContext) -> Iterator[ReportFinding]:
    """A rate that two rows of its table give in all years but one."""
    for table in context.data_tables():
        for rate in table.data_rows:
            candidates = [*_shares(table, rate), *_per_hours(table, rate)]
            years = [(each, *_years(*each)) for each in candidates]
            if any(not wrong and fit for _, fit, wrong in years):
                continue
            for (row, amount, divisor, factor, _), fit, wrong in years:
                if len(fit) >= _PROOF and len(wrong) == 1:
                    yield _finding(row, amount, divisor, factor, wrong[0])
                    break


def _shares(table: ReportTable, rate: Row) -> Iterator[_Candidate]:
    """A row in per cent, with two rows of one unit that stand right above it."""
    if rate.unit.strip() not in ("%", "％"):
        return
    rows = [row for row in table.data_rows if rate.line - _ABOVE <= row.line < rate.line]
    amounts = [row for row in rows if not is_rate(row)]
    words = set(stems(rate.label)) - {"率", "比"}
    for part in amounts:
        if not words & set(stems(part.label)):
            continue
        for whole in amounts:
            if part is not whole and compact(part.unit) == compact(whole.unit):
                yield rate, part, whole, _HUNDRED, _FAR


def _per_hours(table: ReportTable, rate: Row) -> Iterator[_Candidate]:
    """A row "per 200,000 hours", with the row that shares its words and the one of hours."""
    said = _PER.search(f"{rate.label} {rate.unit}")
    if said is None:
        return
    count = _COUNTS.get((said["en"] or said["zh"]).lower()) or int(said["en"].replace(",", ""))
    noun = (said["noun"] or said["ding"]).casefold()
    words = set(stems(_PER.sub(" ", rate.label)))
    plain = [row for row in table.data_rows if not is_rate(row) and not _PER.search(row.label)]
    for divisor in plain:
        if noun not in f"{divisor.label} {divisor.unit}".casefold():
            continue
        scale = _SCALE.search(f"{divisor.label} {divisor.unit}")
        worth = _SCALES.get(scale[0].lower(), 0) or int(scale[0]) if scale else 1
        for amount in plain:
            if amount is not divisor and words & set(stems(amount.label)):
                yield rate, amount, divisor, Decimal(count) / worth, None


def _years(
    rate: Row, amount: Row, divisor: Row, factor: Decimal, far: Decimal | None
) -> tuple[list[int], list[int]]:
    """The years in which two rows give a rate, and those in which they do not."""
    rates, amounts, divisors = by_year(rate), by_year(amount), by_year(divisor)
    fit, wrong = [], []
    for year in rates.keys() & amounts.keys() & divisors.keys():
        printed, above, below = rates[year], amounts[year], divisors[year]
        if below.low <= 0:
            return [], []
        low, high = above.low / below.high * factor, above.high / below.low * factor
        if printed.low <= high and low <= printed.high:
            exact = above.value / below.value * factor if below.value else low
            # one of three or four persons fits many a share within "rounding"
            sure = high <= low * _SURE or printed.low <= exact <= printed.high
            if far is None or (sure and _digits(printed) >= _DIGITS):
                fit.append(year)
        elif far is not None and not (low - far <= printed.value <= high + far):
            return [], []
        else:
            wrong.append(year)
    return fit, wrong


def _digits(cell: Part) -> int:
    return len((cell.value / cell.step).to_integral_value().as_tuple().digits)


def _finding(rate: Row, amount: Row, divisor: Row, factor: Decimal, year: int) -> ReportFinding:
    printed, above, below = (by_year(row)[year] for row in (rate, amount, divisor))
    gives = computed(above.value / below.value * factor, printed.value)
    return ReportFinding(
        Kind.RATIO_MISMATCH,
        Severity.ERROR,
        rate.path,
        Text(
            f"{rate.path} ({year}): {printed.text} is printed; “{amount.label}” over "
            f"“{divisor.label}” gives {gives}, and gave the rate of the other years.",
            f"{rate.path}（{year}）：所列为{printed.text}，“{amount.label}”除以“{divisor.label}”"
            f"为{gives}（其他年份均相符）。",
        ),
        (printed.text, above.text, below.text),
        (rate.line, amount.line, divisor.line),
        f"{above.text} / {below.text} × {number(factor)} = {gives} ≠ {number(printed.value)}",
    )
