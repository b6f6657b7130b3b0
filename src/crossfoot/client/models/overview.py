"""What the API says: overview.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """A target, and how the value stands to it.

    Attributes:
        status: achieved, on_track, behind, or empty.
        planned: On the straight way to it, this year.
    """

    title: str
    year: int
    value: Decimal
    status: str
    planned: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """The value of an earlier period."""

    start: date
    end: date
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of the dashboard; numbers have all their digits, `printed` those of a report.

    Attributes:
        waits: Why there is no value; empty where there is one.
        change: In percent, or in percentage points.
    """

    group: str
    metric: str
    title: str
    value: Decimal | None
    printed: str
    unit: str
    estimated: bool
    waits: str
    before: Decimal | None
    change_in_points: bool
    improved: bool | None
    target: Target | None
    series: tuple[Past, ...]
    change: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The dashboard of a unit and period.

    Attributes:
        as_of: When the figures were calculated.
        is_current: Nothing has changed since; else newer ones are begun.
        run: Id of the calculation.
        periods: The periods in which the unit has figures.
        gaps: How much is missing, late, or does not foot.
    """

    unit: str
    start: date
    end: date
    as_of: datetime | None
    is_current: bool
    run: str
    periods: tuple[str, ...]
    gaps: Mapping[str, int]
    headlines: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A value and what it was made of.

    Attributes:
        entry: The approved entry (entry:40); empty for others.
        hidden: Of a unit that the person may not read.
        more: Children that are not listed.
    """

    label: str
    value: str
    unit: str
    rule: str
    source: str
    metric: str
    unit_code: str
    period: str
    dimensions: Mapping[str, str]
    entry: str
    hidden: bool
    more: int
    children: tuple[Node, ...]
