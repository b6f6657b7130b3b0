"""The pages of a PDF: characters and ruling lines, and what keeps a PDF from being read."""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.reading.formats.bands import without_sides
from crossfoot.reading.formats.kinds import protected
from crossfoot.reading.formats.limits import (
    MOST_CHARACTERS_OF_PAGE,
    MOST_PAGES,
    MOST_RULES_OF_PAGE,
    PDF_SECONDS,
    damaged,
)
from crossfoot.reading.formats.open_rules import merged_rules
from crossfoot.reading.formats.ruled import RuledTable, find_ruled
from crossfoot.reading.formats.segments import Glyph

#: of the characters of a page, the share without a known letter beyond which it is not legible
_MOST_UNKNOWN = 0.3
#: shorter rules, in points, are marks
_SHORTEST = 20.0
#: what a tagged PDF calls a drawing: the letters in it are scales and names of a chart, which
#: stand in no row; where most of a page is one, its text was tagged so by mistake
_FIGURE, _MOST_IN_FIGURES = "Figure", 0.75
#: lines of letters that rise by more of their length lie across the page and are no text of it
_MOST_SLANT = 0.1
#: errors of pdfminer that say more than "damaged"
_ENCRYPTED = ("PDFPasswordIncorrect", "PDFEncryptionError")


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or upright ruling line."""

    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True)
class PdfPage:
    """What is printed on a page.

    Attributes:
        number: of the page, counted from 1.
        width: in points.
        height: in points.
        glyphs: its characters.
        tables: tables that rules draw.
        rules: its horizontal rules.
        unknown: number of characters that the font has no letter for.
        pictures: whether there are pictures.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    tables: list[RuledTable]
    rules: list[Rule]
    unknown: int = 0
    pictures: bool = False


def pages_of(path: Path) -> Iterator[tuple[int, PdfPage]]:
    """The number of pages, with each page.

    Raises:
        CrossfootError: the PDF is protected, damaged or beyond the limits.
    """
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    deadline = time.monotonic() + PDF_SECONDS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # our own handle: a damaged file would leave that of the library open
            with path.open("rb") as file, pdfplumber.open(file) as pdf:
                count = len(pdf.pages)
                if count > MOST_PAGES:
                    raise CrossfootError(_too_long(path, f"{count:,} pages", f"{MOST_PAGES:,}"))
                for number, page in enumerate(pdf.pages, start=1):
                    yield count, _page(path, number, page)
                    page.close()
                    if time.monotonic() > deadline:
                        raise CrossfootError(too_slow(path))
        except (CrossfootError, MemoryError, OSError):
            raise
        except Exception as error:
            raise CrossfootError(_problem(path, error)) from error
    if not count:
        raise CrossfootError(damaged(path, "PDF"))


def _problem(path: Path, error: BaseException) -> Problem:
    chain = f"{type(error).__name__} {error!r}"
    return protected(path) if any(n in chain for n in _ENCRYPTED) else damaged(path, "PDF")


def _too_long(path: Path, has: str, most: str) -> Problem:
    return Problem(
        f"the PDF has {has}",
        where=path.name,
        why=f"no report has more than {most}",
        remedy="give the pages of the report alone",
    )


def too_slow(path: Path) -> Problem:
    """The problem of a PDF that would take beyond all patience, or memory."""
    return Problem(
        "the PDF takes more time or memory than any report",
        where=path.name,
        why=f"reading was stopped after {PDF_SECONDS:,} seconds or at the limit of memory",
        remedy="print it to a new PDF without drawings, or give its text",
    )


def _lean(page: Any) -> None:
    """Let a page describe its characters by what is used here; that takes a quarter of the time."""
    from pdfminer.layout import LTChar

    whole, height = page.process_object, page.height
    left, top = page.mediabox[:2]

    def describe(item: Any) -> dict[str, Any]:
        if not isinstance(item, LTChar):
            described: dict[str, Any] = whole(item)
            return described
        return {
            "object_type": "char",
            "text": item.get_text(),
            "x0": item.x0 + left,
            "x1": item.x1 + left,
            "top": height - item.y1 + top,
            "bottom": height - item.y0 + top,
            "size": item.size,
            "base": height - item.matrix[5] + top,
            "upright": item.upright and not _is_slanted(item.matrix),
            "fontname": item.fontname,
            "tag": getattr(item, "tag", None),
        }

    page.process_object = describe


def _draws(chars: Sequence[dict[str, Any]]) -> bool:
    """Whether the figures of a page are drawings beside its text, and not the page itself."""
    inside = sum(char.get("tag") == _FIGURE for char in chars)
    return bool(inside) and inside < _MOST_IN_FIGURES * len(chars)


def _is_slanted(matrix: Sequence[float]) -> bool:
    """Whether letters rise or fall along their line, as those of a watermark do."""
    return abs(matrix[1]) > _MOST_SLANT * abs(matrix[0])


def _page(path: Path, number: int, page: Any) -> PdfPage:
    _lean(page)
    chars = page.chars
    if len(chars) > MOST_CHARACTERS_OF_PAGE:
        has = f"{len(chars):,} characters on page {number}"
        raise CrossfootError(_too_long(path, has, f"{MOST_CHARACTERS_OF_PAGE:,} on one page"))
    if _draws(chars):
        chars = [char for char in chars if char.get("tag") != _FIGURE]
    glyphs = [_glyph(char) for char in chars if char["upright"] and char["text"]]
    drawn = len(page.lines) + len(page.rects) + len(page.curves)
    tables, rules = [], []
    if drawn <= MOST_RULES_OF_PAGE:
        edges = page.edges
        tables = find_ruled(page, without_sides(edges, page.rects))
        # a rule may be drawn in pieces, one for each cell
        across = ((e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h")
        rules = [Rule(x0, x1, y, y) for y, x0, x1 in merged_rules(across) if x1 - x0 > _SHORTEST]
    return PdfPage(
        number=number,
        width=float(page.width),
        height=float(page.height),
        glyphs=[g for g in glyphs if not g.text.startswith("(cid:")],
        tables=tables,
        rules=rules,
        unknown=sum(g.text.startswith("(cid:") for g in glyphs),
        pictures=bool(page.images),
    )


def _glyph(char: dict[str, Any]) -> Glyph:
    bottom, size = float(char["bottom"]), float(char["size"])
    return Glyph(
        text=char["text"],
        x0=float(char["x0"]),
        x1=float(char["x1"]),
        top=float(char["top"]),
        bottom=bottom,
        base=float(char.get("base", bottom - 0.2 * size)),
        size=max(size, 0.1),
        bold="bold" in str(char.get("fontname", "")).casefold(),
    )


def check_legible(path: Path, pages: list[PdfPage]) -> None:
    """Refuse a PDF whose letters nobody can know.

    Raises:
        CrossfootError: it holds pictures of pages, or fonts that do not say what they show.
    """
    legible = sum(len(page.glyphs) for page in pages)
    unknown = sum(page.unknown for page in pages)
    if unknown > _MOST_UNKNOWN * max(legible + unknown, 1):
        raise CrossfootError(
            Problem(
                "the fonts of the PDF do not say which letters they print",
                where=path.name,
                why="its text can be seen, but not copied or searched",
                remedy="recognise its text (OCR), for instance with ocrmypdf --force-ocr",
            )
        )
    if legible < 20 * len(pages) and any(page.pictures for page in pages):
        raise CrossfootError(
            Problem(
                "the PDF holds pictures of pages and next to no text",
                where=path.name,
                why="a scan has to be recognised before its figures can be read",
                remedy="recognise its text (OCR), for instance with ocrmypdf",
            )
        )
