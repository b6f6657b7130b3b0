"""A small inventory of three sites, and what it comes to by hand.

Own factors of few digits, so that every product is exact: kilograms per unit and warming
potentials (AR6 WG1 table 7.SM.7, AR5 table 8.A.1, AR4 WG1 table 2.14) stand here once more.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.test import Client

from campaigns import plant
from crossfoot.languages import Text
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.person import Person
from crossfoot.records.overview.building import build
from crossfoot.records.overview.fresh import state_of_file
from crossfoot.records.overview.inventory.kept import open_kept
from crossfoot.records.overview.starting import drawn
from crossfoot.workspaces.imports import import_activity
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace

HEAD = "id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence,edition"
FACTORS = """
diesel,fuel.diesel.mobile,CO2,2.5,kg/L,,,,1,mobile,"Fuel book, p. 7",own,2
diesel,fuel.diesel.mobile,N2O,0.001,kg/L,,,,1,mobile,"Fuel book, p. 7",own,2
grid-22,electricity.grid,CO2,0.6,kg/kWh,,2022-01-01,2022-12-31,2,electricity,bulletin,public,
grid-23,electricity.grid,CO2,0.5,kg/kWh,,2023-01-01,2023-12-31,2,electricity,bulletin,public,
air,s3.06.air,CO2e,0.2,kg/(person*km),,,,3,6,=1+1,own,
wood,fuel.wood.stationary,CO2-biogenic,1.5,kg/kg,,,,1,stationary,laboratory,own,
"""
POTENTIALS = {
    "AR6": {"N2O": 273, "CO2": 1, "CO2e": 1},
    "AR5": {"N2O": 265, "CO2": 1, "CO2e": 1},
    "AR4": {"N2O": 298, "CO2": 1, "CO2e": 1},
}
KILOGRAMS = {
    "fuel.diesel.mobile": ("1", "mobile", {"CO2": "2.5", "N2O": "0.001"}),
    "electricity.grid": ("2", "electricity", {"CO2": "0.5"}),
    "s3.06.air": ("3", "6", {"CO2e": "0.2"}),
}


class Given(NamedTuple):
    site: str
    activity: str
    quantity: str
    unit: str
    month: int


ROWS = [
    *(
        Given("hefei", "electricity.grid", f"{1000 + month}", "kWh", month)
        for month in range(1, 13)
    ),
    *(Given("penang", "electricity.grid", "400", "kWh", month) for month in (1, 2, 3, 5, 6, 7, 8)),
    *(Given("hefei", "fuel.diesel.mobile", f"{10 * month}", "L", month) for month in (1, 2, 6)),
    Given("yibin", "fuel.diesel.mobile", "70", "L", 3),
    Given("penang", "s3.06.air", "5000", "person*km", 4),
]
OTHERS = [
    "yibin,fuel.wood.stationary,8,kg,2023-02-01,2023-02-28,boiler",
    "hefei,offset.credits,3,t CO2e,2023-12-31,2023-12-31,registry",
    "hefei,s3.02.machines,90,CNY,2023-05-01,2023-05-31,list",
    "penang,fuel.diesel.mobile,5,kWh,2023-05-01,2023-05-31,typing error",
]


def lines() -> list[str]:
    found = ["site,activity,quantity,unit,start,end,source"]
    for row in ROWS:
        last = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(row.month, 31)
        days = f"2023-{row.month:02d}-01,2023-{row.month:02d}-{last}"
        found.append(f"{row.site},{row.activity},{row.quantity},{row.unit},{days},meter")
    found += OTHERS
    found.append("hefei,electricity.grid,2000,kWh,2022-01-01,2022-12-31,bill")
    return found


def co2e(row: Given, gwp: str = "AR6") -> int:
    """Milligrams of a row, by hand."""
    _, _, gases = KILOGRAMS[row.activity]
    return sum(
        int(Decimal(row.quantity) * Decimal(rate) * 1_000_000) * POTENTIALS[gwp][gas]
        for gas, rate in gases.items()
    )


def by_hand(gwp: str = "AR6", **wanted: str) -> int:
    """Milligrams of the rows of 2023 of a scope, category, site, month ("2023-04"), activity."""
    return sum(co2e(row, gwp) for row in ROWS if _is(row, wanted))


def _is(row: Given, wanted: dict[str, str]) -> bool:
    scope, category, _ = KILOGRAMS[row.activity]
    said = {
        "scope": scope,
        "category": category,
        "site": row.site,
        "month": f"2023-{row.month:02d}",
        "activity": row.activity,
    }
    return all(said[name] == value for name, value in wanted.items() if value)


def started(folder: Path) -> Path:
    """A workspace with these rows; its organisation lies in the records."""
    settings = Settings(
        company=Text("G", "集"), year=2023, first_year=2022, factors=("factors/own.csv",)
    )
    workspace = Workspace.start(folder / "group", settings)
    (folder / "group" / "organisation.csv").write_text(
        "id,name_en,name_zh,kind,parent,equity\ngroup,Group,集团,group,,1\n"
        "cells,Cells,电芯,company,group,1\nhefei,Hefei,合肥,site,cells,1\n"
        "yibin,Yibin,宜宾,site,cells,1\npenang,Penang,槟城,site,group,1\n"
    )
    (folder / "group" / "factors" / "own.csv").write_text(f"{HEAD}\n{FACTORS.strip()}\n")
    path = folder / "rows.csv"
    path.write_text("\n".join(lines()) + "\n")
    plant()
    import_activity(workspace, path)
    return folder / "group"


PAGES = (
    "/inventory",
    "/inventory/explore?scope=1",
    "/inventory/explore?scope=1&category=mobile&site=hefei&month=2023-01",
    "/inventory/scope-3",
    "/inventory/iso-14064-1",
    "/inventory/sources",
    "/inventory/balances",
    "/inventory/factors",
    "/inventory/factor?factor=diesel",
    "/inventory/unresolved",
    "/inventory/compare",
    "/inventory/restate",
    "/inventory/uncertainty",
    "/inventory/statements/base-year",
    "/inventory/statements/verification",
)


def made(folder: Path) -> Path:
    build(folder)
    drawn(folder, state_of_file(folder))
    return folder


def browser(person: Person, language: str = "en") -> Client:
    client = Client()
    client.force_login(person.user, PATH)
    client.cookies["crossfoot_language"] = {"en": "en", "zh": "zh-hans"}[language]
    return client


def page(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer


def table(client: Client, address: str, id_: str) -> Any:
    return next(each for each in page(client, address).context["tables"] if each.id == id_)


def milligrams(cell: Any) -> int:
    """What a cell of tonnes says, in milligrams."""
    return int(Decimal(cell.value).scaleb(9))


def line_address(folder: Path, row: int = 2) -> str:
    kept = open_kept(folder)
    assert kept is not None
    (document,) = kept.said["files"]
    return f"/inventory/line/{document.removesuffix('.parquet')}/{row}"
