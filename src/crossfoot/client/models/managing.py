"""What the API says: managing.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """How many requests were changed."""

    requests: int


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template as it is written.

    Attributes:
        version: 0 where it is a file.
        text: YAML.
    """

    id: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """A version that was kept."""

    version: int
    retired: bool
    note: str
    by: str
    at: datetime
    text: str
