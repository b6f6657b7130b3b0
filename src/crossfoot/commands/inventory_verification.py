"""Statements of verifiers beside the inventory: `--view verification`, and below the totals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.calculation.inventory import Inventory
    from crossfoot.calculation.verification import Verified
    from crossfoot.workspaces.workspace import Workspace


def verified(workspace: Workspace, result: Inventory) -> list[Verified]:
    """The statements of the workspace about the time of the inventory."""
    from crossfoot.calculation.verification import FILE_NAME, compared, read_verifications

    path = workspace.stated("verification", FILE_NAME)
    if path is None:
        return []
    organisation = workspace.organisation
    stated = [
        each
        for each in read_verifications(path, [entity.id for entity in organisation])
        if result.year is None or each.period.start.year <= result.year <= each.period.end.year
    ]
    below = {
        each.entity: frozenset(entity.id for entity in organisation.below(each.entity))
        for each in stated
    }
    return compared(stated, result.cells(), below, result.gwp_sets[0])


def verification_json(found: list[Verified]) -> list[dict[str, Any]]:
    """The statements as JSON."""
    return [
        {
            **_cells(each),
            "now": each.now,
            "difference": each.difference,
            "agrees": each.agrees,
            "uncorrected_percent": each.statement.uncorrected_percent,
            "material": each.statement.is_material,
        }
        for each in found
    ]


def print_verification_csv(found: list[Verified]) -> None:
    """The statements in the columns that `import --as verification` reads."""
    from crossfoot.calculation.verification import COLUMNS
    from crossfoot.commands.output import print_csv

    print_csv(COLUMNS, (_cells(each) for each in found))


def _cells(each: Verified) -> dict[str, Any]:
    from crossfoot.calculation.verification import COLUMNS

    cells = {name: getattr(each.statement, name) for name in COLUMNS}
    issued = each.statement.issued
    return cells | {
        "period": str(each.statement.period),
        "scopes": " ".join(each.statement.scopes),
        "issued": None if issued is None else issued.isoformat(),
    }


def print_verification(found: list[Verified], language: Language) -> None:
    """The statements for people."""
    from crossfoot.calculation.verification import LEVELS, OPINIONS
    from crossfoot.commands.inventory_tables import TOTALS
    from crossfoot.commands.output import Column, number, print_table, readable
    from crossfoot.commands.words import say

    if not found:
        return
    rows = []
    for each in found:
        said = each.statement
        left, limit = said.uncorrected_percent, said.materiality
        rows.append(
            (
                f"{said.entity} · {said.period}",
                "\n".join(say(TOTALS[name], language) for name in said.scopes),
                f"{said.verifier}\n{said.standard}",
                LEVELS[said.level][language],
                OPINIONS[said.opinion][language],
                "" if limit is None else f"{readable(limit)} %",
                "" if left is None else f"{number(left, 2)} %",
                "" if said.stated is None else readable(said.stated),
                number(each.now, 4),
                "\n".join(say(word, language) for word in _doubts(each)) or said.misstatements,
            )
        )
    columns = [Column("entity"), Column("verified totals"), Column("verifier"), Column("level")]
    columns += [Column("opinion")]
    columns += [
        Column(name, number=True) for name in ("materiality", "uncorrected", "verified", "now")
    ]
    title = say("Verification", language)
    print_table(title, [*columns, Column("", style="yellow")], rows, language)


def _doubts(each: Verified) -> list[str]:
    doubts = []
    if each.agrees is False:
        doubts.append("differs from what was verified")
    if each.statement.is_material:
        doubts.append("more than material")
    return doubts


def verified_of(file: Path | None, folder: Path, result: Inventory) -> list[Verified]:
    """The statements of the workspace; none where a file is calculated."""
    from crossfoot.commands.options import open_workspace

    return [] if file is not None else verified(open_workspace(folder), result)
