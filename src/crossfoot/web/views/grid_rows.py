"""The rows of the grid: one per figure, or one per metric with its months as columns."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from crossfoot.languages import Language
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.collection.completeness import Line
from crossfoot.records.collection.excel_units import unit_choices
from crossfoot.records.collection.labels import members, metric_title, metric_unit, unit_words
from crossfoot.records.collection.models import Cell
from crossfoot.web.views.grid_cells import WITHOUT_VALUE, Known, shown, state_of
from crossfoot.web.words import Words

#: parts of a state that the template prints and the script does not need
_SHOWN_ONLY = ("problems", "conflict")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        id: of the cell, as a text: a template takes longer over a number.
        state: as `state_of` has it, with what a person typed over it where that was refused.
        label: the breakdown and the period, or the metric where it has no other row.
        about: all of it, for those who hear the page.
        last: the figure one period earlier; empty where it is not known.
    """

    state: dict[str, Any]
    label: str
    about: str
    last: str
    last_unit: str
    hint: str
    required: bool
    numeric: bool
    before: str
    threshold: str
    units: SafeString
    answers: SafeString
    choices: tuple[Any, ...] = ()
    id: str = ""

    @property
    def as_json(self) -> str:
        """What the script knows of the cell; it knows the usual without being told."""
        state = {
            key: value
            for key, value in self.state.items()
            if key not in _SHOWN_ONLY and value not in ("", False, [], "exact")
        }
        return json.dumps(state, ensure_ascii=False, separators=(",", ":"))

    @property
    def is_without_value(self) -> bool:
        """Whether it says "none" or "not applicable"."""
        return self.state["answer"] in WITHOUT_VALUE


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one metric."""

    metric: str
    title: str
    rows: tuple[Row, ...]

    @property
    def is_many(self) -> bool:
        """Whether a heading stands above its rows."""
        return len(self.rows) > 1


@dataclass(frozen=True, slots=True)
class Months:
    """Metrics whose figures stand beside each other, a column for each period."""

    periods: tuple[str, ...]
    rows: tuple[MonthsRow, ...]


@dataclass(frozen=True, slots=True)
class MonthsRow:
    """One metric and breakdown over the periods."""

    title: str
    breakdown: str
    hint: str
    cells: tuple[Row, ...]
    units: SafeString
    unit_name: str
    unit_label: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of a request.

    Attributes:
        months: tables with periods as columns; empty in the view of one row per figure.
        groups: rows of the other metrics.
        has_months: whether the request has metrics of several periods at all.
    """

    months: tuple[Months, ...] = ()
    groups: tuple[Group, ...] = ()
    has_months: bool = False
    cells: int = field(default=0)


def sheet_of(
    lines: Iterable[Line],
    known: Known,
    said: Language,
    *,
    as_list: bool = False,
    typed: dict[int, dict[str, Any]] | None = None,
) -> Sheet:
    """The rows of a request.

    Args:
        lines: its cells, in order.
        known: what else is known of them.
        said: the language.
        as_list: one row per figure, also where a metric has several periods.
        typed: what a person typed and could not be written, by cell: it stands in the fields
            again, with what is wrong.
    """
    lines = list(lines)
    builder = _Rows(known, said, typed or {})
    figures = [list(each) for _, each in groupby(lines, key=_figure)]
    many = [each for each in figures if len(each) > 1]
    chosen = [] if as_list else many
    beside = {line.cell.pk for each in chosen for line in each}
    tables = [
        Months(_columns([line.cell for line in rows[0]], said), tuple(map(builder.months, rows)))
        for rows in _with_same_periods(chosen)
    ]
    rest = [line for line in lines if line.cell.pk not in beside]
    groups = tuple(
        builder.group(metric, list(each))
        for metric, each in groupby(rest, key=lambda line: line.cell.metric)
    )
    return Sheet(tuple(tables), groups, bool(many), len(lines))


