"""KPI tables: figures of a topic over the years, breakdowns nested under their whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from crossfoot.calculation.called import called_in
from crossfoot.factors.source_words import source_text
from crossfoot.facts.boundaries import nil_text, note_text
from crossfoot.facts.fact import NO_DIMENSIONS, Basis, Dimensions, Fact
from crossfoot.languages import LANGUAGES, Text
from crossfoot.metrics.dimensions import dimensions as dimension_table
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reports.figures import Figures, change_between, member_order, period_label
from crossfoot.reports.model import Cell, Footnote, Row, RowKind, Table
from crossfoot.reports.numbers import format_number, places_of, qualified
from crossfoot.reports.report_input import CarriedForward
from crossfoot.reports.words import counted, word


@dataclass
class Footnotes:
    """Numbers notes in the order of their first use; equal notes share a number."""

    notes: dict[tuple[Text, bool], int] = field(default_factory=dict)

    def number(self, text: Text, as_written: bool = False) -> int:
        """The number of a note."""
        return self.notes.setdefault((text, as_written), len(self.notes) + 1)

    def all(self) -> tuple[Footnote, ...]:
        """The notes by number."""
        return tuple(Footnote(n, text, as_written) for (text, as_written), n in self.notes.items())


def kpi_table(id_: str, title: Text, metrics: Iterable[Metric], figures: Figures) -> Table | None:
    """The table of some metrics, None where none of them has a value.

    Periods in which no row has a value get no column.
    """
    maker = _TableMaker(figures)
    rows = [row for metric in metrics if metric.is_numeric for row in maker.rows(metric)]
    if not rows:
        return None
    used = [
        index
        for index in range(len(maker.periods))
        if any(row.cells and row.cells[index] for row in rows)
    ]
    footnotes = Footnotes()
    printed = [maker.finished(row, used, footnotes) for row in rows]
    periods = tuple(maker.periods[index] for index in used)
    return Table(id_, title, periods, tuple(printed), footnotes.all())


class _TableMaker:
    """Makes rows over all periods of the report; columns are chosen afterwards."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.given = figures.given
        self.periods = figures.given.periods
        self.called = called_in(figures.given.organisation)

    def rows(self, metric: Metric) -> list[Row]:
        """The whole of a metric, spans of several years, then its breakdowns."""
        whole = self.row(metric, NO_DIMENSIONS)
        spans = list(self.spans(metric))
        nested = list(self.breakdowns(metric, bool(whole or spans)))
        if whole is None and not spans and nested:
            whole = Row(RowKind.GROUP, metric.title, 0, "", metric)
        return [row for row in (whole, *spans, *nested) if row is not None]

    def row(self, metric: Metric, breakdown: Dimensions, level: int = 0) -> Row | None:
        """One figure over the periods, None where it has no value at all."""
        cells = tuple(self.figures.cell(metric, period, breakdown) for period in self.periods)
        if not any(cells):
            return None
        label = metric.title if not breakdown else self.figures.members(breakdown)
        kind = RowKind.METRIC if not breakdown else RowKind.MEMBER
        change = change_between(cells[-2], cells[-1]) if len(cells) > 1 else None
        return Row(kind, label, level, metric.unit, metric, cells, change)

    def spans(self, metric: Metric) -> Iterable[Row]:
        """Values of several years that end with the reporting period, each a row of its own."""
        last = self.periods[-1]
        for key in self.figures.facts.keys(metric.id):
            ends_with_report = key.period.end == last.end and key.period.start < last.start
            if key.entity != self.given.reporting_entity or not ends_with_report:
                continue
            if cell := self.figures.cell(metric, key.period, key.dimensions):
                title = metric.title
                if key.dimensions:
                    part = self.figures.members(key.dimensions)
                    title = word("table.part", title=title, part=part)
                label = word("table.span", title=title, span=period_label(key.period))
                cells = (*(None for _ in self.periods[1:]), cell)
                yield Row(RowKind.METRIC, label, 0, metric.unit, metric, cells)

    def breakdowns(self, metric: Metric, has_whole: bool) -> Iterable[Row]:
        """Rows of each breakdown, named by a line where there are several of them."""
        groups: dict[tuple[str, ...], list[Dimensions]] = {}
        for period in self.periods:
            for breakdown in self.figures.breakdowns(metric, period):
                members = groups.setdefault(tuple(breakdown), [])
                if breakdown and breakdown not in members:
                    members.append(breakdown)
        groups.pop((), None)
        named = len(groups) > 1
        for dimensions in sorted(groups, key=lambda keys: _dimension_order(metric, keys)):
            if named:
                yield Row(RowKind.GROUP, _by(dimensions), 1, "", metric)
            for breakdown in sorted(groups[dimensions], key=_member_order):
                row = self.row(metric, breakdown, level=2 if named else 1)
                if row is not None:
                    yield row

    def finished(self, row: Row, used: list[int], footnotes: Footnotes) -> Row:
        """The row with the columns used, and its footnotes numbered."""
        if not row.cells:
            return row
        cells = [row.cells[index] for index in used]
        return replace(
            row, cells=tuple(cell and self.with_notes(cell, footnotes) for cell in cells)
        )

    def with_notes(self, cell: Cell, footnotes: Footnotes) -> Cell:
        """The cell with the numbers of the notes that belong to it."""
        fact = cell.fact
        numbers = []
        if fact.value is None and fact.nil_reason:
            reason = nil_text(fact.nil_reason, self.called)
            numbers.append(footnotes.number(reason, as_written=reason.en == reason.zh))
        if fact.note:
            note = note_text(fact.note, self.called)
            numbers.append(footnotes.number(note, as_written=note.en == note.zh))
        numbers.extend(footnotes.number(note) for note in self.notes_of(cell))
        return replace(cell, notes=tuple(numbers))

    def notes_of(self, cell: Cell) -> Iterable[Text]:
        """What a reader must know of a computed value."""
        fact = cell.fact
        if fact.basis is not Basis.COMPUTED:
            return
        printed = self.figures.printed(fact)
        if printed is not None and _disagrees(cell, printed):
            places = places_of(printed)
            shown = {
                language: qualified(
                    format_number(printed.number, places, language), printed.qualifier, language
                )
                for language in LANGUAGES
            }
            yield word("note.published", value=Text(shown["en"], shown["zh"]))
        for carried in self.given.carried_forward:
            if fact.metric in carried.metrics and carried.period.overlaps(fact.period):
                yield carried_note(carried)
        missing = [line for line in self.given.unresolved if line.concerns(fact)]
        if missing:
            yield counted("note.unresolved", len(missing))


