"""Directives that compare: targets with what was reached, restated figures with earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.reports.lists.records import Record, RecordList
from crossfoot.reports.numbers import decimals_of, format_number, format_signed
from crossfoot.reports.words import word
from crossfoot.reports.writing.argument import Argument
from crossfoot.reports.writing.blocks import Block, RecordColumn, RecordsBlock
from crossfoot.reports.writing.directives.call import Call, Directive
from crossfoot.reports.writing.directives.records import chosen
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.here import Figure
from crossfoot.reports.writing.inlines import Inline, Number, Words
from crossfoot.reports.writing.problem import WritingProblem
from crossfoot.reports.writing.roles import make_role, unit_in_text, with_unit

if TYPE_CHECKING:
    from crossfoot.metrics.metric import Metric
    from crossfoot.reports.writing.here import Here

HUNDRED = Decimal(100)

#: columns that hold numbers
_NUMBERS = frozenset(("base", "target", "current", "progress", "before", "after", "change"))

_TARGETS = ("title", "base", "target", "current", "progress", "status")
_RESTATEMENTS = ("metric", "year", "before", "after", "change", "reason")


def targets(here: Here, call: Call) -> Block:
    """Targets with base, current value and progress; what the list leaves out, the facts say."""
    found = _of_pillar(here, call)
    choices = found.schema.by_name["status"].choices
    rows = []
    for row in found.rows:
        target = Target.of(here, row)
        status = row["status"]
        rows.append(
            (
                (Words(here.t(row.text("title"))),),
                target.at(target.base_value, target.base, target.base_year),
                target.at(target.value, None, target.year),
                target.reached,
                target.progress,
                (Words(here.t(choices[str(status)])),) if status else (),
            )
        )
    return _compared("targets", here, call, _TARGETS, rows, here.t(found.schema.title))


def _of_pillar(here: Here, call: Call) -> RecordList:
    """The targets that the options choose; `pillar` is that of their metric."""
    where = Argument.parse(f"targets {call.options.get('where', '')}").options
    pillar = where.get("pillar")
    others = " ".join(f'{key}="{value}"' for key, value in where.items() if key != "pillar")
    found = chosen(here, replace(call, options={**call.options, "where": others}), "targets")
    if pillar is None:
        return found
    rows = tuple(
        row
        for row in found.rows
        if row["metric"] and here.metric(str(row["metric"])).pillar == pillar
    )
    if not rows:
        raise WritingProblem(WritingKind.NO_RECORDS, list="targets")
    return replace(found, rows=rows)


def restatements(here: Here, call: Call) -> Block:
    """Figures that were restated: before, after, change and reason."""
    found = chosen(here, call, "restatements")
    rows = [_restated(here, row) for row in found.rows]
    return _compared("restatements", here, call, _RESTATEMENTS, rows, here.t(found.schema.title))


def _compared(
    list_: str,
    here: Here,
    call: Call,
    names: tuple[str, ...],
    rows: Sequence[tuple[tuple[Inline, ...], ...]],
    title: str,
) -> RecordsBlock:
    """The table, without columns that no row fills."""
    filled = [i for i in range(len(names)) if any(row[i] for row in rows)]
    return RecordsBlock(
        list_,
        call.options.get("title") or title,
        tuple(
            RecordColumn(names[i], word(f"{list_}.{names[i]}"), names[i] in _NUMBERS)
            for i in filled
        ),
        tuple(tuple(row[i] for i in filled) for row in rows),
    )


def _restated(here: Here, row: Record) -> tuple[tuple[Inline, ...], ...]:
    metric = here.metric(str(row["metric"]))
    before, after = row["before"], row["after"]
    reference = _reference(metric, str(row["year"]), row)
    if isinstance(after, Decimal):
        now = after
        shown: Inline = _typed(here, after)
    else:
        now = here.figure(Argument.parse(reference)).number
        shown = make_role(here, "value", f"{reference} bare")
    change: tuple[Inline, ...] = ()
    if isinstance(before, Decimal) and before:
        signed = format_signed((now / before - 1) * HUNDRED, 1, here.language)
        change = (Words(here.words("text.percent", number=signed)),)
    unit = unit_in_text(metric.unit, metric.id, here)
    title = word("table.span", title=metric.title, span=unit) if unit else metric.title
    return (
        (Words(here.t(title)),),
        (Words(str(row["year"])),),
        (_typed(here, before),) if isinstance(before, Decimal) else (),
        (shown,),
        change,
        (Words(here.t(row.text("reason"))),),
    )


def _reference(metric: Metric, period: str, row: Record) -> str:
    breakdown = str(row["dimensions"] or "").replace(";", " ")
    return f"{metric.id} year={period} {breakdown}".strip()


def _typed(here: Here, number: Decimal) -> Words:
    return Words(format_number(number, decimals_of(number), here.language))


@dataclass(frozen=True, slots=True)
class Target:
    """A target against the facts.

    Attributes:
        here: where it is printed.
        metric: what it is about; None for a target in words.
        base_year: the year it starts from, as written.
        base_value: the value it starts from.
        base: the figure of the base year, where the list does not state the value.
        year: the year it ends with.
        value: the value to reach.
        current: the figure of the reporting period.
    """

    here: Here
    metric: Metric | None
    base_year: str
    base_value: Decimal | None
    base: Figure | None
    year: str
    value: Decimal | None
    current: Figure | None

    @classmethod
    def of(cls, here: Here, row: Record) -> Target:
        """The target of a row."""
        metric = here.metric(str(row["metric"])) if row["metric"] else None
        base_year = _whole(row["base_year"])
        base = _figure(here, metric, base_year, row) if metric and base_year else None
        stated = row["base_value"]
        base_value = stated if isinstance(stated, Decimal) else base.number if base else None
        value, change = row["target_value"], row["target_change"]
        if not isinstance(value, Decimal):
            computes = base_value is not None and isinstance(change, Decimal)
            value = base_value * (1 + change / HUNDRED) if computes else None  # type: ignore[operator]
        current = _figure(here, metric, str(here.report.period), row) if metric else None
        if isinstance(stated, Decimal):
            base = None
        return cls(
            here, metric, base_year, base_value, base, _whole(row["target_year"]), value, current
        )

    def at(self, value: Decimal | None, figure: Figure | None, year: str) -> tuple[Inline, ...]:
        """A value with its year, as far as either is known."""
        shown: tuple[Inline, ...] = ()
        if figure is not None:
            shown = (self._number(figure),)
        elif value is not None:
            places = min(decimals_of(value), self.current.cell.places if self.current else 2)
            text = format_number(value, places, self.here.language)
            shown = (Words(self._with_unit(text)),)
        if not year:
            return shown
        in_year = self.here.words("targets.in_year", year=year)
        return (*shown, Words(in_year if shown else self.here.words("period.year", year=year)))

    @property
    def reached(self) -> tuple[Inline, ...]:
        """The value of the reporting period."""
        return (self._number(self.current),) if self.current else ()

    @property
    def progress(self) -> tuple[Inline, ...]:
        """How much of the way from base to target is done."""
        if self.current is None or self.base_value is None or self.value is None:
            return ()
        way = self.value - self.base_value
        if not way:
            return ()
        done = (self.current.number - self.base_value) / way * HUNDRED
        text = format_number(done, 0, self.here.language)
        return (Words(self.here.words("text.percent", number=text)),)

    def _number(self, figure: Figure) -> Number:
        number = format_number(figure.number, figure.cell.places, self.here.language)
        cell = self.here.noted(figure.cell)
        return Number(self._with_unit(number), cell, notes=self.here.chapter.id)

    def _with_unit(self, text: str) -> str:
        if self.metric is None:
            return text
        unit = unit_in_text(self.metric.unit, self.metric.id, self.here)
        return with_unit(text, unit, self.here)


def _whole(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else ""


def _figure(here: Here, metric: Metric, period: str, row: Record) -> Figure | None:
    """The figure of a period, None where it has no number."""
    try:
        found = here.figure(Argument.parse(_reference(metric, period, row)))
    except WritingProblem as problem:
        if problem.kind != "no_value":
            raise
        return None
    return found if found.fact.is_number else None


PROGRESS = (
    Directive("targets", targets, ("title", "where")),
    Directive("restatements", restatements, ("title", "where")),
)
