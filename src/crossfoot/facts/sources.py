"""One line that says where a value came from."""

from __future__ import annotations

from crossfoot.facts.provenance import (
    Computed,
    Entered,
    Imported,
    Inventoried,
    Printed,
    Provenance,
)


def source_of(provenance: Provenance) -> str:
    """Where a value came from, in one line; empty where nothing was said."""
    match provenance:
        case Printed(document=title, line=line, page=page, as_printed=printed, label=label):
            place = f", p. {page}" if page else ""
            place += f", line {line}" if line else ""
            said = ": ".join(part for part in (label, printed) if part)
            return f"{title}{place}" + (f": {said}" if said else "")
        case Imported(file=file, row=row, sheet=sheet, source=source):
            place = f"{file}, sheet {sheet!r}" if sheet else file
            return f"{place}, row {row}" + (f" ({source})" if source else "")
        case Computed(rule=rule) | Inventoried(rule=rule):
            return rule
        case Entered():
            return provenance.words.en
        case _:
            return ""
