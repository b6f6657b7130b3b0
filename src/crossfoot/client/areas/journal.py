"""Journal, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator

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
        limit: int = 500,
    ) -> Iterator[Entry]:
        """The journal, oldest first.

        Entries with the salted hashes of their values, as an assurer proves them.
        """
        return self._each(
            Entry,
            "journal",
            {"stream": stream, "actor": actor, "action": action, "subject": subject},
            limit,
        )
