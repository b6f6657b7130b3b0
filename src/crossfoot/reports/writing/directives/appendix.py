"""Directives of the back of a report: method, boundary, glossary, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossfoot.reports.numbers import decimals_of, format_number
from crossfoot.reports.writing.blocks import (
    Block,
    EntitiesBlock,
    FindingsBlock,
    GlossaryBlock,
    MethodBlock,
    SourcesBlock,
)
from crossfoot.reports.writing.directives.call import Call, Directive
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.problem import WritingProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossfoot.facts.entities import Entity, Organisation
    from crossfoot.reports.writing.here import Here


def method(here: Here, call: Call) -> Block:
    """How the numbers came to be: approach, potentials, factors, rows without one."""
    return MethodBlock()


def sources(here: Here, call: Call) -> Block:
    """The files and documents that the data come from."""
    if not here.report.sources:
        raise WritingProblem(WritingKind.NOTHING_GIVEN, what="sources")
    return SourcesBlock()


def glossary(here: Here, call: Call) -> Block:
    """The terms of the report, from its list."""
    here.records("glossary")  # says what is wrong with the list
    entries = here.writer.glossary.sorted(here.language)
    if not entries:
        raise WritingProblem(WritingKind.NO_RECORDS, list="glossary")
    return GlossaryBlock(entries)


def entities(here: Here, call: Call) -> Block:
    """The entities of the organisation, with share and control."""
    organisation = here.figures.given.organisation
    if organisation is None:
        raise WritingProblem(WritingKind.NOTHING_GIVEN, what="entities")
    return EntitiesBlock(
        tuple(
            (entity, level, _share(here, entity))
            for entity, level in _tree(organisation, organisation.root, 0)
        )
    )


def _share(here: Here, entity: Entity) -> str:
    share = (entity.equity * 100).normalize()
    return here.words(
        "text.percent", number=format_number(share, decimals_of(share), here.language)
    )


def _tree(organisation: Organisation, entity: Entity, level: int) -> Iterator[tuple[Entity, int]]:
    yield entity, level
    for child in organisation.children(entity.id):
        yield from _tree(organisation, child, level + 1)


def findings(here: Here, call: Call) -> Block:
    """What does not agree in the report, in figures and in text."""
    return FindingsBlock(here.writer.findings)


APPENDIX = (
    Directive("method", method),
    Directive("sources", sources),
    Directive("glossary", glossary),
    Directive("entities", entities),
    Directive("findings", findings),
)
