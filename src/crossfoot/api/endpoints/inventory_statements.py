"""What is stated beside the rows of the inventory: base year, scope 3, ownership and so on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Router, Schema

from crossfoot.api.bearer import READ, RUN_CAMPAIGNS, person_of
from crossfoot.api.problems import MissingError
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.records.overview.inventory.actions.restore_statements import RestoreStatements
from crossfoot.records.overview.inventory.actions.state_row import StateRow
from crossfoot.records.overview.inventory.stated import versions
from crossfoot.records.overview.inventory.stated.kinds import KINDS, Kind
from crossfoot.records.overview.inventory.stated.visible import readable, visible_rows
from crossfoot.workspaces.settings import FILE_NAME

router = Router()

_ONE = "/inventory/statements/{kind}"


class StatedRowOf(Schema):
    """A row, as the file has it."""

    number: int
    cells: dict[str, str]


class StatementChangeOf(Schema):
    """A change of the file; `at` is null for the file as it was before the first."""

    version: str
    at: datetime | None
    who: str
    reason: str


class StatementsOf(Schema):
    """What counts of a kind, and what did before."""

    kind: str
    version: str = Field(description="Hash of the file; empty where nothing is stated.")
    head: dict[str, str] = Field(description="Values beside the rows, such as the base year.")
    rows: list[StatedRowOf] = Field(description="Those of the units that the person may read.")
    changes: list[StatementChangeOf] = Field(
        description="The latest first, for whoever may change it."
    )


class RowChange(Schema):
    """A row that is added, changed or taken away."""

    version: str = Field(description="Of the file that was seen; another one refuses.")
    number: int = Field(0, description="0 adds a row; -1 sets the values beside the rows.")
    cells: dict[str, str] | None = Field(description="By field; null takes the row away.")
    place: int = Field(0, description="Number of the row where the order counts; 0 leaves it.")
    reason: str = ""


class VersionToRestore(Schema):
    """A version that shall count again."""

    version: str = Field(description="Of the file that was seen.")
    wanted: str = Field(description="Of the file that shall count.")
    reason: str = ""


@router.get(_ONE, response=StatementsOf, summary="Statements of the inventory", auth=READ)
def statements(request: HttpRequest, kind: str) -> StatementsOf:
    """Base year, scope 3, ownership, verification, uncertainty."""
    return _of(_kind(kind), person_of(request))


@router.post(_ONE, response=StatementsOf, summary="State a row", auth=RUN_CAMPAIGNS)
def state_row(request: HttpRequest, kind: str, change: RowChange) -> StatementsOf:
    """The whole file is checked as a file is; then it counts."""
    found, person = _kind(kind), person_of(request)
    action = StateRow(found.name, change.version, change.number, change.cells, change.place)
    action.do(person, change.reason)
    return _of(found, person)


@router.post(
    f"{_ONE}/restore", response=StatementsOf, summary="Restore statements", auth=RUN_CAMPAIGNS
)
def restore(request: HttpRequest, kind: str, back: VersionToRestore) -> StatementsOf:
    """An earlier version counts again; that of now is kept."""
    found, person = _kind(kind), person_of(request)
    RestoreStatements(found.name, back.version, back.wanted).do(person, back.reason)
    return _of(found, person)


def _kind(name: str) -> Kind:
    if name not in KINDS or not (_folder() / FILE_NAME).is_file():
        raise MissingError
    return KINDS[name]


def _of(kind: Kind, person: Person) -> StatementsOf:
    now = versions.current(_folder(), kind)
    changes = versions.changes(kind, language()) if person.may(kind.duty) else []
    return StatementsOf(
        kind=kind.name,
        version=now.version,
        head=dict(now.stated.head),
        rows=[
            StatedRowOf(number=number, cells=dict(row))
            for number, row in visible_rows(kind, now.stated.rows, readable(person))
        ],
        changes=[
            StatementChangeOf(version=each.version, at=each.at, who=each.who, reason=each.reason)
            for each in changes
        ],
    )


def _folder() -> Path:
    return Path(settings.WORKSPACE)
