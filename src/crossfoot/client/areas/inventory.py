"""Inventory, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from crossfoot.client.area import Area, part
from crossfoot.client.models.inventory import (
    AddedFactors,
    Inventory,
    InventoryLines,
    InventorySum,
    KeptInventory,
    Statements,
    Uncertainty,
    UnresolvedRows,
)
from crossfoot.client.models.shared import Job
from crossfoot.client.transport import Progress


class InventoryArea(Area):
    """Inventory."""

    def get(
        self,
        *,
        unit: str,
        year: int = 0,
        gwp: str = "",
        approach: str = "",
        method: Literal["location", "market"] = "location",
        scope: str = "",
        category: str = "",
        site: str = "",
        month: str = "",
    ) -> Inventory:
        """Inventory of a year.

        Totals of a unit that the person may read, as the page shows them.
        """
        return self._ask(
            Inventory,
            "GET",
            "inventory",
            {
                "unit": unit,
                "year": year,
                "gwp": gwp,
                "approach": approach,
                "method": method,
                "scope": scope,
                "category": category,
                "site": site,
                "month": month,
            },
        )

    def parts(
        self,
        *,
        unit: str,
        year: int = 0,
        gwp: str = "",
        approach: str = "",
        method: Literal["location", "market"] = "location",
        scope: str = "",
        category: str = "",
        site: str = "",
        month: str = "",
        by: Literal["scope", "category", "site", "month"] = "scope",
    ) -> InventorySum:
        """A sum and its parts.

        A part of the inventory, split by scope, category, site or month.
        """
        return self._ask(
            InventorySum,
            "GET",
            "inventory/parts",
            {
                "unit": unit,
                "year": year,
                "gwp": gwp,
                "approach": approach,
                "method": method,
                "scope": scope,
                "category": category,
                "site": site,
                "month": month,
                "by": by,
            },
        )

    def lines(
        self,
        *,
        unit: str,
        year: int = 0,
        gwp: str = "",
        approach: str = "",
        method: Literal["location", "market"] = "location",
        scope: str = "",
        category: str = "",
        site: str = "",
        month: str = "",
        start: int = 0,
    ) -> InventoryLines:
        """Lines of a sum.

        The lines that a part of the inventory is the sum of.
        """
        return self._ask(
            InventoryLines,
            "GET",
            "inventory/lines",
            {
                "unit": unit,
                "year": year,
                "gwp": gwp,
                "approach": approach,
                "method": method,
                "scope": scope,
                "category": category,
                "site": site,
                "month": month,
                "start": start,
            },
        )

    def unresolved(
        self,
        *,
        unit: str,
        year: int = 0,
        gwp: str = "",
        approach: str = "",
        method: Literal["location", "market"] = "location",
        scope: str = "",
        category: str = "",
        site: str = "",
        month: str = "",
    ) -> tuple[UnresolvedRows, ...]:
        """Rows in no total.

        Rows without a factor, many of a kind together.
        """
        return self._list(
            UnresolvedRows,
            "GET",
            "inventory/unresolved",
            {
                "unit": unit,
                "year": year,
                "gwp": gwp,
                "approach": approach,
                "method": method,
                "scope": scope,
                "category": category,
                "site": site,
                "month": month,
            },
        )

    def runs(self) -> tuple[KeptInventory, ...]:
        """Kept inventories.

        Inventories that were kept under a name, the earliest first.
        """
        return self._list(KeptInventory, "GET", "inventory/runs")

    def changes_add_factors(
        self, file: Path | str, *, progress: Progress | None = None
    ) -> AddedFactors:
        """Add factors.

        A CSV file as a form with parts; its factors are used before all others.
        """
        return self._send(AddedFactors, "inventory/factors", file, {}, progress)

    def changes_keep_run(
        self,
        *,
        name: str,
        approach: str,
        gwp: str,
        year: int | None = None,
        as_of: date | None = None,
    ) -> Job:
        """Keep an inventory.

        A job calculates it; it stays as it is for good.
        """
        return self._ask(
            Job,
            "POST",
            "inventory/runs/keep",
            body={"name": name, "year": year, "approach": approach, "gwp": gwp, "as_of": as_of},
        )

    def changes_compare(self, *, base: str, new: str, unit: str) -> Job:
        """Compare two runs.

        A job compares them line by line; the pages show what it finds.
        """
        return self._ask(
            Job, "POST", "inventory/comparisons", body={"base": base, "new": new, "unit": unit}
        )

    def statements_statements(self, kind: str) -> Statements:
        """Statements of the inventory.

        Base year, scope 3, ownership, verification, uncertainty.
        """
        return self._ask(Statements, "GET", f"inventory/statements/{part(kind)}")

    def statements_state_row(
        self,
        kind: str,
        *,
        version: str,
        cells: Mapping[str, str] | None,
        number: int = 0,
        place: int = 0,
        reason: str = "",
    ) -> Statements:
        """State a row.

        The whole file is checked as a file is; then it counts.
        """
        return self._ask(
            Statements,
            "POST",
            f"inventory/statements/{part(kind)}",
            body={
                "version": version,
                "number": number,
                "cells": cells,
                "place": place,
                "reason": reason,
            },
        )

    def statements_restore(
        self, kind: str, *, version: str, wanted: str, reason: str = ""
    ) -> Statements:
        """Restore statements.

        An earlier version counts again; that of now is kept.
        """
        return self._ask(
            Statements,
            "POST",
            f"inventory/statements/{part(kind)}/restore",
            body={"version": version, "wanted": wanted, "reason": reason},
        )

    def uncertainty_uncertainty(
        self,
        *,
        unit: str,
        year: int = 0,
        gwp: str = "",
        approach: str = "",
        method: Literal["location", "market"] = "location",
        scope: str = "",
        category: str = "",
        site: str = "",
        month: str = "",
    ) -> Uncertainty:
        """Uncertainty of a year.

        As the page shows it; nothing is assumed that is not stated.
        """
        return self._ask(
            Uncertainty,
            "GET",
            "inventory/uncertainty",
            {
                "unit": unit,
                "year": year,
                "gwp": gwp,
                "approach": approach,
                "method": method,
                "scope": scope,
                "category": category,
                "site": site,
                "month": month,
            },
        )

    def uncertainty_draw(
        self,
        *,
        unit: str,
        year: int,
        gwp: str = "",
        approach: str = "",
        draws: int = 10000,
        seed: int = 20260101,
    ) -> Job:
        """Draw inventories.

        A job draws them; the page shows the distribution.
        """
        return self._ask(
            Job,
            "POST",
            "inventory/draws",
            body={
                "unit": unit,
                "year": year,
                "gwp": gwp,
                "approach": approach,
                "draws": draws,
                "seed": seed,
            },
        )
