"""What the API says: journal.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; `hash` covers all of it and the entry before in the stream."""

    id: int
    stream: str
    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str
    origin: str
    request: str
    values: Mapping[str, str]
    previous: str
    hash: str
