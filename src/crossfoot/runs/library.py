"""The factor library that the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossfoot.factors.library import FactorLibrary


def factor_library(names: Sequence[str], folder: Path = Path()) -> FactorLibrary:
    """Factor sets by name or by path of an own factor file, earlier ones first.

    Args:
        names: built-in names and paths; empty for the default sets.
        folder: where relative paths begin.

    Raises:
        CrossfootError: a name is neither a built-in set nor a file.
    """
    from crossfoot.factors.library import FactorLibrary
    from crossfoot.factors.sets import DEFAULT_SETS, open_sets

    return FactorLibrary(open_sets(factor_source(name, folder) for name in names or DEFAULT_SETS))


def factor_source(name: str, folder: Path) -> str | Path:
    """A built-in set by its name, else the own factor file if there is one below the folder."""
    from crossfoot.factors.sets import BUILT_IN

    path = folder / name
    return path if name not in BUILT_IN and path.is_file() else name
