"""Who approved which text: `report/approvals.csv`, one row for each approval.

An approval names the SHA-256 of the chapter's file. A chapter that changes has another hash, so
it has no approval any more; nobody has to take it back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError
from crossfoot.languages import EDITIONS, Text
from crossfoot.reports.writing.chapter_file import ChapterFile
from crossfoot.tables.schema import Column, Kind, Schema

if TYPE_CHECKING:
    from crossfoot.workspaces.workspace import Workspace

FILE = "approvals.csv"

SCHEMA = Schema(
    "approvals",
    (
        Column("chapter", Kind.NAME, Text("Chapter", "章节"), required=True),
        Column(
            "language",
            Kind.CHOICE,
            Text("Language", "语言"),
            required=True,
            choices=dict.fromkeys(EDITIONS, ()),
        ),
        Column("sha256", Kind.NAME, Text("SHA-256", "SHA-256"), required=True),
        Column("by", Kind.TEXT, Text("Approved by", "批准人"), required=True),
        Column("date", Kind.DATE, Text("Date", "日期"), required=True),
    ),
)


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval of a text.

    Attributes:
        chapter: id of the chapter.
        language: its language.
        sha256: hash of the file that was approved.
        by: who approved it.
        date: when.
    """

    chapter: str
    language: str
    sha256: str
    by: str
    date: date


@dataclass(frozen=True)
class Approvals:
    """All approvals of a report folder; the latest of a text counts."""

    rows: tuple[Approval, ...] = ()

    def of(self, chapter: ChapterFile) -> Approval | None:
        """The approval of a chapter as it is now; None where it was never approved like this."""
        return self._by_hash.get((chapter.id, chapter.language, chapter.sha256))

    def before(self, chapter: ChapterFile) -> Approval | None:
        """The last approval of an earlier text of a chapter."""
        rows = [
            row
            for row in self.rows
            if (row.chapter, row.language) == (chapter.id, chapter.language)
            and row.sha256 != chapter.sha256
        ]
        return rows[-1] if rows else None

    @property
    def _by_hash(self) -> Mapping[tuple[str, str, str], Approval]:
        return {(row.chapter, row.language, row.sha256): row for row in self.rows}


def read_approvals(report: Path) -> Approvals:
    """The approvals of a report folder; none without the file.

    Raises:
        CrossfootError: the file cannot be read.
    """
    from crossfoot.tables.reader import read_table

    path = report / FILE
    if not path.is_file():
        return Approvals()
    return Approvals(
        tuple(
            Approval(
                str(row["chapter"]),
                str(row["language"]),
                str(row["sha256"]),
                str(row["by"]),
                _day(row["date"]),
            )
            for row in read_table(path, SCHEMA).rows
        )
    )


def approve(
    workspace: Workspace, report: Path, chapters: tuple[ChapterFile, ...], by: str, on: date
) -> tuple[Approval, ...]:
    """Approve chapters as they are now; writes the file and one journal entry for each.

    Args:
        workspace: whose report it is.
        report: its report folder.
        chapters: the chapters to approve.
        by: who approves.
        on: the day.

    Raises:
        CrossfootError: the file of approvals cannot be read, or the name cannot be written to it.
    """
    from crossfoot.workspaces.durable import sync_folder

    with workspace.journal.writing():
        known = read_approvals(report)
        new = tuple(
            Approval(each.id, each.language, each.sha256, by, on)
            for each in chapters
            if known.of(each) is None
        )
        if not new:
            return ()
        path = report / FILE
        partial = path.with_name(f".{FILE}.partial")
        partial.write_text(_as_csv((*known.rows, *new)), encoding="utf-8")
        _check(partial)
        partial.replace(path)
        sync_folder(report)
        for each in new:
            workspace.journal.append(
                "approve",
                "chapter",
                file=f"{each.language}/{each.chapter}",
                sha256=each.sha256,
                reason=by,
            )
    return new


def _check(partial: Path) -> None:
    """A name that no table could hold is refused before the file counts."""
    from crossfoot.tables.reader import read_table

    try:
        list(read_table(partial, SCHEMA).rows)
    except CrossfootError:
        partial.unlink()
        raise


def _as_csv(rows: tuple[Approval, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in SCHEMA.columns])
    for row in rows:
        writer.writerow([row.chapter, row.language, row.sha256, row.by, row.date.isoformat()])
    return out.getvalue()


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.min
