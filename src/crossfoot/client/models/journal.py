"""What the API says: journal.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; `hash` covers all of it and the entry before in the stream.

    Attributes:
        content: What was changed; null where it is encrypted and not for this person.
    """

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
    content: Mapping[str, Any] | None
    previous: str
    hash: str
