"""Drawn inventories of a unit and year: made by a job and kept in the cache."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossfoot.calculation.monte_carlo import simulate
from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem
from crossfoot.records.overview.inventory.asked import TOTALS, Selection
from crossfoot.records.overview.inventory.figures import sources
from crossfoot.records.overview.inventory.kept import Kept, open_kept
from crossfoot.records.overview.inventory.views import statements
from crossfoot.workspaces.settings import FILE_NAME as SETTINGS

FOLDER = ".cache/simulations"
#: of the files; another one is made anew
_EDITION = 1
#: how many inventories may be drawn
FEWEST, MOST = 1_000, 100_000
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn.

    Attributes:
        sites: codes of the sites that count.
        year: calendar year.
        gwp: name of the set of warming potentials.
        approach: consolidation approach.
        draws: how many inventories.
        seed: what the random numbers follow from.
    """

    sites: Sequence[str]
    year: int
    gwp: str
    approach: str
    draws: int
    seed: int

    def to_json(self) -> dict[str, Any]:
        """As a job keeps it."""
        return {
            "sites": sorted(self.sites),
            **{name: getattr(self, name) for name in ("year", "gwp", "approach", "draws", "seed")},
        }


def found_before(folder: Path, kept: Kept, asked: Drawn) -> Mapping[str, Any] | None:
    """What was drawn of these very numbers and statements; None where nobody asked."""
    try:
        said: Mapping[str, Any] = json.loads(_path(folder, kept, asked).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return said


def draw(folder: Path, asked: Drawn, progress: Callable[[int, int], None]) -> None:
    """Draw, and keep what was found.

    Raises:
        CrossfootError: there is no inventory, or nothing is stated of its uncertainty.
    """
    kept, stated = open_kept(folder), statements(folder)
    if kept is None or asked.approach not in kept.approaches or asked.gwp not in kept.gwp_sets:
        raise CrossfootError(problem(Text("there is no inventory", "没有清单"), where=SETTINGS))
    if stated is None:
        raise CrossfootError(problem(Text("no uncertainty is stated", "尚未说明不确定性")))
    with kept.opened(asked.approach) as tables:
        part = Selection(frozenset(asked.sites), asked.year, kept.gwp_sets.index(asked.gwp))
        known = sources(tables, part)
    names = [name for name, *_ in TOTALS]
    made = simulate(known, names, stated, asked.draws, asked.seed, progress)
    said = {
        "seed": made.seed,
        "draws": made.draws,
        "generator": made.generator,
        "totals": {
            name: None
            if one is None
            else {
                **{each: getattr(one, each) for each in ("mean", "median", "low", "high")},
                **{each: getattr(one, each) for each in ("stated", "whole", "bars")},
            }
            for name, one in made.totals.items()
        },
    }
    path = _path(folder, kept, asked)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(json.dumps(said), "utf-8")
    partial.replace(path)


def _path(folder: Path, kept: Kept, asked: Drawn) -> Path:
    """Another state of the numbers, which statements are part of, has another file."""
    key = json.dumps([_EDITION, kept.said["state"], asked.to_json()])
    return folder / FOLDER / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"
