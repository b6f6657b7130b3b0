"""Which charts a report can draw: those of the plan whose data are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from crossfoot.reports.charts.by_category import by_entity, by_member, by_month, by_period
from crossfoot.reports.charts.chart import Chart, Form
from crossfoot.reports.charts.donut import donut
from crossfoot.reports.charts.flow import flow
from crossfoot.reports.charts.intensity import intensity
from crossfoot.reports.charts.matrix import matrix
from crossfoot.reports.charts.pathway import pathways
from crossfoot.reports.charts.places import places
from crossfoot.reports.charts.profile import profile
from crossfoot.reports.charts.pyramid import pyramid
from crossfoot.reports.charts.waterfall import waterfall
from crossfoot.reports.figures import Figures
from crossfoot.reports.plan import PlannedChart, plan

if TYPE_CHECKING:
    from crossfoot.metrics.metric import Metric
    from crossfoot.reports.lists.records import Lists, Record

Maker = Callable[[PlannedChart, Figures], Iterable[Chart]]

#: what makes the charts of each form; a new form is a module and a line here
MAKERS: Mapping[Form, Maker] = {
    Form.STACKED: by_period,
    Form.BARS: by_period,
    Form.LINES: by_period,
    Form.SHARES: by_period,
    Form.MEMBERS: by_member,
    Form.ENTITIES: by_entity,
    Form.MONTHS: by_month,
    Form.INTENSITY: intensity,
    Form.WATERFALL: waterfall,
    Form.FLOW: flow,
    Form.DONUT: donut,
    Form.PROFILE: profile,
    Form.PYRAMID: pyramid,
    Form.PLACES: places,
}

#: forms that draw the rows of a list, which the author keeps
LIST_MAKERS: Mapping[Form, Callable[[PlannedChart, Iterable[Record], Figures], Iterable[Chart]]] = {
    Form.MATRIX: matrix,
    Form.PATHWAY: pathways,
}


def charts_of(planned: Iterable[PlannedChart], figures: Figures) -> list[tuple[Metric, Chart]]:
    """The charts that can be drawn from facts, each with the metric it is about."""
    drawn: list[tuple[Metric, Chart]] = []
    for each in planned:
        if each.form not in MAKERS or not each.is_known_to(figures.catalogue):
            continue
        if any(chart.id in each.only_without for _, chart in drawn):
            continue
        metric = figures.catalogue[each.first_metric]
        drawn.extend((metric, chart) for chart in MAKERS[each.form](each, figures))
    return drawn


def charts_of_folder(lists: Lists, figures: Figures) -> Iterator[Chart]:
    """The charts of the lists of a report folder.

    Raises:
        CrossfootError: a list cannot be read.
    """
    planned = plan().charts
    names = [each.list_name for each in planned if each.list_name in lists]
    yield from charts_of_lists(planned, {name: lists.get(name).rows for name in names}, figures)


def charts_of_lists(
    planned: Iterable[PlannedChart], lists: Mapping[str, Iterable[Record]], figures: Figures
) -> Iterator[Chart]:
    """The charts that can be drawn from the rows of lists, by list name."""
    for each in planned:
        if each.form in LIST_MAKERS and each.list_name in lists:
            yield from LIST_MAKERS[each.form](each, lists[each.list_name], figures)
