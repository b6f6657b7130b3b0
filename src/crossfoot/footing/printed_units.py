"""The unit that is printed with a value against what the metric is measured in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossfoot.facts.fact import Fact, FactKey
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.precision import as_printed
from crossfoot.footing.wording import number
from crossfoot.languages import Text

_PERCENT = frozenset({"%", "percent", "per cent", "％"})

#: how reports name persons; a count of participations must not be called so
_PERSONS = re.compile(
    r"\b(persons?|people|participants?|employees?|trainees?|staff)\b(?!.?times?)|(?<!\w)人(?!次)|名",
    re.IGNORECASE,
)

_GROUPED = re.compile(r"\d+(?:,\d+)+")
_WELL_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")

#: what persons are compared with
EMPLOYEES = "workforce.headcount"


def percent_for_a_rate(context: Context) -> Iterator[Finding]:
    """What is no share is not printed in per cent, such as accidents per million hours."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in context.all_stated():
        printed = as_printed(fact)
        if printed is None or printed.unit not in _PERCENT or fact.unit == "percent":
            continue
        if context.catalogue[fact.metric].unit != "dimensionless":
            groups.setdefault((fact.metric, str(fact.dimensions)), []).append(fact)
    for (metric, _), facts in groups.items():
        others = [
            other
            for fact in facts
            for other in context.stated(fact.key)
            if (printed := as_printed(other)) and printed.unit not in _PERCENT
        ]
        means_something = any(fact.number for fact in facts)
        name = context.words.title(metric, facts[0].dimensions)
        unit = context.words.value(facts[-1])
        yield Finding(
            Kind.UNIT_SCALE,
            # nothing in per cent is nothing in any unit
            Severity.WARNING if means_something else Severity.NOTE,
            metric,
            Text(
                f"{name.en} is printed in per cent, but is no share: {unit.en}",
                f"{name.zh}以百分比披露，但并非占比指标：{unit.zh}",
            ),
            facts=(*facts, *others),
        )


def malformed_unit(context: Context) -> Iterator[Finding]:
    """A unit such as `RMB 10,000` has its zeros in groups of one length."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in context.all_stated():
        printed = as_printed(fact)
        if printed is None:
            continue
        for grouped in _GROUPED.findall(printed.unit):
            if not _WELL_GROUPED.fullmatch(grouped):
                groups.setdefault((fact.metric, printed.unit), []).append(fact)
    for (metric, unit), facts in groups.items():
        name = context.words.title(metric)
        yield Finding(
            Kind.UNIT_SCALE,
            Severity.WARNING,
            metric,
            Text(
                f"{name.en}: the unit “{unit}” is malformed, its power of ten cannot be told",
                f"{name.zh}：单位“{unit}”书写有误，无法判断数量级",
            ),
            facts=tuple(facts),
        )


def participations_called_persons(context: Context) -> Iterator[Finding]:
    """More participants than employees: participations are meant, and should be called so."""
    for fact in context.all_stated():
        printed = as_printed(fact)
        if printed is None or fact.unit != "person_time" or not _PERSONS.search(printed.unit):
            continue
        headcount = context.beside(fact, FactKey(EMPLOYEES, fact.entity, fact.period))
        if headcount is None or fact.number <= headcount.number:
            continue
        name = context.words.figure(fact)
        yield Finding(
            Kind.PARTS_EXCEED_TOTAL,
            Severity.NOTE,
            fact.metric,
            Text(
                f"{name.en}: {number(fact.number)} “{printed.unit}” are more than the "
                f"{number(headcount.number)} employees; attendances are meant",
                f"{name.zh}：{number(fact.number)}“{printed.unit}”多于员工总数"
                f"{number(headcount.number)}，应为人次",
            ),
            f"{number(fact.number)} > {number(headcount.number)}",
            (fact, headcount),
        )
