"""What a filled template would change: every row against the cell that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import LANGUAGES, Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.units import canonical_unit, is_known_unit
from crossfoot.records.collection.changes import Change
from crossfoot.records.collection.entering import read_typed
from crossfoot.records.collection.excel_columns import (
    KEY,
    KINDS,
    QUALIFIERS,
    YES_NO,
    choice,
    read_key,
)
from crossfoot.records.collection.excel_read import SheetRow
from crossfoot.records.collection.excel_units import unit_choices, unit_within
from crossfoot.records.collection.labels import figure, metric_title, metric_unit, people
from crossfoot.records.collection.models import Cell, Entry, Kind, Request
from crossfoot.records.messages import language, problem
from crossfoot.tables.numbers import read_number


@dataclass(frozen=True, slots=True)
class Content:
    """What a row says, or an entry: the same words for both, so that they can be compared."""

    value: str = ""
    unit: str = ""
    kind: str = Kind.VALUE.value
    qualifier: str = "exact"
    estimated: bool = False
    comment: str = ""
    explanation: str = ""
    reason: str = ""

    @property
    def is_without_value(self) -> bool:
        """Whether it attests that there is none, or that it does not apply."""
        return self.kind != Kind.VALUE

    def says_the_same(self, other: Content) -> bool:
        """Whether both say the same, however the number is written: 1,234.50 is 1234.5."""
        return self._plain() == other._plain()

    def _plain(self) -> tuple[object, ...]:
        known = self.unit and is_known_unit(self.unit)
        unit = (canonical_unit(self.unit) if known else self.unit) if self.value else ""
        rest = (self.kind, self.estimated, self.comment, self.explanation, self.reason)
        return (_number(self.value), unit, self.qualifier if self.value else "exact", *rest)


@dataclass
class Upload:
    """What a template would change.

    Attributes:
        changes: what to write, each with the version that the template was made from.
        rows: the row of each change, by cell.
        unchanged: rows that say what stands there, or that nobody touched.
        problems: what is wrong, by sheet and row; nothing is taken while there are any.
    """

    changes: list[Change] = field(default_factory=list)
    rows: dict[int, SheetRow] = field(default_factory=dict)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def changes_of(request: Request, rows: Iterable[SheetRow]) -> Upload:
    """Check all rows of a template against the request; four queries."""
    return _Check(request, list(rows)).upload()


class _Check:
    def __init__(self, request: Request, rows: list[SheetRow]) -> None:
        self.request, self.rows = request, rows
        cells = Cell.objects.filter(request=request, outside=False).select_related("current")
        self.cells = {cell.pk: cell for cell in cells}
        self.keys = [read_key(row.cells.get(KEY, "")) for row in rows]
        self.twice = {key for key, count in Counter(self.keys).items() if key and count > 1}
        self.seen = self._seen()
        self.names = people(
            {cell.current.by for cell in self.cells.values() if cell.current}, language()
        )

    def upload(self) -> Upload:
        found = Upload()
        for row, key in zip(self.rows, self.keys, strict=True):
            problems = list(self._of_key(row, key))
            if problems or key is None:
                found.problems += problems
                continue
            cell, version = self.cells[key[1]], key[2]
            content, problems = _content(row, cell)
            if not problems:
                problems = list(_of_value(row, cell, content))
            own = metric_unit(cell.metric)
            before = _of_entry(self.seen.get((cell.pk, version)), own)
            if problems:
                found.problems += problems
            elif content.says_the_same(before) or content.says_the_same(
                _of_entry(cell.current, own)
            ):
                found.unchanged += 1
            elif version != cell.version and cell.current is not None:
                found.problems.append(self._stale(row, cell, cell.current, content))
            else:
                found.changes.append(_change(cell, version, content))
                found.rows[cell.pk] = row
        return found

    def _seen(self) -> Mapping[tuple[int, int], Entry]:
        """The entries that stood there when the template was made."""
        old = [
            key[1:]
            for key in self.keys
            if key and key[1] in self.cells and 0 < key[2] != self.cells[key[1]].version
        ]
        entries = Entry.objects.filter(cell__in={cell for cell, _ in old})
        known = {(entry.cell_id, entry.version): entry for entry in entries} if old else {}
        current = {
            (cell.pk, cell.version): cell.current for cell in self.cells.values() if cell.current
        }
        return {**known, **current}

    def _of_key(self, row: SheetRow, key: tuple[int, int, int] | None) -> Iterator[Problem]:
        """Whether the row is one of the template, and belongs to this request."""
        again = Text("download the template again", "请重新下载模板")
        if key is None:
            given = bool(row.cells.get(KEY))
            yield problem(
                Text("the hidden key of the row was changed", "该行的隐藏标识被改动")
                if given
                else Text("the row is not of the template", "该行不属于模板"),
                why=Text("it says which figure the row is", "系统依据标识判断该行对应的指标"),
                remedy=again,
                where=row.where(),
            )
        elif key[0] != self.request.pk:
            yield problem(
                Text("the row is of another request", "该行属于其他填报单"),
                remedy=Text(
                    "upload the file on the page of its own request", "请在对应的填报单页面上传"
                ),
                where=row.where(),
            )
        elif key[1] not in self.cells:
            yield problem(
                Text("the figure is not asked for any more", "该指标已不再要求填报"),
                remedy=again,
                where=row.where(),
            )
        elif key in self.twice:
            yield problem(
                Text("two rows are the same figure", "两行对应同一指标"),
                why=Text("a row was copied over another", "有一行被复制覆盖"),
                remedy=again,
                where=row.where(),
            )
        elif not self._is_titled(row, self.cells[key[1]]):
            yield problem(
                Text(
                    "the row is called {title}, but its key is that of {figure}",
                    "该行名称为 {title}，标识却对应 {figure}",
                ),
                why=Text("rows were moved or sorted in part", "行被部分移动或排序"),
                remedy=again,
                where=row.where(),
                title=repr(row.cells.get("metric", "")),
                figure=figure(self.cells[key[1]], language()),
            )

    def _is_titled(self, row: SheetRow, cell: Cell) -> bool:
        """Whether the row's own words are those of the cell, in either language."""
        period = row.cells.get("period", "")
        return any(
            row.cells.get("metric", "") == metric_title(cell.metric)[each]
            and period == as_period(cell, each)
            for each in LANGUAGES
        )

    def _stale(self, row: SheetRow, cell: Cell, current: Entry, content: Content) -> Problem:
        return problem(
            Text(
                "{who} has entered {theirs} since the template was downloaded; yours is {mine}",
                "模板下载后，{who} 已填入 {theirs}；您填写的是 {mine}",
            ),
            why=Text("nothing of theirs is overwritten", "不会覆盖他人填报的内容"),
            remedy=Text(
                "download the template again, or enter this figure on the page",
                "请重新下载模板，或在页面上填写该指标",
            ),
            where=f"{row.where('value')}, {figure(cell, language())}",
            who=self.names.get(current.by, current.by),
            theirs=repr(_said(_of_entry(current, metric_unit(cell.metric)))),
            mine=repr(_said(content)),
        )


