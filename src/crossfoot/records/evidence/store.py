"""Where the files of evidence lie, and the sweep of those that no row names.

They lie in `evidence/documents/` of the workspace, under their hash. A file is put in its place
before the row that names it is committed, and is removed after the row is gone; so what a crash
leaves behind is a file too many, never one too few. All of it happens while the caller holds the
queue of writers, so that nobody removes what another is about to name.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.evidence.models import File
from crossfoot.records.evidence.receiving import Received, incoming
from crossfoot.records.evidence.sniffing import Media
from crossfoot.records.journal.append import queue_up
from crossfoot.records.messages import problem
from crossfoot.workspaces.durable import sync_folder
from crossfoot.workspaces.stored import DOCUMENTS, LEFT_BEHIND


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.WORKSPACE) / "evidence" / DOCUMENTS


def path_of(file: File) -> Path:
    """Where the bytes of a file lie."""
    return folder() / f"{file.sha256}{file.suffix}"


def bytes_of(file: File) -> Path:
    """The path of a file that is there.

    Raises:
        CrossfootError: it is gone.
    """
    path = path_of(file)
    if not path.is_file() or path.stat().st_size != file.size:
        raise CrossfootError(
            problem(
                Text("the stored file is gone or was altered", "存储的文件已丢失或被改动"),
                where=path.name,
                remedy=Text("restore it from a backup", "请从备份恢复"),
            )
        )
    return path


def put(file: Received, media: Media) -> Path:
    """Move a received file to its place; one that is there already is left.

    Raises:
        RuntimeError: there is no transaction around it.
    """
    if not connection.in_atomic_block:
        message = "a file is put in its place in the transaction that names it"
        raise RuntimeError(message)
    target = folder() / f"{file.sha256}{media.suffix}"
    if target.is_file() and target.stat().st_size == file.size:
        file.drop()
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    file.path.replace(target)
    sync_folder(target.parent)
    return target


def sweep(only: Iterable[str] = ()) -> list[str]:
    """Remove files that no row names.

    Args:
        only: hashes that were just let go of, to be looked at alone; otherwise all files are
            looked at, and young ones stay.

    Returns:
        Names of what was removed.
    """
    removed = []
    wanted = set(only)
    oldest = time.time() - LEFT_BEHIND
    with transaction.atomic():
        queue_up()
        lying = {path for path in folder().glob("*") if path.is_file()}
        if wanted:
            lying = {path for path in lying if path.name.partition(".")[0] in wanted}
        else:
            lying = {path for path in lying if path.stat().st_mtime < oldest}
        hashes = {path.name.partition(".")[0] for path in lying}
        named = _named(hashes)
        for path in sorted(lying):
            if path.name.partition(".")[0] not in named:
                path.unlink(missing_ok=True)
                removed.append(path.name)
    if not wanted:
        removed += _sweep_incoming(oldest)
    return removed


def _named(hashes: set[str]) -> set[str]:
    """Which of some hashes have a row, asked a few hundred at a time."""
    ordered = sorted(hashes)
    return {
        sha256
        for start in range(0, len(ordered), 500)
        for sha256 in File.objects.filter(sha256__in=ordered[start : start + 500]).values_list(
            "sha256", flat=True
        )
    }


def _sweep_incoming(oldest: float) -> list[str]:
    """Remove what arrived in part, or was never taken."""
    removed = []
    for path in incoming().glob("*.partial"):
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            removed.append(path.name)
    return removed
