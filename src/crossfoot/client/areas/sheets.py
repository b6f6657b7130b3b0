"""Sheets, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from pathlib import Path

from crossfoot.client.area import Area
from crossfoot.client.models.sheets import Sheet
from crossfoot.client.transport import Progress


class SheetsArea(Area):
    """Sheets."""

    def template(
        self, request_id: int, to: Path | str, *, progress: Progress | None = None
    ) -> Path:
        """The Excel template of a request.

        Filled with what stands there now.
        """
        return self._fetch(f"requests/{request_id}/template.xlsx", to, {}, progress)

    def upload(
        self,
        request_id: int,
        file: Path | str,
        *,
        look: bool = False,
        progress: Progress | None = None,
    ) -> Sheet:
        """Send a filled template.

        All of it is written, or nothing; as a form with parts.
        """
        return self._send(
            Sheet, f"requests/{request_id}/template.xlsx", file, {"look": look}, progress
        )
