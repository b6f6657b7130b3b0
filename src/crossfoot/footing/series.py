"""Figures over time: gaps, slips of scale, and jumps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.wording import computed, joined, marked, number
from crossfoot.languages import Text
from crossfoot.metrics.metric import Kind as MetricKind
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier

#: a series shorter than this says nothing of what is usual
SHORTEST_SERIES = 6

#: how far values of a steady series lie apart at most, the highest over the lowest
STEADY = Decimal(20)

#: a value this many times the median, or this part of it, has slipped by a power of ten
SLIP = Decimal(50)


@dataclass(frozen=True, slots=True)
class Jump:
    """How much a figure may change from one year to the next before somebody should look.

    Attributes:
        factor: times as much, or as little.
        beyond_growth: times as much beyond the growth of the organisation itself, as its
            headcount tells; None where growth explains nothing, as in a ratio.
        smallest: values below it, in the unit of the metric, jump for no reason.
    """

    factor: Decimal
    beyond_growth: Decimal | None
    smallest: Decimal


#: by kind of metric; scores and texts do not jump
JUMPS = {
    MetricKind.ACTIVITY: Jump(Decimal(3), Decimal("2.5"), Decimal(10)),
    MetricKind.FLOW: Jump(Decimal("1.9"), Decimal("2.25"), Decimal(20)),
    MetricKind.STOCK: Jump(Decimal("1.9"), Decimal("2.25"), Decimal(20)),
    MetricKind.RATIO: Jump(Decimal("2.5"), None, Decimal("0.1")),
}

#: what the size of an organisation is measured by; the first that is known for both years counts
SIZES = ("workforce.headcount", "finance.revenue")


def missing_period(context: Context) -> Iterator[Finding]:
    """A series that goes on has no gap."""
    for series in _series(context):
        if len(series) < 2:
            continue
        gaps = _gaps([fact.period for fact in series])
        if gaps:
            yield _missing(context, series, gaps)


def sum_waits_for_parts(context: Context) -> Iterator[Finding]:
    """A sum over months or sites that has no value, because one of them has none."""
    waiting: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in context.facts:
        if fact.basis is Basis.COMPUTED and fact.value is None and ": " in fact.nil_reason:
            group = (fact.metric, str(fact.period), fact.nil_reason)
            waiting.setdefault(group, []).append(fact)
    for (metric, period, reason), facts in waiting.items():
        what, _, listed = reason.partition(": ")
        names = joined(
            context.words.entity(each) if context.words.entity(each).en else Text(each, each)
            for each in listed.split(", ")
        )
        if what not in _WAITS or metric not in context.catalogue:
            continue
        title = context.words.title(metric)
        words = _WAITS[what]
        yield Finding(
            Kind.MISSING_PERIOD,
            Severity.WARNING,
            metric,
            Text(
                f"{title.en}, {period}: there is no sum, {words.en}: {names.en}",
                f"{title.zh}，{period}：无法合计，{words.zh}：{names.zh}",
            ),
            facts=tuple(facts[:12]),
        )


_WAITS = {
    "missing periods": Text("as these periods have no value", "以下期间缺少数值"),
    "missing entities": Text("as these entities have no value", "以下主体缺少数值"),
}


def slip_of_scale(context: Context) -> Iterator[Finding]:
    """A month that is a hundred or a thousand times all others was entered in another unit."""
    for series in _series(context):
        metric = context.catalogue[series[0].metric]
        amounts = [fact for fact in series if fact.number > 0]
        if len(amounts) < SHORTEST_SERIES or metric.kind in (MetricKind.RATIO, MetricKind.SCORE):
            continue
        for fact in amounts:
            others = [each.number for each in amounts if each is not fact]
            usual = median(others)
            ratio = fact.number / usual
            if max(others) / min(others) > STEADY or 1 / SLIP < ratio < SLIP:
                continue
            yield _slipped(context, fact, usual, ratio)


def jump_between_years(context: Context) -> Iterator[Finding]:
    """A figure that jumps from one year to the next, more than the organisation grew.

    One note for a metric whose whole jumps; else one for each breakdown in which a part does.
    """
    jumps: dict[tuple[str, str, Period], list[tuple[Fact, Fact]]] = {}
    for series in _series(context):
        jump = JUMPS.get(context.catalogue[series[0].metric].kind)
        if jump is None or not series[0].period.is_year:
            continue
        for before, after in pairwise(series):
            if before.period == after.period.previous() and _jumps(context, jump, before, after):
                group = (after.metric, after.entity, after.period)
                jumps.setdefault(group, []).append((before, after))
    for pairs in jumps.values():
        if any(not after.dimensions for _, after in pairs):
            yield _jumped(context, pairs)
            continue
        by_split: dict[tuple[str, ...], list[tuple[Fact, Fact]]] = {}
        for before, after in pairs:
            by_split.setdefault(tuple(after.dimensions), []).append((before, after))
        for alike in by_split.values():
            yield _jumped(context, alike)


def _jumps(context: Context, jump: Jump, before: Fact, after: Fact) -> bool:
    low, high = sorted((before.number, after.number))
    if low <= 0 or high < jump.smallest or high / low < jump.factor:
        return False
    if before.qualifier is not Qualifier.EXACT or after.qualifier is not Qualifier.EXACT:
        return False
    if jump.beyond_growth is None:
        return True
    growth = _growth(context, after)
    change = after.number / before.number / growth
    return max(change, 1 / change) >= jump.beyond_growth


def _growth(context: Context, fact: Fact) -> Decimal:
    """How much larger the organisation is than in the year before; 1 where nobody says."""
    for size in SIZES:
        now = context.known(FactKey(size, fact.entity, fact.period))
        then = context.known(FactKey(size, fact.entity, fact.period.previous()))
        if now is not None and then is not None and now.number > 0 and then.number > 0:
            return now.number / then.number
    return Decimal(1)


def _jumped(context: Context, pairs: Sequence[tuple[Fact, Fact]]) -> Finding:
    # the whole first, then the largest change
    ordered = sorted(pairs, key=lambda pair: (len(pair[1].dimensions), -_change(*pair)))
    before, after = ordered[0]
    name = context.words.figure(after)
    change = _signed((after.number / before.number - 1) * 100)
    said, earlier = context.words.value(after), context.words.value(before)
    more = len(ordered) - 1
    message = Text(
        f"{name.en}: {said.en} after {earlier.en} in {before.period} ({change}%)",
        f"{name.zh}：{before.period}年为{earlier.zh}，本年为{said.zh}（{change}%）",
    )
    if more:
        message = Text(
            f"{message.en}; {more} more of its figures {'jump' if more > 1 else 'jumps'} as well",
            f"{message.zh}；另有{more}项分类数据同样变动较大",
        )
    facts = [fact for pair in ordered[:6] for fact in (pair[1], pair[0])]
    return Finding(
        Kind.IMPLAUSIBLE_MAGNITUDE,
        Severity.NOTE,
        after.metric,
        message,
        f"{marked(number(after.number), after.unit)} / "
        f"{marked(number(before.number), before.unit)} = {computed(after.number / before.number)}",
        tuple(facts),
    )


def _signed(change: Decimal) -> str:
    shown = number(change, 1)
    return f"+{shown}" if change > 0 else shown


def _change(before: Fact, after: Fact) -> Decimal:
    ratio = after.number / before.number
    return max(ratio, 1 / ratio)


def _slipped(context: Context, fact: Fact, usual: Decimal, ratio: Decimal) -> Finding:
    name, said = context.words.figure(fact), context.words.value(fact)
    en = f"{computed(ratio)} times" if ratio > 1 else f"one {computed(1 / ratio)}th of"
    zh = f"{computed(ratio)}倍" if ratio > 1 else f"1/{computed(1 / ratio)}"
    return Finding(
        Kind.UNIT_SCALE,
        Severity.ERROR,
        fact.metric,
        Text(
            f"{name.en}: {said.en} is {en} what is usual, {number(usual)}; a unit is wrong",
            f"{name.zh}：{said.zh}为通常水平{number(usual)}的{zh}，单位可能有误",
        ),
        f"{number(fact.number)} / {number(usual)} = {computed(ratio)}",
        (fact,),
    )


def _series(context: Context) -> Iterator[list[Fact]]:
    """The stated numbers of one figure over periods of one length, in order."""
    for metric in context.metrics():
        groups: dict[tuple[str, Dimensions, object], list[Fact]] = {}
        for key in context.keys(metric.id):
            known = context.known(key)
            facts = context.stated(key)
            fact = known if known in facts and known is not None else facts[0]
            length = key.period.month_count or key.period.days
            groups.setdefault((key.entity, key.dimensions, length), []).append(fact)
        for facts_of_one in groups.values():
            yield sorted(facts_of_one, key=lambda fact: fact.period)


def _gaps(periods: Sequence[Period]) -> list[Period]:
    """The periods between the first and the last that are not there."""
    present, gaps = set(periods), []
    period, first = periods[-1].previous(), periods[0]
    while period.start > first.start:
        if period not in present:
            gaps.append(period)
        period = period.previous()
    return sorted(gaps)


def _missing(context: Context, series: Sequence[Fact], gaps: Sequence[Period]) -> Finding:
    names = ", ".join(map(str, gaps))
    name = context.words.title(series[0].metric, series[0].dimensions)
    entity = series[0].entity
    return Finding(
        Kind.MISSING_PERIOD,
        Severity.WARNING if (series[0].period.month_count or 12) < 12 else Severity.NOTE,
        series[0].metric,
        Text(
            f"{name.en}, {entity}: no value for {names}, though there are earlier and later ones",
            f"{name.zh}，{entity}：{names}缺少数值，而前后期间均有数据",
        ),
        facts=(series[0], series[-1]),
    )
