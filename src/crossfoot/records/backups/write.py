"""Writing a backup of a workspace in use."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from crossfoot import __version__
from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.backups import archive as archives
from crossfoot.records.backups.archive import Contents, Part, Sum, files_of, pieces
from crossfoot.records.backups.rows import kept_models, lines_of, migrations, name_of, snapshot
from crossfoot.records.messages import problem
from crossfoot.workspaces.durable import UNFINISHED, sync_folder
from crossfoot.workspaces.journal import FILE_NAME as JOURNAL
from crossfoot.workspaces.workspace import Workspace

#: kinds of files that are compressed already, or not worth the time
_STORED = frozenset({".parquet", ".pdf", ".png", ".jpg", ".jpeg", ".zip", ".xlsx", ".docx", ".gz"})


def write_backup(
    workspace: Workspace,
    target: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Contents:
    """Write all files and records of the workspace into one archive, while others go on working.

    The archive shows the workspace as it was at one moment. It is readable by its owner alone,
    and there whole or not at all.

    Args:
        workspace: whose settings Django was started with.
        target: the archive; must not exist.
        progress: told how many parts (files and tables) of how many are written.

    Raises:
        CrossfootError: the archive exists, or would stand in the workspace that it holds.
    """
    _check_target(workspace.folder, target)
    with snapshot_with_journal(workspace) as (using, journal):
        paths = [path for path in files_of(workspace.folder) if path.name != target.name]
        tables = kept_models()
        total = len(paths) + len(tables)
        partial = target.with_name(f".{target.name}{UNFINISHED}")
        try:
            with _private(partial) as stream, zipfile.ZipFile(stream, "w") as archive:
                written: list[Part] = []
                for model in tables:
                    written.append(_table(archive, name_of(model), lines_of(model, using)))
                    progress(len(written), total)
                kept: list[Part] = []
                for path in paths:
                    name = path.relative_to(workspace.folder).as_posix()
                    content = io.BytesIO(journal) if name == JOURNAL else path.open("rb")
                    with content:
                        kept.append(_file(archive, name, path.suffix, content))
                    progress(len(written) + len(kept), total)
                contents = Contents(
                    version=__version__,
                    made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                    database=connection.vendor,
                    migrations=migrations(using),
                    tables=tuple(written),
                    files=tuple(kept),
                )
                archive.writestr(archives.CONTENTS, contents.as_json(), zipfile.ZIP_DEFLATED)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    sync_folder(target.parent)
    return contents


@contextmanager
def snapshot_with_journal(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """The database and the journal of files at one moment, between two changes of either."""
    path = workspace.folder / JOURNAL
    with workspace.journal.writing():
        held = snapshot()
        using = held.__enter__()
        journal = path.read_bytes() if path.exists() else b""
    try:
        yield using, journal
    finally:
        held.__exit__(None, None, None)


def _table(archive: zipfile.ZipFile, name: str, lines: Iterator[bytes]) -> Part:
    seen, rows = Sum(), 0
    with _part(archive, f"{archives.TABLES}{name}.jsonl", zipfile.ZIP_DEFLATED) as part:
        for line in lines:
            part.write(seen.take(line))
            rows += 1
    return Part(name, rows, seen.sha256)


def _file(archive: zipfile.ZipFile, name: str, suffix: str, content: Any) -> Part:
    seen = Sum()
    how = zipfile.ZIP_STORED if suffix.lower() in _STORED else zipfile.ZIP_DEFLATED
    with _part(archive, f"{archives.FILES}{name}", how) as part:
        for piece in pieces(content):
            part.write(seen.take(piece))
    return Part(name, seen.bytes, seen.sha256)


def _part(archive: zipfile.ZipFile, name: str, how: int) -> Any:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = how
    return archive.open(entry, "w", force_zip64=True)


@contextmanager
def _private(path: Path) -> Iterator[Any]:
    """A new file that its owner alone may read: it holds hashes of passwords."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _check_target(folder: Path, target: Path) -> None:
    if target.exists():
        raise CrossfootError(
            problem(
                Text("the file is there already", "文件已存在"),
                where=str(target),
                why=Text("a backup is never written over", "备份不会被覆盖"),
                remedy=Text("name another file", "请指定其他文件名"),
            )
        )
    if not target.parent.is_dir():
        raise CrossfootError(
            problem(
                Text("there is no such folder", "文件夹不存在"),
                where=str(target.parent),
                remedy=Text("make it first", "请先创建"),
            )
        )
    if target.resolve().is_relative_to(folder.resolve()):
        raise CrossfootError(
            problem(
                Text("a backup cannot stand in its own workspace", "备份不能放在其自身的工作区内"),
                where=str(target),
                why=Text(
                    "it would be lost with it, and the next one would hold it",
                    "它会随工作区一同丢失，并被包含在下一次备份中",
                ),
                remedy=Text("name a file elsewhere", "请指定其他位置的文件"),
            )
        )
