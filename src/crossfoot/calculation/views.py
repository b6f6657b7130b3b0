"""Other views of the same inventory: the six categories of ISO 14064-1.

`data/iso14064_1.csv` says which category each source of the scopes belongs to. Nothing is
calculated anew: the categories are sums of the same milligrams, so that they add up to the totals
by scope. Biogenic CO2 stands apart, as ISO 14064-1 asks for.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from crossfoot.calculation.lines import Cell
from crossfoot.calculation.scope2 import LOCATION, MARKET
from crossfoot.calculation.streams import gas_group
from crossfoot.languages import Text

_DATA = Path(__file__).parent / "data" / "iso14064_1.csv"
_BIOGENIC = "CO2-biogenic"

#: titles of the categories (ISO 14064-1:2018, 5.2.4)
CATEGORIES = {
    "1": Text("Direct emissions", "直接排放"),
    "2": Text("Indirect: imported energy", "间接：输入能源"),
    "3": Text("Indirect: transport", "间接：运输"),
    "4": Text("Indirect: products used", "间接：使用的产品"),
    "5": Text("Indirect: use of own products", "间接：本组织产品的使用"),
    "6": Text("Indirect: other sources", "间接：其他来源"),
}


@dataclass(frozen=True, slots=True)
class Subcategory:
    """A source of the scopes as ISO 14064-1 sees it."""

    scope: str
    category: str
    iso: str
    title: Text


@dataclass(slots=True)
class IsoRow:
    """What a subcategory emits.

    Attributes:
        iso: number of the category, 1 to 6.
        title: the subcategory.
        method: location or market for category 2, else empty.
        gases: mg of CO2e by group of gases.
        biogenic: mg of biogenic CO2, beside the total.
    """

    iso: str
    title: Text
    method: str
    gases: dict[str, int] = field(default_factory=dict)
    biogenic: int = 0

    @property
    def milligrams(self) -> int:
        """CO2e of all gases."""
        return sum(self.gases.values())


@cache
def subcategories() -> dict[tuple[str, str], Subcategory]:
    """The table, by scope and category."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {
            (row["scope"], row["category"]): Subcategory(
                row["scope"],
                row["category"],
                row["iso"],
                Text(row["title_en"], row["title_zh"]),
            )
            for row in csv.DictReader(file)
        }


def iso_view(cells: Iterable[Cell], gwp: str) -> list[IsoRow]:
    """The subcategories that emit, in the order of the categories and of the table."""
    order = {key: place for place, key in enumerate(subcategories())}
    rows: dict[tuple[str, str, str], IsoRow] = {}
    for cell in cells:
        known = subcategories()[cell.scope, cell.category]
        key = (cell.scope, cell.category, cell.method)
        row = rows.setdefault(key, IsoRow(known.iso, known.title, cell.method))
        if not cell.outside:
            gas = gas_group(cell.gas)
            row.gases[gas] = row.gases.get(gas, 0) + cell.co2e[gwp]
        elif cell.gas == _BIOGENIC:
            row.biogenic += cell.milligrams
    found = sorted(rows, key=lambda key: (rows[key].iso, order[key[:2]], key[2]))
    return [rows[key] for key in found]


def iso_totals(rows: Iterable[IsoRow]) -> dict[str, dict[str, int]]:
    """Mg of CO2e by category, and of all of them, by each method of category 2."""
    known = list(rows)
    found = {}
    for method in (LOCATION, MARKET):
        counted = [row for row in known if row.method in ("", method)]
        sums = {
            number: sum(row.milligrams for row in counted if row.iso == number)
            for number in CATEGORIES
        }
        found[method] = {**sums, "total": sum(sums.values())}
    return found
