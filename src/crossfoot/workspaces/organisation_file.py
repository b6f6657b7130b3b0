"""`organisation.csv` to the tree of entities."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.facts.entities import Entity, FinancialControl, Organisation
from crossfoot.languages import Text
from crossfoot.workspaces.settings import Settings

if TYPE_CHECKING:
    from crossfoot.tables.reader import Row

FILE_NAME = "organisation.csv"


def read_organisation(path: Path) -> Organisation:
    """Read the entities of a group from a CSV or Excel file.

    Raises:
        CrossfootError: a cell cannot be read, or the entities are no tree.
    """
    from crossfoot.tables.reader import read_table
    from crossfoot.tables.schemas import ORGANISATION

    table = read_table(path, ORGANISATION)
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


def organisation_of(folder: Path, settings: Settings) -> Organisation:
    """The organisation of a workspace; a single entity where no file describes more."""
    path = folder / FILE_NAME
    if path.exists():
        return read_organisation(path)
    return Organisation(
        [Entity(settings.entity, settings.company, kind="group", region=settings.region)]
    )
