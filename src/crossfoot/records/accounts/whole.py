"""The whole organisation as one workbook: units over time, fiscal years, reporting, people, roles.

Every cell is written as text, so that nothing is run and nothing is rounded. Sessions, passwords
and tokens are not in it; people who are new get an invitation when it is imported.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import Entity, FinancialControl
from crossfoot.languages import Text
from crossfoot.records.accounts.models import Grant, User, address
from crossfoot.records.messages import problem
from crossfoot.records.organisation.as_of import entity_of, states
from crossfoot.records.organisation.models import FiscalYear
from crossfoot.records.organisation.reporting import standing
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Role

T = TypeVar("T")

#: rows of a sheet that are read
LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class UnitRow:
    """What holds of a unit for some days."""

    entity: Entity
    span: Span


@dataclass(frozen=True, slots=True)
class FiscalRow:
    """In which month the year of a unit begins, from a day on."""

    unit: str
    first_month: int
    day: date


@dataclass(frozen=True, slots=True)
class ReportingRow:
    """Whether a unit reports a metric for some days."""

    unit: str
    metric: str
    reports: bool
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who has an account, or an invitation."""

    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of a person on a unit; on the whole where it is empty."""

    email: str
    role: Role
    unit: str
    span: Span


@dataclass(frozen=True)
class Whole:
    """All of it, in the order of the sheets."""

    units: tuple[UnitRow, ...] = ()
    fiscal_years: tuple[FiscalRow, ...] = ()
    reporting: tuple[ReportingRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    roles: tuple[RoleRow, ...] = ()


SHEETS: Mapping[str, tuple[str, ...]] = {
    "units": (
        *("code", "name_en", "name_zh", "kind", "parent", "region", "equity"),
        *("operational_control", "financial_control", "valid_from", "valid_to"),
    ),
    "fiscal_years": ("unit", "first_month", "valid_from"),
    "reporting": ("unit", "metric", "reports", "reason", "valid_from", "valid_to"),
    "people": ("email", "name", "language"),
    "roles": ("email", "role", "unit", "valid_from", "valid_to"),
}


def recorded() -> Whole:
    """All that stands recorded; who was forgotten or has left is not among the people."""
    there = User.objects.exclude(is_active=False, invited_until=None).order_by("email")
    grants = Grant.objects.filter(user__in=there).select_related("user", "unit")
    ordered = grants.order_by("user__email", "role", "unit__code", "valid_from", "id")
    return Whole(
        units=tuple(
            UnitRow(entity_of(state), Span(state.valid_from, state.valid_to)) for state in states()
        ),
        fiscal_years=tuple(
            FiscalRow(each.unit.code, each.first_month, each.valid_from)
            for each in FiscalYear.objects.select_related("unit").order_by("unit_id", "valid_from")
        ),
        reporting=tuple(
            ReportingRow(
                each.unit.code,
                each.metric,
                each.reports,
                each.reason,
                Span(each.valid_from, each.valid_to),
            )
            for each in standing()
        ),
        people=tuple(PersonRow(user.email, user.name, user.language) for user in there),
        roles=tuple(
            RoleRow(
                grant.user.email,
                Role(grant.role),
                grant.unit.code if grant.unit else "",
                Span(grant.valid_from, grant.valid_to),
            )
            for grant in ordered
            if grant.valid_to is None or grant.valid_to > grant.valid_from  # not ended unbegun
        ),
    )


def as_workbook(whole: Whole) -> bytes:
    """As an Excel file."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True})
    for name, columns in SHEETS.items():
        sheet = book.add_worksheet(name)
        for column, title in enumerate(columns):
            sheet.write_string(0, column, title, head)
        for number, row in enumerate(getattr(whole, name), start=1):
            for column, text in enumerate(_texts(row)):
                sheet.write_string(number, column, text)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 20)
    book.close()
    return out.getvalue()


