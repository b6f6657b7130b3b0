"""The small report as a site of pages, and what is read from such a site."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from crossfoot.languages import LANGUAGES, Language
from crossfoot.reports.html import write_html
from crossfoot.reports.model import Report
from crossfoot.reports.short_book import printed_books


def write_site(report: Report, out: Path, languages: Sequence[Language] = LANGUAGES) -> Path:
    """All pages of a report of figures alone; returns `out`."""
    books = printed_books(report, {}, languages)
    for language in languages:
        write_html(books, language, out)
    return out


def pages_in(folder: Path) -> dict[str, str]:
    """The pages of one language by file."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}


def data_in(folder: Path, name: str):
    """Data that the pages of one language share: `lineage` or `search`."""
    text = (folder / "data" / f"{name}.js").read_text(encoding="utf-8")
    match = re.fullmatch(rf"window\.crossfoot\.{name} = (.*);\n", text, re.S)
    assert match is not None
    return json.loads(match[1])
