"""Making the files of the inventory: beside the ones before, which stay until nobody reads them.

    .cache/numbers/inventory.json            what is known of the whole; names the folder
    .cache/numbers/inventory-<name>/<n>/     the files of `calculation.month_lines`

Approaches under which every site has the same share have one folder.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crossfoot.calculation.activity_metrics import is_apart
from crossfoot.calculation.lines import Unresolved
from crossfoot.calculation.sites import Boundary, Site
from crossfoot.calculation.streams import NOT_GASES, potential
from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Approach
from crossfoot.quantities.gases import WARMING_POTENTIAL_SETS
from crossfoot.records.overview.inventory.left_out import kind_of
from crossfoot.records.overview.store import path_of
from crossfoot.runs.run import Run, inventory_of
from crossfoot.workspaces.stored import ActivityFile
from crossfoot.workspaces.workspace import Workspace

#: of what is written; another one is made anew
EDITION = 3

NAME, FOLDER = "inventory.json", "inventory-"

#: rows without a factor that are listed; all are counted
MOST_UNRESOLVED = 1000


def description_of(folder: Path) -> Path:
    """Where the description of a workspace's inventory lies."""
    return path_of(folder).with_name(NAME)


def write_inventory(run: Run, folder: Path, state: str) -> None:
    """Write the inventory of a run, under every approach and set of warming potentials."""
    parent = path_of(folder).parent
    parent.mkdir(parents=True, exist_ok=True)
    target = parent / f"{FOLDER}{state[:12]}-{os.getpid()}"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    settings = run.workspace.settings
    sets = _sets(run)
    content = {
        "edition": EDITION,
        "state": state,
        "folder": target.name,
        "as_of": datetime.now(UTC).isoformat(),
        "run": run.id,
        "root": run.workspace.root,
        "tree": [(each.id, each.parent) for each in run.workspace.organisation],
        "kinds": {each.id: each.kind for each in run.workspace.organisation},
        "names": {each.id: [each.name.en, each.name.zh] for each in run.workspace.organisation},
        "year": settings.year,
        "approach": str(settings.approach),
        "gwp": list(sets),
        "approaches": _approaches(run.workspace, sets, target) if run.inventory else {},
        "files": {
            file.parquet.name: _file(file, folder) for file in run.workspace.activity_files()
        },
        "apart": sorted(_apart(run)),
        **_left(run),
    }
    partial = target / NAME
    partial.write_text(json.dumps(content, ensure_ascii=False, default=str), "utf-8")
    before = _named(folder)
    partial.replace(description_of(folder))
    _sweep(parent, {target.name, before})


def _approaches(workspace: Workspace, sets: tuple[str, ...], target: Path) -> dict[str, str]:
    """The folder of each approach."""
    found: dict[str, str] = {}
    same: dict[tuple[Site, ...], str] = {}
    names = [each.id for each in workspace.organisation]
    for approach in Approach:
        shares = Boundary(workspace.organisation, approach).placed(names)
        if shares not in same:
            same[shares] = str(len(same))
            place = target / same[shares]
            place.mkdir()
            made = inventory_of(workspace, gwp_sets=sets, approach=approach)
            try:
                made.write_months(place)
            finally:
                made.close()
        found[str(approach)] = same[shares]
    return found


def _sets(run: Run) -> tuple[str, ...]:
    """The report's sets, and those others that have a potential for every gas of the rows.

    A row of a gas without one would be in no total, by any set.
    """
    own = run.workspace.settings.gwp
    if run.inventory is None:
        return own
    found = tuple(own)
    for each in WARMING_POTENTIAL_SETS:
        if each not in found and _resolves_alike(run, (*found, each)):
            found = (*found, each)
    return found


def _resolves_alike(run: Run, sets: tuple[str, ...]) -> bool:
    """Whether every gas of the factors used has a potential in the sets."""
    assert run.inventory is not None  # noqa: S101  the caller has seen to it
    gases = {gas for each in run.inventory.factors_used() for gas in each.use.factor.gases}
    try:
        for gas in gases - NOT_GASES:
            for each in sets:
                potential(gas, each)
    except CrossfootError:
        return False
    return True


def _file(file: ActivityFile, folder: Path) -> dict[str, str]:
    path = os.path.relpath(file.parquet, folder)
    return {"name": file.name, "sha256": file.sha256, "sheet": file.sheet, "path": path}


def _apart(run: Run) -> Iterator[str]:
    """Activities that are removals, avoided emissions, or offsets."""
    if run.inventory is not None:
        yield from (name for name in run.inventory.apart() if is_apart(name))


def _left(run: Run) -> dict[str, Any]:
    """What is not in the totals, and what became of each instrument."""
    if run.inventory is None or run.lines is None:
        return {"unresolved_count": 0, "unresolved": [], "instruments": [], "residual_mix": {}}
    return {
        "unresolved_count": run.inventory.unresolved_count,
        "unresolved": [
            {
                "document": each.file,
                "row": each.row,
                "site": each.site,
                "activity": each.activity,
                "unit": each.unit,
                "methods": list(each.methods),
                "reason": each.reason,
                "years": _years(each),
                "kind": str(kind_of(each, run.workspace.organisation, run.inventory.library)),
            }
            for each in run.inventory.unresolved[:MOST_UNRESOLVED]
        ],
        "instruments": [each.to_json() for each in run.inventory.instruments()],
        "residual_mix": run.inventory.residual_mix(),
    }


def _years(row: Unresolved) -> list[int]:
    """Calendar years of the days that have no factor; none where they are not known."""
    if row.start is None or row.end is None:
        return []
    return list(range(row.start.year, row.end.year + 1))


def _named(folder: Path) -> str:
    """The folder that the description names before it is replaced."""
    try:
        return str(json.loads(description_of(folder).read_text("utf-8"))["folder"])
    except (OSError, ValueError, KeyError):
        return ""


def _sweep(parent: Path, wanted: set[str]) -> None:
    """Remove older folders; the one before stays, as somebody may be reading it."""
    for path in parent.glob(f"{FOLDER}*"):
        if path.name not in wanted:
            shutil.rmtree(path, ignore_errors=True)