def read_workbook(content: bytes) -> Whole:
    """What an Excel file of `as_workbook` says.

    Raises:
        CrossfootError: with every row that cannot be read, by sheet and number.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {
            name: book.get_sheet_by_name(name).to_python()
            for name in SHEETS
            if name in book.sheet_names
        }
    except (CalamineError, ValueError, OSError) as error:
        raise CrossfootError(_unread(_NO_WORKBOOK)) from error
    if "units" not in sheets:
        raise CrossfootError(_unread(_NO_UNITS))
    reading = _Reading()
    found = {name: tuple(reading.rows(name, rows, _READERS[name])) for name, rows in sheets.items()}
    if reading.problems:
        raise CrossfootError.of(reading.problems[:100])
    return Whole(**{each.name: found.get(each.name, ()) for each in fields(Whole)})


def _texts(row: Any) -> Sequence[str]:
    """A row as the columns of its sheet have it."""
    match row:
        case UnitRow(entity, span):
            control = "yes" if entity.operational_control else "no"
            return (
                *(entity.id, entity.name.en, entity.name.zh, entity.kind, entity.parent),
                *(entity.region, format(entity.equity.normalize(), "f"), control),
                *(entity.financial_control.value, *_days(span)),
            )
        case FiscalRow(unit, month, day):
            return (unit, str(month), day.isoformat())
        case ReportingRow(unit, metric, reports, reason, span):
            return (unit, metric, "yes" if reports else "no", reason, *_days(span))
        case PersonRow(email, name, language):
            return (email, name, language)
        case RoleRow(email, role, unit, span):
            return (email, role.value, unit, *_days(span))
    message = f"no sheet has {type(row).__name__}"
    raise TypeError(message)


def _days(span: Span) -> tuple[str, str]:
    return span.start.isoformat(), span.end.isoformat() if span.end else ""


@dataclass
class _Reading:
    """Reads rows, and gathers what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)

    def rows(
        self, sheet: str, rows: Sequence[Sequence[Any]], read: Callable[[dict[str, str]], T]
    ) -> Iterator[T]:
        """The rows of a sheet, by the names of its first row."""
        head = [_text(cell) for cell in rows[0]] if rows else []
        if missing := [name for name in SHEETS[sheet] if name not in head]:
            self.problems.append(
                problem(
                    Text("the column {missing} is missing", "缺少列 {missing}"),
                    where=sheet,
                    missing=", ".join(missing),
                )
            )
            return
        for number, row in enumerate(rows[1 : LONGEST + 1], start=2):
            said = {name: _text(cell) for name, cell in zip(head, row, strict=False)}
            if not any(said.values()):
                continue
            try:
                yield read(said)
            except (ValueError, InvalidOperation) as error:
                self.problems.append(
                    problem(
                        Text("{said} is not understood", "无法识别 {said}"),
                        where=f"{sheet} {number}",
                        remedy=Text("write it as the export does", "请按导出文件的格式填写"),
                        said=str(error) or "-",
                    )
                )


def _unit(said: dict[str, str]) -> UnitRow:
    try:
        equity = Decimal(said["equity"] or "1")
    except InvalidOperation as error:
        raise ValueError(said["equity"]) from error
    entity = Entity(
        id=said["code"],
        name=Text(said["name_en"] or said["name_zh"], said["name_zh"] or said["name_en"]),
        kind=said["kind"],
        parent=said["parent"],
        region=said["region"],
        equity=equity,
        operational_control=_yes(said["operational_control"]),
        financial_control=FinancialControl(said["financial_control"] or "full"),
    )
    return UnitRow(entity, _span(said))


def _fiscal(said: dict[str, str]) -> FiscalRow:
    return FiscalRow(said["unit"], int(said["first_month"]), date.fromisoformat(said["valid_from"]))


def _reporting(said: dict[str, str]) -> ReportingRow:
    reports = _yes(said["reports"])
    return ReportingRow(said["unit"], said["metric"], reports, said["reason"], _span(said))


def _person(said: dict[str, str]) -> PersonRow:
    if said["language"] not in ("en", "zh", ""):
        raise ValueError(said["language"])
    return PersonRow(address(said["email"]), said["name"], said["language"] or "en")


def _role(said: dict[str, str]) -> RoleRow:
    return RoleRow(address(said["email"]), Role(said["role"]), said["unit"], _span(said))


_READERS: Mapping[str, Callable[[dict[str, str]], Any]] = {
    "units": _unit,
    "fiscal_years": _fiscal,
    "reporting": _reporting,
    "people": _person,
    "roles": _role,
}


def _yes(text: str) -> bool:
    if text.lower() not in ("yes", "no", "true", "false"):
        raise ValueError(text)
    return text.lower() in ("yes", "true")


def _span(said: dict[str, str]) -> Span:
    until = said["valid_to"]
    return Span(
        date.fromisoformat(said["valid_from"]), date.fromisoformat(until) if until else None
    )


def _text(cell: Any) -> str:
    """A cell as text: days as ISO writes them, whole numbers without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return "" if cell is None else str(cell).strip()


_NO_WORKBOOK = Text("the file is no Excel workbook", "该文件不是 Excel 工作簿")
_NO_UNITS = Text("the workbook has no sheet “units”", "工作簿缺少 “units” 工作表")


def _unread(what: Text) -> Problem:
    return problem(
        what, remedy=Text("send one as the export writes it", "请上传与导出格式相同的文件")
    )
