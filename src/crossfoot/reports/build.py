"""From what is given to the report model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from crossfoot.facts.fact import Dimensions, Fact
from crossfoot.footing.finding import Finding, Severity
from crossfoot.metrics.metric import Topic as CatalogueTopic
from crossfoot.reports.charts.chart import Chart
from crossfoot.reports.charts.choose import charts_of
from crossfoot.reports.figures import Figures, change_between
from crossfoot.reports.index import content_index
from crossfoot.reports.model import LANGUAGE, Highlight, Method, Report, Section, Statement, Topic
from crossfoot.reports.plan import plan
from crossfoot.reports.report_input import ReportInput
from crossfoot.reports.tables import kpi_table
from crossfoot.reports.words import word

#: key figures on the cover
MOST_HIGHLIGHTS = 8

_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def build_report(given: ReportInput) -> Report:
    """Everything that is printed, for any language and format.

    Raises:
        CrossfootError: `given.standards` names a standard that is not known.
    """
    figures = Figures(given)
    charts: dict[str, list[Chart]] = {}
    for metric, chart in charts_of(plan().charts, figures):
        charts.setdefault(metric.topic, []).append(chart)
    sections = tuple(_sections(figures, charts))
    topics = [topic for section in sections for topic in section.topics]
    indices = tuple(content_index(given, given.standard(id_), topics) for id_ in given.standards)
    findings = [*given.findings, *(found for index in indices for found in index.findings)]
    return Report(
        company=given.company,
        title=given.title,
        period=given.period,
        entity=given.reporting_entity,
        sections=sections,
        highlights=tuple(_highlights(figures))[:MOST_HIGHLIGHTS],
        indices=indices,
        findings=tuple(sorted(findings, key=_by_severity)),
        method=Method(
            given.approach,
            given.gwp,
            given.factor_editions,
            given.carried_forward,
            given.unresolved,
            max(given.unresolved_count, len(given.unresolved)),
            given.notes,
            given.run,
        ),
        sources=given.sources,
        catalogue=given.catalogue,
        facts=given.facts,
        entity_names={entity.id: entity.name for entity in given.organisation or ()},
        trace=given.trace,
        given=given,
    )


def _by_severity(finding: Finding) -> int:
    return _SEVERITIES.index(finding.severity)


def _sections(figures: Figures, charts: dict[str, list[Chart]]) -> Iterator[Section]:
    placed = {topic for section in plan().sections for topic in section.topics}
    known = {topic.id: topic for topic in figures.catalogue.topics}
    for section in plan().sections:
        named = [known[id_] for id_ in section.topics if id_ in known]
        further = [
            topic
            for topic in known.values()
            if topic.id not in placed and _pillar(topic, figures) == section.pillar
        ]
        topics = [_topic(topic, figures, charts) for topic in (*named, *further)]
        filled = tuple(topic for topic in topics if topic is not None)
        if filled:
            yield Section(section.id, section.title, filled)


def _pillar(topic: CatalogueTopic, figures: Figures) -> str:
    pillars = Counter(metric.pillar for metric in figures.catalogue.of_topic(topic.id))
    return pillars.most_common(1)[0][0]


def _topic(topic: CatalogueTopic, figures: Figures, charts: dict[str, list[Chart]]) -> Topic | None:
    metrics = figures.catalogue.of_topic(topic.id)
    table = kpi_table(topic.id, topic.title, metrics, figures)
    statements = tuple(_statements(topic, figures))
    if table is None and not statements:
        return None
    return Topic(topic.id, topic.title, table, tuple(charts.get(topic.id, ())), statements)


def _statements(topic: CatalogueTopic, figures: Figures) -> Iterator[Statement]:
    period = figures.given.period
    for metric in figures.catalogue.of_topic(topic.id):
        if metric.is_numeric:
            continue
        texts: dict[Dimensions, list[tuple[str, Fact]]] = {}
        for breakdown in figures.breakdowns(metric, period):
            fact = figures.fact(metric, period, breakdown)
            if fact is not None and isinstance(fact.value, str):
                language = breakdown.get(LANGUAGE, "")
                texts.setdefault(breakdown.without(LANGUAGE), []).append((language, fact))
        for breakdown, facts in texts.items():
            title = metric.title
            if breakdown:
                title = word("table.part", title=title, part=figures.members(breakdown))
            yield Statement(title, tuple(facts))


def _highlights(figures: Figures) -> Iterator[Highlight]:
    period = figures.given.period
    for planned in plan().highlights:
        for id_ in planned.metrics:
            metric = figures.catalogue.get(id_)
            cell = figures.cell(metric, period) if metric is not None else None
            if metric is not None and cell is not None and cell.fact.is_number:
                before = figures.cell(metric, period.previous())
                change = change_between(before, cell)
                label = planned.title or metric.title
                yield Highlight(label, metric.unit, cell, change, metric.topic)
                break
