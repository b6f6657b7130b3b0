"""The files of a backup, in a folder beside the one that they are for."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.backups import archive as archives
from crossfoot.records.backups.archive import Contents, Part, Sum, pieces, read_contents
from crossfoot.records.messages import problem

Progress = Callable[[int, int], None]


def unfinished(target: Path) -> Path:
    """The folder in which a workspace is made before it is the target."""
    return target.with_name(f".{target.name}.restoring")


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive.

    Raises:
        CrossfootError: the file is none.
    """
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise archives.no_backup(str(path)) from error


@contextmanager
def unpacked(path: Path, target: Path, progress: Progress) -> Iterator[tuple[Path, Contents]]:
    """The files of a backup in a new folder beside the target; gone if anything fails.

    Yields the folder and the table of contents. The caller moves the folder when all is done.

    Raises:
        CrossfootError: the file is no backup, was altered, or the target is not free.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CrossfootError(
            problem(
                Text("the folder is not empty", "文件夹不为空"),
                where=str(target),
                why=Text("nothing that is there is written over", "已有内容不会被覆盖"),
                remedy=Text("name a new folder", "请指定新的文件夹"),
            )
        )
    folder = unfinished(target)
    shutil.rmtree(folder, ignore_errors=True)  # of a restoring that was killed
    try:
        with open_archive(path) as archive:
            contents = read_contents(archive, str(path))
            folder.mkdir(parents=True)
            total = len(contents.files) + len(contents.tables)
            for done, part in enumerate(contents.files, start=1):
                _unpack(archive, part, folder, path)
                progress(done, total)
        yield folder, contents
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle(folder: Path, target: Path) -> None:
    """Let the restored folder be the workspace."""
    from django.db import connections

    connections.close_all()  # a database file moves with the folder
    if target.is_dir():
        target.rmdir()
    folder.rename(target)


def altered(name: str, path: Path) -> CrossfootError:
    """A part of the backup is not what was written."""
    return CrossfootError(
        problem(
            Text("the backup was altered or is not whole: {name}", "备份被改动或不完整：{name}"),
            where=str(path),
            why=Text("nothing was restored", "未恢复任何内容"),
            remedy=Text("take another copy of it", "请使用另一份备份"),
            name=name,
        )
    )


def _unpack(archive: zipfile.ZipFile, part: Part, folder: Path, path: Path) -> None:
    target = folder / part.name
    target.parent.mkdir(parents=True, exist_ok=True)
    seen = Sum()
    try:
        with archive.open(archives.FILES + part.name) as stream, target.open("wb") as file:
            for piece in pieces(stream):
                file.write(seen.take(piece))
                if seen.bytes > part.size:  # no bomb is unpacked to its end
                    break
    except (KeyError, zipfile.BadZipFile, OSError) as error:
        raise altered(part.name, path) from error
    if (seen.sha256, seen.bytes) != (part.sha256, part.size):
        raise altered(part.name, path)
