"""Directives that show figures: tables, key figures, the annex, charts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crossfoot.languages import Text
from crossfoot.reports.tables import kpi_table
from crossfoot.reports.writing.blocks import (
    Block,
    ChartBlock,
    HighlightsBlock,
    IndexBlock,
    KpiBlock,
    KpiSection,
    TableBlock,
)
from crossfoot.reports.writing.directives.call import Call, Directive
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.problem import WritingProblem, near

if TYPE_CHECKING:
    from crossfoot.reports.model import Table
    from crossfoot.reports.writing.here import Here


def table(here: Here, call: Call) -> Block:
    """KPIs of a topic, or of metrics: `:::{table} ghg`, `:::{table} ghg.scope1, ghg.total`."""
    names = call.names()
    title = _title(here, call)
    if len(names) == 1 and "." not in names[0]:
        found = _of_topic(here, names[0])
        if title is None:
            title = found.title
    else:
        metrics = [here.metric(name) for name in names]
        heading = title or metrics[0].title
        made = kpi_table("metrics", heading, metrics, here.figures)
        if made is None:
            raise WritingProblem(WritingKind.NO_TABLE, what=", ".join(names))
        found = made
    years = call.options.get("years", "")
    if years:
        found = _last_years(found, years)
    own = replace(found, id=here.unique(found.id), title=title or found.title)
    here.facts_shown(cell.fact for cell in own.cells())
    return TableBlock(own, title)


def _title(here: Here, call: Call) -> Text | None:
    text = call.options.get("title")
    return Text(text, text) if text else None


def _of_topic(here: Here, id_: str) -> Table:
    tables = {found.id: found for found in here.report.tables()}
    if id_ in tables:
        return tables[id_]
    topics = [topic.id for topic in here.figures.catalogue.topics]
    if id_ in topics:
        raise WritingProblem(WritingKind.NO_TABLE, what=id_)
    raise WritingProblem(WritingKind.UNKNOWN_TOPIC, near(id_, topics), topic=id_)


def _last_years(found: Table, years: str) -> Table:
    """The table with its last periods alone."""
    if not (years.isascii() and years.isdecimal() and 0 < int(years) < 100):
        raise WritingProblem(WritingKind.BAD_OPTION, option=f":years: {years}")
    kept = int(years)
    rows = tuple(replace(row, cells=row.cells[-kept:]) for row in found.rows)
    rows = tuple(row for row in rows if not row.cells or any(row.cells))
    return replace(found, periods=found.periods[-kept:], rows=rows)


def chart(here: Here, call: Call) -> Block:
    """A chart by its id: `:::{chart} ghg-scopes`."""
    found = here.writer.charts
    if call.argument not in found:
        raise WritingProblem(
            WritingKind.UNKNOWN_CHART, near(call.argument, found), chart=call.argument
        )
    shown = found[call.argument]
    here.facts_shown(cell.fact for cell in shown.cells())
    return ChartBlock(shown)


def highlights(here: Here, call: Call) -> Block:
    """Key figures as cards: those of the cover, or of the metrics named."""
    chosen = here.report.highlights
    if names := call.names():
        known = {each.cell.fact.metric: each for each in chosen}
        chosen = tuple(known.get(name) or here.highlight(name) for name in names)
    if not chosen:
        raise WritingProblem(WritingKind.NOTHING_GIVEN, what="highlights")
    return HighlightsBlock(chosen)


def kpi(here: Here, call: Call) -> Block:
    """The annex: all KPI tables, or those of the sections named."""
    known = {section.id: section for section in here.report.sections}
    for name in call.names():
        if name not in known:
            raise WritingProblem(WritingKind.UNKNOWN_TOPIC, near(name, known), topic=name)
    sections = []
    for section in here.report.sections:
        if call.names() and section.id not in call.names():
            continue
        tables = [topic.table for topic in section.topics if topic.table is not None]
        own = tuple(replace(each, id=f"kpi-{each.id}") for each in tables)
        if own:
            sections.append(KpiSection(section.title, f"kpi-section-{section.id}", own))
    if not sections:
        raise WritingProblem(WritingKind.NOTHING_GIVEN, what="kpi")
    return KpiBlock(tuple(sections))


def index(here: Here, call: Call) -> Block:
    """The content index of a standard: `:::{index} gri`."""
    known = {each.standard: each for each in here.report.indices}
    if call.argument not in known:
        raise WritingProblem(
            WritingKind.UNKNOWN_STANDARD, near(call.argument, known), standard=call.argument
        )
    return IndexBlock(known[call.argument])


FIGURES = (
    Directive("table", table, ("title", "years"), argument="topic"),
    Directive("chart", chart, argument="id"),
    Directive("highlights", highlights),
    Directive("kpi", kpi),
    Directive("index", index, argument="standard"),
)
