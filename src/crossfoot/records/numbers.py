"""The numbers of the workspace as they are now: calculated once, and again when something changed.

Pages and the API read them from here, so that they agree with each other and with the commands.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

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


def state_of(folder: Path) -> object:
    """What changes whenever the numbers may: files by size and time, and the journal of records."""
    from crossfoot.records.journal.models import Tip

    files = [path for name in _COUNTING for path in sorted((folder / name).rglob("*"))]
    files += sorted(
        path for path in folder.glob("*.*") if path.suffix in (".toml", ".csv", ".jsonl")
    )
    stamps = []
    for path in files:
        if path.is_file() and not path.name.startswith("."):
            known = path.stat()
            stamps.append((str(path), known.st_mtime_ns, known.st_size))
    tips = Tip.objects.exclude(stream="accounts").values_list("stream", "number", "hash")
    return (str(folder), tuple(stamps), tuple(tips.order_by("stream")))
