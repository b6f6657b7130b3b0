"""Organisation, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from crossfoot.client.area import Area, part
from crossfoot.client.models.organisation import FinancialControl, TreeChange, Unit, UnitState
from crossfoot.client.transport import Progress


class OrganisationArea(Area):
    """Organisation."""

    def units(self, *, on: date | None = None, known: date | None = None) -> tuple[Unit, ...]:
        """Units on a day, as known on a day.

        The units that the person may read, parents first; today's as known now unless asked.
        """
        return self._list(Unit, "GET", "organisation", {"on": on, "known": known})

    def put_tree(self, *, units: Sequence[Unit], day: date, reason: str = "") -> TreeChange:
        """The whole organisation from a day on.

        What differs is set, what is not named is closed; days before stay as they were.
        """
        return self._ask(
            TreeChange, "PUT", "organisation", body={"units": units, "day": day, "reason": reason}
        )

    def export(
        self,
        to: Path | str,
        *,
        on: date | None = None,
        known: date | None = None,
        progress: Progress | None = None,
    ) -> Path:
        """The organisation as a file.

        What `GET /organisation` answers, in the columns of an import.
        """
        return self._fetch("organisation.csv", to, {"on": on, "known": known}, progress)

    def states_of(self, code: str) -> tuple[UnitState, ...]:
        """What held of a unit, and when.

        All that stands recorded of the unit, in the order of days.
        """
        return self._list(UnitState, "GET", f"organisation/units/{part(code)}")

    def put_unit(
        self,
        *,
        code: str,
        name_en: str,
        name_zh: str,
        valid_from: date,
        kind: str = "site",
        parent: str = "",
        region: str = "",
        equity: Decimal = Decimal("1"),
        operational_control: bool = True,
        financial_control: FinancialControl = "full",
        valid_to: date | None = None,
        reason: str = "",
    ) -> Unit:
        """Set a unit for some days.

        Add the unit, or change what holds of it during the days.
        """
        return self._ask(
            Unit,
            "PUT",
            f"organisation/units/{part(code)}",
            body={
                "code": code,
                "name_en": name_en,
                "name_zh": name_zh,
                "kind": kind,
                "parent": parent,
                "region": region,
                "equity": equity,
                "operational_control": operational_control,
                "financial_control": financial_control,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "reason": reason,
            },
        )

    def close(self, code: str, *, day: date, reason: str) -> None:
        """Close a unit.

        From the day on it is there no more, nor is what stands below it.
        """
        self._do(
            "POST", f"organisation/units/{part(code)}/close", body={"day": day, "reason": reason}
        )
