"""Values that cannot be, whatever they are compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fnmatch import fnmatch

from crossfoot.facts.fact import Fact
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.precision import COUNTED, span, unit_of_last_digit
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.metrics.metric import Kind as MetricKind
from crossfoot.quantities.qualifiers import Qualifier

#: amounts that are differences, or may be below zero by their nature
MAY_BE_NEGATIVE = (
    "*.change",
    "*.growth",
    "*_growth_ratio",
    "customer.nps",
    "energy.saved",
    "energy.saving_rate",
    "finance.net_profit",
    "finance.tax_paid",
    "product.avoided.*",
    "water.consumption",
    "water.storage_change",
)

#: members of a breakdown that are subtracted
NEGATIVE_MEMBERS = frozenset({"elimination"})

#: rates in per cent that are no share of a whole
MAY_EXCEED_100 = (
    "*.change",
    "*.growth",
    "workforce.turnover_rate",
    "workforce.turnover_rate_average",
    "workforce.hire_rate",
    "workforce.parental_leave.retention_rate",
    "rd.intensity",
    "complaints.resolution_rate",
    "safety.hazards.rectification_rate",
)

_HUNDRED = Decimal(100)
#: metrics of what was saved or avoided
_REDUCED = re.compile(r"reduc|saved|avoided|removal")


def negative_amount(context: Context) -> Iterator[Finding]:
    """An amount or a count is not below zero."""
    for fact in context.all_stated():
        if fact.number >= 0 or _named(fact.metric, MAY_BE_NEGATIVE):
            continue
        if not NEGATIVE_MEMBERS.isdisjoint(dict(fact.dimensions).values()):
            continue
        if _always_negative(context, fact):
            continue  # savings are printed with a minus by those who think of them as a change
        yield _impossible(
            context, fact, Text("is below zero", "为负数"), f"{number(fact.number)} < 0"
        )


def _always_negative(context: Context, fact: Fact) -> bool:
    every = [f for key in context.keys(fact.metric) for f in context.stated(key)]
    return _REDUCED.search(fact.metric) is not None and all(f.number <= 0 for f in every)


def part_of_a_person(context: Context) -> Iterator[Finding]:
    """Persons, cases and pieces are whole numbers."""
    for fact in context.all_stated():
        value = fact.number
        if fact.unit not in COUNTED or value == value.to_integral_value():
            continue
        if fact.estimated or fact.qualifier is not Qualifier.EXACT or unit_of_last_digit(fact) > 1:
            continue
        if context.catalogue[fact.metric].kind in (MetricKind.RATIO, MetricKind.SCORE):
            continue
        reason = Text("counts what has no fractions", "为计数指标，不应有小数")
        yield _impossible(context, fact, reason, number(value))


def share_above_whole(context: Context) -> Iterator[Finding]:
    """A share of a whole is not above 100 %."""
    for fact in context.all_stated():
        metric = context.catalogue[fact.metric]
        if fact.unit != "percent" or metric.kind is not MetricKind.RATIO:
            continue
        if span(fact).low <= _HUNDRED or _named(fact.metric, MAY_EXCEED_100):
            continue
        reason = Text("is a share of a whole and above 100 %", "为占比指标，却高于100%")
        yield _impossible(context, fact, reason, f"{number(fact.number)}% > 100%")


def _named(metric: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(metric, pattern) for pattern in patterns)


def _impossible(context: Context, fact: Fact, reason: Text, shown: str) -> Finding:
    name, said = context.words.figure(fact), context.words.value(fact)
    return Finding(
        Kind.IMPOSSIBLE_VALUE,
        Severity.ERROR,
        fact.metric,
        Text(f"{name.en}: {said.en} {reason.en}", f"{name.zh}：{said.zh}{reason.zh}"),
        shown,
        (fact,),
    )
