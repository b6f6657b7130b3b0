"""What the API says: sheets.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.client.models.shared import CellChange


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a filled template has changed, or would."""

    changes: tuple[CellChange, ...]
    unchanged: int
    written: bool
