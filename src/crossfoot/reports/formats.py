"""The forms of a report, by the names that commands use, and how their files are called."""

from __future__ import annotations

from crossfoot.languages import Language

FORMATS = ("html", "pdf", "xlsx")


def pdf_name(language: Language) -> str:
    """File of the report as PDF."""
    return f"report.{language}.pdf"


def data_book_name(language: Language) -> str:
    """File of the figures for Excel."""
    return f"data-book.{language}.xlsx"


def pages_name(language: Language) -> str:
    """File that says on which page of the PDF each place stands."""
    return f"pages.{language}.json"
