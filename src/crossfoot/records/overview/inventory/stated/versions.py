"""What counts of a kind of statement, and what did before: every version is kept by its hash."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language, Text
from crossfoot.records.collection.labels import people
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.models import Entry
from crossfoot.records.messages import problem
from crossfoot.records.organisation.history import organisation_until
from crossfoot.records.overview.inventory.stated.kinds import Kind
from crossfoot.records.overview.inventory.stated.tables import NOTHING, Stated, read
from crossfoot.workspaces.durable import keep_bytes
from crossfoot.workspaces.imports import reverse
from crossfoot.workspaces.stated_imports import import_stated
from crossfoot.workspaces.workspace import Workspace

#: folder of the workspace for all versions, by hash
FOLDER = "statements"
#: changes that a page lists
MOST = 50


@dataclass(frozen=True, slots=True)
class Current:
    """What counts.

    Attributes:
        stated: head and rows.
        version: hash of the file; empty where there is none.
        path: where it lies; None where there is none.
    """

    stated: Stated
    version: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a file of statements, or the file as it was before the first one.

    Attributes:
        version: hash of the file after it; empty where it was taken away.
        at: when; None of the first file.
        who: name of the person.
        reason: why.
        cells: of the row that was changed.
    """

    version: str
    at: datetime | None
    who: str = ""
    reason: str = ""
    cells: str = ""


def subject(kind: Kind) -> str:
    """As the journal names it."""
    return f"statements:{kind.name}"


def current(folder: Path, kind: Kind) -> Current:
    """What counts of a kind now.

    Raises:
        CrossfootError: the file cannot be read.
    """
    path = path_of(folder, kind)
    if path is None:
        return Current(NOTHING, "", None)
    return Current(read(kind, path), hashlib.sha256(path.read_bytes()).hexdigest(), path)


def path_of(folder: Path, kind: Kind) -> Path | None:
    """The file that counts; None where there is none."""
    if kind.imported:
        return Workspace(folder).stated(kind.imported, kind.file)
    laid = folder / kind.file
    return laid if laid.is_file() else None


def check(folder: Path, kind: Kind, content: bytes) -> None:
    """Read a candidate as the calculation would.

    Raises:
        CrossfootError: with all that is wrong in it.
    """
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / kind.file
        path.write_bytes(content)
        kind.check(_workspace(folder), path)


def put(folder: Path, kind: Kind, content: bytes | None, reason: str) -> str:
    """Let a content count in the place of the one before, which is kept.

    Returns:
        Its hash; empty where nothing is stated any more.
    """
    before = path_of(folder, kind)
    if before is not None:
        keep(folder, kind, before.read_bytes())
    version = "" if content is None else keep(folder, kind, content)
    workspace = _workspace(folder)
    standing = workspace.imported(kind.imported) if kind.imported else ()
    if standing:
        _import(workspace, kind, version, reason, {each.sha256 for each in standing})
    elif content is None:
        (folder / kind.file).unlink(missing_ok=True)
    else:
        partial = folder / f".{kind.file}.partial"
        partial.write_bytes(content)
        partial.replace(folder / kind.file)
    return version


def _import(
    workspace: Workspace, kind: Kind, version: str, reason: str, standing: set[str]
) -> None:
    """A file that was imported is replaced by an import, so that commands show the same."""
    why = reason or "filled in on the pages"
    if not version:
        for sha256 in sorted(standing):
            reverse(workspace, sha256, why)
        return
    if version in standing:
        reverse(workspace, version, why)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / kind.file
        path.write_bytes(content_of_version(workspace.folder, kind, version))
        import_stated(workspace, path, kind.imported, reason=why)


def keep(folder: Path, kind: Kind, content: bytes) -> str:
    """Keep a version; returns its hash."""
    version = hashlib.sha256(content).hexdigest()
    keep_bytes(content, _place(folder, kind, version))
    return version


def content_of_version(folder: Path, kind: Kind, version: str) -> bytes:
    """A version that was kept.

    Raises:
        CrossfootError: there is none of this hash.
    """
    path = _place(folder, kind, version)
    if not (len(version) == 64 and version.isalnum() and path.is_file()):
        raise CrossfootError(problem(Text("there is no such version", "没有该版本")))
    return path.read_bytes()


def changes(kind: Kind, said: Language) -> Sequence[Change]:
    """What was changed, the latest first; then the file as it was before the first change."""
    entries = list(Entry.objects.filter(subject=subject(kind)).order_by("-id")[:MOST])
    names = people({each.actor for each in entries}, said)
    found, before = [], ""
    for entry in entries:
        content = content_of(entry)
        cells = " · ".join(value for value in (content.get("row") or {}).values() if value)
        before = content["before"]
        found.append(Change(content["after"], entry.at, names[entry.actor], entry.reason, cells))
    return [*found, Change(before, None)] if before else found


def _workspace(folder: Path) -> Workspace:
    """The workspace with the organisation of the records, where there is one."""
    workspace = Workspace(folder)
    try:
        tree = organisation_until(date(workspace.settings.year, 12, 31))
    except (CrossfootError, ValueError):  # none was recorded
        return workspace
    return Workspace(folder, organisation=tree)


def _place(folder: Path, kind: Kind, version: str) -> Path:
    return folder / FOLDER / f"{version}{Path(kind.file).suffix}"
