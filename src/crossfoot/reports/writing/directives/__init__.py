"""Directives: blocks that refer to figures, charts, lists. Each is one function in `DIRECTIVES`.

A directive gets where it stands and its source, and gives a block; None where its data are absent
and `:if-any:` allows that. What it does not find, it raises as a `WritingProblem`.

- `call`: what a directive is, and what it is called with
- `figures`: tables, key figures, the annex, charts, indices
- `records`: lists, the materiality matrix, goals; `progress`: targets, restatements
- `boxes`: pictures, cases, statements, the feedback form
- `passages`: text that needs figures, text that is still to be written
- `appendix`: method, sources, boundary, glossary, findings
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crossfoot.reports.writing.directives.appendix import APPENDIX
from crossfoot.reports.writing.directives.boxes import BOXES
from crossfoot.reports.writing.directives.call import Call, Directive
from crossfoot.reports.writing.directives.figures import FIGURES
from crossfoot.reports.writing.directives.passages import PASSAGES
from crossfoot.reports.writing.directives.progress import PROGRESS
from crossfoot.reports.writing.directives.records import RECORDS
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.problem import WritingProblem, near
from crossfoot.reports.writing.rules import DirectiveSource

if TYPE_CHECKING:
    from crossfoot.reports.writing.blocks import Block
    from crossfoot.reports.writing.here import Here

#: an option of every directive: without data the block disappears
IF_ANY = "if-any"

#: kinds of problems that say that data are absent, not that something is written wrongly
ABSENT = frozenset(
    ("no_value", "no_records", "no_table", "nothing_given", "unknown_chart", "unknown_standard")
)

DIRECTIVES: Mapping[str, Directive] = {
    each.name: each for each in (*FIGURES, *RECORDS, *PROGRESS, *BOXES, *PASSAGES, *APPENDIX)
}


def make_directive(here: Here, source: DirectiveSource, line: int) -> Block | None:
    """The block that a directive gives.

    Raises:
        WritingProblem: there is no such directive or option, or it finds nothing.
    """
    directive = DIRECTIVES.get(source.name)
    if directive is None:
        raise WritingProblem(
            WritingKind.UNKNOWN_DIRECTIVE, near(source.name, DIRECTIVES), name=source.name
        )
    options: dict[str, str] = {}
    for key, text in source.options:
        allowed = (*directive.options, IF_ANY)
        if key not in allowed:
            raise WritingProblem(WritingKind.UNKNOWN_OPTION, near(key, allowed), option=key)
        if key in options:
            raise WritingProblem(WritingKind.BAD_OPTION, option=f":{key}:")
        options[key] = text
    if directive.argument and not source.argument:
        raise WritingProblem(
            WritingKind.MISSING_ARGUMENT, name=source.name, argument=directive.argument
        )
    if source.content.strip() and not directive.content:
        raise WritingProblem(WritingKind.UNEXPECTED_CONTENT, name=source.name)
    call = Call(source.argument, options, source.content, line + source.content_line, line)
    try:
        return directive.make(here, call)
    except WritingProblem as problem:
        if IF_ANY in options and problem.kind in ABSENT:
            return None
        raise
