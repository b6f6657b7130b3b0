"""Selections of facts, and the one function that decides which fact is the current one.

Several facts may say the same thing: a value printed in two places of a report, an entered and a
recomputed value, a value and its correction. A `FactSet` keeps them all side by side;
`FactSet.current` says which one a formula, a table or a chart takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol

from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier

#: which basis counts first, for a metric without and with a formula
WITHOUT_FORMULA = (Basis.ENTERED, Basis.COMPUTED, Basis.PUBLISHED)
WITH_FORMULA = (Basis.COMPUTED, Basis.ENTERED, Basis.PUBLISHED)

#: where in a report the figure is most carefully kept; other places come last
CONTEXTS = ("annex", "body", "highlight", "case")

_QUALIFIERS = (Qualifier.EXACT, Qualifier.APPROXIMATE)


class FactSource(Protocol):
    """Whatever can hand out facts: a folder of files, a database, a published report."""

    def facts(self) -> Iterable[Fact]:
        """All facts, in a stable order."""
        ...  # pragma: no cover


class FactSet:
    """Facts, indexed; a set never changes, `plus` makes a new one.

    >>> from decimal import Decimal
    >>> year = Period.year(2023)
    >>> scope1 = Fact("ghg.scope1", "group", year, Decimal("307488.75"), "t CO2e")
    >>> facts = FactSet([scope1])
    >>> len(facts), facts.metrics(), facts.select(entity="hefei").metrics()
    (1, ('ghg.scope1',), ())
    """

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._facts = tuple(facts)

    @classmethod
    def from_source(cls, source: FactSource) -> FactSet:
        """All facts of a source."""
        return cls(source.facts())

    def __iter__(self) -> Iterator[Fact]:
        """The facts, in the order given."""
        return iter(self._facts)

    def __len__(self) -> int:
        """Number of facts."""
        return len(self._facts)

    def __contains__(self, key: object) -> bool:
        """Whether any fact is about the key."""
        return key in self._by_key

    def __repr__(self) -> str:
        """Short, for test output."""
        return f"FactSet({len(self)} facts)"

    @cached_property
    def _by_key(self) -> dict[FactKey, tuple[Fact, ...]]:
        groups: dict[FactKey, list[Fact]] = {}
        for fact in self._facts:
            groups.setdefault(fact.key, []).append(fact)
        return {key: tuple(group) for key, group in groups.items()}

    @cached_property
    def _keys_by_metric(self) -> dict[str, tuple[FactKey, ...]]:
        groups: dict[str, list[FactKey]] = {}
        for key in self._by_key:
            groups.setdefault(key.metric, []).append(key)
        return {metric: tuple(keys) for metric, keys in groups.items()}

    def select(
        self,
        metric: str | None = None,
        entity: str | None = None,
        period: Period | None = None,
        dimensions: Mapping[str, str] | None = None,
        basis: Basis | None = None,
        variant: str | None = None,
    ) -> FactSet:
        """The facts that match everything given; None matches all.

        Args:
            metric: id in the metric catalogue.
            entity: id of the organisation, company or site.
            period: exactly this period.
            dimensions: exactly this breakdown; the empty mapping selects the wholes.
            basis: entered, published or computed.
            variant: exactly this variant; the empty text selects facts without one.
        """
        candidates: Iterable[Fact] = self._facts
        if metric is not None:
            keys = self._keys_by_metric.get(metric, ())
            candidates = (fact for key in keys for fact in self._by_key[key])
        wanted = None if dimensions is None else Dimensions(dimensions)
        return FactSet(
            fact
            for fact in candidates
            if (entity is None or fact.entity == entity)
            and (period is None or fact.period == period)
            and (wanted is None or fact.dimensions == wanted)
            and (basis is None or fact.basis is basis)
            and (variant is None or fact.variant == variant)
        )

    def of(self, key: FactKey, basis: Basis | None = None) -> tuple[Fact, ...]:
        """Every fact about a key, in the order given."""
        facts = self._by_key.get(key, ())
        if basis is None:
            return facts
        return tuple(fact for fact in facts if fact.basis is basis)

    def current(
        self, key: FactKey, formula: bool = False, variant: str | None = None
    ) -> Fact | None:
        """The fact that counts for a key. No other function decides this.

        In this order:

        1. basis: entered before computed before published; for a metric with a formula computed
           before entered before published, since such a metric is always recomputed;
        2. among corrections of one value the highest version;
        3. a number before a text before a stated nil;
        4. an exact value before an approximate one before a bound ("more than");
        5. for printed values the annex before the body before highlights before cases;
        6. the value printed with more decimals;
        7. among variants the one asked for; then no variant, then the latest by name (AR6
           before AR5); among facts that still tie, the one given first.

        >>> from decimal import Decimal
        >>> from dataclasses import replace
        >>> printed = Fact("ghg.total", "group", Period.year(2023), Decimal(100),
        ...                basis=Basis.PUBLISHED)
        >>> computed = replace(printed, value=Decimal(101), basis=Basis.COMPUTED)
        >>> entered = replace(printed, value=Decimal(102), basis=Basis.ENTERED)
        >>> corrected = replace(entered, value=Decimal(103), version=2)
        >>> facts = FactSet([printed, computed, entered, corrected])
        >>> facts.current(printed.key).value
        Decimal('103')
        >>> facts.current(printed.key, formula=True).value
        Decimal('101')

        Args:
            key: metric, entity, period and breakdown.
            formula: whether the metric has a formula.
            variant: keep to facts of this variant and, where there are none, to facts without
                a variant; None takes any.

        Returns:
            The fact, or None where no fact is about the key.
        """
        candidates = self._by_key.get(key, ())
        if variant is not None:
            candidates = tuple(f for f in candidates if f.variant == variant) or tuple(
                f for f in candidates if not f.variant
            )
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        order = WITH_FORMULA if formula else WITHOUT_FORMULA
        latest = max(fact.variant for fact in candidates)
        return min(candidates, key=lambda fact: _rank(fact, order, latest))

    def keys(self, metric: str | None = None) -> tuple[FactKey, ...]:
        """What the facts are about, each key once, in the order given."""
        return tuple(self._by_key) if metric is None else self._keys_by_metric.get(metric, ())

    def metrics(self) -> tuple[str, ...]:
        """The metrics that occur, in the order given."""
        return tuple(self._keys_by_metric)

    def entities(self) -> tuple[str, ...]:
        """The entities that occur, in the order given."""
        return tuple(dict.fromkeys(fact.entity for fact in self._facts))

    def periods(self) -> tuple[Period, ...]:
        """The periods that occur, earlier ones first."""
        return tuple(sorted({fact.period for fact in self._facts}))

    def variants(self) -> tuple[str, ...]:
        """The variants that occur, the empty one included, in the order of their names."""
        return tuple(sorted({fact.variant for fact in self._facts}))

    def plus(self, facts: Iterable[Fact]) -> FactSet:
        """A new set with further facts behind those of this one."""
        return FactSet((*self._facts, *facts))


def _rank(
    fact: Fact, order: tuple[Basis, ...], latest: str
) -> tuple[int, int, int, int, int, int, int]:
    """Smaller counts first; `min` keeps the first of equals."""
    exactness = (
        _QUALIFIERS.index(fact.qualifier) if fact.qualifier in _QUALIFIERS else len(_QUALIFIERS)
    )
    place = CONTEXTS.index(fact.context) if fact.context in CONTEXTS else len(CONTEXTS)
    return (
        order.index(fact.basis),
        -fact.version,
        0 if fact.is_number else 2 if fact.value is None else 1,
        exactness,
        place,
        -(fact.decimals or 0),
        0 if not fact.variant else 1 if fact.variant == latest else 2,
    )
