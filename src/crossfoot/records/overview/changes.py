"""What changed between two moments, and why: down to the entries, rows and factors that differ.

Two lineages are walked down together. Where the values of two nodes agree nothing below is looked
at, so that the way leads straight to what differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from crossfoot.facts.fact import FactKey
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.records.overview.lineage import current_of, entered_activity
from crossfoot.records.overview.store import Numbers, Stored

#: levels and pairs that are followed; what differs beyond them is said to differ
_DEEPEST, _MOST_PAIRS = 16, 2000

#: causes of one change that are listed
MOST_CAUSES = 6


class Why(StrEnum):
    """Why a value is another one."""

    CORRECTED = "corrected"  # a later version of an entry was approved
    APPROVED = "approved"  # an entry was approved that was not there
    FILE = "file"  # a file says something else
    NEW = "new"  # a figure came that was not there
    GONE = "gone"  # a figure is there no more
    FACTOR = "factor"  # the same rows by another factor
    ROWS = "rows"  # other rows of activity data
    METHOD = "method"  # the same figures, calculated in another way


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that differs below a change.

    Attributes:
        why: what kind of difference.
        then, now: the facts; one of them is None where it was not there.
        entry: reference of the entry that counts now ("entry:40"); empty for others.
        detail: what differs, where that has a name: a file, a factor.
    """

    why: Why
    then: Stored | None
    now: Stored | None
    entry: str = ""
    detail: str = ""

    @property
    def about(self) -> Stored:
        """The fact that it is about."""
        found = self.now or self.then
        if found is None:
            message = "a cause is about a fact"
            raise TypeError(message)
        return found


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that is another one now.

    Attributes:
        then, now: the facts that counted and count; None where there was, or is, none.
    """

    then: Stored | None
    now: Stored | None

    @property
    def about(self) -> Stored:
        """The fact that it is about."""
        found = self.now or self.then
        if found is None:
            message = "a change is about a fact"
            raise TypeError(message)
        return found

    @property
    def difference(self) -> Decimal | None:
        """Now less then; None where one of them is no number, or the unit is another."""
        if self.then is None or self.now is None or self.then.fact.unit != self.now.fact.unit:
            return None
        if not (self.then.fact.is_number and self.now.fact.is_number):
            return None
        return self.now.fact.number - self.then.fact.number


def changes(then: Numbers, now: Numbers, entity: str, period: Period) -> list[Changed]:
    """Whole figures of a unit and period that differ, in the order of the catalogue."""
    before, after = (_whole(numbers, entity, period) for numbers in (then, now))
    order = {metric.id: at for at, metric in enumerate(catalogue())}
    ids = sorted(before.keys() | after.keys(), key=lambda id_: order.get(id_, len(order)))
    found = (Changed(before.get(id_), after.get(id_)) for id_ in ids)
    return [each for each in found if _value(each.then) != _value(each.now)]


def causes(then: Numbers, now: Numbers, changed: Changed) -> list[Cause]:
    """Why a figure changed."""
    found: dict[tuple[Any, ...], Cause] = {}
    level = [(changed.then, changed.now)]
    followed = 0
    for _ in range(_DEEPEST):
        if not level or followed > _MOST_PAIRS:
            break
        followed += len(level)
        inputs = _Inputs.of(then, now, level)
        below: list[tuple[Stored | None, Stored | None]] = []
        for one, other in level:
            pairs = list(inputs.pairs(one, other))
            differing = [(a, b) for a, b in pairs if _value(a) != _value(b)]
            if differing:
                below += differing
                continue
            for cause in _leaf(then, now, one, other):
                found.setdefault((cause.why, cause.about.fact.key, cause.detail), cause)
        level = below
    return list(found.values())


def _whole(numbers: Numbers, entity: str, period: Period) -> dict[str, Stored]:
    """The facts that count, without breakdowns, by metric."""
    groups: dict[str, list[Stored]] = {}
    for stored in numbers.of(entity, (), (period,), ""):
        groups.setdefault(stored.fact.metric, []).append(stored)
    variant = numbers.said("variant")
    found = {metric: current_of(some, variant) for metric, some in groups.items()}
    return {metric: stored for metric, stored in found.items() if stored is not None}


def _value(stored: Stored | None) -> object:
    if stored is None:
        return None
    fact = stored.fact
    return (fact.value, fact.unit, fact.nil_reason, fact.qualifier)


_Key = tuple[FactKey, str]


@dataclass(frozen=True)
class _Inputs:
    """What the facts of one level were made of, read once for all of them."""

    then: Mapping[int, Stored]
    now: Mapping[int, Stored]

    @classmethod
    def of(
        cls, then: Numbers, now: Numbers, level: list[tuple[Stored | None, Stored | None]]
    ) -> _Inputs:
        return cls(
            then.by_numbers(_numbers(one for one, _ in level)),
            now.by_numbers(_numbers(other for _, other in level)),
        )

    def pairs(
        self, one: Stored | None, other: Stored | None
    ) -> Iterator[tuple[Stored | None, Stored | None]]:
        """Inputs of both, those that are about the same figure together."""
        before = {_key(self.then[id_]): self.then[id_] for id_ in _made_of(one)}
        after = {_key(self.now[id_]): self.now[id_] for id_ in _made_of(other)}
        for key in dict.fromkeys([*before, *after]):
            yield before.get(key), after.get(key)


def _numbers(some: Iterator[Stored | None]) -> Iterator[int]:
    return (id_ for stored in some for id_ in _made_of(stored))


def _made_of(stored: Stored | None) -> Sequence[int]:
    return stored.origin.get("inputs", ()) if stored is not None else ()


def _key(stored: Stored) -> _Key:
    return stored.fact.key, stored.fact.variant


def _leaf(then: Numbers, now: Numbers, one: Stored | None, other: Stored | None) -> Iterator[Cause]:
    """Why the deepest pair that differs does."""
    if other is None:
        yield Cause(Why.GONE, one, None)
        return
    kind, origin = other.origin["kind"], other.origin
    before = one.origin["kind"] if one is not None else ""
    if kind == "entered":
        was_entered = before == "entered" and one is not None
        yield Cause(
            Why.CORRECTED if was_entered else Why.APPROVED, one, other, entry=origin["entry"]
        )
    elif kind in ("imported", "printed"):
        yield Cause(
            Why.FILE if one is not None else Why.NEW,
            one,
            other,
            detail=str(origin.get("file") or origin.get("document", "")),
        )
    elif one is None:
        yield Cause(Why.NEW, None, other)
    elif kind == before == "inventoried":
        yield from _lines(then, now, one, other)
    else:
        yield Cause(Why.METHOD, one, other)


def _lines(then: Numbers, now: Numbers, one: Stored, other: Stored) -> Iterator[Cause]:
    """Other factors, where the listed lines have some; else other rows."""
    before, after = _factors(then.lines(one.id)), _factors(now.lines(other.id))
    others = {
        (" + ".join(sorted(before[row] - after[row])), " + ".join(sorted(after[row] - before[row])))
        for row in after
        if row in before and after[row] != before[row]
    }
    for was, is_now in sorted(others):
        yield Cause(Why.FACTOR, one, other, detail=f"{was} → {is_now}")
    if not others:
        entered = list(_entered(then, now, other))
        yield from entered or [Cause(Why.ROWS, one, other)]


def _entered(then: Numbers, now: Numbers, total: Stored) -> Iterator[Cause]:
    """Entered figures that are rows of the inventory as well, and that are others now."""
    before, after = (entered_activity(numbers, total) for numbers in (then, now))
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if _value(one) != _value(other):
            yield from _leaf(then, now, one, other)


def _factors(trees: list[dict[str, Any]] | None) -> dict[str, frozenset[str]]:
    """Values and sources of the factors of each listed row."""
    found = {}
    for tree in trees or ():
        factors = [
            f"{child['value']} {child['unit']} {child['source'][0]}"
            for child in tree["children"]
            if child["label"][0].startswith("emission factor")
        ]
        if factors:
            found[tree["label"][0]] = frozenset(factors)
    return found
