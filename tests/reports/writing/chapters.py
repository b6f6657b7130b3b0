"""Books as HTML and as words."""

from __future__ import annotations

from crossfoot.reports.html.page import Page
from crossfoot.reports.writing.book import Book
from crossfoot.reports.writing.drawing import WEB, Medium, render


def draw(book: Book, medium: Medium = WEB) -> str:
    """All chapters of a book as HTML."""
    page = Page(book.report, book.language, ("en", "zh"))
    return "\n".join(
        render(block, medium, page) for chapter in book.chapters for block in chapter.blocks
    )


def words(book: Book) -> str:
    """The typed words of a book with what references gave, as plain text."""
    return "\n".join(block.text for chapter in book.chapters for block in chapter.blocks)
