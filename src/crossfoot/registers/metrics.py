"""A metric of a register: how a figure is counted from records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crossfoot.definitions.nodes import Line
from crossfoot.languages import Text
from crossfoot.registers.expressions.tree import (
    Aggregate,
    Call,
    Derived,
    MetricRef,
    Node,
    Ref,
    Special,
    walk,
)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A dimension of a metric and where its members come from."""

    name: str
    source: Ref | Derived | Special


@dataclass(frozen=True, slots=True)
class CatalogueTie:
    """Which figure of the catalogue a metric gives.

    Attributes:
        metric: id in the catalogue.
        dimensions: dimension of the catalogue by the name in `by`.
        fixed: dimensions of the catalogue that the metric fixes.
        of: members of the metric's own breakdowns: only these cells give the figure.
    """

    metric: str
    dimensions: Mapping[str, str] = field(default_factory=dict, hash=False)
    fixed: Mapping[str, str] = field(default_factory=dict, hash=False)
    of: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class RegisterMetric:
    """One figure.

    Attributes:
        name: unique over all registers.
        register: id of the register it belongs to.
        label: as people call it.
        formula: a tree, bound to the definition.
        text: the formula as written.
        unit: unit expression of `crossfoot.quantities.units`.
        by: breakdowns.
        catalogue: the figures of the catalogue it gives: one, or several by member.
        place: where it is defined.
    """

    name: str
    register: str
    label: Text
    formula: Node
    text: str
    unit: str
    by: Mapping[str, Breakdown] = field(default_factory=dict, hash=False)
    catalogue: tuple[CatalogueTie, ...] = ()
    place: Line = field(default=Line("", 0), compare=False)

    @property
    def is_stock(self) -> bool:
        """Whether it tells how things stand at the end of the period, not what happened in it."""
        found = [each for each in walk(self.formula) if isinstance(each, Aggregate)]
        return bool(found) and all(each.stock for each in found)

    @property
    def is_count(self) -> bool:
        """Whether 0 means that nobody entered anything: counts, sums, different values."""
        match self.formula:
            case Aggregate(function):
                return function in ("count", "rows", "sum", "distinct", "entered")
        return False

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the metrics that the formula names."""
        found = [each.name for each in walk(self.formula) if isinstance(each, MetricRef)]
        return tuple(dict.fromkeys(found))

    @property
    def is_ratio(self) -> bool:
        """Whether it is a part of something, so that its parts do not add up."""
        return any(isinstance(each, Call) and each.name == "ratio" for each in walk(self.formula))
