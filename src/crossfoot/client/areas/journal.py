"""Journal, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crossfoot.client.area import Area
from crossfoot.client.models.journal import Entry


class JournalArea(Area):
    """Journal."""

    def all(
        self,
        *,
        stream: str = "",
        actor: str = "",
        action: str = "",
        subject: str = "",
        unit: str = "",
        first: date | None = None,
        last: date | None = None,
        request: str = "",
        text: str = "",
        limit: int = 500,
    ) -> Iterator[Entry]:
        """The journal, oldest first.

        Entries that match, with the salted hashes of their values, as an assurer proves them.
        """
        return self._each(
            Entry,
            "journal",
            {
                "stream": stream,
                "actor": actor,
                "action": action,
                "subject": subject,
                "unit": unit,
                "first": first,
                "last": last,
                "request": request,
                "text": text,
            },
            limit,
        )
