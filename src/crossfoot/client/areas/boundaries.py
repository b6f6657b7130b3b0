"""Boundaries, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from crossfoot.client.area import Area
from crossfoot.client.models.boundaries import Boundary


class BoundariesArea(Area):
    """Boundaries."""

    def all(self, campaign: int) -> tuple[Boundary, ...]:
        """Boundaries of a campaign.

        One for each metric, in the order of the form.
        """
        return self._list(Boundary, "GET", f"campaigns/{campaign}/boundaries")

    def set_boundary(
        self, campaign: int, *, metric: str, unit: str, outside: bool, reason: str = ""
    ) -> tuple[Boundary, ...]:
        """Set a boundary.

        Leaving a unit out needs a reason; the report prints it as a footnote.
        """
        return self._list(
            Boundary,
            "POST",
            f"campaigns/{campaign}/boundaries",
            body={"metric": metric, "unit": unit, "outside": outside, "reason": reason},
        )
