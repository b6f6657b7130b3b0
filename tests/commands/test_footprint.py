"""`crossfoot footprint`: products of a small workspace."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner

from crossfoot.commands.footprint import footprint
from crossfoot.commands.inventory import inventory
from small_workspace import small_workspace

PRODUCTS = "product,site,output,unit,weight,mass\np,hefei,100,piece,3,20\nq,hefei,10,kg,1,\n"
BOM = "product,material,quantity,unit,fossil,primary,source\np,cells,12,kg,4.1,yes,supplier\n"


def run(folder: Path, *options: str) -> str:
    (folder / "products.csv").write_text(PRODUCTS, "utf-8")
    (folder / "bom.csv").write_text(BOM, "utf-8")
    given = [str(folder / "products.csv"), "--bom", str(folder / "bom.csv"), *options]
    result = CliRunner().invoke(
        footprint, [*given, "--workspace", str(folder)], standalone_mode=False
    )
    assert result.exception is None, result.exception
    return result.output


def test_products_add_up_to_their_site(tmp_path: Path) -> None:
    """What the inventory says of the site is what its products carry, without the materials."""
    workspace = small_workspace(tmp_path)
    year = str(workspace.settings.year or 2023)
    documents = json.loads(run(workspace.folder, "--year", year, "--format", "json"))
    shared = [
        Decimal(document["pcf"]["pcfExcludingBiogenicUptake"]) * output - bought
        for document, output, bought in zip(
            documents, (100, 10), (Decimal("4920"), Decimal(0)), strict=True
        )
    ]
    said = CliRunner().invoke(
        inventory,
        ["--year", year, "--format", "json", "--workspace", str(workspace.folder)],
        standalone_mode=False,
    )
    lines = [line for line in json.loads(said.output)["lines"] if line["site"] == "hefei"]
    own = sum(
        Decimal(str(line.get("market", line)["co2e_kg"])) for line in lines if line["scope"] != "3"
    )
    assert own > 0
    assert abs(sum(shared) - own) < Decimal("0.001")
    assert shared[0] / shared[1] == 3


def test_the_table_is_for_people(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    year = str(workspace.settings.year or 2023)
    assert "产品碳足迹" in run(workspace.folder, "--year", year, "--lang", "zh")
