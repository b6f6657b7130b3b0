"""Cells, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from crossfoot.client.area import Area
from crossfoot.client.models.cells import Event, Version
from crossfoot.client.models.shared import Cell


class CellsArea(Area):
    """Cells."""

    def get(self, cell: int) -> Cell:
        """A figure.

        As it stands, with the figure of the period before.
        """
        return self._ask(Cell, "GET", f"cells/{cell}")

    def history(self, cell: int) -> tuple[Version, ...]:
        """Versions of a figure.

        The latest first.
        """
        return self._list(Version, "GET", f"cells/{cell}/versions")

    def request_history(self, request_id: int) -> tuple[Event, ...]:
        """History of a request.

        Steps and comments, the latest first.
        """
        return self._list(Event, "GET", f"requests/{request_id}/history")
