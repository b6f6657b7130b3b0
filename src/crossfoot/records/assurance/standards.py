"""Standards of assurance and their levels: a further standard is a further line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crossfoot.languages import Text


class Level(StrEnum):
    """How sure the conclusion is; AA1000AS calls them moderate and high."""

    LIMITED = "limited"
    REASONABLE = "reasonable"


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard under which an engagement is done.

    Attributes:
        title: as reports name it.
        levels: what it calls the two levels.
    """

    title: Text
    levels: dict[Level, Text]


_LEVELS = {
    Level.LIMITED: Text("Limited assurance", "有限保证"),
    Level.REASONABLE: Text("Reasonable assurance", "合理保证"),
}
_AA1000 = {
    Level.LIMITED: Text("Moderate level", "中度审验"),
    Level.REASONABLE: Text("High level", "高度审验"),
}

STANDARDS: dict[str, Standard] = {
    "isae3000": Standard(
        Text("ISAE 3000 (Revised)", "国际鉴证业务准则第 3000 号（修订版）"), _LEVELS
    ),
    "isae3410": Standard(
        Text("ISAE 3410, greenhouse gas statements", "国际鉴证业务准则第 3410 号（温室气体声明）"),
        _LEVELS,
    ),
    "issa5000": Standard(Text("ISSA 5000", "国际可持续鉴证准则第 5000 号"), _LEVELS),
    "aa1000as_type1": Standard(
        Text("AA1000AS v3, type 1", "AA1000 审验标准第 3 版（类型一）"), _AA1000
    ),
    "aa1000as_type2": Standard(
        Text("AA1000AS v3, type 2", "AA1000 审验标准第 3 版（类型二）"), _AA1000
    ),
    "iso14064_3": Standard(Text("ISO 14064-3:2019", "ISO 14064-3:2019"), _LEVELS),
}


def level_name(standard: str, level: str) -> Text:
    """What a standard calls a level."""
    return STANDARDS[standard].levels[Level(level)]
