"""The book: the chapters of a report in one language, with what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Fact
from crossfoot.languages import Language, Text, is_chinese
from crossfoot.reports.svg import unsafe
from crossfoot.reports.words import word
from crossfoot.reports.writing.blocks import (
    Block,
    GroupBlock,
    Heading,
    Html,
    LeftOut,
    MarkBlock,
    NotesBlock,
)
from crossfoot.reports.writing.chapter_file import ChapterFile
from crossfoot.reports.writing.findings import WritingFinding, WritingKind, writing_finding
from crossfoot.reports.writing.folder import ReportFolder
from crossfoot.reports.writing.glossary import Entry, Glossary
from crossfoot.reports.writing.here import Here
from crossfoot.reports.writing.inlines import Inline, Mark, Picture
from crossfoot.reports.writing.markdown import SAFE_LINKS, Rendering, source_of
from crossfoot.reports.writing.plain import plain_text
from crossfoot.reports.writing.problem import WritingProblem, near
from crossfoot.reports.writing.rules import DirectiveSource, RoleSource
from crossfoot.reports.writing.sections import without_empty_sections
from crossfoot.traditional import in_traditional

if TYPE_CHECKING:
    from markdown_it.token import Token

    from crossfoot.reports.charts.chart import Chart
    from crossfoot.reports.model import Report

#: directives within directives
MOST_DEPTH = 4

#: names that a note on passages left out lists
MOST_LEFT_OUT = 12

GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, ready to be drawn.

    Attributes:
        id: name that references use; the same in all languages.
        number: "3"; empty for a chapter without a number.
        title: its first heading, as plain text.
        part: front, body or back.
        headings: those below the title, in order.
        blocks: all below the title.
        file: the file it was made from.
        facts: the facts that its text names.
        references: its references as written, for comparison of languages.
    """

    id: str
    number: str
    title: str
    part: str
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    file: ChapterFile
    facts: tuple[Fact, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Its name in a page's address."""
        return chapter_anchor(self.id)


@dataclass(frozen=True, slots=True)
class Book:
    """The chapters of a report in one language.

    Attributes:
        report: the report that they refer to.
        language: their language.
        chapters: in printed order.
        findings: what is wrong with the text, in the order of the text.
        glossary: the terms of the report.
        folder: the report folder.
        images: the pictures that the chapters show, each by the name that pages use.
    """

    report: Report
    language: Language
    chapters: tuple[Chapter, ...]
    findings: tuple[WritingFinding, ...]
    glossary: Glossary
    folder: ReportFolder
    images: dict[str, Path] = field(default_factory=dict)

    def chapter(self, id_: str) -> Chapter | None:
        """A chapter by its id."""
        return next((each for each in self.chapters if each.id == id_), None)

    @property
    def standing(self) -> tuple[WritingFinding, ...]:
        """The findings that keep the report a draft: errors and warnings."""
        return tuple(f for f in self.findings if f.severity in ("error", "warning"))

    @property
    def conversion(self) -> Text | None:
        """What a reader is told of chapters that nobody wrote in this language; None of none."""
        converted = [chapter.title for chapter in self.chapters if chapter.file.converted]
        if not converted:
            return None
        own = [each for each in self.chapters if each.file.where and not each.file.converted]
        listed = "、".join(converted)
        return word("cover.converted_some", chapters=listed) if own else word("cover.converted")


def chapter_anchor(id_: str) -> str:
    """Name of a chapter in a page's address."""
    return f"chapter-{id_}"


def build_book(report: Report, folder: ReportFolder, language: Language) -> Book:
    """The chapters of a folder in one language, with every reference resolved.

    What a reference does not find is a finding, and a visible mark where it stands.

    Raises:
        CrossfootError: a chapter file cannot be read.
    """
    writer = Writer(report, folder, language)
    chapters = tuple(writer.chapters())
    return Book(
        report, language, chapters, tuple(writer.findings), writer.glossary, folder, writer.images
    )


def glossary_of(folder: ReportFolder) -> Glossary:
    """The terms of a report folder; none where their list cannot be read."""
    try:
        rows = folder.lists.get(GLOSSARY).rows
    except CrossfootError:  # said by the check of lists
        return Glossary()
    return Glossary(
        tuple(
            Entry(row.text("term"), row.text("definition"), f"term-{number}")
            for number, row in enumerate(rows, start=1)
        )
    )


class Writer:
    """Makes the chapters of one language; collects what is wrong with them."""

    def __init__(self, report: Report, folder: ReportFolder, language: Language) -> None:
        self.report = report
        self.folder = folder
        self.language: Language = language
        self.findings: list[WritingFinding] = []
        self.images: dict[str, Path] = {}
        self._near: dict[str, tuple[str, ...]] = {}

    @cached_property
    def glossary(self) -> Glossary:
        """The terms of the report."""
        return glossary_of(self.folder)

    @cached_property
    def charts(self) -> dict[str, Chart]:
        """The charts of the report and those of its lists, by id."""
        from crossfoot.reports.charts.choose import charts_of_folder
        from crossfoot.reports.figures import Figures

        drawn = {each.id: each for topic in self.report.topics() for each in topic.charts}
        if self.report.given is not None:
            with suppress(CrossfootError):  # said by the check of lists
                figures = Figures(self.report.given)
                drawn |= {c.id: c for c in charts_of_folder(self.folder.lists, figures)}
        return drawn

    def chapters(self) -> Iterator[Chapter]:
        """All chapters, in printed order."""
        number = 0
        for file in self.folder.chapters(self.language):
            chapter = self._chapter(file, str(number + 1) if file.numbered else "")
            if chapter is not None:
                number += file.numbered
                yield chapter

    def find(self, here: Here, kind: str, message: Text, line: int) -> None:
        """Note what is wrong at a line of a chapter; of a converted one, its own language does."""
        if here.chapter.converted:
            return
        self.findings.append(writing_finding(kind, message, here.chapter.where, line))

    def metrics_like(self, id_: str) -> tuple[str, ...]:
        """Metrics that a mistyped id may mean; looked up once for each id."""
        if id_ not in self._near:
            catalogue = self.report.catalogue
            self._near[id_] = catalogue.suggest(id_) if catalogue else ()
        return self._near[id_]

    def title_of(self, id_: str) -> str:
        """The title of a chapter, also of one that is still to come."""
        return self._titles[id_]

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {file.id: _title(file) for file in self.folder.chapters(self.language)}

    def _chapter(self, file: ChapterFile, number: str) -> Chapter | None:
        """A chapter; None where all of it was left out for want of figures."""
        here = Here(self.report, self.folder, self.language, file, self)
        for key, line in file.unknown.items():
            self.find(here, WritingKind.UNKNOWN_KEY, word("writing.unknown_key", name=key), line)
        blocks = list(self._blocks(here, self._rendering(here, file.text, file.first_line)))
        title = next((block for block in blocks if isinstance(block, Heading)), None)
        if title is None:
            self.find(here, WritingKind.NO_TITLE, word("writing.no_title"), file.first_line)
        else:
            blocks.remove(title)
        had_less = any(isinstance(block, LeftOut) for block in blocks)
        blocks = without_empty_sections(blocks)
        self._tell_left_out(here)
        if not any(not isinstance(block, Heading) for block in blocks):
            if had_less:
                return None
            message = word("writing.empty_chapter")
            self.find(here, WritingKind.EMPTY_CHAPTER, message, file.first_line)
        if here.footnotes.notes or any(f.estimated or f.simulated for f in here.facts):
            blocks.append(
                NotesBlock(
                    file.id,
                    here.footnotes.all(),
                    any(fact.estimated for fact in here.facts),
                    any(fact.simulated for fact in here.facts),
                )
            )
        return Chapter(
            file.id,
            number,
            title.words if title else file.id,
            file.part,
            tuple(block for block in blocks if isinstance(block, Heading)),
            tuple(blocks),
            file,
            tuple(here.facts),
            tuple(here.references),
        )

    def _tell_left_out(self, here: Here) -> None:
        """Say once, in one language, what the passages of a chapter lack."""
        if here.left_out and self.language == self.folder.languages[0]:
            named = [f"`{name}`" for name in here.left_out]
            more = f" (+{len(named) - MOST_LEFT_OUT})" * (len(named) > MOST_LEFT_OUT)
            message = word("writing.left_out", names=", ".join(named[:MOST_LEFT_OUT]) + more)
            self.find(here, WritingKind.LEFT_OUT, message, min(here.left_out.values()))

    def blocks(self, here: Here, text: str, line: int) -> tuple[Block, ...]:
        """The blocks of a text; directives of the top level stand by themselves."""
        made = self._blocks(here, self._rendering(here, text, line))
        return tuple(block for block in made if not isinstance(block, LeftOut))

    def _rendering(self, here: Here, text: str, line: int) -> Rendering:
        return Rendering(
            text,
            line,
            lambda token, at: self._piece(here, token, at),
            lambda href, at: self._link(here, href, at),
            here.unique("note"),
            joins=is_chinese(self.language),
            words=here.typed,
        )

    def _blocks(self, here: Here, rendering: Rendering) -> Iterator[Block]:
        for tokens in rendering.groups():
            if tokens[0].type == "heading_open":
                parts = rendering.parts(tokens[1:-1])
                level = max(2, int(tokens[0].tag[1:]))
                anchor = f"{chapter_anchor(here.chapter.id)}-{here.next_heading()}"
                yield Heading(level, plain_text(parts), anchor, parts)
                continue
            parts = rendering.parts(tokens)
            if len(parts) == 1 and isinstance(parts[0], GroupBlock):
                yield from parts[0].blocks
            elif len(parts) == 1 and isinstance(parts[0], Block):
                yield parts[0]
            elif parts:
                yield Html(parts, rendering.line_of(tokens))
            else:
                yield LeftOut()

    def _piece(self, here: Here, token: Token, line: int) -> Inline | Block | None:
        here.line = line
        if token.type == "image":
            return self._picture(here, token, line)
        source = source_of(token)
        here.references.append(str(source))
        try:
            if isinstance(source, RoleSource):
                from crossfoot.reports.writing.roles import make_role

                return make_role(here, source.name, source.argument)
            return self._directive(here, _typed(here, source), line)
        except WritingProblem as problem:
            self.find(here, problem.kind, problem.message, line)
            message = here.t(problem.message)
            if isinstance(source, RoleSource):
                return Mark(str(source), message)
            return MarkBlock(str(source), message)

    def _directive(self, here: Here, source: DirectiveSource, line: int) -> Block | None:
        from crossfoot.reports.writing.directives import make_directive

        if here.depth >= MOST_DEPTH:
            raise WritingProblem(WritingKind.TOO_DEEP, most=MOST_DEPTH)
        if not source.closed:
            message = word("writing.not_closed", name=source.name)
            self.find(here, WritingKind.NOT_CLOSED, message, line)
        here.depth += 1
        try:
            return make_directive(here, source, line)
        finally:
            here.depth -= 1

    def _picture(self, here: Here, token: Token, line: int) -> Inline:
        source = str(token.attrGet("src") or "")
        alternative, title = token.content, here.typed(str(token.attrGet("title") or ""))
        return self.picture(here, source, here.typed(alternative), title, line)

    def picture(self, here: Here, source: str, text: str, title: str, line: int) -> Inline:
        """An image of the report folder; a mark where it is none."""
        from urllib.parse import unquote

        path = self.folder.image(unquote(source))
        if path is None:
            message = word("writing.image_outside", image=source)
            self.find(here, WritingKind.IMAGE_OUTSIDE, message, line)
            return Mark(f"![{text}]({source})", here.t(message))
        if path.suffix.lower() == ".svg" and (found := unsafe(path)):
            message = word("writing.image_unsafe", image=source, found=found)
            self.find(here, WritingKind.IMAGE_UNSAFE, message, line)
            return Mark(f"![{text}]({source})", here.t(message))
        if not text.strip():
            message = word("writing.image_without_words", image=source)
            self.find(here, WritingKind.IMAGE_WITHOUT_WORDS, message, line)
        name = self.folder.image_name(path)
        self.images[name] = path
        return Picture(text.strip(), path, name, title)

    def _link(self, here: Here, href: str, line: int) -> str:
        """The address that is written for a link; empty where it must not be followed."""
        if href.startswith(SAFE_LINKS):
            return href
        target = href.lstrip("#")
        chapters = {file.id: file for file in self.folder.chapters(self.language)}
        by_name = {file.name: file.id for file in chapters.values()}
        id_ = by_name.get(href, target)
        if id_ in chapters:
            return f"#{chapter_anchor(id_)}"
        message = word("writing.dead_link", link=href or "–")
        suggested = near(target, chapters)
        if suggested:
            from crossfoot.reports.writing.problem import joined, suggestion

            message = joined(message, suggestion(suggested))
        self.find(here, WritingKind.DEAD_LINK, message, line)
        return ""


#: directives whose argument is a title
_TITLED = ("case", "statement", "assurance", "todo")

#: options that are words
_WORDS = ("title", "alt", "name", "role", "assurer", "contact")


def _typed(here: Here, source: DirectiveSource) -> DirectiveSource:
    """A directive with the words that its author typed in the language of the book."""
    options = ((key, here.typed(text) if key in _WORDS else text) for key, text in source.options)
    argument = here.typed(source.argument) if source.name in _TITLED else source.argument
    return replace(source, argument=argument, options=tuple(options))


def _title(file: ChapterFile) -> str:
    """The words of a chapter's first heading, before its references are known."""
    rendering = Rendering(file.text, 1, lambda _token, _line: None, lambda _href, _line: "", "t")
    for tokens in rendering.groups():
        if tokens[0].type == "heading_open":
            title = plain_text(rendering.parts(tokens[1:-1]))
            return in_traditional(title) if file.converted else title
    return file.id
