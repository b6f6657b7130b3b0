"""Rates whose amount and divisor are both printed as rows, under whatever names.

"Water per guest night" follows from "Hotels" under "Water" and from "Guest nights": which rows it
is of is learnt from the years in which they give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from crossfoot.errors import CrossfootError
from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.titles import stems
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.quantities.units import conversion_factor
from crossfoot.reading.headings import compact
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.table import Row

_DIVIDED = re.compile(r"\s*[/／]\s*|\s+per\s+", re.IGNORECASE)
_EMITS = re.compile(r"emission|排放", re.IGNORECASE)
_MOST_ROWS = 300
_MOST_PAIRS = 400
#: years in which two rows have to give the rate before a third is doubted
_PROOF = 2
#: digits of a rate that two rows do not give by chance
_DIGITS = 2
#: a rate further off is of something else
_FAR = Decimal("0.5")
#: a middle step that was rounded explains this much
_SLACK = Decimal("0.003")


@dataclass(frozen=True, slots=True)
class _Relation:
    """A rate with the rows that give it, and the years in which they do not."""

    rate: Row
    amount: Row
    divisor: Row
    factor: Decimal
    years: tuple[int, ...]
    wrong: tuple[int, ...]


def rate_of_two_rows(context: ReportContext) -> Iterator[ReportFinding]:
    """A rate that two rows give in all years but one."""
    rows = [row for table in context.data_tables() for row in table.data_rows]
    if len(rows) > _MOST_ROWS:
        return
    values = {row.line: by_year(row) for row in rows}
    rates = [r for r in rows if len(_DIVIDED.split(r.unit.strip())) == 2 and values[r.line]]
    plain = [r for r in rows if r not in rates and values[r.line]]
    in_unit = lru_cache(maxsize=None)(lambda unit: _in_unit(plain, unit))
    for rate in rates:
        above, below = _DIVIDED.split(rate.unit.strip())
        amounts = in_unit(above)
        emitted = _emitted(context, rate, above, plain)
        found = [
            *_relations(rate, amounts, in_unit(below), values),
            *_relations(rate, emitted, in_unit(below), values, same_words=False),
        ]
        best = max(found, key=lambda each: len(each.years), default=None)
        if best is None or not best.wrong:
            continue
        # where other rows give all the years, the rate is of those
        if any(not each.wrong for each in found):
            continue
        yield from (_finding(best, year, values) for year in best.wrong)


def by_year(row: Row) -> dict[int, Part]:
    """The exact numbers of a row above zero, by the years of their columns."""
    return {
        value.head.year: Part(
            row,
            value.text.strip(),
            value.printed.number,
            value.printed.scale.scaleb(-value.printed.decimals),
        )
        for value in row.values
        if value.head is not None
        and value.head.year is not None
        and value.printed is not None
        and value.printed.qualifier.is_exact
        and value.printed.number > 0
    }


def _in_unit(rows: Iterable[Row], unit: str) -> list[tuple[Row, Decimal]]:
    """The rows in a unit, or in one that can be turned into it, with the factor."""
    wanted, short = read_unit(unit), compact(unit)
    found = []
    for row in rows:
        if compact(row.unit) == short or (short and short in compact(row.label)):
            found.append((row, Decimal(1)))
            continue
        own = read_unit(row.unit)
        if not own.unit or not wanted.unit or own.dimension != wanted.dimension:
            continue
        try:
            found.append((row, conversion_factor(own.unit, wanted.unit)))
        except CrossfootError:
            continue
    return found


def _emitted(
    context: ReportContext, rate: Row, unit: str, rows: Iterable[Row]
) -> list[tuple[Row, Decimal]]:
    """For a rate of emissions in plain tonnes: the rows of emissions in tonnes of CO2e."""
    wanted = read_unit(unit)
    if wanted.dimension != "[mass]" or not _EMITS.search(rate.label):
        return []
    return [
        (row, Decimal(1))
        for row in rows
        if read_unit(row.unit).unit == f"{wanted.unit} CO2e"
        or read_unit(row.unit).unit == f"{wanted.unit}*CO2e"
        if context.metric_at(row.line).startswith("ghg.total")
    ]


def _relations(
    rate: Row,
    amounts: Sequence[tuple[Row, Decimal]],
    divisors: Sequence[tuple[Row, Decimal]],
    values: dict[int, dict[int, Part]],
    *,
    same_words: bool = True,
) -> Iterator[_Relation]:
    words = set(stems(rate.path))
    pairs = [(a, d) for a in amounts for d in divisors if a[0] is not d[0]]
    for (amount, up), (divisor, down) in pairs[:_MOST_PAIRS]:
        if not words & set(stems((amount if same_words else divisor).path)):
            continue
        factor = up / down
        shared = [
            year
            for year in values[rate.line]
            if year in values[amount.line] and year in values[divisor.line]
        ]
        told = [y for y in shared if _digits(values[rate.line][y]) >= _DIGITS]
        fit = [y for y in told if _gives(rate, amount, divisor, factor, y, values, _SLACK)]
        wrong = [y for y in shared if not _gives(rate, amount, divisor, factor, y, values, _SLACK)]
        near = [y for y in wrong if _gives(rate, amount, divisor, factor, y, values, _FAR)]
        if len(fit) >= _PROOF and len(wrong) <= 1 and wrong == near:
            yield _Relation(rate, amount, divisor, factor, tuple(fit), tuple(wrong))


def _gives(
    rate: Row,
    amount: Row,
    divisor: Row,
    factor: Decimal,
    year: int,
    values: dict[int, dict[int, Part]],
    slack: Decimal,
) -> bool:
    printed, above, below = (values[row.line][year] for row in (rate, amount, divisor))
    if below.low <= 0:
        return False
    low, high = above.low / below.high * factor, above.high / below.low * factor
    return printed.low <= high * (1 + slack) and low * (1 - slack) <= printed.high


def _digits(cell: Part) -> int:
    return len((cell.value / cell.step).to_integral_value().as_tuple().digits)


def _finding(relation: _Relation, year: int, values: dict[int, dict[int, Part]]) -> ReportFinding:
    rows = relation.rate, relation.amount, relation.divisor
    rate, amount, divisor = (values[row.line][year] for row in rows)
    gives = amount.value / divisor.value * relation.factor
    others = ", ".join(map(str, sorted(relation.years)))
    return ReportFinding(
        Kind.RATIO_MISMATCH,
        Severity.ERROR,
        relation.rate.path,
        Text(
            f"{relation.rate.path} ({year}): {rate.text} is printed; "
            f"“{relation.amount.label}” over “{relation.divisor.label}” gives "
            f"{computed(gives, rate.value)}, and gave the rate of {others}.",
            f"{relation.rate.path}（{year}）：所列为{rate.text}，“{relation.amount.label}”除以"
            f"“{relation.divisor.label}”为{computed(gives, rate.value)}（{others}年均相符）。",
        ),
        (rate.text, amount.text, divisor.text),
        tuple(row.line for row in rows),
        f"{amount.text} / {divisor.text} = {computed(gives, rate.value)} ≠ {number(rate.value)}",
    )
