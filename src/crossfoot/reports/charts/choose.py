"""Which charts a report can draw: those of the plan whose data are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crossfoot.facts.fact import NO_DIMENSIONS, Dimensions
from crossfoot.languages import Text
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.periods import Period
from crossfoot.reports.charts.chart import Chart, Form, Series
from crossfoot.reports.figures import Figures, member_order, period_label
from crossfoot.reports.model import Cell
from crossfoot.reports.plan import PlannedChart
from crossfoot.reports.words import word

#: a share of one member, or a trend of one year, says nothing
LEAST = 2


def charts_of(planned: Iterable[PlannedChart], figures: Figures) -> list[tuple[Metric, Chart]]:
    """The charts that can be drawn, each with the metric it is about."""
    drawn: list[tuple[Metric, Chart]] = []
    for plan in planned:
        metrics = [figures.catalogue[id_] for id_ in plan.metrics if id_ in figures.catalogue]
        superfluous = any(chart.id == plan.only_without for _, chart in drawn)
        if len(metrics) < len(plan.metrics) or superfluous:
            continue
        chart = _MAKERS[plan.form](plan, metrics, figures)
        if chart is not None:
            drawn.append((metrics[0], chart))
    return drawn


def _by_period(plan: PlannedChart, metrics: list[Metric], figures: Figures) -> Chart | None:
    """Series over the years: metrics, or the members of the first one's breakdown."""
    periods = figures.given.periods
    series = list(_series(plan, metrics, figures, periods))
    used = [i for i in range(len(periods)) if any(one.cells[i] for one in series)]
    shares = plan.form is Form.SHARES
    if shares:  # of a whole that is cut into one piece, nothing is seen
        used = [i for i in used if sum(one.cells[i] is not None for one in series) >= LEAST]
    if plan.form is Form.STACKED:  # a stack that lacks a part would look like a fall
        used = [i for i in used if all(one.cells[i] for one in series)]
    if len(used) < (1 if shares else LEAST):
        return None
    kept = tuple(periods[i] for i in used)
    series = [Series(one.name, tuple(one.cells[i] for i in used)) for one in series]
    series = [one for one in series if any(one.cells)]
    if len(series) < LEAST and (shares or plan.dimension):
        return None
    return Chart(
        plan.id,
        plan.form,
        plan.title,
        metrics[0].unit,
        tuple(period_label(period) for period in kept),
        tuple(series),
        _total(plan, metrics, figures, kept),
        metric=metrics[0].id,
    )


def _series(
    plan: PlannedChart, metrics: list[Metric], figures: Figures, periods: tuple[Period, ...]
) -> Iterable[Series]:
    if not plan.dimension:
        for index, metric in enumerate(metrics):
            cells = tuple(_number(figures, metric, period) for period in periods)
            yield Series(plan.name(index, metric.title), cells)
        return
    for member in _members(plan.dimension, metrics[0], figures, periods):
        breakdown = Dimensions({plan.dimension: member})
        cells = tuple(_number(figures, metrics[0], period, breakdown) for period in periods)
        yield Series(figures.member(plan.dimension, member), cells)


def _members(
    dimension: str, metric: Metric, figures: Figures, periods: tuple[Period, ...]
) -> list[str]:
    found = {
        breakdown[dimension]
        for period in periods
        for breakdown in figures.breakdowns(metric, period)
        if tuple(breakdown) == (dimension,)
    }
    return sorted(found, key=lambda member: member_order(dimension, member))


def _number(
    figures: Figures,
    metric: Metric,
    period: Period,
    breakdown: Dimensions = NO_DIMENSIONS,
    entity: str = "",
) -> Cell | None:
    """A cell that can be drawn: a number, and for the same unit as the metric's."""
    cell = figures.cell(metric, period, breakdown, entity)
    if cell is None or not cell.fact.is_number or cell.fact.unit != metric.unit:
        return None
    return cell


def _total(
    plan: PlannedChart, metrics: list[Metric], figures: Figures, periods: tuple[Period, ...]
) -> Series | None:
    """The printed totals above a stack, where every year has one."""
    if plan.form is not Form.STACKED:
        return None
    metric = figures.catalogue[plan.total] if plan.total else metrics[0]
    if not plan.total and not plan.dimension:
        return None
    cells = tuple(_number(figures, metric, period) for period in periods)
    return Series(metric.title, cells) if all(cells) else None


def _members_of_year(plan: PlannedChart, metrics: list[Metric], figures: Figures) -> Chart | None:
    """One bar for each member in the reporting year, the longest first."""
    period, metric = figures.given.period, metrics[0]
    bars = []
    for member in _members(plan.dimension, metric, figures, (period,)):
        cell = _number(figures, metric, period, Dimensions({plan.dimension: member}))
        if cell is not None and cell.fact.number > 0:
            bars.append((figures.member(plan.dimension, member), cell))
    if len(bars) < LEAST:
        return None
    bars.sort(key=lambda bar: -bar[1].fact.number)
    names, cells = zip(*bars, strict=True)
    return Chart(
        plan.id,
        plan.form,
        plan.title,
        metric.unit,
        tuple(names),
        (Series(period_label(period), tuple(cells)),),
        period=period_label(period),
        metric=metrics[0].id,
    )


def _entities(plan: PlannedChart, metrics: list[Metric], figures: Figures) -> Chart | None:
    """One bar for each site in the reporting year, the longest first."""
    period = figures.given.period
    organisation = figures.given.organisation
    if organisation is None:
        return None
    rows: list[tuple[Text, list[Cell | None]]] = []
    for entity in organisation:
        if organisation.children(entity.id):
            continue
        cells = [_number(figures, metric, period, entity=entity.id) for metric in metrics]
        if any(cells):
            rows.append((entity.name, cells))
    if len(rows) < LEAST:
        return None
    rows.sort(key=lambda row: -sum(cell.fact.number for cell in row[1] if cell))
    return Chart(
        plan.id,
        plan.form,
        plan.title,
        metrics[0].unit,
        tuple(name for name, _ in rows),
        tuple(
            Series(plan.name(i, metric.title), tuple(cells[i] for _, cells in rows))
            for i, metric in enumerate(metrics)
        ),
        period=period_label(period),
        metric=metrics[0].id,
    )


def _months(plan: PlannedChart, metrics: list[Metric], figures: Figures) -> Chart | None:
    """The months of the reporting period, one series for each metric that has them all."""
    months = tuple(figures.given.period.split_by_month())
    series = []
    for index, metric in enumerate(metrics):
        cells = tuple(_number(figures, metric, month) for month in months)
        if all(cells):
            series.append(Series(plan.name(index, metric.title), cells))
    if not series:
        return None
    labels = tuple(word(f"month.short_{month.start.month}") for month in months)
    return Chart(
        plan.id,
        plan.form,
        plan.title,
        metrics[0].unit,
        labels,
        tuple(series),
        period=period_label(figures.given.period),
        metric=metrics[0].id,
    )


_MAKERS: dict[Form, Callable[[PlannedChart, list[Metric], Figures], Chart | None]] = {
    Form.STACKED: _by_period,
    Form.BARS: _by_period,
    Form.LINES: _by_period,
    Form.SHARES: _by_period,
    Form.MEMBERS: _members_of_year,
    Form.ENTITIES: _entities,
    Form.MONTHS: _months,
}
