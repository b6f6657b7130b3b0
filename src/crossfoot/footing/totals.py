"""Parts against their whole, by the rules of partitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from crossfoot.calculation.intervals import Interval
from crossfoot.facts.fact import Basis, Fact, FactKey
from crossfoot.footing.context import Context, parts_of
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.precision import agree, span
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.metrics.dimensions import dimensions as dimension_table
from crossfoot.metrics.dimensions import is_partition, overlapping_members
from crossfoot.metrics.metric import Metric

#: a gap below this share of the whole is no part that was left out, but a mistake
SMALL_GAP = Decimal("0.05")

#: partitions of which a report names all members or none
CLOSED = {"gender": frozenset({"female", "male"})}

#: partitions of which reports usually name all members
USUALLY_ALL = frozenset({"age_group", "gender"})

#: a part that is at least this share of its whole leaves next to nothing for the rest
NEARLY_ALL = Decimal("0.95")

_HUNDRED = Decimal(100)


def parts_against_total(context: Context) -> Iterator[Finding]:
    """The members of a partition add up to the whole that is stated beside them.

    Nested breakdowns are looked at level by level: executives by gender against executives.
    """
    for metric in context.metrics():
        if not metric.adds_up or _is_share(metric):
            continue
        for key in context.keys(metric.id):
            for whole in context.stated(key):
                for dimension, parts in partitions_of(context, key, whole):
                    found = _compare(context, whole, dimension, parts)
                    if found is not None:
                        yield found


def partitions_against_each_other(context: Context) -> Iterator[Finding]:
    """Two partitions of one figure cut the same whole, which nobody stated, in two ways."""
    for metric in context.metrics():
        if not metric.adds_up or _is_share(metric):
            continue
        done: set[FactKey] = set()
        for key in context.keys(metric.id):
            for dimension in key.dimensions:
                whole = FactKey(
                    key.metric, key.entity, key.period, key.dimensions.without(dimension)
                )
                if whole in done or context.stated(whole):
                    continue
                done.add(whole)
                first = context.stated(key)[0]
                cuts = list(partitions_of(context, whole, first))
                for one, other in pairwise(cuts):
                    yield from _two_cuts(context, one, other)


def shares_add_up(context: Context) -> Iterator[Finding]:
    """Shares of one whole add up to 100 %, but for rounding."""
    for metric in context.metrics():
        if not _is_share(metric):
            continue
        done: set[tuple[FactKey, str, str]] = set()
        for key in context.keys(metric.id):
            for fact in context.stated(key):
                for dimension in key.dimensions:
                    rest = key.dimensions.without(dimension)
                    whole = FactKey(key.metric, key.entity, key.period, rest)
                    if (whole, dimension, fact.context) in done:
                        continue
                    done.add((whole, dimension, fact.context))
                    for found, parts in partitions_of(context, whole, fact):
                        if found == dimension and _relates(parts, fact):
                            yield from _hundred(context, dimension, parts)


def part_exceeds_whole(context: Context) -> Iterator[Finding]:
    """No part is larger than its whole, be it one of a partition or of a tag."""
    for metric in context.metrics():
        if not metric.adds_up or _is_share(metric):
            continue
        for key in context.keys(metric.id):
            for dimension in key.dimensions:
                if not _lies_inside(metric, dimension):
                    continue
                rest = key.dimensions.without(dimension)
                whole_key = FactKey(key.metric, key.entity, key.period, rest)
                for part in context.stated(key):
                    yield from _exceeds(context, part, context.stated(whole_key))


def site_equals_whole(context: Context) -> Iterator[Finding]:
    """One site cannot have all of something if it has only a part of everything else.

    Only sites that state a part of some other figure are looked at: an amount that occurs at one
    site alone is no contradiction.
    """
    partial = {
        (part.entity, part.period, part.dimensions["site"])
        for part, whole in _sites(context)
        if span(part).high < span(whole).low * NEARLY_ALL
    }
    for part, whole in _sites(context):
        place = (part.entity, part.period, part.dimensions["site"])
        if place in partial and part.number and agree(span(part), span(whole)):
            name = context.words.figure(part)
            yield Finding(
                Kind.CONFLICTING_VALUES,
                Severity.NOTE,
                part.metric,
                Text(
                    f"{name.en}: the same amount, {number(part.number)}, is stated for the site "
                    "and for the whole, while other figures of the site are a part of the whole",
                    f"{name.zh}：同一数值{number(part.number)}既为该场所数据又为整体数据，"
                    "而该场所的其他指标仅为整体的一部分",
                ),
                f"{number(part.number)} = {number(whole.number)}",
                (part, whole),
            )


def _sites(context: Context) -> Iterator[tuple[Fact, Fact]]:
    for part in context.all_stated():
        if "site" in part.dimensions and context.catalogue[part.metric].adds_up:
            key = FactKey(part.metric, part.entity, part.period, part.dimensions.without("site"))
            for whole in context.stated(key):
                yield part, whole


def partitions_of(
    context: Context, whole: FactKey, near: Fact | None
) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """Each partition of a figure of which two members or more are stated, with the members.

    Args:
        context: the facts.
        whole: the figure; it need not be stated itself.
        near: the fact beside which the members should stand.
    """
    family = context.breakdowns(whole)
    names = dict.fromkeys(name for key in family for name in key.dimensions)
    for dimension in names:
        if dimension in whole.dimensions or not is_partition(whole.metric, dimension):
            continue
        overlap = overlapping_members(dimension, whole.metric)
        keys = [
            key
            for key in parts_of(family, whole.dimensions, dimension)
            if key.dimensions[dimension] not in overlap
        ]
        found = [context.beside(near or context.stated(key)[0], key) for key in keys]
        parts = tuple(fact for fact in found if fact is not None)
        if len(parts) > 1:
            yield dimension, parts


def _compare(
    context: Context, whole: Fact, dimension: str, parts: Sequence[Fact]
) -> Finding | None:
    total = _sum([span(part) for part in parts])
    stated = span(whole)
    if agree(total, stated):
        return None
    added = sum((part.number for part in parts), Decimal(0))
    gap = whole.number - added
    over = total.low > stated.high
    # reports name their large sites: a small gap may be the small ones
    small = dimension != "site" and abs(gap) <= SMALL_GAP * abs(whole.number)
    complete = _names_all(dimension, parts) or small
    severity = Severity.ERROR if over or complete else Severity.NOTE
    title = dimension_table()[dimension].title
    name = context.words.figure(whole)
    message = Text(
        f"{name.en}: the parts by {title.en.lower()} add up to {number(added)}, "
        f"but {number(whole.number)} is stated; the difference is {number(gap)}",
        f"{name.zh}：按{title.zh}划分的各项合计为{number(added)}，披露的总数为"
        f"{number(whole.number)}，相差{number(gap)}",
    )
    if severity is Severity.NOTE:
        message = Text(
            f"{message.en}; a part may not be stated", f"{message.zh}；可能有未披露的部分"
        )
    terms = " + ".join(number(part.number) for part in parts)
    return Finding(
        Kind.SUM_MISMATCH,
        severity,
        whole.metric,
        message,
        f"{terms} = {number(added)} ≠ {number(whole.number)}",
        (whole, *parts),
    )


def _two_cuts(
    context: Context,
    one: tuple[str, tuple[Fact, ...]],
    other: tuple[str, tuple[Fact, ...]],
) -> Iterator[Finding]:
    (first, firsts), (second, seconds) = one, other
    if agree(_sum([span(part) for part in firsts]), _sum([span(part) for part in seconds])):
        return
    a = sum((part.number for part in firsts), Decimal(0))
    b = sum((part.number for part in seconds), Decimal(0))
    titles = dimension_table()[first].title, dimension_table()[second].title
    part = firsts[0]
    whole = FactKey(part.metric, part.entity, part.period, part.dimensions.without(first))
    name = context.words.figure(whole)
    small = abs(a - b) <= SMALL_GAP * max(abs(a), abs(b))
    # a report may cut another whole; who enters both means the same
    own = all(fact.basis is Basis.ENTERED for fact in (*firsts, *seconds))
    yield Finding(
        Kind.SUM_MISMATCH,
        Severity.WARNING if small or own else Severity.NOTE,
        part.metric,
        Text(
            f"{name.en}: the parts by {titles[0].en.lower()} add up to "
            f"{number(a)}, those by {titles[1].en.lower()} to {number(b)}",
            f"{name.zh}：按{titles[0].zh}合计为{number(a)}，按{titles[1].zh}合计为{number(b)}",
        ),
        f"{' + '.join(number(part.number) for part in firsts)} = {number(a)} ≠ {number(b)} = "
        f"{' + '.join(number(part.number) for part in seconds)}",
        (*firsts, *seconds),
    )


def _hundred(context: Context, dimension: str, parts: Sequence[Fact]) -> Iterator[Finding]:
    total = _sum([span(part) for part in parts])
    if total.holds(_HUNDRED):
        return
    added = sum((part.number for part in parts), Decimal(0))
    over = total.low > _HUNDRED
    close = abs(added - _HUNDRED) <= SMALL_GAP * _HUNDRED
    if not (over or close or _names_all(dimension, parts)):
        return  # shares of some members only
    title = dimension_table()[dimension].title
    name = context.words.title(parts[0].metric, parts[0].dimensions.without(dimension))
    # of what is less than the whole a member may not be stated, but of few dimensions
    sure = over or _names_all(dimension, parts) or dimension in USUALLY_ALL
    yield Finding(
        Kind.SUM_MISMATCH,
        Severity.ERROR if sure else Severity.NOTE,
        parts[0].metric,
        Text(
            f"{name.en} by {title.en.lower()}, {parts[0].period}: the shares add up to "
            f"{number(added)}%, more than rounding explains",
            f"{name.zh}（按{title.zh}，{parts[0].period}）：各项占比合计为{number(added)}%，"
            "超出四舍五入的范围",
        ),
        f"{' + '.join(number(part.number) + '%' for part in parts)} = {number(added)}% ≠ 100%",
        tuple(parts),
    )


def _exceeds(context: Context, part: Fact, wholes: Sequence[Fact]) -> Iterator[Finding]:
    if not wholes or any(not span(part).low > span(whole).high for whole in wholes):
        return
    whole = context.beside(part, wholes[0].key) or wholes[0]
    name = context.words.figure(part)
    yield Finding(
        Kind.PARTS_EXCEED_TOTAL,
        Severity.ERROR,
        part.metric,
        Text(
            f"{name.en}: the part, {number(part.number)}, is larger than the whole, "
            f"{number(whole.number)}",
            f"{name.zh}：部分数值{number(part.number)}大于整体数值{number(whole.number)}",
        ),
        f"{number(part.number)} > {number(whole.number)}, "
        f"× {computed(part.number / whole.number) if whole.number else '∞'}",
        (part, whole),
    )


def _lies_inside(metric: Metric, dimension: str) -> bool:
    """Whether the members of a dimension are inside the figure without it.

    Of a partition that holds in some metrics only, the members stand beside the figure in all
    others: contractors beside employees.
    """
    if dimension == "site":
        return True
    found = dimension_table().get(dimension)
    return found is None or not found.only_in or metric.id in found.only_in


def _is_share(metric: Metric) -> bool:
    return metric.formula is not None and metric.formula.is_share


def _names_all(dimension: str, parts: Sequence[Fact]) -> bool:
    members = {part.dimensions[dimension] for part in parts}
    return bool(CLOSED.get(dimension)) and CLOSED[dimension] <= members


def _relates(parts: Sequence[Fact], fact: Fact) -> bool:
    """Whether the parts are those that stand with a fact, not with its twin elsewhere."""
    return any(part is fact for part in parts)


def _sum(spans: Sequence[Interval]) -> Interval:
    total = Interval.of(Decimal(0))
    for each in spans:
        total = total + each
    return total
