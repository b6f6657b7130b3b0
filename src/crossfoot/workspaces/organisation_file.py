"""The organisation of a workspace: a CSV or Excel file to the tree of entities."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import Entity, FinancialControl, Organisation
from crossfoot.languages import Text
from crossfoot.workspaces.settings import Settings

if TYPE_CHECKING:
    from crossfoot.tables.reader import Row

#: an organisation file that a person laid into the workspace
FILE_NAME = "organisation.csv"
#: who holds what, from when to when; see `ownership_file`
OWNERSHIP = "ownership.csv"


def read_organisation(path: Path, sheet: str = "") -> Organisation:
    """Read the entities of a group from a CSV or Excel file, of a sheet where it has several.

    Raises:
        CrossfootError: a cell cannot be read, or the entities are no tree.
    """
    from crossfoot.tables.reader import read_table
    from crossfoot.tables.schemas import ORGANISATION

    table = read_table(path, ORGANISATION, sheet=sheet or None)
    return Organisation((_entity(row) for row in table.rows), where=path.name)


def _entity(row: Row) -> Entity:
    equity = row["equity"]
    return Entity(
        id=str(row["id"]),
        name=Text(str(row["name_en"]), str(row["name_zh"])),
        kind=str(row["kind"]),
        parent=str(row["parent"]),
        region=str(row["region"]),
        equity=equity if isinstance(equity, Decimal) else Decimal(1),
        operational_control=row["operational_control"] != "no",
        financial_control=FinancialControl(str(row["financial_control"] or "full")),
    )


def organisation_of(
    folder: Path, imported: Sequence[tuple[Path, str]], settings: Settings
) -> Organisation:
    """The organisation of a workspace: imported, laid into it, or a single entity.

    Args:
        folder: the workspace.
        imported: files of the organisation that were imported, with their sheet; latest last.
        settings: say who reports where no file does.

    Raises:
        CrossfootError: the file cannot be read, or there is an imported and a laid one.
    """
    laid = folder / FILE_NAME
    if imported and laid.exists():
        raise CrossfootError(
            Problem(
                f"there are two organisations: the imported one and {FILE_NAME}",
                where=str(laid),
                why="only one of them can be the group that reports",
                remedy="move the file away; to replace the imported one, import it: "
                f"crossfoot import {FILE_NAME} --as organisation",
            )
        )
    if imported:
        return read_organisation(*imported[-1])
    if laid.exists():
        return read_organisation(laid)
    return Organisation(
        [Entity(settings.entity, settings.company, kind="group", region=settings.region)]
    )
