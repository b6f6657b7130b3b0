"""Facts, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.client.area import Area
from crossfoot.client.models.facts import Basis, Fact


class FactsArea(Area):
    """Facts."""

    def all(
        self,
        *,
        metric: str = "",
        entity: str = "",
        year: int | None = None,
        basis: Basis | None = None,
        limit: int = 500,
    ) -> Iterator[Fact]:
        """Facts.

        Those of the units that the person may read, as reports and dashboards have them.
        """
        return self._each(
            Fact, "facts", {"metric": metric, "entity": entity, "year": year, "basis": basis}, limit
        )
