"""Chapters of the small report, written into a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crossfoot.languages import Language
from crossfoot.reports.model import Report
from crossfoot.reports.writing.book import Book, build_book
from crossfoot.reports.writing.folder import ReportFolder

Files = Mapping[str, str]


@pytest.fixture
def make_folder(tmp_path: Path) -> Callable[[Files], ReportFolder]:
    """Writes files, named below the report folder."""

    def make(files: Files) -> ReportFolder:
        root = tmp_path / "report"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return ReportFolder(root)

    return make


@pytest.fixture
def make_book(
    make_folder: Callable[[Files], ReportFolder], small_report: Report
) -> Callable[..., Book]:
    """Makes a book of one chapter, with lists where they are given."""

    def make(text: str, language: Language = "en", **lists: str) -> Book:
        files = {f"{language}/10-test.md": text}
        files |= {f"lists/{name.replace('_', '-')}.csv": rows for name, rows in lists.items()}
        return build_book(small_report, make_folder(files), language)

    return make
