"""The headlines of one unit and period: value, change, target, the periods before.

Which fact counts, and with how many digits it is printed, is decided by the same code as in the
report, so that page, API and report cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from crossfoot.facts.fact import Fact
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import round_half_away
from crossfoot.records.overview.headlines import LESS, Group, Headline, groups, metrics
from crossfoot.records.overview.store import Numbers
from crossfoot.records.overview.targets import TargetLine, metrics_of, target_line, target_rows
from crossfoot.reports.figures import Figures, change_between
from crossfoot.reports.lists.records import Record
from crossfoot.reports.model import Cell, Change
from crossfoot.reports.report_input import ReportInput

#: decimals of a change; a smaller one is none
CHANGE_PLACES = 1

#: how many periods of one length a chart shows: months a year and the month before it
MOST = {1: 13, 3: 8}
_MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline of a unit and period.

    Attributes:
        metric: which of the headline's metrics it is.
        title: what the page calls it.
        cell: the value; None where there is none.
        before: that of the period before.
        change: between the two; None where that says nothing.
        improved: whether the change is an improvement; None where neither is.
        target: and how the value stands to it; None without one.
        periods: the periods of the chart, earlier ones first.
        cells: their values.
        waits: why there is no value, as the fact says; empty where there is one.
    """

    metric: Metric
    title: Text
    cell: Cell | None
    before: Cell | None
    change: Change | None
    improved: bool | None
    target: TargetLine | None
    periods: tuple[Period, ...]
    cells: tuple[Cell | None, ...]
    waits: str = ""

    @property
    def unit(self) -> str:
        """Unit expression of the values."""
        return self.cell.fact.unit if self.cell else self.metric.unit


@dataclass(frozen=True, slots=True)
class Shelf:
    """Headlines that belong together."""

    id: str
    title: Text
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All headlines of a unit and period.

    Attributes:
        entity: code of the unit.
        period: the period.
        shelves: those that have a tile.
    """

    entity: str
    period: Period
    shelves: tuple[Shelf, ...]

    def tiles(self) -> Iterator[Tile]:
        """All tiles, in the order of the page."""
        for shelf in self.shelves:
            yield from shelf.tiles


def periods_of(numbers: Numbers, entity: str) -> list[Period]:
    """The periods that can be shown: years, quarters, months in which a headline has a value."""
    found = numbers.periods(entity, metrics())
    return [each for each in found if each.month_count in (1, 3, 6, 12)]


def board_of(numbers: Numbers, folder: Path, entity: str, period: Period) -> Board:
    """The headlines of a unit in a period."""
    rows = target_rows(folder) if entity == numbers.said("entity") else ()
    if period.month_count != 12:
        rows = ()
    figures = figures_of(numbers, entity, period, metrics(), _first_year(rows))
    shelves = (Shelf(each.id, each.title, tuple(_tiles(each, figures, rows))) for each in groups())
    return Board(entity, period, tuple(shelf for shelf in shelves if shelf.tiles))


def tile_of(numbers: Numbers, folder: Path, entity: str, period: Period, metric: Metric) -> Tile:
    """One figure as a tile, whether it is a headline or not."""
    rows = target_rows(folder) if entity == numbers.said("entity") else ()
    if period.month_count != 12:
        rows = ()
    figures = figures_of(numbers, entity, period, (metric.id,), _first_year(rows))
    better = [
        headline
        for group in groups()
        for headline in group.headlines
        if metric.id in headline.metrics
    ]
    headline = better[0] if better else Headline((metric.id,))
    return _tile(metric, headline, figures, rows)


def figures_of(
    numbers: Numbers, entity: str, period: Period, wanted: Sequence[str], since: int = 0
) -> Figures:
    """The facts of a unit, as a report asks for them.

    Args:
        numbers: where they are kept.
        entity: the unit.
        period: the period that is reported.
        wanted: ids of metrics.
        since: a year that must be there too, where the periods are years.
    """
    periods = list(before(period))
    if period.month_count == 12 and since:
        while periods[0].start.year > since:
            periods.insert(0, periods[0].previous())
    facts = numbers.of(entity, wanted, periods, "")
    return Figures(
        ReportInput(
            company=Text(entity, entity),
            title=Text("", ""),
            period=period,
            facts=FactSet(each.fact for each in facts),
            catalogue=catalogue(),
            entity=entity,
            first_period=before(period)[0],
            variant=numbers.said("variant"),
            standards=(),
        )
    )


def before(period: Period) -> tuple[Period, ...]:
    """A period with those before it that a chart shows, earlier ones first."""
    most = MOST.get(period.month_count or 0, _MOST_YEARS)
    found = [period]
    while len(found) < most:
        found.insert(0, found[0].previous())
    return tuple(found)


def _first_year(rows: Sequence[Record]) -> int:
    return min(metrics_of(rows).values(), default=0)


def _tiles(group: Group, figures: Figures, rows: Sequence[Record]) -> Iterator[Tile]:
    """The first metric of each headline that has a value; else the first that says why not."""
    for headline in group.headlines:
        known = [metric for id_ in headline.metrics if (metric := catalogue().get(id_))]
        tiles = [_tile(metric, headline, figures, rows) for metric in known]
        with_value = (tile for tile in tiles if tile.cell is not None)
        waiting = (tile for tile in tiles if tile.waits or any(tile.cells))
        tile = next(with_value, None) or next(waiting, None)
        if tile is not None:
            yield tile


def _tile(metric: Metric, headline: Headline, figures: Figures, rows: Sequence[Record]) -> Tile:
    period = figures.given.period
    periods = before(period)
    cells = [_number(figures.cell(metric, each)) for each in periods]
    first = next((at for at, cell in enumerate(cells) if cell is not None), len(cells) - 1)
    shown = min(first, max(len(cells) - 2, 0))
    cell, earlier = cells[-1], cells[-2] if len(cells) > 1 else None
    fact = figures.fact(metric, period)
    change = change_between(earlier, cell)
    return Tile(
        metric=metric,
        title=headline.title
        if headline.title and headline.metrics[0] == metric.id
        else metric.title,
        cell=cell,
        before=earlier,
        change=change,
        improved=_improved(change, headline.better),
        target=target_line(rows, metric, cell, figures) if cell is not None else None,
        periods=periods[shown:],
        cells=tuple(cells[shown:]),
        waits=_waits(fact),
    )


def _number(cell: Cell | None) -> Cell | None:
    return cell if cell is not None and cell.fact.is_number else None


def _waits(fact: Fact | None) -> str:
    return fact.nil_reason if fact is not None and fact.value is None else ""


def _improved(change: Change | None, better: str) -> bool | None:
    if change is None or not better or not round_half_away(change.value, CHANGE_PLACES):
        return None
    return (change.value < 0) is (better == LESS)


def adds_up(tile: Tile) -> bool:
    """Whether the values of a chart are of one unit, so that they can stand beside each other."""
    units = [cell.fact.unit for cell in tile.cells if cell is not None]
    return all(one == other for one, other in pairwise(units))
