"""What an archive holds: files of the workspace, rows of the database, and a table of contents.

It is a ZIP file:

    backup.json                    the table of contents: Contents
    workspace/<path>               each file of the workspace
    database/<app>.<model>.jsonl   each table, a row per line
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.databases import FILE_NAME
from crossfoot.records.messages import problem
from crossfoot.records.secret_key import FILE_NAME as SECRET_KEY

FORMAT = 1
CONTENTS = "backup.json"
FILES = "workspace/"
TABLES = "database/"

#: files of a workspace that are not kept: the database is kept as rows, and the key that signs
#: sessions is made anew, so that a stolen backup opens no session
LEFT_OUT = frozenset(
    {FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", SECRET_KEY, "journal.lock"}
)

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A file or a table of the archive.

    Attributes:
        name: path in the workspace, or "app.model".
        size: bytes of a file, rows of a table.
        sha256: of the bytes as they stand in the archive.
    """

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents.

    Attributes:
        version: of the program that wrote it.
        made_at: when, UTC, as ISO 8601 writes it.
        database: kind of the database that it was written from.
        migrations: the migrations that had been applied: "app.name".
        tables: of the records.
        files: of the workspace.
        format: of the archive itself.
    """

    version: str
    made_at: str
    database: str
    migrations: tuple[str, ...]
    tables: tuple[Part, ...] = ()
    files: tuple[Part, ...] = ()
    format: int = FORMAT

    def as_json(self) -> str:
        """For the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Contents:
        """From the archive.

        Raises:
            KeyError, TypeError: it is none.
        """
        return cls(
            document["version"],
            document["made_at"],
            document["database"],
            tuple(document["migrations"]),
            tuple(Part(**each) for each in document["tables"]),
            tuple(Part(**each) for each in document["files"]),
            document["format"],
        )


def read_contents(archive: zipfile.ZipFile, name: str) -> Contents:
    """The table of contents of an archive.

    Raises:
        CrossfootError: it has none, or one that this version cannot read.
    """
    try:
        contents = Contents.of(json.loads(archive.read(CONTENTS)))
    except (KeyError, TypeError, ValueError) as error:
        raise no_backup(name) from error
    if contents.format != FORMAT:
        raise CrossfootError(
            problem(
                Text("the backup is of another format: {format}", "备份格式不同：{format}"),
                where=name,
                remedy=Text("restore it with Crossfoot {version}", "请用 Crossfoot {version} 恢复"),
                format=contents.format,
                version=contents.version,
            )
        )
    for part in contents.files:
        if not _is_inside(part.name):
            raise CrossfootError(
                problem(
                    Text(
                        "the backup names a file outside the workspace: {path}",
                        "备份含有工作区以外的文件：{path}",
                    ),
                    where=name,
                    why=Text("Crossfoot writes no such backup", "Crossfoot 不会生成此类备份"),
                    path=repr(part.name),
                )
            )
    return contents


def no_backup(name: str) -> CrossfootError:
    """The file is no backup."""
    return CrossfootError(
        problem(
            Text("the file is no backup of Crossfoot", "该文件不是 Crossfoot 备份"),
            where=name,
            remedy=Text(
                "name a file that `crossfoot backup` wrote", "请指定 `crossfoot backup` 生成的文件"
            ),
        )
    )


class Sum:
    """SHA-256 and count of what passes by."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.bytes = 0

    def take(self, piece: bytes) -> bytes:
        """Count the piece and hand it on."""
        self._hash.update(piece)
        self.bytes += len(piece)
        return piece

    @property
    def sha256(self) -> str:
        """Of all pieces so far."""
        return self._hash.hexdigest()


def pieces(stream: Any) -> Iterator[bytes]:
    """What a stream holds, piece by piece: no file is ever held whole."""
    while piece := stream.read(_CHUNK):
        yield piece


def files_of(workspace: Path) -> Iterator[Path]:
    """The files that a backup keeps, in a stable order; unfinished ones begin with a dot."""
    for path in sorted(workspace.rglob("*")):
        inside = path.relative_to(workspace)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.is_file() and not path.is_symlink() and not hidden and str(inside) not in LEFT_OUT:
            yield path


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name
