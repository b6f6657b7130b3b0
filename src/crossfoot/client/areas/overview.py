"""Overview, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from crossfoot.client.area import Area, part
from crossfoot.client.models.overview import Node, Overview


class OverviewArea(Area):
    """Overview."""

    def get(self, *, unit: str, period: str = "") -> Overview:
        """Dashboard.

        Headlines of a unit that the person may read, as the dashboard shows them.
        """
        return self._ask(Overview, "GET", "overview", {"unit": unit, "period": period})

    def lineage(self, metric: str, unit: str, period: str, *, breakdown: str = "") -> Node:
        """Lineage of a figure.

        What a figure was made of, down to entry, row and factor.
        """
        return self._ask(
            Node,
            "GET",
            f"figures/{part(metric)}/{part(unit)}/{part(period)}",
            {"breakdown": breakdown},
        )
