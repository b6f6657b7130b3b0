"""Directives for text that waits: passages that need figures, and what is still to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crossfoot.reports.tables import Footnotes
from crossfoot.reports.words import word
from crossfoot.reports.writing.argument import Argument
from crossfoot.reports.writing.blocks import Block, BoxBlock, GroupBlock
from crossfoot.reports.writing.directives.call import Call, Directive
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.problem import WritingProblem
from crossfoot.reports.writing.roles import make_role
from crossfoot.reports.writing.rules import RoleSource, closes, opened, role_sources

if TYPE_CHECKING:
    from crossfoot.reports.writing.here import Here

#: problems of a reference that say that its figure is absent
_ABSENT = frozenset(("no_value", "no_change", "no_share", "no_records"))


def when(here: Here, call: Call) -> Block | None:
    """A passage that needs figures or lists.

    `:::{when} water.use, awards` shows its text with all of them. Without names each line is shown
    whose own references have values; a paragraph goes with the last of its references.
    """
    if call.names():
        lacking = [name for name in call.names() if not _is_there(here, name)]
        here.miss(lacking, call.line)
        return None if lacking else GroupBlock(here.blocks(call.content, call.content_line))
    blocks: list[Block] = []
    for paragraph in _paragraphs(call.content, call.content_line):
        text = paragraph.standing(here)
        if text:
            blocks += here.blocks(text, paragraph.line)
    return GroupBlock(tuple(blocks)) if blocks else None


def _is_there(here: Here, name: str) -> bool:
    """Whether a metric has a value in the reporting period, or a list has rows."""
    if name in here.folder.lists:
        return bool(here.records(name).rows)
    metric = here.metric(name)
    facts = here.figures.facts
    return any(
        key.period == here.report.period
        and key.entity == here.report.entity
        and any(fact.value is not None for fact in facts.of(key))
        for key in facts.keys(metric.id)
    )


@dataclass(frozen=True)
class _Paragraph:
    """Lines between blank ones; a directive is one of its own, whatever is in it."""

    lines: tuple[str, ...]
    line: int
    is_directive: bool = False

    def standing(self, here: Here) -> str:
        """The lines whose references have values; empty where none that refers has."""
        if self.is_directive:
            return "\n".join(self.lines)
        lacking = [_lacking(here, line) for line in self.lines]
        for number, names in enumerate(lacking):
            here.miss(names, self.line + number)
        stand = [line for line, names in zip(self.lines, lacking, strict=True) if not names]
        refer = any(next(role_sources(line), None) for line in stand)
        return "\n".join(stand) if refer or len(stand) == len(self.lines) else ""


def _paragraphs(text: str, first: int) -> Iterator[_Paragraph]:
    lines: list[str] = []
    fence = ""
    for number, line in enumerate((*text.split("\n"), ""), start=first):
        opening = "" if fence else opened(line)
        if lines and not fence and (opening or not line.strip()):
            yield _Paragraph(tuple(lines), number - len(lines))
            lines = []
        if not (line.strip() or fence):
            continue
        fence = fence or opening
        lines.append(line)
        if fence and closes(line, fence):
            yield _Paragraph(tuple(lines), number + 1 - len(lines), is_directive=True)
            lines, fence = [], ""
    if lines:
        yield _Paragraph(tuple(lines), first, is_directive=True)


def _lacking(here: Here, line: str) -> list[str]:
    """What the references of a line do not find, by the name that they begin with."""
    probe = replace(here, footnotes=Footnotes(), facts=[], shown=[], references=[])
    lacking = []
    for source in role_sources(line):
        try:
            make_role(probe, source.name, source.argument)
            name = Argument.parse(source.argument).name if source.name == "count" else ""
            if name and not here.records(name).rows:
                lacking.append(name)
        except WritingProblem as problem:
            if problem.kind in _ABSENT:
                lacking.append(_named(probe, source))
    return lacking


def _named(probe: Here, source: RoleSource) -> str:
    """What a reference lacks: its figure, or only the earlier one that it compares with."""
    name = re.split(r"\s", source.argument)[0]
    if source.name == "change":
        with suppress(WritingProblem):
            make_role(probe, "value", name)
            return f"{name} year=previous"
    return name


def todo(here: Here, call: Call) -> Block:
    """What an author has still to write: `:::{todo} Who decides` with what belongs there."""
    what = word("writing.to_write", what=call.argument)
    here.writer.find(here, WritingKind.TO_WRITE, what, call.line)
    return BoxBlock("todo", call.argument, here.blocks(call.content, call.content_line))


PASSAGES = (
    Directive("when", when, content=True),
    Directive("todo", todo, argument="what is to be written", content=True),
)
