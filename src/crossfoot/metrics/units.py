"""Does a formula give the unit that its metric declares?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crossfoot.errors import CrossfootError, Problem
from crossfoot.metrics.formula import Constant, Negation, Node, Number, Operation, Reference
from crossfoot.metrics.metric import Metric

DIMENSIONLESS = "dimensionless"


def unit_problems(metrics: Mapping[str, Metric], only: Iterable[Metric]) -> list[Problem]:
    """What is wrong with the units of some metrics.

    Args:
        metrics: all metrics by id, whose units the formulas use.
        only: the metrics to look at.
    """
    from crossfoot.quantities.units import check_unit

    problems: list[Problem] = []
    for metric in only:
        wrong = check_unit(metric.unit, str(metric.place)) if metric.unit else None
        if wrong is not None:
            problems.append(wrong)
        elif metric.formula is not None and metric.unit:
            problems.extend(_formula_problems(metric, metrics))
    return problems


def _formula_problems(metric: Metric, metrics: Mapping[str, Metric]) -> list[Problem]:
    from crossfoot.quantities.units import same_dimension

    assert metric.formula is not None  # noqa: S101 - the caller asked
    where = metric.formula.place
    try:
        unit = unit_of(metric.formula.root, metrics)
        if same_dimension(unit, metric.unit):
            return []
    except CrossfootError as error:
        return [Problem(f"{metric.id!r}: {error.problems[0].what}", where=where)]
    what = f"the formula of {metric.id!r} gives {unit!r}, which is no {metric.unit!r}"
    return [Problem(what, where=where, remedy="Mend the formula or the unit.")]


def unit_of(node: Node, metrics: Mapping[str, Metric]) -> str:
    """The unit of a part of a formula.

    Raises:
        CrossfootError: the part adds what does not add, or a unit is not known.
    """
    from crossfoot.quantities.units import divide_units, multiply_units, same_dimension

    match node:
        case Number():
            return DIMENSIONLESS
        case Constant(_, unit):
            return unit
        case Reference(metric):
            return metrics[metric].unit
        case Negation(operand):
            return unit_of(operand, metrics)
        case Operation(op, left, right):
            first, second = unit_of(left, metrics), unit_of(right, metrics)
            if op == "*":
                return multiply_units(first, second)
            if op == "/":
                return divide_units(first, second)
            if not same_dimension(first, second):
                verb = "added to" if op == "+" else "subtracted from"
                what = f"'{right}' in {second!r} cannot be {verb} '{left}' in {first!r}"
                raise CrossfootError(Problem(what))
            return first
