"""Reporting, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crossfoot.client.area import Area, part
from crossfoot.client.models.reporting import FiscalYear, Rule, Taken
from crossfoot.client.transport import Progress


class ReportingArea(Area):
    """Reporting."""

    def rules(self, *, unit: str = "", metric: str = "", limit: int = 500) -> Iterator[Rule]:
        """Rules of reporting.

        Those of the units that the person may read.
        """
        return self._each(Rule, "organisation/reporting", {"unit": unit, "metric": metric}, limit)

    def set_rule(
        self,
        *,
        unit: str,
        metric: str,
        reports: bool,
        valid_from: date,
        valid_to: date | None = None,
        reason: str = "",
    ) -> Rule:
        """Set a rule of reporting.

        Campaigns whose period ends in the days go by it.
        """
        return self._ask(
            Rule,
            "POST",
            "organisation/reporting",
            body={
                "unit": unit,
                "metric": metric,
                "reports": reports,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "reason": reason,
            },
        )

    def end_rule(self, rule: int) -> None:
        """Take a rule back.

        Campaigns that are open stay as they are.
        """
        self._do("DELETE", f"organisation/reporting/{rule}")

    def fiscal_years(self, code: str) -> tuple[FiscalYear, ...]:
        """Fiscal years of a unit.

        Its own; without one, those of the unit above hold.
        """
        return self._list(FiscalYear, "GET", f"organisation/units/{part(code)}/fiscal-years")

    def set_fiscal_year(self, code: str, *, first_month: int, day: date) -> FiscalYear:
        """Set the fiscal year of a unit.

        From a day on, for the unit and all below without one of their own.
        """
        return self._ask(
            FiscalYear,
            "PUT",
            f"organisation/units/{part(code)}/fiscal-years",
            body={"first_month": first_month, "day": day},
        )

    def export_whole(self, to: Path | str, *, progress: Progress | None = None) -> Path:
        """The whole organisation as a workbook.

        Units over time, fiscal years, reporting, people and roles; for those who keep the whole.
        """
        return self._fetch("organisation/whole.xlsx", to, {}, progress)

    def import_whole(
        self, file: Path | str, *, look: bool = False, progress: Progress | None = None
    ) -> Taken:
        """Take the whole organisation from a workbook.

        Units, fiscal years, reporting, people and roles; what is not named is not lost.
        """
        return self._send(Taken, "organisation/whole.xlsx", file, {"look": look}, progress)
