"""A figure of a report: a printed number, recognised as a metric."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crossfoot.documents.place import Place
from crossfoot.quantities.qualifiers import Qualifier


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number and what it was read as.

    Attributes:
        metric: id in the catalogue.
        label: the label as printed, with its groups.
        dimensions: the breakdown.
        year: the year it is of.
        value: in `unit`.
        unit: the metric's unit; another only where money is in another currency.
        step: what one unit in the last printed place is worth, in `unit`; the value lies within
            half of it.
        qualifier: exact, or "more than" and the like.
        line: where it stands.
        context: "table" or "text".
        printed: the number as printed.
        printed_unit: the unit as printed; empty where none is printed.
        score: how sure the match is, up to 1.
        reason: what was matched with what.
        remark: what was assumed about unit or formula; empty where nothing was.
        table: id of the table; empty in text.
        column: position of the cell in its row; None in text.
        section: the headings it stands under.
        place: where the line stands in the original: page of a PDF, sheet and row of a workbook;
            None where the text itself is the original.
        shown: the label in the characters of the report; empty where they are those of `label`.
    """

    metric: str
    label: str
    dimensions: tuple[tuple[str, str], ...]
    year: int | None
    value: Decimal
    unit: str
    step: Decimal
    qualifier: Qualifier
    line: int
    context: str
    printed: str
    printed_unit: str = ""
    score: float = 1.0
    reason: str = ""
    remark: str = ""
    table: str = ""
    column: int | None = None
    section: tuple[str, ...] = ()
    place: Place | None = None
    shown: str = ""

    @property
    def page(self) -> int | None:
        """The page of the original, counted from 1; None where it has none."""
        return self.place.page if self.place is not None else None

    def to_json(self) -> dict[str, Any]:
        """The figure as `crossfoot foot --format json` gives it."""
        return {
            "metric": self.metric,
            "label": self.shown or self.label,
            "dimensions": dict(self.dimensions),
            "year": self.year,
            "value": f"{self.value:f}",
            "unit": self.unit,
            "qualifier": self.qualifier.value,
            "line": self.line,
            "context": self.context,
            "printed": self.printed,
            "printed_unit": self.printed_unit,
            "score": round(self.score, 3),
            "reason": self.reason,
            "remark": self.remark,
            "table": self.table,
        }


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A printed number that no metric was found for.

    Attributes:
        label: the label as printed, with its groups.
        line: where it stands.
        printed: the numbers of the row as printed.
        unit: the unit as printed.
        reason: why nothing was found.
        table: id of the table; empty in text.
        shown: the label in the characters of the report; empty where they are those of `label`.
    """

    label: str
    line: int
    printed: tuple[str, ...]
    unit: str
    reason: str
    table: str = ""
    shown: str = ""

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "label": self.shown or self.label,
            "line": self.line,
            "printed": list(self.printed),
            "unit": self.unit,
            "reason": self.reason,
            "table": self.table,
        }
