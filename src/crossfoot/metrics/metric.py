"""One metric: everything that is known about a figure before it has a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from crossfoot.definitions.nodes import Line
from crossfoot.languages import Text
from crossfoot.metrics.formula import Formula, Reference

#: the sets of requirements that a metric may answer, as the catalogue's files name them
REQUIREMENTS = ("gri", "hkex", "ifrs_s2", "esrs_vsme", "sse_szse", "other")

PILLARS = ("E", "S", "G", "economic")

#: `over_sites` and `over_periods` of a metric with a formula: recomputed from combined inputs
FORMULA = "formula"

#: the beginning of a rule that names the metric whose values are the weights
WEIGHTED = "weighted:"


_NOTHING = Text("", "")


class Kind(StrEnum):
    """What sort of figure it is; decides how values may be combined."""

    ACTIVITY = "activity"
    STOCK = "stock"
    FLOW = "flow"
    RATIO = "ratio"
    SCORE = "score"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of a formula that somebody else computed.

    Attributes:
        inputs: values of the references, each in the unit of its metric.
        value: the expected result in the metric's unit, to the decimals written.
        source: who computed it, and where it is printed.
        place: where the example stands.
    """

    inputs: tuple[tuple[Reference, Decimal], ...]
    value: Decimal
    source: str
    place: Line = field(compare=False)


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that an organisation may report.

    Attributes:
        id: stable name, such as `ghg.scope1`.
        title: short title in both languages.
        unit: unit expression of `crossfoot.quantities.units`; empty for texts.
        kind: activity, stock, flow, ratio, score or text.
        dimensions: breakdowns allowed; `site` and `entity` always are.
        over_sites: how values combine over sites: `sum`, `mean`, `weighted:<id>`, `none`
            (they do not), or `formula` (recomputed from combined inputs).
        over_periods: the same over periods, where stocks take `last`.
        formula: how it follows from other metrics; None where it is entered.
        requirements: codes of the requirements it answers, by the names of `REQUIREMENTS`.
        pillar: E, S, G or economic.
        comment: members of dimensions, definitions, traps; in both languages, or as one wrote it.
        examples: worked examples of the formula.
        topic: id of the topic it belongs to.
        place: file and line of its definition.
    """

    id: str
    title: Text
    unit: str
    kind: Kind
    dimensions: tuple[str, ...] = ()
    over_sites: str = "none"
    over_periods: str = "none"
    formula: Formula | None = None
    requirements: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    pillar: str = ""
    comment: Text = _NOTHING
    examples: tuple[Example, ...] = ()
    topic: str = ""
    place: Line = field(default=Line("", 0), compare=False)

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.kind is not Kind.TEXT

    @property
    def weights(self) -> tuple[str, ...]:
        """Ids of the metrics whose values weigh this one, over sites or over periods."""
        rules = (self.over_sites, self.over_periods)
        found = (rule.removeprefix(WEIGHTED) for rule in rules if rule.startswith(WEIGHTED))
        return tuple(dict.fromkeys(found))

    @property
    def adds_up(self) -> bool:
        """Whether the parts of a breakdown may be added at all.

        Counts and amounts add up, and so do the shares of one whole (`x / total(x)`); other
        ratios and scores never do. Which breakdowns are complete is for
        `crossfoot.metrics.dimensions.is_partition`.
        """
        if self.formula is not None and self.formula.is_share:
            return True
        return self.kind in (Kind.ACTIVITY, Kind.STOCK, Kind.FLOW)

    def allows(self, dimension: str) -> bool:
        """Whether its values may be broken down by a dimension."""
        return dimension in self.dimensions or dimension in ("site", "entity")


@dataclass(frozen=True, slots=True)
class Topic:
    """What the metrics of one file are about.

    Attributes:
        id: the name of the file without its ending.
        title: title in both languages.
        order: place among the topics; a report prints them in this order.
    """

    id: str
    title: Text
    order: int
