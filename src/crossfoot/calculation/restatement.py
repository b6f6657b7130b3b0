"""Why two runs of an inventory differ: line by line, split by cause, adding up exactly.

A line of one run is the same line in the other where site, activity, unit, method and days agree.
Its difference is split by changing one thing at a time in the base run, in the order of `CAUSES`:
the quantity, the factor, the warming potentials, the share of the site. What is left, because
several things changed together, is the interaction; where but one thing changed there is none.

Where a site is held on other days in one run than in the other, a row of which another part counts,
or which counts in scope 3, differs by the share of the site.

A line that only one run has belongs to the boundary where the other run does not have its site, or
not on its days,
to the factors where the other run has none for it, to the method where its site and category went
from one activity to another (from spend to kilograms, say), and else to the activity data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import zip_longest

from crossfoot.calculation.kept_lines import KeptLine, rates_text
from crossfoot.calculation.streams import potential
from crossfoot.languages import Text
from crossfoot.quantities.rounding import CONTEXT, MILLIGRAMS_PER_KILOGRAM

ACTIVITY, FACTOR, POTENTIALS, OWNERSHIP = "activity", "factor", "potentials", "ownership"
BOUNDARY, METHOD, INTERACTION = "boundary", "method", "interaction"
#: a changed quantity that the policy of the base year calls an error; see `comparison`
ERROR = "error"

#: the causes in the order in which they are stated
CAUSES: Mapping[str, Text] = {
    ACTIVITY: Text("activity data", "活动数据"),
    FACTOR: Text("emission factors", "排放因子"),
    POTENTIALS: Text("warming potentials", "全球变暖潜势"),
    OWNERSHIP: Text("share of sites", "场所权益份额"),
    BOUNDARY: Text("sites that joined or left", "场所的纳入与剔除"),
    METHOD: Text("method", "计算方法"),
    ERROR: Text("corrected errors", "更正的错误"),
    INTERACTION: Text("interaction of several causes", "多种原因的交互影响"),
}

TOTALS = (
    "scope1", "scope2_location", "scope2_market", "scope3", "total_location", "total_market"
)  # fmt: skip

_Pair = tuple[KeptLine | None, KeptLine | None]
#: first and last day, share, scope 3 category
Held = tuple[date, date, str, str]


@dataclass(frozen=True, slots=True)
class KeptRun:
    """The lines of a run, and what holds for all of them.

    Attributes:
        gwp: set of warming potentials of the lines.
        sites: ids of the sites that belong to it, with or without lines.
        lines: what each row emits by each method.
        unresolved: (site, activity, unit) of rows that have no factor and so no line.
        held: what of a site counts by days, for those of which that changes, or which count in
            scope 3; all others count ever.
    """

    gwp: str
    sites: frozenset[str]
    lines: Sequence[KeptLine]
    unresolved: frozenset[tuple[str, str, str]] = frozenset()
    held: Mapping[str, Sequence[Held]] = field(default_factory=dict)

    def counts(self, site: str, start: date, end: date) -> bool:
        """Whether something of a site counts on some of the days."""
        spans = self.held.get(site)
        return spans is None or any(first <= end and last >= start for first, last, *_ in spans)

    def total(self, name: str) -> int:
        """A total in mg of CO2e."""
        return sum(line.milligrams for line in self.lines if line.is_in(name))


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of one line.

    Attributes:
        base: the line in the base run, None where it has none.
        new: the line in the new run, None where it has none.
        effects: milligrams of CO2e by cause, without those of zero.
    """

    base: KeptLine | None
    new: KeptLine | None
    effects: Mapping[str, int]

    @property
    def line(self) -> KeptLine:
        """The new line, or the base one where there is no new one."""
        found = self.new or self.base
        assert found is not None  # noqa: S101  one of the two is always there
        return found

    @property
    def difference(self) -> int:
        """New less base, in mg of CO2e."""
        return sum(self.effects.values())


