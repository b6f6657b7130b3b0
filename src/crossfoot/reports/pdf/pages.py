"""The list beside a PDF: what it was made from, and on which page each place stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crossfoot.languages import Language
from crossfoot.reports.formats import pages_name, pdf_name


def write_pages(out: Path, language: Language, about: Mapping[str, Any]) -> None:
    """Write the list of a PDF that was just laid out: `about` it, and its hash."""
    listed = {**about, "sha256": _sha256(out / pdf_name(language))}
    text = json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (out / pages_name(language)).write_text(text, encoding="utf-8")


def read_list(out: Path, language: Language) -> dict[str, Any]:
    """What is known of the PDF in a folder; nothing where it is absent or not the one listed."""
    try:
        found = json.loads((out / pages_name(language)).read_text(encoding="utf-8"))
        whole = found["sha256"] == _sha256(out / pdf_name(language))
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return found if whole and isinstance(found, dict) else {}


def read_pages(
    out: Path, language: Language, run: str, chapters: Mapping[str, str]
) -> dict[str, int]:
    """The page of each place in the PDF of a run and of chapters; none where it shows others.

    Args:
        out: folder of the PDF.
        language: its language.
        run: id of the calculation.
        chapters: hash of each chapter's file.
    """
    listed = read_list(out, language)
    if listed.get("run") != run or listed.get("chapters") != dict(chapters):
        return {}
    pages: dict[str, int] = listed["pages"]
    return pages


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