@dataclass
class _Rows:
    known: Known
    said: Language
    typed: dict[int, dict[str, Any]]

    def group(self, metric: str, lines: list[Line]) -> Group:
        title = metric_title(metric)[self.said]
        several = len({(line.cell.start, line.cell.end) for line in lines}) > 1
        return Group(
            metric, title, tuple(self.row(line, several, len(lines) == 1) for line in lines)
        )

    def months(self, lines: list[Line]) -> MonthsRow:
        first = lines[0].cell
        cells = tuple(self.row(line, True, False) for line in lines)
        used = {cell.state["unit"] for cell in cells if cell.state["value"]}
        common = used.pop() if len(used) == 1 else ""
        own = metric_unit(first.metric)
        label = next(
            (each.label for each in unit_choices(own, self.said, common) if each.unit == common),
            "",
        )
        return MonthsRow(
            title=metric_title(first.metric)[self.said],
            breakdown=members(first.breakdown, self.said),
            hint=first.hint.get(self.said, ""),
            cells=cells,
            units=_units(own, self.said, common),
            unit_name="units-" + "-".join(cell.id for cell in cells),
            unit_label=label,
        )

    def row(self, line: Line, with_period: bool, alone: bool) -> Row:
        cell = line.cell
        title, breakdown = metric_title(cell.metric)[self.said], members(cell.breakdown, self.said)
        period = cell.period.label(self.said)
        state = state_of(line, self.known, self.said) | self.typed.get(cell.pk, {})
        parts = [breakdown, period if with_period else ""]
        label = " · ".join(part for part in parts if part)
        metric = catalogue().get(cell.metric)
        own = metric_unit(cell.metric)
        return Row(
            state=state,
            label=(" · ".join([title, label]) if label else title) if alone else (label or title),
            about=" · ".join(part for part in (title, breakdown, period) if part),
            last="" if line.before is None else shown(line.before),
            last_unit=unit_words(own, self.said),
            hint=cell.hint.get(self.said, ""),
            required=cell.required,
            numeric=metric is None or metric.is_numeric,
            before="" if line.before is None else str(line.before),
            threshold=cell.threshold,
            units=_units(own, self.said, state["unit"]),
            answers=answers(state["answer"], self.said),
            choices=unit_choices(own, self.said, state["unit"]),
            id=str(cell.pk),
        )


def _figure(line: Line) -> tuple[str, str]:
    return line.cell.metric, line.cell.dimensions


def _with_same_periods(figures: list[list[Line]]) -> list[list[list[Line]]]:
    """Figures that stand in one table: those over the same periods."""
    tables: dict[tuple[Any, ...], list[list[Line]]] = {}
    for lines in figures:
        key = tuple((line.cell.start, line.cell.end) for line in lines)
        tables.setdefault(key, []).append(lines)
    return list(tables.values())


def _columns(cells: list[Cell], said: Language) -> tuple[str, ...]:
    one_year = len({cell.end.year for cell in cells}) == 1
    return tuple(_short(cell.period, said, one_year) for cell in cells)


def _short(period: Period, said: Language, one_year: bool) -> str:
    if period.month_count != 1 or not one_year:
        return period.label(said)
    month = period.start.month
    return _MONTHS[month - 1] if said == "en" else f"{month}月"


@lru_cache(maxsize=1024)
def _units(own: str, said: Language, chosen: str) -> SafeString:
    """The options of a unit; one that stands there already is among them."""
    return format_html_join(
        "",
        '<option value="{}" data-factor="{}"{}>{}</option>',
        (
            (choice.unit, choice.factor, _selected(choice.unit == chosen), choice.label)
            for choice in unit_choices(own, said, chosen)
        ),
    )


@lru_cache(maxsize=64)
def answers(chosen: str, said: Language) -> SafeString:
    """The options of what a cell says: how sure its value is, or why it has none."""
    words = Words(said)
    with_value = [(each.value, words[f"grid_{each.value}"]) for each in Qualifier]
    without = [(each, words[f"grid_{each}"]) for each in WITHOUT_VALUE]
    return format_html(
        '<optgroup label="{}">{}</optgroup><optgroup label="{}">{}</optgroup>',
        words["grid_with_value"],
        _options(with_value, chosen),
        words["grid_without_value"],
        _options(without, chosen),
    )


def _options(pairs: list[tuple[str, str]], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, _selected(value == chosen), label) for value, label in pairs),
    )


def _selected(is_chosen: bool) -> SafeString:
    return SafeString(" selected") if is_chosen else SafeString("")
