"""What the API says: boundaries.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit that a metric does not cover, and why."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """What a metric of a campaign covers, of the units that the person may read.

    Attributes:
        units: Those that the campaign asks.
        note: The footnote; empty where all are covered.
    """

    metric: str
    units: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    note: str
