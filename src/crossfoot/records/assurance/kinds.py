"""Kinds and states of misstatements (ISAE 3000.A117; ISA 450.A6)."""

from __future__ import annotations

from enum import StrEnum

from crossfoot.languages import Text


class MisstatementKind(StrEnum):
    """How sure it is that something is wrong."""

    FACTUAL = "factual"
    JUDGEMENTAL = "judgemental"
    PROJECTED = "projected"


class Standing(StrEnum):
    """What became of it."""

    OPEN = "open"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


KIND_NAMES: dict[MisstatementKind, Text] = {
    MisstatementKind.FACTUAL: Text("Factual", "事实错报"),
    MisstatementKind.JUDGEMENTAL: Text("Judgemental", "判断错报"),
    MisstatementKind.PROJECTED: Text("Projected", "推断错报"),
}

STANDING_NAMES: dict[Standing, Text] = {
    Standing.OPEN: Text("Uncorrected", "未更正"),
    Standing.CORRECTED: Text("Corrected", "已更正"),
    Standing.WITHDRAWN: Text("Withdrawn", "已撤销"),
}
