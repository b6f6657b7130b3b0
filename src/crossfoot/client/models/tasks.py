"""What the API says: tasks.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """The requests of a campaign that are due on a day, of units that the person may read."""

    day: date
    campaign: int
    name: str
    total: int
    done: int
    late: int
    mine: int
