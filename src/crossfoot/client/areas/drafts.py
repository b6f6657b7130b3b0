"""Drafts, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.client.area import Area
from crossfoot.client.models.drafts import Change, Draft, Finding, TieOut


class DraftsArea(Area):
    """Drafts."""

    def findings(self, *, unit: str, limit: int = 500) -> Iterator[Finding]:
        """What does not foot.

        Findings about a unit and those below it, errors first.
        """
        return self._each(Finding, "findings", {"unit": unit}, limit)

    def audited(self, *, unit: str, period: str) -> tuple[TieOut, ...]:
        """Audited figures.

        Revenue, headcount and the like of a unit, each against the audited figure.
        """
        return self._list(TieOut, "GET", "audited", {"unit": unit, "period": period})

    def state_audited(
        self,
        *,
        unit: str,
        period: str,
        metric: str,
        value: str,
        typed_unit: str = "",
        source: str = "",
        why: str = "",
    ) -> None:
        """State an audited figure.

        A further version of it, where there is one already.
        """
        self._do(
            "POST",
            "audited",
            body={
                "unit": unit,
                "period": period,
                "metric": metric,
                "value": value,
                "typed_unit": typed_unit,
                "source": source,
                "why": why,
            },
        )

    def all(self, *, limit: int = 500) -> Iterator[Draft]:
        """Drafts.

        Moments whose figures were kept, the first first.
        """
        return self._each(Draft, "drafts", {}, limit)

    def keep(self, *, name: str) -> Draft:
        """Keep a draft.

        All figures as they are kept now.
        """
        return self._ask(Draft, "POST", "drafts", body={"name": name})

    def changed(self, draft: int, *, unit: str, period: str) -> tuple[Change, ...]:
        """What changed since a draft.

        Whole figures of a unit and period that differ, with their causes.
        """
        return self._list(
            Change, "GET", f"drafts/{draft}/changes", {"unit": unit, "period": period}
        )
