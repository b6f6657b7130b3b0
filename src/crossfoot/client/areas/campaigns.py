"""Campaigns, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crossfoot.client.area import Area
from crossfoot.client.models.campaigns import Campaign, Template


class CampaignsArea(Area):
    """Campaigns."""

    def templates(self) -> tuple[Template, ...]:
        """Templates of campaigns.

        Built-in ones, and those of the workspace.
        """
        return self._list(Template, "GET", "templates")

    def all(self, *, limit: int = 500) -> Iterator[Campaign]:
        """Campaigns.

        Those that ask something of a unit that the person may read.
        """
        return self._each(Campaign, "campaigns", {}, limit)

    def open_campaign(
        self,
        *,
        template: str,
        name: str,
        start: date,
        end: date,
        due: date,
        units: Sequence[str],
        instructions: str = "",
    ) -> Campaign:
        """Open a campaign.

        Every unit that is named is asked what the template says.
        """
        return self._ask(
            Campaign,
            "POST",
            "campaigns",
            body={
                "template": template,
                "name": name,
                "start": start,
                "end": end,
                "due": due,
                "units": units,
                "instructions": instructions,
            },
        )

    def campaign(self, campaign: int) -> Campaign:
        """A campaign.

        One of them.
        """
        return self._ask(Campaign, "GET", f"campaigns/{campaign}")
