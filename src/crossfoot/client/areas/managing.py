"""Managing, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crossfoot.client.area import Area, part
from crossfoot.client.models.managing import Counted, TemplateText, TemplateVersion
from crossfoot.client.models.shared import Request


class ManagingArea(Area):
    """Managing."""

    def add_units(
        self, campaign: int, *, units: Sequence[str], due: date | None = None
    ) -> tuple[Request, ...]:
        """Ask more units.

        What the others are asked, by the template as it was when the campaign was opened.
        """
        return self._list(
            Request, "POST", f"campaigns/{campaign}/units", body={"units": units, "due": due}
        )

    def set_due(self, campaign: int, *, due: date, requests: Sequence[int] = []) -> Counted:
        """Move due days.

        Of some requests, or of the campaign and all that is not approved yet.
        """
        return self._ask(
            Counted, "POST", f"campaigns/{campaign}/due", body={"due": due, "requests": requests}
        )

    def close(self, campaign: int) -> None:
        """Close a campaign.

        Once all requests are approved; nothing of it changes from then on.
        """
        self._do("POST", f"campaigns/{campaign}/close")

    def reopen(self, campaign: int, *, reason: str = "") -> None:
        """Reopen a campaign.

        With a reason; its requests can then be reopened again.
        """
        self._do("POST", f"campaigns/{campaign}/reopen", body={"reason": reason})

    def template(self, template: str) -> TemplateText:
        """A template.

        As it is written now.
        """
        return self._ask(TemplateText, "GET", f"templates/{part(template)}")

    def save_template(
        self, template: str, *, text: str, seen: int = 0, note: str = ""
    ) -> TemplateVersion:
        """Write a template.

        Its next version; campaigns that are open keep theirs.
        """
        return self._ask(
            TemplateVersion,
            "PUT",
            f"templates/{part(template)}",
            body={"text": text, "seen": seen, "note": note},
        )

    def retire_template(self, template: str) -> None:
        """Offer a template no more.

        Its versions stay.
        """
        self._do("DELETE", f"templates/{part(template)}")

    def template_versions(self, template: str) -> tuple[TemplateVersion, ...]:
        """Versions of a template.

        Those that were written here, the first first.
        """
        return self._list(TemplateVersion, "GET", f"templates/{part(template)}/versions")
