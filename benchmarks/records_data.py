"""A workspace as a large group has it: sites, campaigns with values, batches of rows, meters.

    python benchmarks/records_data.py FOLDER [--rows 5000000] [--values 100000]

Rows come in batches of half a million, by the actions that people use.
"""

from __future__ import annotations

import argparse
import os
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

SITES = 60
METERS = 120
BATCH = 500_000
YEARS = range(2012, 2025)
PASSWORD = "seven green lakes"  # of people of a benchmark
MANAGER, OWNER = "li@example.org", "wang@example.org"

#: asked month by month of every site
METRICS = (
    "energy.electricity.purchased",
    "energy.electricity.sold",
    "energy.fuel.natural_gas",
    "energy.fuel.diesel_volume",
    "energy.fuel.gasoline_volume",
    "energy.heat.purchased",
    "energy.steam.purchased",
    "energy.cooling.purchased",
    "water.use",
    "workforce.headcount",
    "safety.fatalities",
)

#: what a batch is of: activity, unit, share of its rows
ACTIVITIES = (("electricity.grid", "kWh"), ("fuel.diesel.mobile", "L"), ("water.municipal", "m3"))


def prepare(folder: Path) -> None:
    """Django for this workspace."""
    os.environ["CROSSFOOT_WORKSPACE"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "crossfoot.settings"
    os.environ.setdefault("CROSSFOOT_MASTER_KEY_FILE", str(folder.parent / "benchmark.key"))
    import django

    django.setup()


def make(folder: Path, rows: int, values: int) -> None:
    """The workspace with its records."""
    from crossfoot.languages import Text
    from crossfoot.workspaces.settings import Settings
    from crossfoot.workspaces.workspace import Workspace

    Workspace.start(folder, Settings(company=Text("Group", "集团"), year=2023))
    prepare(folder)
    from django.core.management import call_command

    from crossfoot.records.opening import make_database_file
    from crossfoot.records.secret_key import make_secret_key

    make_secret_key(folder)
    make_database_file()
    call_command("migrate", verbosity=0)
    sites = _organisation()
    _people()
    _meters(sites)
    for number in range(max(1, rows // BATCH)):
        began = time.perf_counter()
        _batch(folder, number, min(rows, BATCH), sites)
        print(f"batch {number}: {time.perf_counter() - began:.1f} s", flush=True)
    _values(sites, values)


def _organisation() -> list[str]:
    from crossfoot.facts.entities import Entity, Organisation
    from crossfoot.languages import Text
    from crossfoot.records.actions import CommandLine
    from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation

    units = [Entity("group", Text("Group", "集团"), "group")]
    sites = [f"site-{number:02}" for number in range(SITES)]
    for number, site in enumerate(sites):
        company = f"company-{number % 6}"
        if number < 6:
            units.append(
                Entity(company, Text(f"Company {number}", f"公司{number}"), "company", "group")
            )
        units.append(Entity(site, Text(f"Site {number}", f"工厂{number}"), "site", company))
    ImportOrganisation(Organisation(units), date(2010, 1, 1)).do(CommandLine())
    return sites


def _people() -> None:
    from crossfoot.records.accounts.actions.accept_invitation import AcceptInvitation
    from crossfoot.records.accounts.actions.grant_role import GrantRole
    from crossfoot.records.accounts.actions.invite import Invite
    from crossfoot.records.accounts.person import Visitor
    from crossfoot.records.actions import CommandLine
    from crossfoot.records.organisation.spans import Span
    from crossfoot.records.roles import Role

    for email, role, unit in (
        (MANAGER, Role.ESG_MANAGER, ""),
        (OWNER, Role.DATA_OWNER, "company-1"),
    ):
        invited = Invite(email, email.partition("@")[0].title()).do(CommandLine())
        AcceptInvitation(invited.token, PASSWORD).do(Visitor("benchmark"))
        GrantRole(invited.user.pk, role, Span(date(2020, 1, 1)), unit).do(CommandLine())


def _meters(sites: list[str]) -> None:
    from crossfoot.records.actions import CommandLine
    from crossfoot.records.ledger.actions.set_meter import SetMeter

    for number in range(METERS):
        activity, unit = ACTIVITIES[number % 3]
        SetMeter(
            f"M{number}",
            sites[number % SITES],
            activity,
            unit,
            date(2022, 1, 1),
            multiplier=Decimal(1),
        ).do(CommandLine())


def _batch(folder: Path, number: int, rows: int, sites: list[str]) -> None:
    """One file of rows, from its arrival until it counts."""
    import duckdb

    from crossfoot.records.actions import CommandLine
    from crossfoot.records.evidence.receiving import received
    from crossfoot.records.ledger.actions.receive import ReceiveBatch
    from crossfoot.records.ledger.actions.take import ImportBatch
    from crossfoot.records.ledger.checking import check_rows

    file = folder.parent / f"bills-{number:03}.csv"
    activity, unit = ACTIVITIES[number % 3]
    metered = 2000 if number < len(ACTIVITIES) else 0  # rows that say the same count once
    columns = (
        "'site-' || lpad(CAST(i % 60 AS VARCHAR), 2, '0') AS site",
        f"'{activity}' AS activity",
        f"CAST(1 + (i * 7919 + {number}) % 100000 AS VARCHAR) || '.5' AS quantity",
        f"'{unit}' AS unit",
        "strftime(DATE '2022-01-01' + CAST(i % 700 AS INTEGER), '%Y-%m-%d') AS start",
        "strftime(DATE '2022-01-01' + CAST(i % 700 AS INTEGER), '%Y-%m-%d') AS \"end\"",
        f"CASE WHEN i < {metered} THEN 'M' || (i % {METERS}) ELSE 'INV-{number}-' || i END "
        "AS source",
        "'invoice ' || i AS note",
    )
    duckdb.sql(f"COPY (SELECT {', '.join(columns)} FROM range({rows}) r(i)) TO '{file}' (HEADER)")
    by = CommandLine()
    batch = check_rows(ReceiveBatch(received(file, limit=1 << 40)).do(by), by)
    if batch.problems:
        raise SystemExit(batch.problems[:3])
    ImportBatch(batch.pk).do(by)
    file.unlink()


def _values(sites: list[str], values: int) -> None:
    """Campaigns with a value in every cell, as many as are asked for."""
    from crossfoot.languages import Text
    from crossfoot.quantities.periods import Period
    from crossfoot.records.accounts.models import User
    from crossfoot.records.accounts.person import Person
    from crossfoot.records.collection.actions.open_campaign import OpenCampaign
    from crossfoot.records.collection.actions.set_cells import SetCells
    from crossfoot.records.collection.changes import Change
    from crossfoot.records.collection.models import Cell, Request
    from crossfoot.records.collection.templates import CampaignTemplate, Line

    by = Person(User.objects.get(email=MANAGER), "benchmark")
    template = CampaignTemplate(
        "monthly",
        Text("Monthly figures", "月度数据"),
        "year",
        tuple(Line(metric, each="month", kinds=("site",)) for metric in METRICS),
    )
    entered = 0
    for year in YEARS:
        began = time.perf_counter()
        campaign = OpenCampaign(
            template, f"Figures {year}", Period.year(year), tuple(sites), date(year + 1, 2, 1)
        ).do(by)
        for request in Request.objects.filter(campaign=campaign):
            cells = list(Cell.objects.filter(request=request).values_list("pk", flat=True))
            changes = [Change(cell=cell, version=0, value=f"{cell % 997}.25") for cell in cells]
            SetCells(request.pk, tuple(changes)).do(by)
            entered += len(cells)
        print(f"{year}: {entered:,} values, {time.perf_counter() - began:.1f} s", flush=True)
        if entered >= values:
            return


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--values", type=int, default=100_000)
    given = parser.parse_args()
    make(given.folder.resolve(), given.rows, given.values)


if __name__ == "__main__":
    main()
