"""Values that charts draw, and how they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.facts.fact import NO_DIMENSIONS, Dimensions
from crossfoot.languages import Language, Text
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.periods import Period
from crossfoot.reports.figures import Figures, member_order
from crossfoot.reports.model import Cell
from crossfoot.reports.numbers import format_number, qualified

#: a share of one member, or a trend of one year, says nothing
LEAST = 2

#: the smallest share that one decimal of a percentage shows
LEAST_PERCENT = Decimal("0.001")

#: published parts may miss their whole by so much, through rounding
ROUNDING = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: a value with its name.

    Attributes:
        id: unique within its chart.
        name: what it is called.
        cell: its value.
        whole: id of the metric that it is a part of.
    """

    id: str
    name: Text
    cell: Cell
    whole: str

    @property
    def number(self) -> Decimal:
        """The value."""
        return self.cell.fact.number


def number(
    figures: Figures,
    metric: Metric,
    period: Period,
    breakdown: Dimensions = NO_DIMENSIONS,
    entity: str = "",
) -> Cell | None:
    """A cell that can be drawn: a number, and in the unit of the metric."""
    cell = figures.cell(metric, period, breakdown, entity)
    if cell is None or not cell.fact.is_number or cell.fact.unit != metric.unit:
        return None
    return cell


def members(
    dimension: str, metric: Metric, figures: Figures, periods: Iterable[Period]
) -> list[str]:
    """Members of a breakdown that have a fact, in the order of the table of dimensions."""
    found = {
        breakdown[dimension]
        for period in periods
        for breakdown in figures.breakdowns(metric, period)
        if tuple(breakdown) == (dimension,)
    }
    return sorted(found, key=lambda member: member_order(dimension, member))


def parts(
    written: str,
    figures: Figures,
    period: Period,
    entity: str = "",
    among: Sequence[Period] = (),
) -> list[Part]:
    """The parts that a line of the plan names.

    Args:
        written: `ghg.total` is a metric, `ghg.scope1 source_category` the members of a breakdown,
            `energy.direct renewability=renewable` one member.
        figures: where the values come from.
        period: their time.
        entity: whose they are; the reporting entity's where empty.
        among: periods whose members count; the period alone where empty.
    """
    id_, _, cut = written.partition(" ")
    dimension, _, chosen = cut.partition("=")
    metric = figures.catalogue.get(id_)
    if metric is None:
        return []
    if not dimension:
        cell = number(figures, metric, period, entity=entity)
        return [Part(id_, metric.title, cell, id_)] if cell is not None else []
    found = []
    for member in [chosen] if chosen else members(dimension, metric, figures, among or (period,)):
        cell = number(figures, metric, period, Dimensions({dimension: member}), entity)
        if cell is not None:
            name = figures.member(dimension, member)
            found.append(Part(f"{id_} {dimension}={member}", name, cell, id_))
    return found


def sites(figures: Figures) -> Iterator[tuple[str, Text]]:
    """The entities that have none below them: plants, offices."""
    for entity in figures.given.organisation or ():
        if not figures.given.organisation or not figures.given.organisation.children(entity.id):
            yield entity.id, entity.name


def printed(cell: Cell, language: Language) -> str:
    """The value as the table prints it."""
    text = format_number(cell.fact.number, cell.places, language)
    return qualified(text, cell.fact.qualifier, language)


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum; 0 of nothing."""
    return sum(values, Decimal(0))


def percent(share: Decimal, language: Language) -> str:
    """A share as charts print it, in percent with one decimal; what is there is never 0.0%."""
    if 0 < share < LEAST_PERCENT / 2:
        return f"<{format_number(LEAST_PERCENT * 100, 1, language)}%"
    return format_number(share * 100, 1, language) + "%"
