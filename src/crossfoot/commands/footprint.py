"""`crossfoot footprint PRODUCTS.csv`: the footprint of products, cradle to gate."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import (
    Year,
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.calculation.footprint import Footprint, Material, Product

PRODUCTS = ("product", "site", "output", "unit", "weight")
MATERIALS = ("product", "material", "quantity", "unit", "fossil")


@click.command()
@click.argument("products", type=click.Path(path_type=Path))
@click.option("--bom", type=click.Path(path_type=Path), help="Bill of materials, per unit.")
@click.option("--year", type=Year(), help="Year of the inventory; else the workspace's.")
@click.option("--company-id", default="", help="URN of the company, for PACT.")
@click.option("--country", default="", help="Country of production, for PACT: CN, DE …")
@click.option("--exempted", default="0", help="Percent of emissions left out, for PACT.")
@format_option("table", "json")
@language_option
@workspace_option
def footprint(
    products: Path,
    bom: Path | None,
    year: int | None,
    format_: str,
    language: Language,
    folder: Path,
    **options: str,
) -> int:
    """Footprint of PRODUCTS in kg CO2e per unit: the site's inventory and the bill of materials.

    PRODUCTS is a CSV with product, site, output, unit, weight (the key by which the site is shared
    out) and optionally mass (kg per unit) and name. The bill of materials has product, material,
    quantity, unit, fossil (kg CO2e per unit) and optionally biogenic, uptake, primary, source.

    JSON is a list of footprints in PACT's data model, version 3; what only you know of a product
    (carbon contents, ids, validity, data quality, verification) has columns of its own.

    Example: crossfoot footprint products.csv --bom bom.csv --year 2023
    """
    from crossfoot.calculation.footprint import footprints, site_emissions
    from crossfoot.quantities.periods import Period
    from crossfoot.runs.run import inventory_of

    made, rows = _products(products)
    bought = [] if bom is None else _materials(bom)
    workspace = open_workspace(folder)
    chosen = year or workspace.settings.year
    if chosen is None:
        raise CrossfootError(Problem("no year is given", remedy="name it with --year"))
    result = inventory_of(workspace, year=chosen)
    period, gwp = Period.year(chosen), result.gwp_sets[0]
    found = footprints(made, bought, site_emissions(result.cells(), period, gwp), period, gwp)
    result.close()
    if format_ == "json":
        _print_json(found, rows, workspace.settings.company["en"], options, products.name)
    else:
        _print(found, language)
    return 0


def _products(path: Path) -> tuple[list[Product], dict[str, tuple[int, dict[str, str]]]]:
    """The products, and by product the row with all that is declared of it."""
    from crossfoot.calculation.footprint import Product

    rows = _rows(path, PRODUCTS)
    made = [
        Product(
            row["product"],
            row["site"],
            _number(path, number, row, "output"),
            row["unit"],
            _number(path, number, row, "weight"),
            _number(path, number, row, "mass"),
        )
        for number, row in rows
    ]
    return made, {row["product"]: (number, row) for number, row in rows}


def _materials(path: Path) -> list[Material]:
    from crossfoot.calculation.footprint import Material

    return [
        Material(
            product=row["product"],
            name=row["material"],
            quantity=_number(path, number, row, "quantity"),
            unit=row["unit"],
            fossil=_number(path, number, row, "fossil"),
            biogenic=_number(path, number, row, "biogenic"),
            uptake=_number(path, number, row, "uptake"),
            primary=row.get("primary", "").lower() in ("yes", "是"),
            source=row.get("source", ""),
        )
        for number, row in _rows(path, MATERIALS)
    ]


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    if not path.is_file():
        raise CrossfootError(Problem(f"there is no file {path}"))
    try:
        reader = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    except UnicodeDecodeError:
        problem = Problem("the file is not UTF-8 text", where=path.name, remedy="save it as UTF-8")
        raise CrossfootError(problem) from None
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        remedy = f"the columns are {', '.join(columns)}"
        problem = Problem(f"column {missing[0]!r} is missing", where=path.name, remedy=remedy)
        raise CrossfootError(problem)
    return [
        (number, {name: (cell or "").strip() for name, cell in row.items() if name})
        for number, row in enumerate(reader, start=2)
    ]


def _number(path: Path, number: int, row: dict[str, str], name: str) -> Decimal:
    text = row.get(name) or "0"
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        place = f"{path.name} row {number}"
        raise CrossfootError(Problem(f"{name} is {text!r}, which is no number", where=place))
    return value


def _print_json(
    found: list[Footprint],
    rows: dict[str, tuple[int, dict[str, str]]],
    company: str,
    options: dict[str, Any],
    file: str,
) -> None:
    from crossfoot.calculation.pact import Declarant, to_pact
    from crossfoot.calculation.pact_declared import with_declared
    from crossfoot.commands.output import print_json

    slug = "".join(sign if sign.isalnum() else "-" for sign in company.lower())
    declarant = Declarant(
        company,
        (options["company_id"] or f"urn:crossfoot:company:{slug}",),
        options["country"].upper(),
        "site inventory by the weights of its products",
        "scopes 1 and 2 (market-based) of the site, and the bill of materials",
        Decimal(options["exempted"]),
    )
    now = datetime.now(UTC)
    documents, problems = [], []
    for each in found:
        number, row = rows[each.product.id]
        name = row.get("name") or each.product.id
        mass = Decimal(1) if each.product.unit == "kg" else each.product.mass
        try:
            documents.append(with_declared(to_pact(each, declarant, name, now), row, mass))
        except CrossfootError as error:
            place = f"{file} row {number}"
            problems += [replace(problem, where=place) for problem in error.problems]
    if problems:
        raise CrossfootError.of(problems)
    print_json(documents)


def _print(found: list[Footprint], language: Language) -> None:
    from crossfoot.commands.output import Column, print_table, readable
    from crossfoot.commands.words import say

    rows = [
        (
            each.product.id,
            each.product.site,
            each.product.unit,
            readable(each.site_fossil + each.site_biogenic),
            readable(each.total - each.site_fossil - each.site_biogenic),
            readable(each.total),
            readable(each.uptake),
            readable(each.primary_share),
        )
        for each in found
    ]
    names = ("from the site", "from materials", "total", "biogenic uptake", "primary data, %")
    columns = [Column("product"), Column("site"), Column("unit")]
    columns += [Column(name, number=True) for name in names]
    print_table(say("Product footprint, kg CO₂e per unit", language), columns, rows, language)