def noted(cell: Cell, figures: Figures, footnotes: Footnotes) -> Cell:
    """The cell with the numbers of its notes, as a table would print it."""
    return _TableMaker(figures).with_notes(cell, footnotes)


def carried_note(carried: CarriedForward) -> Text:
    """Which factor stands in, with its value and source where they are known."""
    parts = [carried.value, source_text(carried.source)]
    given = [part for part in parts if part.en]
    if not given:
        return word("note.carried_forward", factor=carried.factor, valid=carried.valid)
    details = Text("; ".join(part.en for part in given), "；".join(part.zh for part in given))
    return word("note.carried_factor", factor=carried.factor, valid=carried.valid, details=details)


def _disagrees(cell: Cell, printed: Fact) -> bool:
    """Whether the value, rounded as the printed one, is another number."""
    if not cell.fact.is_number or printed.unit != cell.fact.unit:
        return False
    places = printed.decimals if printed.decimals is not None else cell.places
    return round_half_away(cell.fact.number, places) != round_half_away(printed.number, places)


def _by(dimensions: tuple[str, ...]) -> Text:
    table = dimension_table()
    titles = [table[key].title if key in table else Text(key, key) for key in dimensions]
    return word(
        "table.by",
        dimension=Text(
            " × ".join(title.en.lower() for title in titles),
            " × ".join(title.zh for title in titles),
        ),
    )


def _dimension_order(metric: Metric, keys: tuple[str, ...]) -> tuple[int, tuple[int, ...]]:
    """Single breakdowns before crossed ones, each in the order of the metric's definition."""
    known = [*metric.dimensions, "entity", "site"]
    return (
        len(keys),
        tuple(known.index(key) if key in known else len(known) for key in keys),
    )


def _member_order(breakdown: Dimensions) -> tuple[tuple[int, str], ...]:
    return tuple(member_order(key, member) for key, member in breakdown.items())