@dataclass(frozen=True)
class Restatement:
    """The difference of two runs.

    Attributes:
        base: the run to compare with.
        new: the run that is compared.
        changes: the lines that differ, the largest difference first.
    """

    base: KeptRun
    new: KeptRun
    changes: Sequence[Change]

    def by_cause(self, total: str) -> dict[str, int]:
        """The difference of a total, in mg of CO2e, by every cause in their order."""
        sums = dict.fromkeys(CAUSES, 0)
        for change in self.changes:
            if change.line.is_in(total):
                for cause, effect in change.effects.items():
                    sums[cause] += effect
        return sums

    def share(self, total: str) -> Decimal | None:
        """The difference as a share of the base; None where the base is zero."""
        return relative(self.base.total(total), self.new.total(total))

    def exceeds(self, threshold: Decimal) -> tuple[str, ...]:
        """The totals that changed by more than a share; a total that was zero counts as such.

        The Corporate Standard (chapter 5) asks for the base year to be recalculated where the
        cumulative effect of structural changes, changes of method or factors, and errors is
        significant; what is significant is for the company's policy to say.
        """
        return exceeded({t: (self.base.total(t), self.new.total(t)) for t in TOTALS}, threshold)


def relative(base: int, new: int) -> Decimal | None:
    """A difference as a share of the base; None where the base is zero."""
    return CONTEXT.divide(Decimal(new - base), Decimal(abs(base))) if base else None


def exceeded(totals: Mapping[str, tuple[int, int]], threshold: Decimal) -> tuple[str, ...]:
    """The totals (base, new) that changed by more than a share; one that was zero counts."""
    return tuple(
        total
        for total, (base, new) in totals.items()
        if base != new and ((share := relative(base, new)) is None or abs(share) > threshold)
    )


def restatement(base: KeptRun, new: KeptRun) -> Restatement:
    """Explain the difference of two runs."""
    pairs = list(_paired(base.lines, new.lines))
    moved = moved_sites(base.held, new.held)
    both = [changed(b, n, base.gwp, new.gwp, moved) for b, n in pairs if b and n]
    single = [(b, n) for b, n in pairs if b is None or n is None]
    changes = [*both, *_single_changes(single, base, new)]
    kept = [change for change in changes if change.effects]
    kept.sort(key=lambda change: (-abs(change.difference), str(change.line.key), change.line.row))
    return Restatement(base, new, kept)


def moved_sites(
    base: Mapping[str, Sequence[Held]], new: Mapping[str, Sequence[Held]]
) -> frozenset[str]:
    """The sites that are held on other days, or otherwise, in one run than in the other."""
    named = base.keys() | new.keys()
    return frozenset(site for site in named if list(base.get(site, ())) != list(new.get(site, ())))


# -- which lines are the same -------------------------------------------------------------


def _paired(base: Iterable[KeptLine], new: Iterable[KeptLine]) -> Iterator[_Pair]:
    """Each line with its like; among lines of one key those with the same data come together."""
    ours, theirs = _by_key(base), _by_key(new)
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        before, after = ours.get(key, []), theirs.get(key, [])
        for same in (_data, _quantity):
            yield from _taken(before, after, same)
        yield from zip_longest(sorted(before, key=_order), sorted(after, key=_order))


def _by_key(lines: Iterable[KeptLine]) -> dict[tuple[object, ...], list[KeptLine]]:
    found: dict[tuple[object, ...], list[KeptLine]] = defaultdict(list)
    for line in lines:
        found[line.key].append(line)
    return found


def _data(line: KeptLine) -> object:
    return line.entered, line.quantity, line.share, line.factor, _rates(line), line.milligrams


def _rates(line: KeptLine) -> str:
    return rates_text(line.rates)


def _quantity(line: KeptLine) -> object:
    return line.entered


def _order(line: KeptLine) -> tuple[object, ...]:
    share = line.share.numerator, line.share.denominator
    return line.entered, line.quantity, line.factor, line.milligrams, *share, _rates(line)


def _taken(
    before: list[KeptLine], after: list[KeptLine], same: Callable[[KeptLine], object]
) -> Iterator[_Pair]:
    """Take out of both lists the pairs that agree."""
    waiting: dict[object, list[KeptLine]] = defaultdict(list)
    for line in sorted(after, key=_order):
        waiting[same(line)].append(line)
    left: list[KeptLine] = []
    for line in sorted(before, key=_order):
        if waiting[same(line)]:
            yield line, waiting[same(line)].pop(0)
        else:
            left.append(line)
    before[:] = left
    after[:] = [line for lines in waiting.values() for line in lines]


# -- why they differ ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Model:
    """What the CO2e of a line is a product of."""

    whole: Fraction
    rates: Mapping[str, Decimal]
    gwp: str
    share: Fraction

    def milligrams(self) -> Fraction:
        return self.whole * self.share * _warming(tuple(self.rates.items()), self.gwp)


def warming(rates: Mapping[str, Decimal], gwp: str) -> Fraction:
    """Milligrams of CO2e per unit."""
    return _warming(tuple(rates.items()), gwp)


