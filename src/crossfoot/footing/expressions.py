"""Expressions over facts: from stated numbers, computed ones, or ones that ratios imply."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crossfoot.calculation.formulas import DIMENSIONLESS, input_key, solve
from crossfoot.calculation.intervals import Interval
from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Fact, FactKey
from crossfoot.footing.context import Context
from crossfoot.footing.precision import span
from crossfoot.metrics.formula import Formula, Reference


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expression gives.

    Attributes:
        span: what it may be, with every number anywhere within its rounding.
        value: what it is with the numbers as stated.
        numbers: the numbers used, by reference.
        facts: the facts behind them.
    """

    span: Interval
    value: Decimal
    numbers: dict[Reference, Decimal]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Answers expressions from the facts of a context."""

    context: Context

    def answer(self, formula: Formula, unit: str, figure: FactKey, near: Fact) -> Answer | None:
        """What an expression gives for a figure; None where a number is missing.

        Args:
            formula: the expression.
            unit: unit wanted.
            figure: entity, period and breakdown for which it is asked.
            near: the numbers that stand nearest to this one are taken.
        """
        spans: dict[Reference, tuple[Interval, str]] = {}
        numbers: dict[Reference, Decimal] = {}
        units: dict[Reference, str] = {}
        facts: dict[Fact, None] = {}
        for reference in formula.references():
            if reference.metric not in self.context.catalogue:
                return None
            metric = self.context.catalogue[reference.metric]
            key = input_key(reference, figure, metric)
            found = self.context.beside(near, key)
            if found is not None:
                spans[reference] = span(found), found.unit or DIMENSIONLESS
                numbers[reference] = found.number
                facts[found] = None
            elif implied := self.context.implied(key):
                first = implied[0]
                spans[reference] = first.span, metric.unit
                numbers[reference] = first.value
                facts.update(dict.fromkeys(first.facts))
            else:
                return None
            units[reference] = spans[reference][1]
        try:
            result = solve(formula.root, unit, lambda ref: spans[ref], Interval.of)
            value = solve(
                formula.root, unit, lambda ref: (numbers[ref], units[ref]), lambda number: number
            )
        except (ZeroDivisionError, CrossfootError):
            return None
        return Answer(result, value, numbers, tuple(facts))
