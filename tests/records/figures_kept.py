"""A small group with figures from files and from people, as the tests of the overview share it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from campaigns import ELECTRICITY, WATER, Crew, fill, opened, plant, request, template, through
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.collection.templates import Line
from crossfoot.records.overview.building import build
from crossfoot.records.overview.fresh import state_of_file
from crossfoot.records.overview.starting import drawn
from crossfoot.workspaces.imports import import_facts
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace

Y2022, Y2023 = Period.year(2022), Period.year(2023)
SITES = ("hefei", "yibin", "penang")
#: cubic metres of each month of 2023; those of 2022 are ten less
MONTHLY = {"hefei": 100, "yibin": 40, "penang": 7}
PEOPLE = {"hefei": 300, "yibin": 120, "penang": 30}
REVENUE = Decimal("12083.49")

ASKS = template(Line(ELECTRICITY, kinds=("site",)))


def rows() -> list[str]:
    found = ["metric,entity,period,dimensions,value,unit"]
    for year, less in ((2022, 10), (2023, 0)):
        for site in SITES:
            for month in range(1, 13):
                value = MONTHLY[site] - (less if site != "penang" else 1 if less else 0)
                found.append(f"{WATER},{site},{year}-{month:02d},,{value},m^3")
            found.append(f"workforce.headcount,{site},{year},,{PEOPLE[site] - less},person")
        found.append(f"finance.revenue,group,{year},,{REVENUE - less * 10},1e4 CNY")
    return found


def started(folder: Path, lines: list[str] | None = None) -> Path:
    """A workspace with the facts of files; its organisation lies in the records."""
    settings = Settings(company=Text("G", "集"), year=2023, first_year=2022)
    workspace = Workspace.start(folder / "group", settings)
    (folder / "group" / "organisation.csv").write_text(
        "id,name_en,name_zh,kind,parent\ngroup,Group,集团,group,\ncells,Cells,电芯,company,group\n"
        "hefei,Hefei,合肥,site,cells\nyibin,Yibin,宜宾,site,cells\npenang,Penang,槟城,site,group\n"
    )
    path = folder / "facts.csv"
    path.write_text("\n".join(lines or rows()) + "\n")
    plant()
    import_facts(workspace, path)
    return folder / "group"


def approve(people: Crew, unit: str, value: str, year: Period = Y2023) -> None:
    """A campaign of its own, to the end."""
    campaign = opened(people.manager, (unit,), period=year, asks=ASKS)
    asked = request("energy", unit, campaign)
    fill(people.owner, asked, value)
    through(people, asked)


def made(folder: Path) -> Path:
    build(folder)
    drawn(folder, state_of_file(folder))  # no test waits for an engine of charts
    return folder
