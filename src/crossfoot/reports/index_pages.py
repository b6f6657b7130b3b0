"""On which page of the printed report the places of a content index stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from crossfoot.languages import Language
from crossfoot.reports.index import ContentIndex
from crossfoot.reports.pdf.pages import read_pages
from crossfoot.reports.writing.folder import report_folder

#: folder of a workspace that reports are written to
EXPORTS = "exports"


def in_pages(index: ContentIndex, workspace: Path, run: str, language: Language) -> ContentIndex:
    """The index with the page of each place; without any where no PDF shows the present state.

    Args:
        index: the index.
        workspace: folder of the workspace.
        run: id of the calculation that the PDF has to show.
        language: the language of the PDF.
    """
    folder = report_folder(workspace)
    chapters = folder.chapters(language) if folder is not None else ()
    pages = read_pages(
        workspace / EXPORTS, language, run, {each.id: each.sha256 for each in chapters}
    )
    return with_pages(index, pages) if pages else index


def with_pages(index: ContentIndex, pages: Mapping[str, int]) -> ContentIndex:
    """The index with the page of each place that is known."""
    rows = (
        replace(
            row,
            locations=tuple(
                replace(place, page=pages[place.anchor]) if place.anchor in pages else place
                for place in row.locations
            ),
        )
        for row in index.rows
    )
    return replace(index, rows=tuple(rows))
