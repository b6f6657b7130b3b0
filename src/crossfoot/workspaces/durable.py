"""Files that are whole or absent, even after a power cut."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem

#: how a file is named while it is written
UNFINISHED = ".partial"


def keep_copy(source: Path, target: Path, sha256: str) -> None:
    """Copy a file, unless the copy is there already.

    Raises:
        CrossfootError: the file is no longer the one with this hash; nothing is kept.
    """
    from crossfoot.tables.files import sha256_of

    if target.is_file() and sha256_of(target) == sha256:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}{UNFINISHED}")
    shutil.copyfile(source, partial)
    if sha256_of(partial) != sha256:
        partial.unlink()
        raise CrossfootError(
            Problem(
                "the file changed while it was read",
                where=source.name,
                remedy="import it again when nobody writes to it",
            )
        )
    with partial.open("rb") as handle:
        os.fsync(handle.fileno())
    partial.replace(target)
    sync_folder(target.parent)


def keep_bytes(content: bytes, target: Path) -> None:
    """Write a file that is whole or absent; one that is there already is left."""
    if target.is_file():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}{UNFINISHED}")
    with partial.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    partial.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    with suppress(OSError):  # a folder cannot be opened on every system
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
