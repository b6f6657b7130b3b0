"""Makes charts over categories from the plan: by year, member, site, month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from crossfoot.facts.fact import Dimensions
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.reports.charts.category import CategoryChart, Series
from crossfoot.reports.charts.chart import Form
from crossfoot.reports.charts.values import LEAST, members, number, sites
from crossfoot.reports.figures import Figures, period_label
from crossfoot.reports.model import Cell
from crossfoot.reports.words import word

if TYPE_CHECKING:
    from crossfoot.metrics.metric import Metric
    from crossfoot.reports.plan import PlannedChart


def by_period(plan: PlannedChart, figures: Figures) -> Iterator[CategoryChart]:
    """Series over the years: metrics, or the members of the first one's breakdown."""
    metrics = plan.known(figures.catalogue)
    periods = figures.given.periods
    series = list(_series(plan, metrics, figures, periods))
    used = [i for i in range(len(periods)) if any(one.cells[i] for one in series)]
    shares = plan.form is Form.SHARES
    if shares:  # of a whole that is cut into one piece, nothing is seen
        used = [i for i in used if sum(one.cells[i] is not None for one in series) >= LEAST]
    if plan.form is Form.STACKED:  # a stack that lacks a part would look like a fall
        used = [i for i in used if all(one.cells[i] for one in series)]
    if len(used) < (1 if shares else LEAST):
        return
    kept = tuple(periods[i] for i in used)
    series = [Series(one.name, tuple(one.cells[i] for i in used)) for one in series]
    series = [one for one in series if any(one.cells)]
    if len(series) < LEAST and (shares or plan.dimension):
        return
    if shares and any(cell.fact.number < 0 for one in series for cell in one.cells if cell):
        return
    yield CategoryChart(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=metrics[0].unit,
        categories=tuple(period_label(period) for period in kept),
        series=tuple(series),
        total=_total(plan, metrics, figures, kept),
        metric=metrics[0].id,
    )


def _series(
    plan: PlannedChart, metrics: list[Metric], figures: Figures, periods: tuple[Period, ...]
) -> Iterable[Series]:
    if not plan.dimension:
        for index, metric in enumerate(metrics):
            cells = tuple(number(figures, metric, period) for period in periods)
            yield Series(plan.name(index, metric.title), cells)
        return
    for metric in metrics:
        for member in members(plan.dimension, metric, figures, periods):
            breakdown = Dimensions({plan.dimension: member})
            cells = tuple(number(figures, metric, period, breakdown) for period in periods)
            yield Series(figures.member(plan.dimension, member), cells)


def _total(
    plan: PlannedChart, metrics: list[Metric], figures: Figures, periods: tuple[Period, ...]
) -> Series | None:
    """The printed totals above a stack, where every year has one."""
    if plan.form is not Form.STACKED:
        return None
    if not plan.total and (not plan.dimension or len(metrics) > 1):
        return None
    metric = figures.catalogue[plan.total] if plan.total else metrics[0]
    cells = tuple(number(figures, metric, period) for period in periods)
    return Series(metric.title, cells) if all(cells) else None


def by_member(plan: PlannedChart, figures: Figures) -> Iterator[CategoryChart]:
    """One bar for each member in the reporting year, the longest first."""
    period, metric = figures.given.period, plan.known(figures.catalogue)[0]
    bars: list[tuple[Text, Cell]] = []
    for member in members(plan.dimension, metric, figures, (period,)):
        cell = number(figures, metric, period, Dimensions({plan.dimension: member}))
        if cell is not None and cell.fact.number:
            bars.append((figures.member(plan.dimension, member), cell))
    if len(bars) < LEAST:
        return
    bars.sort(key=lambda bar: -bar[1].fact.number)
    yield CategoryChart(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=metric.unit,
        categories=tuple(name for name, _ in bars),
        series=(Series(period_label(period), tuple(cell for _, cell in bars)),),
        period=period_label(period),
        metric=metric.id,
    )


def by_entity(plan: PlannedChart, figures: Figures) -> Iterator[CategoryChart]:
    """One bar for each site in the reporting year, the longest first."""
    period, metrics = figures.given.period, plan.known(figures.catalogue)
    rows: list[tuple[Text, list[Cell | None]]] = []
    for entity, name in sites(figures):
        cells = [number(figures, metric, period, entity=entity) for metric in metrics]
        if any(cells):
            rows.append((name, cells))
    if len(rows) < LEAST:
        return
    rows.sort(key=lambda row: -sum(cell.fact.number for cell in row[1] if cell))
    yield CategoryChart(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=metrics[0].unit,
        categories=tuple(name for name, _ in rows),
        series=tuple(
            Series(plan.name(i, metric.title), tuple(cells[i] for _, cells in rows))
            for i, metric in enumerate(metrics)
            if any(cells[i] for _, cells in rows)
        ),
        period=period_label(period),
        metric=metrics[0].id,
    )


def by_month(plan: PlannedChart, figures: Figures) -> Iterator[CategoryChart]:
    """The months of the reporting period, one series for each metric that has them all."""
    months = tuple(figures.given.period.split_by_month())
    metrics = plan.known(figures.catalogue)
    series = []
    for index, metric in enumerate(metrics):
        cells = tuple(number(figures, metric, month) for month in months)
        if all(cells):
            series.append(Series(plan.name(index, metric.title), cells))
    if not series:
        return
    yield CategoryChart(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=metrics[0].unit,
        categories=tuple(word(f"month.short_{month.start.month}") for month in months),
        series=tuple(series),
        period=period_label(figures.given.period),
        metric=metrics[0].id,
    )
