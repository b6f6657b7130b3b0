"""Where a reference stands, and what it may ask for: figures, charts, lists, other chapters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Dimensions, Fact
from crossfoot.languages import LANGUAGES, TRADITIONAL, Language, Text
from crossfoot.metrics.dimensions import dimensions as dimension_table
from crossfoot.quantities.periods import Period
from crossfoot.reports.figures import Figures, change_between
from crossfoot.reports.model import LANGUAGE, Cell
from crossfoot.reports.tables import Footnotes, noted
from crossfoot.reports.words import Words, word
from crossfoot.reports.writing.argument import Argument
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.problem import WritingProblem, near
from crossfoot.traditional import in_traditional

if TYPE_CHECKING:
    from crossfoot.metrics.metric import Metric
    from crossfoot.reports.lists.records import RecordList
    from crossfoot.reports.model import Highlight, Report
    from crossfoot.reports.writing.blocks import Block
    from crossfoot.reports.writing.book import Writer
    from crossfoot.reports.writing.chapter_file import ChapterFile
    from crossfoot.reports.writing.folder import ReportFolder

#: keys of a reference to a figure that are no dimensions
FIGURE_KEYS = ("year", "period", "entity")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a reference names.

    Attributes:
        metric: what it is a value of.
        period: the time.
        entity: whose it is.
        breakdown: members of dimensions.
        cell: the value as it is printed.
    """

    metric: Metric
    period: Period
    entity: str
    breakdown: Dimensions
    cell: Cell

    @property
    def fact(self) -> Fact:
        """The fact."""
        return self.cell.fact

    @property
    def number(self) -> Decimal:
        """The value."""
        return self.fact.number