def as_period(cell: Cell, said: str) -> str:
    """The period as the template prints it."""
    return cell.period.label("zh" if said == "zh" else "en")


def _content(row: SheetRow, cell: Cell) -> tuple[Content, list[Problem]]:
    """What a row says, and what of it is no choice."""
    problems = []
    cells = row.cells
    chosen: dict[str, str] = {}
    for name, words, usual in (
        ("kind", KINDS, Kind.VALUE.value),
        ("qualifier", QUALIFIERS, "exact"),
        ("estimated", YES_NO, "no"),
    ):
        typed = cells.get(name, "")
        found = choice(words, typed) if typed else usual
        if found is None:
            problems.append(_no_choice(row, name, typed, words))
        chosen[name] = found or usual
    value = cells.get("value", "")
    content = Content(
        value=value,
        unit="" if unit_within(value) else _unit(cell, cells.get("unit", "")),
        kind=chosen["kind"],
        qualifier=chosen["qualifier"],
        estimated=chosen["estimated"] == "yes",
        comment=cells.get("comment", ""),
        explanation=cells.get("explanation", ""),
        reason=cells.get("reason", ""),
    )
    return content, problems


def _of_value(row: SheetRow, cell: Cell, content: Content) -> Iterator[Problem]:
    """What is wrong with the value, by its cell in the sheet."""
    if content.is_without_value:
        if content.value:
            yield problem(
                Text("there is a value beside {kind}", "填报类型为“{kind}”，但仍有数值"),
                remedy=Text("leave one of the two empty", "请清空其中之一"),
                where=row.where("value"),
                kind=KINDS[content.kind][language()],
            )
        if content.kind == Kind.NOT_APPLICABLE and not content.reason:
            yield problem(
                Text("“not applicable” needs a reason", "“不适用”须说明原因"),
                remedy=Text("say why the unit has no such figure", "请说明本单位不涉及的原因"),
                where=row.where("reason"),
            )
        return
    if not content.value:
        return
    try:
        where = row.where("value")
        read_typed(catalogue().find(cell.metric, where), content.value, content.unit, where)
    except CrossfootError as error:
        yield from error.problems


def _of_entry(entry: Entry | None, own: str) -> Content:
    """What stands in a cell."""
    if entry is None:
        return Content()
    without = entry.kind in (Kind.NONE, Kind.NOT_APPLICABLE)
    return Content(
        value="" if without else entry.text or entry.typed,
        unit="" if without or entry.typed_unit == own else entry.typed_unit,
        kind=entry.kind if without else Kind.VALUE.value,
        qualifier=entry.qualifier,
        estimated=entry.estimated,
        comment=entry.comment,
        explanation=entry.explanation,
        reason=entry.reason,
    )


def _change(cell: Cell, version: int, content: Content) -> Change:
    without = content.is_without_value
    return Change(
        cell.pk,
        version,
        value=None if without else content.value,
        unit="" if without else content.unit,
        kind=Kind(content.kind) if without else None,
        qualifier=content.qualifier,
        estimated=content.estimated,
        comment=content.comment,
        explanation=content.explanation,
        reason=content.reason,
    )


def _unit(cell: Cell, typed: str) -> str:
    """The unit that a label means, in either language; as typed where none is called so."""
    own = metric_unit(cell.metric)
    for said in LANGUAGES:
        for each in unit_choices(own, said):
            if typed in (each.label, each.unit) and typed:
                return each.unit
    return "" if typed == own else typed


def _no_choice(row: SheetRow, name: str, typed: str, words: Mapping[str, Text]) -> Problem:
    return problem(
        Text("{typed} cannot be chosen here", "此处不能填 {typed}"),
        remedy=Text("choose of: {known}", "可选：{known}"),
        where=row.where(name),
        typed=repr(typed),
        known=", ".join(text[language()] for text in words.values()),
    )


def _said(content: Content) -> str:
    if content.is_without_value:
        return KINDS[content.kind][language()]
    return f"{content.value} {content.unit}".strip()


def _number(typed: str) -> Decimal | str:
    try:
        return read_number(typed)
    except CrossfootError:
        return typed.strip()
