"""The profile of each site: its size in people, energy, water and waste."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
YEARS = (2021, 2022, 2023)


@dataclass(frozen=True)
class Site:
    """One site of the demo group.

    Attributes:
        id: entity of the organisation.
        employees: closing headcount by year.
        typical: amount of an ordinary month of the first year by column of `sites.csv`, such as
            `electricity_mwh`; refrigerant and solvent amounts too.
    """

    id: str
    employees: dict[int, int]
    typical: dict[str, float]

    def growth(self, year: int) -> float:
        """Activity against the first year; output grows a little slower than the headcount."""
        return math.pow(self.employees[year] / self.employees[YEARS[0]], 0.85)

    def has(self, column: str) -> bool:
        """Whether the site has this source at all."""
        return self.typical[column] > 0


def sites() -> tuple[Site, ...]:
    """All sites, in the order of the file."""
    with (DATA / "sites.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_site(row) for row in csv.DictReader(file))


def _site(row: dict[str, str]) -> Site:
    employees = {year: int(row[f"employees_{year}"]) for year in YEARS}
    typical = {
        column: float(text)
        for column, text in row.items()
        if column != "site" and not column.startswith("employees_")
    }
    return Site(row["site"], employees, typical)
