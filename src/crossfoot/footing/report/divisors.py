"""Rates of one column that imply different divisors, are exchanged, or slip by a power of ten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.report.intensities import Quotient, by_divisor, quotients
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text

#: a middle step that was rounded explains this much
_SLACK = Decimal("0.002")
#: nearer than this it is a doubt, further away very likely wrong
_SLIGHT = Decimal("0.01")
#: two rates alone are doubted only where they are further apart
_CLEAR = Decimal("0.05")
_FEWEST = 2
_MOST_RATES = 200
#: how far a divisor may change within a year; a power of ten is further away
_GROWTH = Decimal(4)
_STEADY = Decimal(2)
_AROUND = Decimal("1.6")

_Found = tuple[Quotient, Decimal]


def rates_of_one_divisor(context: ReportContext) -> Iterator[ReportFinding]:
    """Rates of one column and one divisor that do not follow from the divisor of the others.

    Two or more must agree before a third is doubted; two that exchanged their values are told as
    such, and a rate that is wrong in several years is told once.
    """
    wrong: dict[int, list[tuple[Quotient, Decimal, list[Quotient]]]] = {}
    for group in by_divisor(quotients(context)):
        agreed = _majority(group)
        if agreed is None:
            continue
        members, divisor = agreed
        outside = [each for each in group if not _near(each, divisor)]
        for one, other in combinations(outside, 2):
            if _near(one.with_rate(other.rate), divisor) and _near(
                other.with_rate(one.rate), divisor
            ):
                yield _exchanged(one, other, divisor)
                outside = [each for each in outside if each is not one and each is not other]
                break
        for each in outside:
            wrong.setdefault(each.rate.row.line, []).append((each, divisor, members))
    for cases in wrong.values():
        yield _wrong_rate(cases)


def _majority(group: Sequence[Quotient]) -> tuple[list[Quotient], Decimal] | None:
    """The quotients that imply one divisor, if they are more than the others; and that divisor."""
    best: list[Quotient] = []
    for candidate in group:
        inside = [each for each in group if _meets(each, candidate.low, candidate.low)]
        if len(inside) > len(best):
            best = inside
    for candidate in group:
        inside = [each for each in group if _meets(each, candidate.low, candidate.low)]
        if len(inside) == len(best) and not _same(inside, best):
            return None  # a vague rate agrees with two that do not agree with each other
    rows = {each.rate.row.line for each in best}
    amounts = {each.amount.row.line for each in best}
    if min(len(rows), len(amounts)) < _FEWEST or 2 * len(best) <= len(group):
        return None
    return best, min(best, key=lambda each: (each.high - each.low) / each.value).value


def _same(some: Sequence[Quotient], others: Sequence[Quotient]) -> bool:
    return {id(each) for each in some} == {id(each) for each in others}


def _meets(each: Quotient, low: Decimal, high: Decimal) -> bool:
    return each.low * (1 - _SLACK) <= high and low <= each.high * (1 + _SLACK)


def _near(each: Quotient, divisor: Decimal) -> bool:
    return _meets(each, divisor, divisor)


def _gap(each: Quotient, divisor: Decimal) -> Decimal:
    """How far the rate misses the divisor, beyond its rounding, as a share."""
    return max(each.low - divisor, divisor - each.high, Decimal(0)) / divisor


def _wrong_rate(cases: Sequence[tuple[Quotient, Decimal, list[Quotient]]]) -> ReportFinding:
    quotient, divisor, members = max(cases, key=lambda case: _gap(case[0], case[1]))
    label = quotient.rate.row.path
    severity = Severity.WARNING if _gap(quotient, divisor) >= _SLIGHT else Severity.NOTE
    gives = computed(quotient.expected(divisor), quotient.rate.value)
    witness = members[0].rate.row
    shown = "; ".join(
        f"{case.column}: {_division(case)} = {computed(case.value)} ≠ {computed(known)}"
        for case, known, _ in cases
    )
    return ReportFinding(
        Kind.RATIO_MISMATCH,
        severity,
        label,
        Text(
            f"{label} ({quotient.column}): {quotient.rate.text} does not follow from the divisor "
            f"that “{witness.label}” and {len(members) - 1} more imply; with it the value is "
            f"{gives}.",
            f"{label}（{quotient.column}）：{quotient.rate.text}与“{witness.label}”等"
            f"{len(members)}项所隐含的分母不符，据此计算应为{gives}。",
        ),
        tuple(text for case, *_ in cases for text in (case.rate.text, case.amount.text)),
        _lines(quotient, *members),
        shown,
    )


def _exchanged(one: Quotient, other: Quotient, divisor: Decimal) -> ReportFinding:
    first, second = one.rate.row.label, other.rate.row.label
    return ReportFinding(
        Kind.RATIO_MISMATCH,
        Severity.WARNING,
        first,
        Text(
            f"{one.column}: {one.rate.text} ({first}) and {other.rate.text} ({second}) seem to be "
            "exchanged: each follows from the amount of the other.",
            f"{one.column}：{one.rate.text}（{first}）与{other.rate.text}（{second}）似乎互换："
            "二者分别与对方的总量相符。",
        ),
        (one.rate.text, other.rate.text, one.amount.text, other.amount.text),
        _lines(one, other),
        f"{one.amount.text} -> {computed(one.expected(divisor), one.rate.value)}; "
        f"{other.amount.text} -> {computed(other.expected(divisor), other.rate.value)}",
    )


def rates_that_agreed_before(context: ReportContext) -> Iterator[ReportFinding]:
    """Two rates that imply one divisor in some columns and two divisors in another one."""
    every = quotients(context)
    decided = {each.column + each.divisor for g in by_divisor(every) if _majority(g) for each in g}
    rows: dict[int, dict[str, Quotient]] = {}
    for each in every:
        rows.setdefault(each.rate.row.line, {})[each.column] = each
    for one, other in combinations([*rows.values()][:_MOST_RATES], 2):
        shared = [c for c in one if c in other and one[c].divisor == other[c].divisor]
        agree = [c for c in shared if _meets(one[c], other[c].low, other[c].high)]
        apart = [c for c in shared if c not in agree and c + one[c].divisor not in decided]
        if len(agree) < len(apart) or not agree or not apart:
            continue
        first, second = one[apart[0]], other[apart[0]]
        if _gap(first, second.value) < _CLEAR:
            continue
        yield _two_divisors(first, second, agree)


def _two_divisors(one: Quotient, other: Quotient, agree: Sequence[str]) -> ReportFinding:
    first, second = one.rate.row.label, other.rate.row.label
    return ReportFinding(
        Kind.RATIO_MISMATCH,
        Severity.WARNING,
        first,
        Text(
            f"{one.column}: {one.rate.text} ({first}) and {other.rate.text} ({second}) imply two "
            f"divisors, {computed(one.value)} and {computed(other.value)}; in "
            f"{', '.join(agree)} they imply one.",
            f"{one.column}：{one.rate.text}（{first}）与{other.rate.text}（{second}）隐含的分母不同"
            f"（{computed(one.value)}与{computed(other.value)}），而{'、'.join(agree)}一致。",
        ),
        (one.rate.text, other.rate.text, one.amount.text, other.amount.text),
        _lines(one, other),
        f"{_division(one)} = {computed(one.value)}; {_division(other)} = {computed(other.value)}",
    )


def rate_slips_between_years(context: ReportContext) -> Iterator[ReportFinding]:
    """A rate that drops or rises by a power of ten while what it divides does not."""
    rows: dict[tuple[int, int], list[Quotient]] = {}
    for each in quotients(context):
        rows.setdefault((each.rate.row.line, each.amount.row.line), []).append(each)
    slips = [(series, slip) for series in rows.values() if (slip := _slip(series)) is not None]
    for series, (odd, other) in slips:
        alike = [s for s in rows.values() if s[0].divisor == odd.divisor and s is not series]
        if any(_changed(s, odd.column, other.column) for s in alike):
            continue  # the divisor itself changed, or is printed in another unit
        label = odd.rate.row.path
        gives = computed(odd.expected(other.value), odd.rate.value)
        yield ReportFinding(
            Kind.UNIT_SCALE,
            Severity.WARNING,
            label,
            Text(
                f"{label} ({odd.column}): {odd.rate.text} is off by a power of ten: the amount "
                f"hardly changed, and with the divisor of {other.column} the value is {gives}.",
                f"{label}（{odd.column}）：{odd.rate.text}相差10的倍数：总量变化不大，"
                f"按{other.column}的分母计算应为{gives}。",
            ),
            (odd.rate.text, other.rate.text, odd.amount.text, other.amount.text),
            _lines(odd),
            f"{odd.column}: {_division(odd)} = {computed(odd.value)}; "
            f"{other.column}: {_division(other)} = {computed(other.value)}",
        )


def _slip(series: Sequence[Quotient]) -> tuple[Quotient, Quotient] | None:
    """The year that implies a divisor ten times that of the others, and one of those."""
    if len(series) < _FEWEST:
        return None
    for odd in series:
        others = [each for each in series if each is not odd]
        if any(not _power(odd, each) for each in others):
            continue
        if len(others) == 1 and others[0].rate.value < odd.rate.value:
            continue  # of two years either may be wrong: it is told once
        amounts = [each.amount.value for each in series]
        if max(amounts) <= _STEADY * min(amounts):
            return odd, others[-1]
    return None


def _changed(series: Sequence[Quotient], one: str, other: str) -> bool:
    """Whether another rate says that the divisor changed between two columns."""
    values = [each.value for each in series if each.column in (one, other)]
    return len(values) > 1 and max(values) > _STEADY * min(values)


def _power(odd: Quotient, other: Quotient) -> bool:
    """Whether two divisors are about a power of ten apart."""
    ratio = max(odd.value, other.value) / min(odd.value, other.value)
    if ratio <= _GROWTH:
        return False
    power = ratio.log10().to_integral_value()
    off = ratio / Decimal(10) ** int(power)
    return power >= 1 and 1 / _AROUND < off < _AROUND


def _division(quotient: Quotient) -> str:
    return f"{number(quotient.amount.value)} / {number(quotient.rate.value)}"


def _lines(*found: Quotient) -> tuple[int, ...]:
    lines = dict.fromkeys(n for q in found for n in (q.rate.row.line, q.amount.row.line))
    return tuple(lines)[:MOST_LINES]
