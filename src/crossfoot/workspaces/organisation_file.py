"""`organisation.csv` to the tree of entities."""

from __future__ import annotations

from pathlib import Path

from crossfoot.facts.entities import Entity, FinancialControl, Organisation
from crossfoot.languages import Text
from crossfoot.workspaces.settings import Settings

FILE_NAME = "organisation.csv"


def read_organisation(path: Path) -> Organisation:
    """Read the entities of a group from a CSV or Excel file.

    Raises:
        CrossfootError: a cell cannot be read, or the entities are no tree.
    """
    from crossfoot.tables.reader import read_table
    from crossfoot.tables.schemas import ORGANISATION

    table = read_table(path, ORGANISATION)
    default = Entity("", Text("", ""))
    return Organisation(
        (
            Entity(
                id=row.values["id"],
                name=Text(row.values["name_en"] or "", row.values["name_zh"] or ""),
                kind=row.values["kind"] or default.kind,
                parent=row.values["parent"] or "",
                region=row.values["region"] or "",
                equity=default.equity if row.values["equity"] is None else row.values["equity"],
                operational_control=row.values["operational_control"] not in ("no", "false"),
                financial_control=FinancialControl(
                    row.values["financial_control"] or default.financial_control
                ),
            )
            for row in table.rows
        ),
        where=str(path),
    )


def organisation_of(folder: Path, settings: Settings) -> Organisation:
    """The organisation of a workspace; a single entity where no file describes more."""
    path = folder / FILE_NAME
    if path.exists():
        return read_organisation(path)
    return Organisation(
        [Entity(settings.entity, settings.company, kind="group", region=settings.region)]
    )
