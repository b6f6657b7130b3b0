"""What the API says: evidence.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of a document; its bytes never change.

    Attributes:
        size: In bytes; 0 after the file was deleted.
    """

    number: int
    name: str
    sha256: str
    size: int
    media: str
    note: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Use:
    """A document that proves something."""

    use: int
    subject: str
    document: int
    title: str
    revision: int
    sha256: str
    page: str
