"""The rows of a backup, in the database that is set now."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, transaction

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.backups import archive as archives
from crossfoot.records.backups import rows
from crossfoot.records.backups.archive import Contents, Part, Sum
from crossfoot.records.backups.unpack import Progress, altered, open_archive
from crossfoot.records.messages import problem


def take_in(
    path: Path, contents: Contents, migrate: Callable[[], object], progress: Progress
) -> None:
    """Make the tables and write all rows of the backup, in one transaction.

    Args:
        path: the archive.
        contents: its table of contents.
        migrate: makes the tables.
        progress: told how many parts of how many are done.

    Raises:
        CrossfootError: the database holds records, or the backup is of another version.
    """
    if not rows.is_empty():
        raise CrossfootError(
            problem(
                Text("the database holds records already", "数据库中已有记录"),
                why=Text("records are never written over", "记录不会被覆盖"),
                remedy=Text(
                    "name an empty database in DATABASE_URL, or none for a file of its own",
                    "请在 DATABASE_URL 中指定空数据库；留空则使用独立文件",
                ),
            )
        )
    migrate()
    if rows.migrations() != contents.migrations:
        raise CrossfootError(
            problem(
                Text(
                    "the backup is of Crossfoot {version}, whose tables differ",
                    "备份来自 Crossfoot {version}，其数据表结构不同",
                ),
                where=str(path),
                remedy=Text(
                    "restore it with that version, then update and run `crossfoot migrate`",
                    "请用该版本恢复，再升级并运行 `crossfoot migrate`",
                ),
                version=contents.version,
            )
        )
    total = len(contents.files) + len(contents.tables)
    with open_archive(path) as archive, transaction.atomic():
        for done, part in enumerate(contents.tables, start=len(contents.files) + 1):
            _take_table(archive, part, path)
            progress(done, total)
        rows.count_on()


def _take_table(archive: zipfile.ZipFile, part: Part, path: Path) -> None:
    seen, written = Sum(), 0
    try:
        with archive.open(f"{archives.TABLES}{part.name}.jsonl") as stream:
            for some in rows.take_in(seen.take(line) for line in stream):
                written += some
    except (KeyError, zipfile.BadZipFile, DeserializationError, DatabaseError) as error:
        raise altered(part.name, path) from error
    if (seen.sha256, written) != (part.sha256, part.size):
        raise altered(part.name, path)
