"""The id of a run: a hash of everything its result depends on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot import __version__
from crossfoot.calculation.contracts import FILE_NAME as INSTRUMENTS
from crossfoot.calculation.uncertainty_statements import FILE_NAME as UNCERTAINTY
from crossfoot.runs.library import factor_source

if TYPE_CHECKING:
    from crossfoot.calculation.inventory import Inventory
    from crossfoot.workspaces.workspace import Workspace


def run_id(workspace: Workspace) -> str:
    """Twelve characters that change when a file, a setting or the program changes.

    The day counts only where the settings name one: without `as_of`, factors are those that this
    version of the program ships or the workspace holds.
    """
    from crossfoot.tables.files import sha256_of

    places = (factor_source(name, workspace.folder) for name in workspace.settings.factors)
    own_factors = [place for place in places if isinstance(place, Path)]
    depends_on: dict[str, Any] = {
        "version": __version__,
        "settings": asdict(workspace.settings),
        "organisation": [asdict(entity) for entity in workspace.organisation],
        "facts": [(file.sha256, file.sheet) for _, file in workspace.fact_files()],
        "activity": [(file.sha256, file.sheet) for file in workspace.activity_files()],
        "factors": [sha256_of(path) for path in own_factors],
    }
    uncertainty = workspace.folder / UNCERTAINTY
    if uncertainty.is_file():
        depends_on["uncertainty"] = sha256_of(uncertainty)
    if workspace.organisation.dated:
        depends_on["ownership"] = [asdict(each) for each in workspace.organisation.dated]
    instruments = workspace.folder / INSTRUMENTS
    if instruments.is_file():
        depends_on["instruments"] = sha256_of(instruments)
    if workspace.further:
        depends_on["further"] = [
            (str(fact.key), fact.version, fact.value, fact.nil_reason, fact.qualifier)
            for fact in workspace.further
        ]
    text = json.dumps(depends_on, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def inventory_id(workspace: Workspace, inventory: Inventory) -> str:
    """Twelve characters that change with the run, or with what options asked of the inventory.

    Factors count by what they say, since a file that an option names is no part of the workspace.
    """
    depends_on = {
        "run": run_id(workspace),
        "approach": inventory.approach,
        "gwp": inventory.gwp_sets,
        "as_of": inventory.as_of,
        "year": inventory.year,
        "instruments": None if inventory.contracts is None else repr(inventory.contracts),
        "factors": [
            (use.activity, use.year, use.method, use.use.factor.id, use.use.factor.values)
            for use in inventory.factors_used()
        ],
    }
    text = json.dumps(depends_on, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
