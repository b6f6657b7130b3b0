"""Beginning to make the numbers anew, in a process of its own, so that no page waits for it."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crossfoot.records.jobs.starting import environment
from crossfoot.records.overview.store import path_of
from crossfoot.workspaces.settings import FILE_NAME

#: seconds before a process of the server begins another one
_PATIENCE = 5.0

_begun: dict[Path, float] = {}


def begin(folder: Path) -> None:
    """Begin, unless somebody is at it already, or it failed on these very files and records."""
    now = time.monotonic()
    if now - _begun.get(folder, -_PATIENCE) < _PATIENCE or is_building(folder):
        return
    _begun[folder] = now
    path_of(folder).parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(  # noqa: S603  # this program
        [sys.executable, "-m", "crossfoot.records.overview", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves no trace


def can_build(folder: Path) -> bool:
    """Whether the folder is a workspace."""
    return (folder / FILE_NAME).is_file()


@contextmanager
def lock(folder: Path) -> Iterator[bool]:
    """Hold the lock of those who build, if nobody else does; says whether it is held."""
    path = path_of(folder).with_name("building.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def is_building(folder: Path) -> bool:
    """Whether somebody is at it."""
    if not path_of(folder).with_name("building.lock").exists():
        return False
    with lock(folder) as free:
        return not free


def failure(folder: Path, state: str) -> str:
    """Why the numbers of a state could not be made; empty where they can be, or nobody tried."""
    try:
        said = json.loads(_failed(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(said["why"]) if said.get("state") == state else ""


def failed(folder: Path, state: str, why: str) -> None:
    """Write down why they could not be made."""
    partial = _failed(folder).with_name(f".failed.{os.getpid()}")
    partial.write_text(json.dumps({"state": state, "why": why}), encoding="utf-8")
    partial.replace(_failed(folder))


def is_drawn(folder: Path, state: str) -> bool:
    """Whether the charts of a state were drawn."""
    try:
        return _drawn(folder).read_text(encoding="utf-8") == state
    except OSError:
        return False


def drawn(folder: Path, state: str) -> None:
    """Write down that they were."""
    partial = _drawn(folder).with_name(f".drawn.{os.getpid()}")
    partial.write_text(state, encoding="utf-8")
    partial.replace(_drawn(folder))


def _drawn(folder: Path) -> Path:
    return path_of(folder).with_name("drawn")


def _failed(folder: Path) -> Path:
    return path_of(folder).with_name("failed.json")