@dataclass
class Here:
    """The chapter that is being written, and everything it may refer to.

    Attributes:
        report: the report.
        folder: the report folder.
        language: the language of the chapter.
        chapter: the file.
        writer: makes blocks of further text.
        line: line of the reference at hand.
        depth: how many directives it stands in.
        footnotes: notes on figures of the chapter.
        facts: the facts that the text names, in order.
        shown: the facts that its tables and charts show.
        references: the references of the chapter as written, for comparison of languages.
        left_out: metrics and lists whose passages are left out, each with a line that names it.
    """

    report: Report
    folder: ReportFolder
    language: Language
    chapter: ChapterFile
    writer: Writer
    line: int = 1
    depth: int = 0
    footnotes: Footnotes = field(default_factory=Footnotes)
    facts: list[Fact] = field(default_factory=list)
    shown: list[Fact] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    _count: int = 0
    _headings: int = 0

    @cached_property
    def words(self) -> Words:
        """The words in the language of the chapter."""
        return Words(self.language)

    @cached_property
    def figures(self) -> Figures:
        """The figures of the report."""
        if self.report.given is None:
            message = "the report does not know what it was made from"
            raise ValueError(message)
        return Figures(self.report.given)

    def t(self, text: Text) -> str:
        """A text in the language of the chapter."""
        return text[self.language]

    def typed(self, text: str) -> str:
        """Words that an author typed; Traditional where the chapter is converted."""
        return in_traditional(text) if self.chapter.converted else text

    def day(self, day: date) -> str:
        """A day as a text writes it."""
        month = word(f"month.long_{day.month}")
        return self.words("text.day", year=day.year, month=month, day=day.day)

    def blocks(self, text: str, line: int) -> tuple[Block, ...]:
        """The blocks of a text that stands in a directive, from a line of the file on."""
        return self.writer.blocks(self, text, line)

    def unique(self, name: str) -> str:
        """A name that occurs once in the book."""
        self._count += 1
        return f"{self.chapter.id}-{self._count}-{name}"

    def next_heading(self) -> int:
        """Number of the next heading of the chapter; the title has 0."""
        self._headings += 1
        return self._headings - 1

    def metric(self, id_: str) -> Metric:
        """A metric of the catalogue.

        Raises:
            WritingProblem: there is none.
        """
        found = self.figures.catalogue.get(id_)
        if found is None:
            raise WritingProblem(
                WritingKind.UNKNOWN_METRIC, self.writer.metrics_like(id_), metric=id_ or "–"
            )
        return found

    def period(self, options: Mapping[str, str]) -> Period:
        """The period that the options name; the reporting period unless they do.

        Raises:
            WritingProblem: they name none that can be read.
        """
        text = options.get("period") or options.get("year")
        if text is None:
            return self.report.period
        if text == "previous":
            return self.report.period.previous()
        try:
            return Period.parse(text)
        except ValueError:
            raise WritingProblem(WritingKind.WRONG_PERIOD, period=text) from None

    def figure(self, argument: Argument, own: tuple[str, ...] = ()) -> Figure:
        """The figure that a reference names.

        Args:
            argument: the reference.
            own: keys that mean something else to this reference.

        Raises:
            WritingProblem: metric, entity or dimension are not known, or there is no value.
        """
        metric = self.metric(argument.name)
        breakdown = self.breakdown(argument.options, (*FIGURE_KEYS, *own))
        found = self.find(metric, self.period(argument.options), breakdown, self.entity(argument))
        if found is None:
            raise self.no_value(metric, self.period(argument.options), breakdown)
        return found

    def find(
        self, metric: Metric, period: Period, breakdown: Dimensions, entity: str
    ) -> Figure | None:
        """A figure with its footnotes, None where it has no value."""
        cell = self.figures.cell(metric, period, breakdown, entity)
        if cell is None and not metric.is_numeric:  # texts are facts of their language
            other = ("zh",) if self.language == TRADITIONAL else ()
            for language in (self.language, *other, *LANGUAGES):
                in_language = breakdown.fixed(**{LANGUAGE: language})
                cell = cell or self.figures.cell(metric, period, in_language, entity)
        if cell is None or cell.fact.value is None:
            return None
        return Figure(metric, period, entity or self.report.entity, breakdown, cell)

    def no_value(self, metric: Metric, period: Period, breakdown: Dimensions) -> WritingProblem:
        """The problem of a figure without a value, with those that the metric has."""
        known = [
            " ".join((f"year={key.period}", *(f"{k}={m}" for k, m in key.dimensions.items())))
            for key in self.figures.facts.keys(metric.id)
            if key.entity == self.report.entity and key.period.end >= period.previous().start
        ]
        wanted = " ".join((f"year={period}", *(f"{k}={m}" for k, m in breakdown.items())))
        return WritingProblem(
            WritingKind.NO_VALUE,
            near(wanted, known) or known[:1],
            metric=metric.id,
            title=metric.title,
            wanted=wanted,
        )

    def entity(self, argument: Argument) -> str:
        """The entity that a reference names; empty for the one that reports.

        Raises:
            WritingProblem: there is no such entity.
        """
        name = argument.options.get("entity", "")
        organisation = self.figures.given.organisation
        known = [each.id for each in organisation or ()] or list(self.figures.facts.entities())
        if name and name not in known:
            raise WritingProblem(WritingKind.UNKNOWN_ENTITY, near(name, known), entity=name)
        return name

    def breakdown(self, options: Mapping[str, str], others: tuple[str, ...]) -> Dimensions:
        """The dimensions among the options.

        Raises:
            WritingProblem: a key is no dimension.
        """
        table = dimension_table()
        members = {key: member for key, member in options.items() if key not in others}
        for key in members:
            if key not in table and key not in ("site", "entity"):
                raise WritingProblem(
                    WritingKind.UNKNOWN_OPTION, near(key, [*table, *others]), option=key
                )
        return Dimensions(members)

    def records(self, id_: str, where: Mapping[str, str] | None = None) -> RecordList:
        """A list, with the rows that have some values in some columns.

        Raises:
            WritingProblem: the list or a column is not known, or its file cannot be read.
        """
        lists = self.folder.lists
        if id_ not in lists:
            raise WritingProblem(
                WritingKind.UNKNOWN_LIST, near(id_, lists.schemas), list=id_ or "–"
            )
        try:
            found = lists.get(id_)
        except CrossfootError as error:  # each of its problems is said once, by `list_findings`
            problem = str(error.problems[0])
            raise WritingProblem(WritingKind.BROKEN_LIST, list=id_, problem=problem) from error
        columns = found.schema.by_name
        for column in where or ():
            if column not in columns:
                raise unknown_column(column, found)
        rows = tuple(
            row
            for row in found.rows
            if all(_matches(row[column], value) for column, value in (where or {}).items())
        )
        return replace(found, rows=rows)

    def highlight(self, id_: str) -> Highlight:
        """A key figure of the reporting period that is not on the cover.

        Raises:
            WritingProblem: the metric is not known or has no number.
        """
        from crossfoot.reports.model import Highlight

        figure = self.figure(Argument(id_, {}))
        if not figure.fact.is_number:
            raise WritingProblem(WritingKind.NOT_A_NUMBER, metric=id_)
        before = self.find(figure.metric, figure.period.previous(), figure.breakdown, "")
        change = change_between(before.cell if before else None, figure.cell)
        metric = figure.metric
        return Highlight(metric.title, metric.unit, figure.cell, change, metric.topic)

    def facts_shown(self, facts: Iterable[Fact]) -> None:
        """Remember facts that a block shows."""
        self.shown.extend(facts)

    def miss(self, names: Iterable[str], line: int) -> None:
        """Remember for want of what a passage is left out, and the first line that says so."""
        for name in names:
            self.left_out.setdefault(name, line)

    def noted(self, cell: Cell) -> Cell:
        """The cell with the numbers of its footnotes, which the chapter prints at its end."""
        self.facts.append(cell.fact)
        return noted(cell, self.figures, self.footnotes)


def unknown_column(column: str, records: RecordList) -> WritingProblem:
    """The problem of a column that a list does not have."""
    known = records.schema.by_name
    return WritingProblem(
        WritingKind.UNKNOWN_COLUMN, near(column, known), column=column, list=records.schema.id
    )


def _matches(cell: object, value: str) -> bool:
    if isinstance(cell, Text):
        return value in (cell.en, cell.zh)
    if isinstance(cell, date):  # a year, a month or a day
        return str(cell).startswith(value)
    return str(cell) == value
