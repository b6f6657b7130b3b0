"""What the API says: campaigns.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crossfoot.client.models.shared import State


@dataclass(frozen=True, slots=True)
class Template:
    """What a campaign can be opened from."""

    id: str
    title_en: str
    title_zh: str
    length: str
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign, and how many of the requests that the person may read are in each state."""

    id: int
    name: str
    template: str
    start: date
    end: date
    due: date
    instructions: str
    opened_at: datetime
    requests: Mapping[State, int]
