"""A published edition: the final files, a manifest of their hashes, one journal entry.

    published/2023-1/manifest.json     what was published, when, from what
    published/2023-1/en/index.html …   the report in each language and format

An edition is whole or absent, and never changes: a correction is the next edition.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot import __version__
from crossfoot.languages import Language
from crossfoot.reports.writing.approvals import Approvals
from crossfoot.reports.writing.book import Book
from crossfoot.reports.writing.standing import Explanation

if TYPE_CHECKING:
    from crossfoot.facts.fact import Fact
    from crossfoot.reports.model import Report
    from crossfoot.workspaces.workspace import Workspace

FOLDER = "published"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Edition:
    """What goes into an edition.

    Attributes:
        report: the report.
        books: its text in each language; empty for a report of figures alone.
        approvals: who approved the text.
        explanations: the reasons of warnings that stand.
        by: who publishes it.
    """

    report: Report
    books: Mapping[Language, Book]
    approvals: Approvals
    explanations: tuple[Explanation, ...]
    by: str = ""

    def manifest(self, name: str, files: Mapping[str, Path]) -> dict[str, Any]:
        """All that proves what was published, as JSON."""
        report = self.report
        return {
            "edition": name,
            "title": {"en": report.title.en, "zh": report.title.zh},
            "company": {"en": report.company.en, "zh": report.company.zh},
            "period": str(report.period),
            "published": datetime.now(UTC).isoformat(timespec="seconds"),
            "by": self.by,
            "program": f"crossfoot {__version__}",
            "run": report.method.run,
            "facts": {"count": len(report.facts or ()), "sha256": facts_hash(report.facts or ())},
            "chapters": [
                self._chapter(book, n)
                for book in self.books.values()
                for n in range(len(book.chapters))
            ],
            "lists": [
                {"file": name, "sha256": _sha256(path)} for name, path in self._lists().items()
            ],
            "explanations": [
                {
                    "kind": e.kind,
                    "metric": e.metric,
                    "period": e.period,
                    "by": e.by,
                    "date": e.date,
                    "reason": {"en": e.reason.en, "zh": e.reason.zh},
                }
                for e in self.explanations
            ],
            "files": [
                {"path": path, "bytes": file.stat().st_size, "sha256": _sha256(file)}
                for path, file in sorted(files.items())
            ],
        }

    def _lists(self) -> dict[str, Path]:
        """The files of the lists that the text refers to."""
        book = next(iter(self.books.values()), None)
        if book is None:
            return {}
        lists = book.folder.lists
        return {f"{lists.name}/{id_}.csv": lists.file(id_) for id_ in lists.present}

    def _chapter(self, book: Book, number: int) -> dict[str, Any]:
        chapter = book.chapters[number]
        approval = self.approvals.of(chapter.file)
        return {
            "id": chapter.id,
            "language": book.language,
            "file": chapter.file.where,
            "sha256": chapter.file.sha256,
            "approved_by": approval.by if approval else "",
            "approved_on": str(approval.date) if approval else "",
        }


def publish_edition(
    workspace: Workspace, edition: Edition, write: Callable[[Path], object]
) -> Path:
    """Write an edition and enter it into the journal.

    Args:
        workspace: whose report it is.
        edition: what is published.
        write: writes all formats below a folder.

    Returns:
        The folder of the edition.
    """
    from crossfoot.workspaces.durable import sync_folder

    published = workspace.folder / FOLDER
    published.mkdir(exist_ok=True)
    with workspace.journal.writing():
        name = _next(published, str(edition.report.period).replace("/", "-"))
        partial = published / f".{name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            write(partial)
            files = {
                path.relative_to(partial).as_posix(): path
                for path in partial.rglob("*")
                if path.is_file()
            }
            manifest = edition.manifest(name, files)
            text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
            (partial / MANIFEST).write_text(text, encoding="utf-8")
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        partial.rename(published / name)
        sync_folder(published)
        workspace.journal.append(
            "publish",
            "edition",
            file=name,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            rows=len(files),
            reason=edition.by,
        )
    return published / name


def _next(published: Path, period: str) -> str:
    """Name of the next edition of a period."""
    taken = [
        int(number)
        for path in published.glob(f"{period}-*")
        if (number := path.name.removeprefix(f"{period}-")).isdecimal()
    ]
    return f"{period}-{max(taken, default=0) + 1}"


def facts_hash(facts: Any) -> str:
    """SHA-256 over all facts, whatever their order."""
    lines = sorted(_line(fact) for fact in facts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _line(fact: Fact) -> str:
    value = f"{fact.value.normalize():f}" if fact.is_number else fact.value  # type: ignore[union-attr]
    parts = (
        fact.metric,
        fact.entity,
        str(fact.period),
        str(fact.dimensions),
        str(fact.basis),
        fact.variant,
        value,
        fact.unit,
        str(fact.qualifier),
        fact.nil_reason,
    )
    return json.dumps(parts, ensure_ascii=False)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
