"""The report as data: what is printed, before anyone decides how it looks or in which language.

A report has sections (environment, social, governance, economy), a section has topics, a topic has
charts, one KPI table and statements. Every printed number is a `Cell` that keeps its fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from crossfoot.facts.entities import Approach
from crossfoot.facts.fact import Fact
from crossfoot.languages import TRADITIONAL, Language, Text, is_chinese
from crossfoot.quantities.periods import Period
from crossfoot.reports.report_input import CarriedForward, FactorEdition, Source, UnresolvedLine
from crossfoot.reports.theme import Theme, theme
from crossfoot.traditional import in_traditional

if TYPE_CHECKING:
    from crossfoot.calculation.trace import Trace
    from crossfoot.facts.selection import FactSet
    from crossfoot.footing.finding import Finding
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.metrics.metric import Metric
    from crossfoot.reports.charts.chart import Chart
    from crossfoot.reports.index import ContentIndex
    from crossfoot.reports.report_input import ReportInput


#: the dimension that says in which language a text is
LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed value.

    Attributes:
        fact: the fact that is printed.
        places: decimals that it is printed with; 0 for a text or a nil.
        notes: numbers of the footnotes that belong to it.
    """

    fact: Fact
    places: int = 0
    notes: tuple[int, ...] = ()

    @property
    def anchor(self) -> str:
        """Stable name of the figure in a page's address."""
        return anchor_of(self.fact)


def anchor_of(fact: Fact) -> str:
    """Stable name of a figure in a page's address: `why/ghg.scope1/group/2023`."""
    parts = ("why", fact.metric, fact.entity, str(fact.period).replace("/", "~"))
    dimensions = str(fact.dimensions)
    return "/".join((*parts, dimensions) if dimensions else parts)


@dataclass(frozen=True, slots=True)
class Change:
    """A value against that of the period before.

    Attributes:
        value: relative change in percent, or difference in percentage points.
        points: whether it is in percentage points (of a metric that is itself in percent).
    """

    value: Decimal
    points: bool = False


class RowKind(StrEnum):
    """What a row of a KPI table is."""

    METRIC = "metric"  # a figure as a whole
    MEMBER = "member"  # one member of a breakdown
    GROUP = "group"  # the line that names a breakdown; without values


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a KPI table.

    Attributes:
        kind: metric, member or group.
        label: what is printed in the first column.
        level: 0 for a metric, deeper for its breakdowns.
        unit: unit expression; empty for a group.
        metric: the metric of the row; None for a group that has none of its own.
        cells: one for each period of the table, None where there is no fact.
        change: the last period against the one before; None where that says nothing.
    """

    kind: RowKind
    label: Text
    level: int
    unit: str
    metric: Metric
    cells: tuple[Cell | None, ...] = ()
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A numbered note below a table; `as_written` by its author, in one language only."""

    number: int
    text: Text
    as_written: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """KPIs of one topic over the periods that have any."""

    id: str
    title: Text
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[Footnote, ...] = ()

    def cells(self) -> Iterator[Cell]:
        """All printed values, row by row."""
        for row in self.rows:
            yield from (cell for cell in row.cells if cell is not None)

    @property
    def has_estimates(self) -> bool:
        """Whether any value is an estimate."""
        return any(cell.fact.estimated for cell in self.cells())

    @property
    def has_simulations(self) -> bool:
        """Whether any value comes from a model."""
        return any(cell.fact.simulated for cell in self.cells())


def own_words(fact: Fact, language: Language) -> str:
    """A text fact as it is printed: Simplified words of the company become Traditional ones.

    Its lineage and the data book have it as it was written.
    """
    text = str(fact.value or "")
    is_simplified = fact.dimensions.get(LANGUAGE) == "zh"
    return in_traditional(text) if language == TRADITIONAL and is_simplified else text


