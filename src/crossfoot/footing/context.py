"""What a check may ask: stated facts by key, the one that stands nearest, computed ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.provenance import Imported, Printed
from crossfoot.facts.selection import FactSet
from crossfoot.footing.wording import Words

if TYPE_CHECKING:
    from crossfoot.facts.entities import Organisation
    from crossfoot.footing.implied import Implied
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.metrics.metric import Metric
    from crossfoot.quantities.periods import Period


class Context:
    """Facts, catalogue and organisation, arranged for the checks.

    A fact is *stated* where somebody entered or published it. Of an entered value only the latest
    correction is looked at; of published ones all, since a report may print a figure twice.

    Attributes:
        facts: all facts, computed ones included.
        catalogue: the metrics.
        organisation: the tree of entities; None where there is one reporter only.
        words: names of figures in both languages.
    """

    def __init__(
        self, facts: FactSet, catalogue: Catalogue, organisation: Organisation | None = None
    ) -> None:
        self.facts = facts
        self.catalogue = catalogue
        self.organisation = organisation
        self.words = Words(catalogue, organisation)

    @cached_property
    def _stated(self) -> dict[FactKey, tuple[Fact, ...]]:
        groups: dict[FactKey, list[Fact]] = {}
        for fact in self.facts:
            if fact.metric in self.catalogue and fact.basis is not Basis.COMPUTED:
                groups.setdefault(fact.key, []).append(fact)
        return {
            key: tuple(fact for fact in _latest(group) if fact.is_number)
            for key, group in groups.items()
        }

    @cached_property
    def _keys(self) -> dict[str, list[FactKey]]:
        keys: dict[str, list[FactKey]] = {}
        for key, facts in self._stated.items():
            if facts:
                keys.setdefault(key.metric, []).append(key)
        return keys

    @cached_property
    def _families(self) -> dict[tuple[str, str, Period], list[FactKey]]:
        families: dict[tuple[str, str, Period], list[FactKey]] = {}
        for keys in self._keys.values():
            for key in keys:
                families.setdefault((key.metric, key.entity, key.period), []).append(key)
        return families

    def metrics(self) -> Iterator[Metric]:
        """The metrics of which something is stated, in the order of the catalogue."""
        return (metric for metric in self.catalogue if metric.id in self._keys)

    def keys(self, metric: str) -> list[FactKey]:
        """The figures of a metric that are stated."""
        return self._keys.get(metric, [])

    def stated(self, key: FactKey) -> tuple[Fact, ...]:
        """The numbers stated for a figure, each place of a report apart."""
        return self._stated.get(key, ())

    def all_stated(self) -> Iterator[Fact]:
        """Every stated number."""
        for facts in self._stated.values():
            yield from facts

    def breakdowns(self, key: FactKey) -> list[FactKey]:
        """All stated figures of the same metric, entity and period, the whole included."""
        return self._families.get((key.metric, key.entity, key.period), [])

    def computed(self, key: FactKey) -> Fact | None:
        """The computed number for a figure."""
        facts = FactSet(self.facts.of(key, Basis.COMPUTED))
        found = facts.current(key)
        return found if found is not None and found.is_number else None

    def beside(self, fact: Fact, key: FactKey) -> Fact | None:
        """The number for another figure that stands nearest to a fact; else the computed one.

        In a report that prints a figure in two tables, a total belongs to the parts of its own.
        """
        stated = self.stated(key)
        if stated:
            return min(stated, key=lambda other: _distance(fact, other))
        return self.computed(key)

    @cached_property
    def _implied(self) -> dict[FactKey, list[Implied]]:
        from crossfoot.footing.implied import implied_figures

        return implied_figures(self)

    def implied(self, key: FactKey) -> list[Implied]:
        """What stated ratios imply of a figure that is not known."""
        return self._implied.get(key, [])

    def implied_keys(self, metric: str) -> list[FactKey]:
        """The figures of a metric that are known from stated ratios alone."""
        return [key for key in self._implied if key.metric == metric]

    def known(self, key: FactKey) -> Fact | None:
        """The number that counts for a figure."""
        fact = self.facts.current(key, self.catalogue[key.metric].formula is not None)
        if fact is not None and fact.is_number:
            return fact
        return next(iter(self.stated(key)), None) or self.computed(key)


def _latest(facts: Iterable[Fact]) -> Iterator[Fact]:
    entered: dict[str, Fact] = {}
    for fact in facts:
        if fact.basis is Basis.PUBLISHED:
            yield fact
            continue
        known = entered.get(fact.variant)
        if known is None or fact.version > known.version:
            entered[fact.variant] = fact
    yield from entered.values()


def _distance(fact: Fact, other: Fact) -> tuple[bool, bool, bool, int]:
    """Other basis, only a bound, other part of the report, lines between."""
    here, there = fact.provenance, other.provenance
    lines = 0
    if isinstance(here, Printed) and isinstance(there, Printed):
        lines = abs((here.line or 0) - (there.line or 0))
    elif isinstance(here, Imported) and isinstance(there, Imported):
        lines = abs(here.row - there.row) if here.file == there.file else 10**9
    return (
        fact.basis is not other.basis,
        not other.qualifier.is_exact,
        fact.context != other.context,
        lines,
    )


def parts_of(keys: Iterable[FactKey], rest: Dimensions, dimension: str) -> list[FactKey]:
    """The figures that break a whole down by one dimension and nothing else."""
    return [
        key
        for key in keys
        if dimension in key.dimensions and key.dimensions.without(dimension) == rest
    ]
