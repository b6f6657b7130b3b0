"""What must hold between metrics: every check is a small function that finds problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from crossfoot.definitions.section import did_you_mean
from crossfoot.errors import Problem
from crossfoot.metrics.dimensions import DimensionTable
from crossfoot.metrics.metric import Metric

Check = Callable[[Sequence[Metric], DimensionTable], Iterable[Problem]]


def repeated_ids(metrics: Sequence[Metric], _: DimensionTable) -> Iterator[Problem]:
    """Two definitions of one id, in two files."""
    first: dict[str, Metric] = {}
    for metric in metrics:
        known = first.setdefault(metric.id, metric)
        if known is not metric:
            why = f"The first definition is in {known.place}; only one can hold"
            yield Problem(f"{metric.id!r} is defined twice", where=str(metric.place), why=why)


def unknown_dimensions(metrics: Sequence[Metric], table: DimensionTable) -> Iterator[Problem]:
    """A metric that is broken down by a dimension which is not in the table."""
    for metric in metrics:
        for dimension in metric.dimensions:
            if dimension not in table:
                what = f"the dimension {dimension!r} of {metric.id!r} is not known"
                remedy = did_you_mean(dimension, table) or "Add it to the table of dimensions."
                yield Problem(what, where=str(metric.place), remedy=remedy)


def unknown_metrics(metrics: Sequence[Metric], _: DimensionTable) -> Iterator[Problem]:
    """A formula, or a weight, that names a metric which does not exist."""
    known = {metric.id: metric for metric in metrics}
    for metric in metrics:
        for id_ in dict.fromkeys((*_inputs(metric), *metric.weights)):
            where = _formula_place(metric)
            if id_ not in known:
                what = f"{metric.id!r} needs {id_!r}, which is not in the catalogue"
                yield Problem(what, where=where, remedy=did_you_mean(id_, known))
            elif not known[id_].is_numeric:
                what = f"{metric.id!r} needs {id_!r}, which is a text"
                yield Problem(what, where=where, why="Texts have no value to use")


def unknown_members(metrics: Sequence[Metric], table: DimensionTable) -> Iterator[Problem]:
    """A `where` that fixes a dimension or a member which does not exist."""
    known = {metric.id: metric for metric in metrics}
    for metric in metrics:
        for reference in metric.formula.references() if metric.formula else ():
            for key, member in reference.fixed:
                used = known.get(reference.metric)
                what, remedy = "", ""
                if used is not None and not used.allows(key):
                    what = f"{used.id!r} has no dimension {key!r}"
                    remedy = did_you_mean(key, used.dimensions)
                elif key in table and table[key].members and member not in table[key].members:
                    what = f"{member!r} is no member of {key!r}"
                    remedy = did_you_mean(member, table[key].members)
                if what:
                    what = f"the formula of {metric.id!r}: {what}"
                    yield Problem(what, where=_formula_place(metric), remedy=remedy)


def cycles(metrics: Sequence[Metric], _: DimensionTable) -> Iterator[Problem]:
    """Formulas that need each other's result in the same period."""
    known = {metric.id: metric for metric in metrics}
    try:
        TopologicalSorter(dependencies(known)).prepare()
    except CycleError as error:
        ring = list(reversed(error.args[1]))
        what = f"the formula of {ring[0]!r} needs itself: {' needs '.join(ring)}"
        remedy = "A value of the period before is prev(...)."
        yield Problem(what, where=_formula_place(known[ring[0]]), remedy=remedy)


CHECKS: tuple[Check, ...] = (
    repeated_ids,
    unknown_dimensions,
    unknown_metrics,
    unknown_members,
    cycles,
)


def dependencies(metrics: Mapping[str, Metric]) -> dict[str, list[str]]:
    """For each metric, the metrics whose value of the same period its formula needs."""
    return {
        metric.id: [
            reference.metric
            for reference in (metric.formula.references() if metric.formula else ())
            if not reference.previous and reference.metric in metrics
        ]
        for metric in metrics.values()
    }


def _formula_place(metric: Metric) -> str:
    return metric.formula.place if metric.formula else str(metric.place)


def _inputs(metric: Metric) -> list[str]:
    references = metric.formula.references() if metric.formula else ()
    return [reference.metric for reference in references]
