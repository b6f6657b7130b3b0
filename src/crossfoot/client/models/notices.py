"""What the API says: notices.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the person should know."""

    id: int
    kind: str
    subject: str
    address: str
    words: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class SeenNow:
    """How many were new."""

    read: int
