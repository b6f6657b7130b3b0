"""`crossfoot inventory`: the greenhouse-gas inventory of a file or of the workspace."""

from __future__ import annotations

import csv
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import NameList, format_option, open_workspace, workspace_option
from crossfoot.commands.output import Column, console, number, print_json, print_table, progress_bar
from crossfoot.facts.entities import Approach

if TYPE_CHECKING:
    from crossfoot.calculation.inventory import Inventory

APPROACHES = tuple(str(approach) for approach in Approach)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--year", type=int, help="Only what falls into this year.")
@click.option("--gwp", type=NameList(), default=(), help="AR4, AR5, AR6; the first is shown.")
@click.option("--approach", type=click.Choice(APPROACHES), help="Consolidation approach.")
@click.option("--factors", type=NameList(), default=(), help="Sets and own files, earlier first.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Use factors published by then.")
@click.option("--region", default="", help="Region of rows that state none: CN, CN-AH, MY …")
@click.option("--sheet", default="", help="Sheet of a workbook with several.")
@click.option("--engine", default="duckdb", show_default=True, help="What calculates.")
@format_option("table", "json", "csv")
@workspace_option
def inventory(
    file: Path | None,
    year: int | None,
    gwp: tuple[str, ...],
    approach: str | None,
    factors: tuple[str, ...],
    as_of: datetime | None,
    region: str,
    sheet: str,
    engine: str,
    format_: str,
    folder: Path,
) -> int:
    """Compute the inventory of FILE (no workspace needed), or of the workspace.

    FILE has the columns site, activity, quantity, unit, start, end and optionally region,
    instrument, source, note. Exit code 1 where rows stay unresolved.
    """
    day = as_of.date() if as_of else None
    with tempfile.TemporaryDirectory() as scratch, progress_bar("inventory") as progress:
        if file is None:
            result = _of_workspace(folder, year, gwp, approach, factors, day, engine, progress)
        else:
            result = _of_file(
                file, Path(scratch), year, gwp, approach, factors, day, region, sheet, engine,
                progress,
            )  # fmt: skip
        chosen = gwp[0] if gwp else result.gwp_sets[0]
        if format_ == "json":
            print_json(result.to_json(chosen))
        elif format_ == "csv":
            _print_csv(result, chosen)
        else:
            _print(result, chosen)
        return 1 if result.unresolved else 0


def _of_file(
    file: Path,
    scratch: Path,
    year: int | None,
    gwp: tuple[str, ...],
    approach: str | None,
    factors: tuple[str, ...],
    as_of: date | None,
    region: str,
    sheet: str,
    engine: str,
    progress: Any,
) -> Inventory:
    from crossfoot.calculation.inventory import inventory as compute
    from crossfoot.runs.library import factor_library
    from crossfoot.tables.parquet import import_to_parquet
    from crossfoot.tables.schemas import ACTIVITY

    parquet = scratch / "activity.parquet"
    import_to_parquet(file, ACTIVITY, parquet, sheet=sheet or None, progress=progress)
    return compute(
        parquet,
        factor_library(factors),
        gwp_sets=gwp or ("AR6",),
        approach=Approach(approach or Approach.OPERATIONAL_CONTROL),
        as_of=as_of,
        year=year,
        engine=engine,
        default_region=region,
        progress=progress,
    )


def _of_workspace(
    folder: Path,
    year: int | None,
    gwp: tuple[str, ...],
    approach: str | None,
    factors: tuple[str, ...],
    as_of: date | None,
    engine: str,
    progress: Any,
) -> Inventory:
    from crossfoot.runs.run import inventory_of

    return inventory_of(
        open_workspace(folder),
        gwp_sets=gwp or None,
        approach=Approach(approach) if approach else None,
        factors=factors or None,
        as_of=as_of,
        year=year,
        engine=engine,
        progress=progress,
    )


TOTALS = {
    "scope1": "Scope 1",
    "scope2_location": "Scope 2, location-based",
    "scope2_market": "Scope 2, market-based",
    "scope3": "Scope 3",
    "total_location": "Total, location-based",
    "total_market": "Total, market-based",
}


def _print(result: Inventory, gwp: str) -> None:
    document = result.to_json(gwp)
    rows = [(label, number(document["totals"][key], 4)) for key, label in TOTALS.items()]
    title = f"Greenhouse-gas inventory, {gwp}, {document['approach'].replace('_', ' ')}"
    print_table(title, [Column("total"), Column("t CO2e", number=True, style="bold")], rows)
    gases = [(gas, number(mass, 6)) for gas, mass in document["by_gas"].items()]
    print_table("By gas", [Column("gas"), Column("t", number=True)], gases)
    lines = document["lines"]
    columns = [
        Column("row", number=True),
        Column("site"),
        Column("activity", style="cyan"),
        Column("quantity", number=True),
        Column("unit"),
        Column("factor"),
        Column("kg CO2e", number=True),
    ]
    print_table(f"{len(lines)} lines", columns, [_line(line) for line in lines[:40]])
    if len(lines) > 40:
        console().print(f"[dim]and {len(lines) - 40} more; --format csv writes them all[/]")
    if document["unresolved"]:
        unresolved = [(str(each["row"]), each["reason"]) for each in document["unresolved"]]
        print_table(
            f"{len(unresolved)} rows are not in the totals",
            [Column("row", number=True), Column("why", style="yellow")],
            unresolved[:40],
        )


def _line(line: dict[str, Any]) -> tuple[str, ...]:
    factor = line["factor"]
    forward = " (carried forward)" if factor["carried_forward"] else ""
    shown = f"{factor['value']} {factor['unit']}, {factor['source']}{forward}"
    kilograms = number(line["co2e_kg"], 3)
    quantity = f"{line['quantity']:,}"
    return (
        str(line["row"]), line["site"], line["activity"], quantity, line["unit"], shown, kilograms
    )  # fmt: skip


def _print_csv(result: Inventory, gwp: str) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        ["row", "site", "activity", "scope", "category", "quantity", "unit", "factor", "value",
         "factor_unit", "source", "carried_forward", f"co2e_kg_{gwp}"]
    )  # fmt: skip
    for line in result.to_json(gwp)["lines"]:
        factor = line["factor"]
        writer.writerow(
            [line["row"], line["site"], line["activity"], line["scope"], line["category"],
             line["quantity"], line["unit"], factor["id"], factor["value"], factor["unit"],
             factor["source"], factor["carried_forward"], line["co2e_kg"]]
        )  # fmt: skip
