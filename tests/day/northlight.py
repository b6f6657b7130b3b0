"""A group of three companies and nine sites, and what each of them has to say of a year.

The figures follow a rule that is plain enough to be added up here, beside the program.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

#: company of each site
SITES: dict[str, str] = {
    "aarhus": "nordic", "bergen": "nordic",
    "chengdu": "china", "dalian": "china", "foshan": "china", "guiyang": "china",
    "haiphong": "south", "ipoh": "south", "jakarta": "south",
}  # fmt: skip
COMPANIES = {"nordic": "DK", "china": "CN", "south": "MY"}
GROUP = "northlight"
YEAR = 2025


def write_organisation(path: Path) -> Path:
    """The tree as a file, as `crossfoot import --as organisation` reads it."""
    head = (
        "id", "name_en", "name_zh", "kind", "parent", "region", "equity",
        "operational_control", "financial_control",
    )  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(head)
        rows.writerows((*row, "1", "yes", "full") for row in _units())
    return path


def _units() -> Iterator[tuple[str, ...]]:
    yield GROUP, "Northlight Storage Group", "北辰储能集团", "group", "", "CN"
    for company, region in COMPANIES.items():
        yield company, f"{company.title()} Company", f"{company}公司", "company", GROUP, region
    for site, company in SITES.items():
        yield site, f"{site.title()} plant", f"{site}工厂", "site", company, COMPANIES[company]


#: about how much a site has of what is not near a thousand
SIZES: dict[str, int] = {
    "safety.hours_worked": 4_700_000,
    "safety.injuries.recordable": 30,
    "safety.injuries.lost_time": 5,
    "safety.lost_days": 60,
    "training.persons": 800,
    "waste.recycled": 400,
    "water.discharge": 700,
    "water.recycled": 300,
}

#: what no site had: it is attested, not entered
NONE = "safety.fatalities"


#: women and men, then people under 30, of 30 to 50, over 50: both make up all 2,400 and more
HEADCOUNT = "workforce.headcount"
_PEOPLE = ((900, 3), (1500, 2), (700, 1), (1300, 2), (400, 2))


def figure(site: str, metric: str, place: int) -> Decimal:
    """What a site enters for the figure that stands at a place of its metric, from 1.

    Another number for each site and place; whole, for what is counted is whole.
    """
    number = list(SITES).index(site) + 1
    if metric == HEADCOUNT:
        size, more = _PEOPLE[place - 1]
        return Decimal(size + more * number)
    return Decimal(SIZES.get(metric, 1000) + 3 * number + place)
