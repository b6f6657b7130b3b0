"""What the workspace knows by now: where the figures of the period before come from."""

from __future__ import annotations

from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.facts.selection import FactSet


def known_figures() -> FactSet | None:
    """All facts of the workspace, entered and computed, by month too; None where there are none.

    A workspace whose files cannot be read gives none: figures of before are a help, no more.
    """
    from django.conf import settings

    from crossfoot.records.joined import joined
    from crossfoot.runs.run import run_workspace
    from crossfoot.workspaces.settings import FILE_NAME
    from crossfoot.workspaces.workspace import Workspace

    folder = Path(settings.WORKSPACE)
    if not (folder / FILE_NAME).is_file():
        return None
    try:
        return run_workspace(joined(Workspace(folder)), monthly=True).facts
    except CrossfootError:
        return None
