"""The numbers of the workspace as they are now: calculated once, and again when something changed.

Pages and the API read them from here, so that they agree with each other and with the commands.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Max

from crossfoot.records.joined import joined
from crossfoot.runs.run import Run, run_workspace
from crossfoot.workspaces.workspace import Workspace

#: folders of a workspace whose files change its numbers
_COUNTING = ("facts", "activity", "factors", "ledger")
#: files beside them that do: settings, the organisation, the journal of imports
_STATING = frozenset({".toml", ".csv", ".jsonl"})


@dataclass
class _Kept:
    """The last run, and the state of files and records that it was made from."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    state: object = None
    run: Run | None = None


_kept = _Kept()


def current_run(folder: Path) -> Run:
    """The run of the workspace in a folder, on the files and records of this moment.

    One thread calculates; others that ask meanwhile wait for the same result.

    Raises:
        CrossfootError: a file of the workspace cannot be read.
    """
    with _kept.lock:
        state = state_of(folder)
        if _kept.run is None or _kept.state != state:
            _kept.run = run_workspace(joined(Workspace(folder)))
            _kept.state = state
        return _kept.run


def state_of(folder: Path) -> tuple[object, ...]:
    """What changes whenever facts may, with what is said of who entered and what proves them."""
    from crossfoot.records.accounts.models import User
    from crossfoot.records.journal.models import Tip

    proofs = Tip.objects.filter(stream="evidence").values_list("number", "hash")
    names = User.objects.order_by("pk").values_list("pk", "name")
    return (*figures_state(folder), tuple(proofs), tuple(names))


def figures_state(folder: Path) -> tuple[object, ...]:
    """What changes whenever a number may: files, approvals, boundaries, the organisation.

    Files by size and time; records by the last of those that are only ever added. What people
    enter without an approval changes no number.
    """
    from crossfoot.records.collection.models import Approval, Exclusion
    from crossfoot.records.journal.models import Tip
    from crossfoot.records.register.models import ApprovedFigure

    counted = ApprovedFigure.objects.aggregate(Max("pk"))
    approvals = Approval.objects.order_by("-pk").values_list("pk", "entry", "approved__at")[:1]
    outside = Exclusion.objects.aggregate(Max("pk"), Max("ended_at"))
    tree = Tip.objects.filter(stream="organisation").values_list("number", "hash")
    return (
        str(folder),
        _stamps(folder),
        tuple(approvals),
        counted["pk__max"],
        outside["pk__max"],
        outside["ended_at__max"],
        tuple(tree),
    )


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Files that count, by size and time."""
    files = [path for name in _COUNTING for path in sorted((folder / name).rglob("*"))]
    files += sorted(path for path in folder.glob("*.*") if path.suffix in _STATING)
    stamps = []
    for path in files:
        if path.is_file() and not path.name.startswith("."):
            known = path.stat()
            stamps.append((str(path), known.st_mtime_ns, known.st_size))
    return tuple(stamps)
