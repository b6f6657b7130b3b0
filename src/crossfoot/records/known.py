"""What the workspace knows by now: where the figures of the period before come from."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.facts.selection import FactSet


def known_figures(units: Collection[str], metrics: Collection[str]) -> FactSet | None:
    """What is known of some figures of some units; None where there is nothing.

    From the kept numbers, one narrow read for each unit, where these are of this moment; else the
    workspace is calculated, which takes long. One whose files cannot be read gives nothing:
    figures of before are a help, no more.

    Args:
        units: codes.
        metrics: ids; none of them has a formula, since nobody is asked for what is computed.
    """
    from django.conf import settings

    from crossfoot.records.overview.fresh import current_numbers
    from crossfoot.workspaces.settings import FILE_NAME

    folder = Path(settings.WORKSPACE)
    if not (folder / FILE_NAME).is_file():
        return None
    with current_numbers(folder) as numbers:
        if numbers is not None:
            wanted = sorted(metrics)
            return FactSet(
                each.fact for unit in sorted(set(units)) for each in numbers.of(unit, wanted)
            )
    return _calculated(folder)


def get_ready() -> None:
    """Begin to calculate, where the kept numbers are of an earlier moment; nobody waits for it."""
    from django.conf import settings

    from crossfoot.records.overview.fresh import kept_numbers

    with kept_numbers(Path(settings.WORKSPACE)):
        pass


def _calculated(folder: Path) -> FactSet | None:
    from crossfoot.records.joined import joined
    from crossfoot.runs.run import run_workspace
    from crossfoot.workspaces.workspace import Workspace

    try:
        return run_workspace(joined(Workspace(folder))).facts
    except CrossfootError:
        return None
