"""The factor library that the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossfoot.factors.library import FactorLibrary


def factor_library(names: Sequence[str], folder: Path | None = None) -> FactorLibrary:
    """Factor sets by name or by path of an own factor file, earlier ones first.

    Args:
        names: built-in names and paths; empty for the default sets.
        folder: where relative paths are looked for besides the current folder.

    Raises:
        CrossfootError: a name is neither a built-in set nor a file.
    """
    from crossfoot.factors.library import FactorLibrary
    from crossfoot.factors.sets import BUILT_IN, DEFAULT_SETS, load_set, read_factor_file

    sets = []
    for name in names or DEFAULT_SETS:
        if name in BUILT_IN:
            sets.append(load_set(name))
            continue
        beside = folder / name if folder else Path(name)
        path = beside if beside.is_file() else Path(name)
        sets.append(read_factor_file(path) if path.is_file() else load_set(name))
    return FactorLibrary(sets)
