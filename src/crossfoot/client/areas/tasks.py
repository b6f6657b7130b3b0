"""Tasks, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from crossfoot.client.area import Area
from crossfoot.client.models.shared import Request
from crossfoot.client.models.tasks import Due


class TasksArea(Area):
    """Tasks."""

    def all(
        self, *, turn: Literal["enter", "review", "approve"], limit: int = 500
    ) -> Iterator[Request]:
        """What waits for the person.

        Theirs, and what nobody was given; the first due first.
        """
        return self._each(Request, "tasks", {"turn": turn}, limit)

    def calendar(self, *, month: date, limit: int = 500) -> Iterator[Due]:
        """The calendar of duties.

        What is due in the month of a day, by day and campaign.
        """
        return self._each(Due, "duties", {"month": month}, limit)
