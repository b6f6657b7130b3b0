"""The blocks of a chapter; each is drawn by `html/templates/blocks/<template>.html.jinja`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from crossfoot.languages import Text
from crossfoot.reports.writing.inlines import Inline

if TYPE_CHECKING:
    from crossfoot.facts.entities import Entity
    from crossfoot.reports.charts.chart import Chart
    from crossfoot.reports.index import ContentIndex
    from crossfoot.reports.model import Footnote, Highlight, Table
    from crossfoot.reports.writing.findings import WritingFinding
    from crossfoot.reports.writing.glossary import Entry as GlossaryEntry


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a chapter."""

    template: ClassVar[str] = "html"

    @property
    def text(self) -> str:
        """Its words as plain text, as far as an author typed them."""
        return ""


#: HTML in pieces: markup that is safe, and what is drawn in between
Parts = tuple["str | Inline | Block", ...]


@dataclass(frozen=True, slots=True)
class Html(Block):
    """Paragraphs, lists, quotations, tables that an author typed.

    Attributes:
        parts: HTML made from Markdown, escaped, and the references in it.
        line: line of the file.
    """

    template: ClassVar[str] = "html"

    parts: Parts
    line: int = 0

    @property
    def text(self) -> str:
        """Its words as plain text."""
        from crossfoot.reports.writing.plain import plain_text

        return plain_text(self.parts)


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading below the title of a chapter.

    Attributes:
        level: 2 for the first level below the title.
        words: its words as plain text.
        anchor: its address, the same in all languages.
        parts: its words with the references in them.
    """

    template: ClassVar[str] = "heading"

    level: int
    words: str
    anchor: str
    parts: Parts = ()

    @property
    def text(self) -> str:
        """Its words as plain text."""
        return self.words


@dataclass(frozen=True, slots=True)
class GroupBlock(Block):
    """Several blocks, as if they stood by themselves."""

    template: ClassVar[str] = "group"

    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """Its words as plain text."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class LeftOut(Block):
    """The place of a block without data; never drawn."""


@dataclass(frozen=True, slots=True)
class MarkBlock(Block):
    """A block that finds nothing: its source is shown, with what is wrong."""

    template: ClassVar[str] = "mark"

    source: str
    message: str


@dataclass(frozen=True, slots=True)
class TableBlock(Block):
    """A KPI table; its id is unique in the book."""

    template: ClassVar[str] = "table"

    table: Table
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class ChartBlock(Block):
    """A chart."""

    template: ClassVar[str] = "chart"

    chart: Chart


@dataclass(frozen=True, slots=True)
class HighlightsBlock(Block):
    """Key figures as cards."""

    template: ClassVar[str] = "highlights"

    highlights: tuple[Highlight, ...]


@dataclass(frozen=True, slots=True)
class IndexBlock(Block):
    """The content index of a standard."""

    template: ClassVar[str] = "index"

    index: ContentIndex


@dataclass(frozen=True, slots=True)
class KpiBlock(Block):
    """The annex: all KPI tables under the titles of their sections and topics."""

    template: ClassVar[str] = "kpi"

    sections: tuple[KpiSection, ...]


@dataclass(frozen=True, slots=True)
class KpiSection:
    """Tables of one section, each with an id that is unique in the book."""

    title: Text
    anchor: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class NotesBlock(Block):
    """Notes on figures in the text of a chapter, which the marks beside them lead to."""

    template: ClassVar[str] = "notes"

    id: str
    footnotes: tuple[Footnote, ...]
    has_estimates: bool = False
    has_simulations: bool = False


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column of a table of records."""

    name: str
    title: Text
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class RecordsBlock(Block):
    """Rows of a list as a table, in the language of the chapter."""

    template: ClassVar[str] = "records"

    list: str
    title: str
    columns: tuple[RecordColumn, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class MaterialityBlock(Block):
    """The materiality matrix, and its topics as a table; None where one is not shown."""

    template: ClassVar[str] = "materiality"

    chart: Chart | None
    records: RecordsBlock | None


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the Sustainable Development Goals with what the company contributes."""

    number: int
    title: Text
    contributions: tuple[tuple[str, Inline | None], ...]


@dataclass(frozen=True, slots=True)
class SdgBlock(Block):
    """Contributions to the Sustainable Development Goals."""

    template: ClassVar[str] = "sdg"

    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class FigureBlock(Block):
    """A picture with its caption."""

    template: ClassVar[str] = "figure"

    picture: Inline
    caption: tuple[Block, ...]
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class BoxBlock(Block):
    """Text that stands apart: a case, a statement of the board, of the assurer.

    Attributes:
        kind: case, statement or assurance.
        title: its heading; empty for none.
        blocks: its text.
        lines: what stands below it: name and role, date, assurer.
        picture: its picture; None for none.
    """

    template: ClassVar[str] = "box"

    kind: str
    title: str
    blocks: tuple[Block, ...]
    lines: tuple[tuple[str, str], ...] = ()
    picture: Inline | None = None

    @property
    def text(self) -> str:
        """Its words as plain text."""
        return "\n".join([self.title, *(block.text for block in self.blocks)])


@dataclass(frozen=True, slots=True)
class FeedbackBlock(Block):
    """The feedback form, to be printed or copied into a message."""

    template: ClassVar[str] = "feedback"

    blocks: tuple[Block, ...]
    questions: tuple[str, ...]
    contact: str


@dataclass(frozen=True, slots=True)
class GlossaryBlock(Block):
    """The terms of the report."""

    template: ClassVar[str] = "glossary"

    entries: tuple[GlossaryEntry, ...]


@dataclass(frozen=True, slots=True)
class EntitiesBlock(Block):
    """The entities within the boundary: each with its level in the tree and its equity share."""

    template: ClassVar[str] = "entities"

    entities: tuple[tuple[Entity, int, str], ...]


@dataclass(frozen=True, slots=True)
class MethodBlock(Block):
    """How the numbers came to be."""

    template: ClassVar[str] = "method"


@dataclass(frozen=True, slots=True)
class SourcesBlock(Block):
    """Where the data come from."""

    template: ClassVar[str] = "sources"


@dataclass(frozen=True, slots=True)
class FindingsBlock(Block):
    """What does not agree, in figures and in text; `writing` is filled until it is drawn."""

    template: ClassVar[str] = "findings"

    writing: Sequence[WritingFinding]
