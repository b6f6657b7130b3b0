"""Drawing a sample: from a population, a seed and a method, always the same lines.

Nothing here depends on a generator of random numbers of some program: chance is SHA-256 of the
seed, so that anybody can draw the sample again with other tools.

- The population is written as lines `reference<TAB>stratum<TAB>value`, sorted by reference; its
  SHA-256 freezes it.
- Random: items in the order of SHA-256(`seed:reference`); the first ones are the sample.
- Value-weighted (systematic selection with probability proportional to size, monetary-unit
  sampling): the values stand one after the other; with interval I = total / n, every I-th unit of
  value is selected, beginning at SHA-512(`seed:hash of the population`) modulo the total, over n.
  An item as large as the interval is always selected.
- Stratified: a random sample of each stratum, shared out by the number of items.
- Threshold: all items of at least this value, and a random sample of the others.

Sources of the methods: ISA 530 (Audit Sampling), Appendix 1 and 4; AICPA Audit Guide "Audit
Sampling", chapter 6.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.quantities.rounding import split_whole
from crossfoot.records.messages import problem

#: name of the way in which samples are drawn; a change of it gets the next number
PROCEDURE = "sha256/1"


class Method(StrEnum):
    """How items are selected."""

    RANDOM = "random"
    VALUE = "value"
    STRATIFIED = "stratified"
    THRESHOLD = "threshold"


METHOD_NAMES: dict[Method, Text] = {
    Method.RANDOM: Text("Random", "随机抽样"),
    Method.VALUE: Text("Value-weighted (monetary unit)", "按金额（数值）加权抽样（PPS）"),
    Method.STRATIFIED: Text("Stratified by unit", "按单位分层抽样"),
    Method.THRESHOLD: Text("All above a value, random rest", "大额全选，其余随机"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a population.

    Attributes:
        reference: "approval:12"; no two are the same.
        stratum: the unit that it belongs to.
        value: in the unit of the population; None where it has none.
    """

    reference: str
    stratum: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sample is to be drawn.

    Attributes:
        method: one of `Method`.
        size: how many items; of the rest alone, for a threshold.
        seed: stated before the drawing; any text.
        threshold: for `Method.THRESHOLD`: from this value on, every item.
    """

    method: Method
    size: int
    seed: str
    threshold: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item of the sample.

    Attributes:
        item: which.
        certain: it had to be selected, by its size.
    """

    item: Item
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample, and all that is needed to draw it again.

    Attributes:
        chosen: in the order of the population.
        digest: SHA-256 of the population.
        count, total: items of the population, and the sum of their values.
        interval: selection interval of a value-weighted sample.
        start: where it begins, below the interval.
        unreached: items without a value above zero, which a value-weighted sample cannot select.
    """

    chosen: tuple[Chosen, ...]
    digest: str
    count: int
    total: Decimal
    interval: Fraction | None = None
    start: Fraction | None = None
    unreached: int = 0


def digest_of(items: Iterable[Item]) -> str:
    """SHA-256 of a population, in whatever order it is given.

    >>> digest_of([Item("a", "x", Decimal("1.50"))]) == digest_of([Item("a", "x", Decimal("1.5"))])
    True
    """
    found = hashlib.sha256()
    for item in _ordered(items):
        found.update(f"{item.reference}\t{item.stratum}\t{_plain(item.value)}\n".encode())
    return found.hexdigest()


def draw(items: Iterable[Item], plan: Plan) -> Drawn:
    """Draw a sample.

    Args:
        items: the population.
        plan: how.

    Raises:
        CrossfootError: the plan does not fit the population.
    """
    ordered = _ordered(items)
    if not ordered:
        raise CrossfootError(
            problem(
                Text("the population is empty", "总体为空"),
                remedy=Text(
                    "choose other units, another period or source", "请选择其他单位、期间或来源"
                ),
            )
        )
    if plan.size < 1:
        raise CrossfootError(
            problem(Text("the size of the sample must be at least 1", "样本量至少为 1"))
        )
    if not plan.seed.strip():
        raise CrossfootError(
            problem(
                Text("the seed is missing", "缺少随机种子"),
                why=Text("without it, nobody can draw the sample again", "没有种子则无法重新抽样"),
            )
        )
    digest = digest_of(ordered)
    total = added(item.value for item in ordered if item.value is not None)
    base = Drawn((), digest, len(ordered), total)
    return _METHODS[plan.method](ordered, plan, base)


def by_chance(items: Sequence[Item], seed: str, size: int) -> set[str]:
    """References of a random sample: each subset of this size is as likely as any other."""
    ranked = sorted(items, key=lambda item: (_sha256(f"{seed}:{item.reference}"), item.reference))
    return {item.reference for item in ranked[:size]}


def by_value(items: Sequence[Item], size: int, start: int) -> tuple[dict[str, int], int]:
    """How often each item is selected with probability proportional to its value.

    Whole numbers throughout: values are scaled by the power of ten that makes them whole, and by
    the number of selections, so that the interval is the whole total.

    Args:
        items: in the order of the population; those without a value above zero are passed over.
        size: number of selections.
        start: from 0 up to the scaled total, exclusive: the first selection, in n-ths of a unit.

    Returns:
        Selections by reference, and the scaled total T. Item v is selected as often as there are
        k with `n·(sum before) <= start + k·T < n·(sum with v)`. Over all T starts, that is n·v.
    """
    values, total = scaled(items)
    hits: dict[str, int] = {}
    reached = 0
    for reference, value in values:
        before, reached = reached, reached + value
        # selections k·T + start in [n·before, n·reached)
        first = -(-(size * before - start) // total)
        last = -(-(size * reached - start) // total)
        if last > first:
            hits[reference] = last - first
    return hits, total


def scaled(items: Sequence[Item]) -> tuple[list[tuple[str, int]], int]:
    """Values above zero as whole numbers of the smallest place that any of them has; their sum."""
    positive = [(item.reference, item.value) for item in items if item.value and item.value > 0]
    places = min((int(value.as_tuple().exponent) for _, value in positive), default=0)
    factor = 10 ** -min(places, 0)
    values = [(reference, int(Fraction(value) * factor)) for reference, value in positive]
    return values, sum(value for _, value in values)


def added(values: Iterable[Decimal]) -> Decimal:
    """A sum without rounding, however many digits there are."""
    with localcontext(Context(prec=200)):
        return sum(values, Decimal(0))


def shares(counts: Sequence[int], size: int) -> list[int]:
    """How a sample is shared out over strata: one each, the rest by number (largest remainder).

    >>> shares([10, 30, 2], 9)
    [2, 6, 1]
    """
    taken = [1] * len(counts)
    open_ = [count - 1 for count in counts]
    left = min(size - len(counts), sum(open_))
    more = split_whole(left, open_) if sum(open_) else [0] * len(counts)
    return [one + extra for one, extra in zip(taken, more, strict=True)]


def _random(items: list[Item], plan: Plan, base: Drawn) -> Drawn:
    _enough(len(items), plan.size)
    chosen = by_chance(items, plan.seed, plan.size)
    return _with(base, [Chosen(item) for item in items if item.reference in chosen])


def _stratified(items: list[Item], plan: Plan, base: Drawn) -> Drawn:
    _enough(len(items), plan.size)
    strata: dict[str, list[Item]] = {}
    for item in items:
        strata.setdefault(item.stratum, []).append(item)
    if plan.size < len(strata):
        raise CrossfootError(
            problem(
                Text(
                    "{strata} units need a sample of at least {strata}",
                    "{strata} 个单位至少需要 {strata} 个样本",
                ),
                remedy=Text("enlarge the sample or choose fewer units", "请增加样本量或减少单位"),
                strata=len(strata),
            )
        )
    names = sorted(strata)
    sizes = shares([len(strata[name]) for name in names], plan.size)
    chosen = {
        reference
        for name, size in zip(names, sizes, strict=True)
        for reference in by_chance(strata[name], plan.seed, size)
    }
    return _with(base, [Chosen(item) for item in items if item.reference in chosen])


def _threshold(items: list[Item], plan: Plan, base: Drawn) -> Drawn:
    if plan.threshold is None:
        raise CrossfootError(
            problem(
                Text("the value from which all are taken is missing", "缺少全选的数值下限"),
            )
        )
    above = {
        item.reference
        for item in items
        if item.value is not None and abs(item.value) >= plan.threshold
    }
    rest = [item for item in items if item.reference not in above]
    chosen = by_chance(rest, plan.seed, min(plan.size, len(rest)))
    found = [
        Chosen(item, item.reference in above)
        for item in items
        if item.reference in above or item.reference in chosen
    ]
    return _with(base, found)


def _value(items: list[Item], plan: Plan, base: Drawn) -> Drawn:
    values, total = scaled(items)
    if not total:
        raise CrossfootError(
            problem(
                Text("no item has a value above zero", "没有数值大于零的项目"),
                remedy=Text("draw at random instead", "请改用随机抽样"),
            )
        )
    start = int(_sha512(f"{plan.seed}:{base.digest}"), 16) % total
    hits, _ = by_value(items, plan.size, start)
    reachable = added(item.value for item in items if item.value and item.value > 0)
    unit = Fraction(reachable) / total  # what one of the scaled whole numbers stands for
    interval = Fraction(reachable) / plan.size
    chosen = [
        Chosen(item, Fraction(item.value or 0) >= interval)
        for item in items
        if item.reference in hits
    ]
    return Drawn(
        tuple(chosen),
        base.digest,
        base.count,
        base.total,
        interval,
        unit * start / plan.size,
        len(items) - len(values),
    )


_METHODS: dict[Method, Callable[[list[Item], Plan, Drawn], Drawn]] = {
    Method.RANDOM: _random,
    Method.VALUE: _value,
    Method.STRATIFIED: _stratified,
    Method.THRESHOLD: _threshold,
}


def _with(base: Drawn, chosen: list[Chosen]) -> Drawn:
    return Drawn(tuple(chosen), base.digest, base.count, base.total)


def _enough(count: int, size: int) -> None:
    if size > count:
        raise CrossfootError(
            problem(
                Text(
                    "the population has {count} items, fewer than the sample of {size}",
                    "总体只有 {count} 项，少于样本量 {size}",
                ),
                remedy=Text("choose a size of at most {count}", "样本量请不超过 {count}"),
                count=count,
                size=size,
            )
        )


def _ordered(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: item.reference)


def _plain(value: Decimal | None) -> str:
    """A number in one form: no exponent, no empty places."""
    if value is None:
        return ""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sha512(text: str) -> str:
    return hashlib.sha512(text.encode()).hexdigest()