@lru_cache(maxsize=4096)
def _warming(rates: tuple[tuple[str, Decimal], ...], gwp: str) -> Fraction:
    """Milligrams of CO2e per unit: the same few hundred factors behind all lines."""
    kilograms = (Fraction(rate) * potential(gas, gwp) for gas, rate in rates)
    return sum(kilograms, Fraction(0)) * MILLIGRAMS_PER_KILOGRAM


@lru_cache(maxsize=4096)
def warm_alike(gases: tuple[str, ...], one: str, other: str) -> bool:
    """Whether all gases have the same warming potentials in two sets."""
    return all(potential(gas, one) == potential(gas, other) for gas in gases)


def changed(
    base: KeptLine, new: KeptLine, base_gwp: str, new_gwp: str, moved: Collection[str] = ()
) -> Change:
    """The difference of a line that both runs have, split by cause.

    Where the site is held on other days, another part of the same row may count.
    """
    other_days = base.entered == new.entered and base.quantity != new.quantity
    causes = [
        cause
        for cause, is_changed in (
            (ACTIVITY, base.entered != new.entered),
            (FACTOR, base.rates != new.rates),
            (POTENTIALS, not warm_alike((*base.rates, *new.rates), base_gwp, new_gwp)),
            (OWNERSHIP, base.share != new.share or (base.site in moved and other_days)),
        )
        if is_changed
    ]
    difference = new.milligrams - base.milligrams
    if len(causes) == 1:
        effects = {causes[0]: difference}
    else:
        effects = _alone(causes, base, new, base_gwp, new_gwp) if causes else {}
        effects[INTERACTION] = difference - sum(effects.values())
    return Change(base, new, {cause: effect for cause, effect in effects.items() if effect})


def _alone(
    causes: Iterable[str], base: KeptLine, new: KeptLine, base_gwp: str, new_gwp: str
) -> dict[str, int]:
    """The effect of each cause where nothing else changes."""
    before = _Model(base.whole, base.rates, base_gwp, base.share)
    changed: Mapping[str, Callable[[], _Model]] = {
        ACTIVITY: lambda: replace(before, whole=new.whole),
        FACTOR: lambda: replace(before, rates=new.rates),
        POTENTIALS: lambda: replace(before, gwp=new_gwp),
        OWNERSHIP: lambda: replace(before, share=new.share),
    }
    return {cause: _whole(changed[cause]().milligrams() - before.milligrams()) for cause in causes}


def _whole(value: Fraction) -> int:
    """The nearest integer, halves away from zero."""
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


def _single_changes(single: Iterable[_Pair], base: KeptRun, new: KeptRun) -> Iterator[Change]:
    """Lines that only one run has."""
    inside: dict[tuple[str, ...], list[_Pair]] = defaultdict(list)
    moved = moved_sites(base.held, new.held)
    rows = {id(run): {_row(x) for x in run.lines if x.site in moved} for run in (base, new)}
    for ours, theirs in single:
        line = Change(ours, theirs, {}).line
        other = new if theirs is None else base
        if line.site not in other.sites:
            yield _single(ours, theirs, BOUNDARY)
        elif (line.site, line.activity, line.unit) in other.unresolved:
            yield _single(ours, theirs, FACTOR)
        elif not other.counts(line.site, line.start, line.end):
            yield _single(ours, theirs, BOUNDARY)
        elif _row(line) in rows[id(other)]:
            yield _single(ours, theirs, OWNERSHIP)  # the same row, cut or counted elsewhere
        else:
            inside[line.site, line.scope, line.category, line.method].append((ours, theirs))
    for pairs in inside.values():
        before = {ours.activity for ours, _ in pairs if ours}
        after = {theirs.activity for _, theirs in pairs if theirs}
        exchanged = before ^ after if before - after and after - before else set()
        for ours, theirs in pairs:
            activity = Change(ours, theirs, {}).line.activity
            yield _single(ours, theirs, METHOD if activity in exchanged else ACTIVITY)


def _row(line: KeptLine) -> tuple[object, ...]:
    """What a line has in common with others of the same row of activity data."""
    return line.site, line.activity, line.unit, line.start, line.end, line.entered


def _single(base: KeptLine | None, new: KeptLine | None, cause: str) -> Change:
    effect = (new.milligrams if new else 0) - (base.milligrams if base else 0)
    return Change(base, new, {cause: effect} if effect else {})
