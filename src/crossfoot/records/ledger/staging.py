"""Where a batch lies until it is imported: a hidden folder of the workspace, one per batch."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.evidence.receiving import incoming
from crossfoot.records.ledger.models import Batch
from crossfoot.records.messages import problem
from crossfoot.tables.limits import Limits

ROWS = "rows.parquet"


def limits() -> Limits:
    """How large a file of rows may be."""
    return Limits(file_bytes=int(settings.LEDGER_MEGABYTES) << 20)


def folder(batch: Batch) -> Path:
    """The folder of a batch."""
    return incoming() / f"batch-{batch.pk}"


def file_of(batch: Batch) -> Path:
    """The file that was sent, under its own name, so that messages name it.

    Raises:
        CrossfootError: it is gone.
    """
    path = folder(batch) / "file" / batch.name
    if not path.is_file():
        raise CrossfootError(
            problem(
                Text("the file is not there any more", "该文件已不存在"),
                where=batch.name,
                remedy=Text("send it again", "请重新上传"),
            )
        )
    return path


def rows_of(batch: Batch) -> Path:
    """The rows that were checked."""
    return folder(batch) / ROWS


def clear(number: int) -> None:
    """Remove all that lies of a batch."""
    shutil.rmtree(incoming() / f"batch-{number}", ignore_errors=True)
