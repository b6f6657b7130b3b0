"""A finding in a report: what does not agree, where it stands, and the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crossfoot.documents.place import Place
from crossfoot.footing.finding import Kind, Severity
from crossfoot.languages import Language, Text

#: a finding points at places; one that names a whole chapter points at none
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """One thing in a report that does not agree.

    Attributes:
        kind: what sort of disagreement.
        severity: error, warning or note.
        metric: id of the metric, or the code of the index row, or the label as printed.
        message: what disagrees, in both languages.
        values: the values or words as printed, the doubtful one first.
        lines: where they stand, the doubtful one first.
        recomputed: the calculation, or the fact that decides; empty where nothing is calculated.
        check: name of the check that found it.
        places: where the lines stand in the original; empty until `foot_report` looks them up.
    """

    kind: Kind
    severity: Severity
    metric: str
    message: Text
    values: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    recomputed: str = ""
    check: str = ""
    places: tuple[Place, ...] = ()

    def to_json(self, language: Language = "en") -> dict[str, Any]:
        """The finding as `crossfoot foot --format json` gives it."""
        return {
            "kind": self.kind.value,
            "severity": self.severity.value,
            "metric": self.metric,
            "message": self.message[language],
            "values": list(self.values),
            "lines": list(self.lines),
            **self._originals(),
            "recomputed": self.recomputed,
            "check": self.check,
        }

    def _originals(self) -> dict[str, Any]:
        """The pages, or the sheets and rows, of the lines, in the order of the lines."""
        places = [place.to_json() for place in self.places]
        return {
            f"{key}s": [place.get(key) for place in places]
            for key in ("page", "sheet", "row")
            if any(place.get(key) is not None for place in places)
        }
