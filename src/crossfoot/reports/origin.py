"""Where a fact comes from, in one line: the first step of its lineage."""

from __future__ import annotations

from crossfoot.calculation.rules import rule_text
from crossfoot.documents.place import Place
from crossfoot.facts.fact import Fact
from crossfoot.facts.provenance import Computed, Entered, Imported, Inventoried, Printed
from crossfoot.languages import Text
from crossfoot.reports.words import word


def origin(fact: Fact) -> Text:
    """Document and line, file and row, or the rule it was computed by."""
    match fact.provenance:
        case Printed(document=document, line=line, page=page, as_printed=as_printed):
            return _joined(
                word("origin.document", document=document),
                word("origin.page", page=page) if page is not None else None,
                word("origin.line", line=line) if line is not None else None,
                word("origin.as_printed", text=as_printed) if as_printed else None,
            )
        case Imported(file=file, sheet=sheet, row=row, source=source):
            return _joined(
                word("origin.document", document=file),
                word("origin.sheet", sheet=sheet) if sheet else None,
                word("origin.row", row=row),
                word("origin.document", document=source) if source else None,
            )
        case Computed(rule=rule) | Inventoried(rule=rule):
            return rule_text(rule)
        case Entered() as entered:
            return entered.words
    return word("origin.unstated")


def place_words(place: Place) -> Text:
    """A place in a document in words; empty where nothing is known of it."""
    return _joined(
        word("origin.document", document=place.file) if place.file else None,
        word("origin.sheet", sheet=place.sheet) if place.sheet else None,
        word("origin.page", page=place.page) if place.page is not None else None,
        word("origin.line", line=place.line) if place.line is not None else None,
        word("origin.row", row=place.row) if place.row is not None else None,
    )


def _joined(*parts: Text | None) -> Text:
    given = [part for part in parts if part is not None]
    return Text(", ".join(part.en for part in given), "，".join(part.zh for part in given))
