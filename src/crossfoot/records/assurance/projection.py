"""From the errors of a sample to the error of the population.

An error is book value less audited value: above zero, the book says too much. What could not be
tested counts as an error of its whole value (ISA 530.11).

- Items that had to be selected stand for themselves: their errors are known, not projected.
- Ratio method (random, stratified, threshold), for each stratum: sum of errors / sum of book
  values of the sample x book value of the stratum.
- Value-weighted: each error's share of its book value (its taint) x the selection interval.

Sources: ISA 530.14 and A18-A20; AICPA Audit Guide "Audit Sampling", chapters 6 and 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from crossfoot.languages import Text
from crossfoot.records.assurance.sampling import Method


class Result(StrEnum):
    """What a test came to."""

    AGREED = "agreed"
    EXCEPTION = "exception"
    NOT_AVAILABLE = "not_available"


RESULT_NAMES: dict[Result, Text] = {
    Result.AGREED: Text("Agreed", "相符"),
    Result.EXCEPTION: Text("Exception", "例外"),
    Result.NOT_AVAILABLE: Text("Not available", "无法取得"),
}

#: the stratum of items that had to be selected, and that of all others of a sample without strata
CERTAIN, REST = "certain", "rest"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line of a sample.

    Attributes:
        stratum: to which it belongs.
        book: the value as the records have it.
        result: what the test came to; None where it was not tested yet.
        audited: the value that the evidence shows.
    """

    stratum: str
    book: Decimal
    result: Result | None
    audited: Decimal | None = None

    @property
    def error(self) -> Decimal:
        """Book value less audited value."""
        match self.result:
            case Result.EXCEPTION:
                return self.book - (self.book if self.audited is None else self.audited)
            case Result.NOT_AVAILABLE:
                return self.book - (self.audited or Decimal(0))
        return Decimal(0)


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the population.

    Attributes:
        name: a unit, `CERTAIN` or `REST`.
        count, total: its items and the sum of their values.
    """

    name: str
    count: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class Projected:
    """What a stratum comes to.

    Attributes:
        stratum: which.
        tested, lines: how many of the sample's lines have a result, of how many.
        book, error: of those tested.
        projected: the error of the whole stratum; None while a line is not tested, or where the
            tested lines have no book value to compare with.
    """

    stratum: Stratum
    tested: int
    lines: int
    book: Decimal
    error: Decimal
    projected: Fraction | None


FORMULAS: dict[bool, Text] = {
    False: Text(
        "projected error of a stratum = sum of errors / sum of book values tested × book value of "
        "the stratum (ratio method; ISA 530.14, A18–A20)",
        "层内推断误差 = 误差合计 ÷ 已测试账面值合计 × 该层账面值（比率法；国际审计准则第 530 号"
        "第 14 段、A18–A20 段）",
    ),
    True: Text(
        "projected error = sum of (error / book value) × selection interval; items as large as the "
        "interval stand for themselves (monetary-unit sampling; ISA 530, appendix 1)",
        "推断误差 = ∑（误差 ÷ 账面值）× 选样间隔；不小于间隔的项目按实际误差计"
        "（货币单位抽样；国际审计准则第 530 号附录 1）",
    ),
}


def project(
    method: Method,
    strata: Sequence[Stratum],
    lines: Iterable[Outcome],
    interval: Fraction | None = None,
) -> tuple[Projected, ...]:
    """The error of each stratum.

    Args:
        method: how the sample was drawn.
        strata: parts of the population.
        lines: the sample.
        interval: selection interval of a value-weighted sample.
    """
    by_stratum: dict[str, list[Outcome]] = {}
    for line in lines:
        by_stratum.setdefault(line.stratum, []).append(line)
    found = []
    for stratum in strata:
        own = by_stratum.get(stratum.name, [])
        done = [line for line in own if line.result is not None]
        book = sum((line.book for line in done), Decimal(0))
        error = sum((line.error for line in done), Decimal(0))
        whole = len(done) == len(own)
        projected = _projected(method, stratum, done, interval) if whole else None
        found.append(Projected(stratum, len(done), len(own), book, error, projected))
    return tuple(found)


def total(strata: Iterable[Projected]) -> Fraction | None:
    """The projected error of the population; None while one of its strata has none."""
    found = [each.projected for each in strata]
    known = [each for each in found if each is not None]
    return sum(known, Fraction(0)) if len(known) == len(found) else None


def known(strata: Iterable[Projected]) -> Decimal:
    """The errors that were found."""
    return sum((each.error for each in strata), Decimal(0))


def _projected(
    method: Method, stratum: Stratum, lines: Sequence[Outcome], interval: Fraction | None
) -> Fraction | None:
    errors = [Fraction(line.error) for line in lines]
    if stratum.name == CERTAIN or not any(errors):
        return sum(errors, Fraction(0)) if lines or not stratum.count else None
    if method is Method.VALUE and interval is not None:
        return (
            sum(
                (error / Fraction(line.book) for error, line in zip(errors, lines, strict=True)),
                Fraction(0),
            )
            * interval
        )
    book = sum((Fraction(line.book) for line in lines), Fraction(0))
    return sum(errors, Fraction(0)) / book * Fraction(stratum.total) if book else None


def strata_of(totals: Mapping[str, tuple[int, Decimal]]) -> tuple[Stratum, ...]:
    """Strata by name, as a sample keeps them."""
    return tuple(Stratum(name, count, total) for name, (count, total) in sorted(totals.items()))
