"""Drafts: the kept file of a moment, copied under its hash; whole, or not there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crossfoot.records.overview.models import Draft
from crossfoot.records.overview.store import OLDEST, Numbers, open_numbers, path_of
from crossfoot.reports.writing.edition import FOLDER as PUBLISHED
from crossfoot.reports.writing.edition import MANIFEST
from crossfoot.tables.files import sha256_of
from crossfoot.workspaces.durable import sync_folder

FOLDER = "drafts"


def keep_file(folder: Path) -> str:
    """Copy the kept numbers into `drafts/`; their hash, which is the name of the copy.

    Called before the action: a copy that no draft names is removed by the next.

    Raises:
        OSError: there are none, or the disk is full.
    """
    drafts = folder / FOLDER
    drafts.mkdir(exist_ok=True)
    partial = drafts / f".{os.getpid()}.partial"
    try:
        shutil.copyfile(path_of(folder), partial)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        name = sha256_of(partial)
        partial.replace(_file(folder, name))
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(drafts)
    return name


def sweep(folder: Path) -> None:
    """Remove copies that no draft names: their action was never done."""
    named = set(Draft.objects.values_list("sha256", flat=True))
    for path in (folder / FOLDER).glob("*.sqlite3"):
        if path.stem not in named:
            path.unlink(missing_ok=True)


def published_as(folder: Path) -> dict[str, str]:
    """Names of the published editions of the report by the calculation that they print."""
    found = {}
    for path in sorted((folder / PUBLISHED).glob(f"*/{MANIFEST}")):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            found[str(said["run"])] = str(said["edition"])
        except (OSError, ValueError, KeyError):  # `crossfoot verify` says what is wrong with it
            continue
    return found


@contextmanager
def draft_numbers(folder: Path, draft: Draft) -> Iterator[Numbers | None]:
    """The numbers of a draft; None where its file is gone or was altered."""
    path = _file(folder, draft.sha256)
    if not path.is_file() or sha256_of(path) != draft.sha256:
        yield None
        return
    with open_numbers(path, OLDEST) as numbers:
        yield numbers


def _file(folder: Path, sha256: str) -> Path:
    return folder / FOLDER / f"{sha256}.sqlite3"
