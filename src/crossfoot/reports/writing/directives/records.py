"""Directives that show lists: as tables, as a matrix, as goals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.languages import Text
from crossfoot.reports.lists.records import Cell, Record, RecordList
from crossfoot.reports.lists.schema import ListColumn, Type
from crossfoot.reports.numbers import decimals_of, format_number
from crossfoot.reports.writing.argument import Argument
from crossfoot.reports.writing.blocks import (
    Block,
    Goal,
    MaterialityBlock,
    RecordColumn,
    RecordsBlock,
    SdgBlock,
)
from crossfoot.reports.writing.directives.call import Call, Directive
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.here import unknown_column
from crossfoot.reports.writing.inlines import Inline, Words
from crossfoot.reports.writing.problem import WritingProblem
from crossfoot.reports.writing.roles import make_role

if TYPE_CHECKING:
    from crossfoot.reports.writing.here import Here

#: the chart of the material topics
MATRIX = "materiality"

OPTIONS = ("title", "columns", "where", "limit")


def records(here: Here, call: Call) -> RecordsBlock:
    """Rows of a list: `:::{records} awards` with `:columns:`, `:where:`, `:limit:`, `:title:`."""
    return _table(here, chosen(here, call, call.argument), call)


def named(list_: str) -> Callable[[Here, Call], Block]:
    """The directive of one list, called like it."""

    def make(here: Here, call: Call) -> Block:
        return _table(here, chosen(here, call, list_), call)

    return make


def chosen(here: Here, call: Call, list_: str) -> RecordList:
    """The rows of a list that the options choose.

    Raises:
        WritingProblem: the list is not known, cannot be read, or has no such row.
    """
    where = Argument.parse(f"{list_} {call.options.get('where', '')}")
    found = here.records(list_, where.options)
    if not found.rows:
        raise WritingProblem(WritingKind.NO_RECORDS, list=list_)
    return found


def _table(here: Here, found: RecordList, call: Call) -> RecordsBlock:
    names = call.names("columns") or found.schema.show
    for name in names:
        if name not in found.schema.by_name:
            raise unknown_column(name, found)
    columns = [found.schema.by_name[name] for name in names]
    filled = [c for c in columns if any(_is_filled(row[c.name]) for row in found.rows)]
    rows = found.rows[: _limit(call)]
    return RecordsBlock(
        found.schema.id,
        call.options.get("title") or here.t(found.schema.title),
        tuple(RecordColumn(c.name, c.title, c.type is Type.NUMBER) for c in filled),
        tuple(tuple(cell(here, row, column) for column in filled) for row in rows),
    )


def _is_filled(value: Cell) -> bool:
    return bool(value.en or value.zh) if isinstance(value, Text) else value not in (None, "")


def _limit(call: Call) -> int | None:
    text = call.options.get("limit")
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal()) or not 0 < len(text) < 6:
        raise WritingProblem(WritingKind.BAD_OPTION, option=f":limit: {text}")
    return int(text)


def cell(here: Here, row: Record, column: ListColumn) -> tuple[Inline, ...]:
    """A cell of a list as it is printed."""
    value = row[column.name]
    if not _is_filled(value):
        return ()
    if column.type is Type.METRIC:
        return (Words(here.t(here.metric(str(value)).title)),)
    if column.type is Type.CHOICE:
        return (Words(here.t(column.choices[str(value)])),)
    if column.refers == "chapter":
        return (make_role(here, "ref", str(value)),)
    if isinstance(value, Decimal):
        return (Words(number(here, value, column.name)),)
    if isinstance(value, date):
        return (Words(here.day(value)),)
    return (Words(here.t(row.text(column.name))),)


def number(here: Here, value: Decimal, name: str = "") -> str:
    """A number of a list; years have no thousands."""
    if name.endswith("year") or name == "goal":
        return f"{value:f}"
    return format_number(value, decimals_of(value), here.language)


def materiality(here: Here, call: Call) -> Block:
    """The materiality matrix with its topics: `:matrix: only` or `none` shows one of them."""
    found = chosen(here, call, "materiality")
    shown = call.options.get("matrix", "both")
    if shown not in ("both", "only", "none"):
        raise WritingProblem(WritingKind.BAD_OPTION, option=f":matrix: {shown}")
    table = _table(here, found, call)
    chart = here.writer.charts.get(MATRIX) if shown != "none" else None
    return MaterialityBlock(chart, table if shown != "only" or chart is None else None)


def sdg(here: Here, call: Call) -> Block:
    """Contributions to the Sustainable Development Goals."""
    from crossfoot.standards.catalogue import standard

    found = chosen(here, call, "sdg")
    known = standard("sdg")
    goals: dict[int, list[tuple[str, Inline | None]]] = {}
    for row in found.rows:
        chapter = row["chapter"]
        link = make_role(here, "ref", str(chapter)) if chapter else None
        goals.setdefault(int(str(row["goal"])), []).append((here.t(row.text("contribution")), link))
    titles = {goal: known.find(str(goal), here.report.period.end) for goal in goals}
    return SdgBlock(
        tuple(
            Goal(goal, disclosure.title if (disclosure := titles[goal]) else Text("", ""), tuple(c))
            for goal, c in sorted(goals.items())
        )
    )


_NAMED = ("awards", "certificates", "memberships", "stakeholders", "policies", "climate-risks")

RECORDS = (
    Directive("records", records, OPTIONS, argument="list"),
    *(Directive(name, named(name), OPTIONS) for name in _NAMED),
    Directive("materiality", materiality, (*OPTIONS, "matrix")),
    Directive("sdg", sdg, ("where",)),
)
