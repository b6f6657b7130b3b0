"""What stands within a line: words, numbers that open their lineage, links, pictures, marks.

Each has its words as plain `text`, for contents, checks and readers of words alone, and is drawn
by the template `html/templates/inlines/<template>.html.jinja`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from crossfoot.reports.model import Cell


@dataclass(frozen=True, slots=True)
class Inline:
    """A piece of a line."""

    template: ClassVar[str] = "words"

    text: str


@dataclass(frozen=True, slots=True)
class Words(Inline):
    """Plain words."""


@dataclass(frozen=True, slots=True)
class Number(Inline):
    """A number from a fact.

    Attributes:
        text: the number as printed, with its unit.
        cell: the fact that it opens the lineage of, with the footnotes of the chapter.
        title: what a reader sees who points at it; empty for nothing.
        notes: name of the notes of its chapter.
    """

    template: ClassVar[str] = "number"

    cell: Cell
    title: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Verbatim(Inline):
    """A text that is a fact, with a link to its lineage beside it."""

    template: ClassVar[str] = "verbatim"

    cell: Cell


@dataclass(frozen=True, slots=True)
class Link(Inline):
    """A link to a place of the report.

    Attributes:
        chapter: id of the chapter; empty for a place in this one.
        anchor: address of the place.
        paged: whether print names the page.
    """

    template: ClassVar[str] = "link"

    anchor: str
    chapter: str = ""
    paged: bool = False


@dataclass(frozen=True, slots=True)
class Term(Inline):
    """A term of the glossary: `anchor` leads to it, `definition` is what it means."""

    template: ClassVar[str] = "term"

    anchor: str
    definition: str


@dataclass(frozen=True, slots=True)
class Picture(Inline):
    """An image of the report folder; its `text` is said to readers who do not see it.

    Attributes:
        path: the file.
        name: path below the report folder, as pages name it.
        title: what stands in its title; empty for nothing.
    """

    template: ClassVar[str] = "picture"

    path: Path
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mark(Inline):
    """A reference that finds nothing: its source is shown, with what is wrong."""

    template: ClassVar[str] = "mark"

    message: str
