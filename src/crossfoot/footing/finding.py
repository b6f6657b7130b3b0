"""A finding: one thing that does not agree, with the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crossfoot.facts.fact import Fact
from crossfoot.languages import Text


class Severity(StrEnum):
    """How sure a finding is."""

    ERROR = "error"  # cannot be right as stated
    WARNING = "warning"  # very likely wrong, or needs an explanation that is not given
    NOTE = "note"  # a doubt that reading must settle


class Kind(StrEnum):
    """What does not agree. The kinds are shared with the footing of published reports."""

    SUM_MISMATCH = "sum_mismatch"
    RATIO_MISMATCH = "ratio_mismatch"
    CONFLICTING_VALUES = "conflicting_values"
    UNIT_SCALE = "unit_scale"
    IMPOSSIBLE_VALUE = "impossible_value"
    PERCENT_CHANGE_MISMATCH = "percent_change_mismatch"
    PARTS_EXCEED_TOTAL = "parts_exceed_total"
    DUPLICATE_LABEL = "duplicate_label"
    TRANSPOSITION = "transposition"
    INDEX_WITHOUT_CONTENT = "index_without_content"
    INDEX_DEAD_REFERENCE = "index_dead_reference"
    INDEX_DUPLICATE_TEXT = "index_duplicate_text"
    INDEX_MISSING_CODE = "index_missing_code"
    BOUNDARY_CHANGE_WITHOUT_RESTATEMENT = "boundary_change_without_restatement"
    ROUNDING_OR_TRUNCATION = "rounding_or_truncation"
    IMPLAUSIBLE_MAGNITUDE = "implausible_magnitude"
    CONTRADICTION_IN_TEXT = "contradiction_in_text"
    MISSING_PERIOD = "missing_period"
    HIDDEN_CELLS = "hidden_cells"
    MISSING_FACTOR = "missing_factor"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree.

    Attributes:
        kind: what sort of disagreement.
        severity: error, warning or note.
        metric: the metric concerned; the total, where parts and total disagree.
        message: what disagrees, in both languages, with the values as stated.
        arithmetic: the calculation that shows it ("331 + 2 = 333, stated 335"); language-free.
        facts: the facts that matter, the stated one first.
        check: name of the check that found it.
    """

    kind: Kind
    severity: Severity
    metric: str
    message: Text
    arithmetic: str = ""
    facts: tuple[Fact, ...] = ()
    check: str = ""
