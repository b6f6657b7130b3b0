"""Notices, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crossfoot.client.area import Area
from crossfoot.client.models.notices import Notice, SeenNow


class NoticesArea(Area):
    """Notices."""

    def all(self, *, unread: bool = False, limit: int = 500) -> Iterator[Notice]:
        """Notices, oldest first.

        The person's own.
        """
        return self._each(Notice, "notices", {"unread": unread}, limit)

    def read(self, *, ids: Sequence[int] | None = None) -> SeenNow:
        """Mark notices as read.

        Those that are named, or all.
        """
        return self._ask(SeenNow, "POST", "notices/read", body={"ids": ids})