@dataclass(frozen=True, slots=True)
class Statement:
    """A text that answers a requirement in words.

    Attributes:
        title: what it is about.
        facts: the text by language; under the empty language where it stands in no particular one.
    """

    title: Text
    facts: tuple[tuple[str, Fact], ...]

    def fact(self, language: Language) -> Fact:
        """The text in a language; another one's where it is missing."""
        given = dict(self.facts)
        near = given.get("zh") if is_chinese(language) else None
        return given.get(language) or near or given.get("") or self.facts[0][1]

    def text(self, language: Language) -> str:
        """The words of that fact, as they are printed."""
        return own_words(self.fact(language), language)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of a section: charts, a table, statements."""

    id: str
    title: Text
    table: Table | None = None
    charts: tuple[Chart, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def anchor(self) -> str:
        """Its name in a page's address."""
        return f"topic-{self.id}"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: environment, social, governance, economy."""

    id: str
    title: Text
    topics: tuple[Topic, ...]

    @property
    def anchor(self) -> str:
        """Its name in a page's address."""
        return f"section-{self.id}"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A key figure of the cover."""

    label: Text
    unit: str
    cell: Cell
    change: Change | None
    topic: str


@dataclass(frozen=True, slots=True)
class Method:
    """How the numbers came to be.

    Attributes:
        approach: consolidation approach; None where nothing was consolidated.
        gwp: warming-potential set; empty where nothing was calculated.
        factor_editions: the factor sets used.
        carried_forward: factors that stand in for later ones.
        unresolved: activity rows that are in no total, the first of them.
        unresolved_count: how many there are.
        notes: notes on method and boundary.
        run: id of the calculation.
    """

    approach: Approach | None = None
    gwp: str = ""
    factor_editions: tuple[FactorEdition, ...] = ()
    carried_forward: tuple[CarriedForward, ...] = ()
    unresolved: tuple[UnresolvedLine, ...] = ()
    unresolved_count: int = 0
    notes: tuple[Text, ...] = ()
    run: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        company: name of the organisation.
        title: title of the report.
        period: the reporting period.
        entity: id of the entity that reports.
        sections: the parts, in printed order.
        highlights: the key figures of the cover.
        indices: the content indices.
        findings: what does not foot, in figures and in indices; errors first.
        method: how the numbers came to be.
        sources: where the data come from.
        catalogue: the metrics, for titles and formulas.
        facts: all facts, those that are not printed included.
        entity_names: name by id.
        trace: gives the lineage of a fact; None where lineage is not shown.
        given: what the report was made from, for figures that text refers to.
        house: colours, fonts and logo of page, print and data book.
    """

    company: Text
    title: Text
    period: Period
    entity: str
    sections: tuple[Section, ...]
    highlights: tuple[Highlight, ...] = ()
    indices: tuple[ContentIndex, ...] = ()
    findings: tuple[Finding, ...] = ()
    method: Method = field(default_factory=Method)
    sources: tuple[Source, ...] = ()
    catalogue: Catalogue | None = None
    facts: FactSet | None = None
    entity_names: dict[str, Text] = field(default_factory=dict)
    trace: Callable[[Fact], Trace | None] | None = None
    given: ReportInput | None = None
    house: Theme = field(default_factory=theme)

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings that keep the report a draft: errors and warnings."""
        return tuple(f for f in self.findings if f.severity in ("error", "warning"))

    @property
    def is_draft(self) -> bool:
        """Whether findings stand that must be settled, or lines are missing from totals."""
        return bool(self.standing or self.method.unresolved)

    def topics(self) -> Iterator[Topic]:
        """All topics, in printed order."""
        for section in self.sections:
            yield from section.topics

    def tables(self) -> Iterator[Table]:
        """All KPI tables, in printed order."""
        for topic in self.topics():
            if topic.table is not None:
                yield topic.table

    def cells(self) -> Iterator[Cell]:
        """Every printed number, each time it is printed in a table or on the cover."""
        for highlight in self.highlights:
            yield highlight.cell
        for topic in self.topics():
            if topic.table is not None:
                yield from topic.table.cells()
