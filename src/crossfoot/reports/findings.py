"""Findings as a report shows them: how many stand, and the values that each names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crossfoot.facts.fact import Fact
from crossfoot.footing.finding import Finding, Severity
from crossfoot.languages import Language, Text, is_chinese
from crossfoot.metrics.dimensions import member_label
from crossfoot.reports.figures import period_label
from crossfoot.reports.model import Report
from crossfoot.reports.numbers import format_number, places_of, qualified
from crossfoot.reports.units import printed_unit
from crossfoot.reports.words import counted, word


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A value that a finding names.

    Attributes:
        label: what it is a value of, as far as the finding's title does not say it.
        text: the value with its unit.
        fact: the fact.
    """

    label: str
    text: str
    fact: Fact


def draft_words(report: Report) -> Text:
    """How many errors and warnings keep the report a draft; empty where none do."""
    counts = [
        counted(f"cover.{severity}s", number)
        for severity in (Severity.ERROR, Severity.WARNING)
        if (number := sum(finding.severity == severity for finding in report.findings))
    ]
    if not counts:
        return Text("", "")
    both = counts[0] if len(counts) == 1 else word("cover.and", one=counts[0], other=counts[1])
    return word("cover.draft_standing", counts=both)


def unresolved_words(report: Report) -> Text:
    """How many activity rows are in no total; empty where all are."""
    count = report.method.unresolved_count
    return counted("cover.draft_unresolved", count) if count else Text("", "")


def named_values(report: Report, finding: Finding, language: Language) -> tuple[NamedValue, ...]:
    """The numbers that a finding names, each once, with what it is a value of."""
    found: dict[tuple[str, str], NamedValue] = {}
    for fact in finding.facts:
        if fact.is_number:
            value = NamedValue(
                _label(report, finding, fact)[language], value_with_unit(fact, language), fact
            )
            found.setdefault((value.label, value.text), value)
    return tuple(found.values())


def value_with_unit(fact: Fact, language: Language) -> str:
    """`1,529.22 tCO₂e`; in Chinese words follow a number without a space."""
    text = qualified(
        format_number(fact.number, places_of(fact), language), fact.qualifier, language
    )
    unit = printed_unit(fact.unit, language, fact.metric)
    chinese = is_chinese(language) and unit[:1] > "\u2fff"
    gap = "" if not unit or unit == "%" or chinese else " "
    return f"{text}{gap}{unit}"


def _label(report: Report, finding: Finding, fact: Fact) -> Text:
    parts = list(_parts(report, finding, fact))
    return Text(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))


def _parts(report: Report, finding: Finding, fact: Fact) -> Iterator[Text]:
    if fact.metric != finding.metric:
        metric = report.catalogue.get(fact.metric) if report.catalogue else None
        yield metric.title if metric else Text(fact.metric, fact.metric)
    for dimension, member in fact.dimensions.items():
        yield member_label(dimension, member)
    if fact.entity != report.entity:
        yield report.entity_names.get(fact.entity, Text(fact.entity, fact.entity))
    yield period_label(fact.period)
