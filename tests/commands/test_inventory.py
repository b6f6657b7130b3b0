"""`crossfoot inventory`: published cases, options, shapes of its output."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from small_workspace import written

HEAD = "site,activity,quantity,unit,start,end"
YEAR_2022, YEAR_2023 = "2022-01-01,2022-12-31", "2023-01-01,2023-12-31"
ALPHAESS = f"{HEAD}\nsuzhou,electricity.grid,2517199.2,kWh,{YEAR_2022}\n"
MIXED = f"""{HEAD},region
a,refrigerant.R-410A.leak,12.5,kg,{YEAR_2023},CN
a,fuel.diesel.mobile,1000,L,{YEAR_2023},CN
a,fuel.unobtainium.stationary,5,t,{YEAR_2023},CN
a,electricity.grid,1000,kWh,2022-07-01,2023-06-30,CN-AH
"""
OWN = """id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence
u,fuel.unobtainium.stationary,CO2,2.5,t/t,CN,2020-01-01,2030-12-31,1,stationary,mine,own
u,fuel.unobtainium.stationary,CH4,1,kg/t,CN,2020-01-01,2030-12-31,1,stationary,mine,own
"""

#: what architecture.md promises to programs
LINE = {"row", "site", "activity", "scope", "category", "quantity", "unit", "factor", "gases",
        "co2e_kg"}  # fmt: skip
FACTOR = {"id", "value", "unit", "source", "region", "valid_from", "carried_forward"}
TOTALS = {"scope1", "scope2_location", "scope2_market", "scope3", "total_location",
          "total_market"}  # fmt: skip


@pytest.fixture
def alphaess(tmp_path: Path) -> Path:
    return written(tmp_path, "alphaess.csv", ALPHAESS)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return written(tmp_path, "mixed.csv", MIXED)


def test_alphaess_2022(crossfoot, alphaess: Path) -> None:
    """Alpha ESS, ESG report 2022: 2,517,199.2 kWh x 0.5703 kg/kWh; it prints 1,435.56 t."""
    answer = crossfoot("inventory", alphaess, "--factors", "china-ets", "--format", "json")
    assert answer.code == 0
    assert answer.json["totals"]["scope2_location"] == pytest.approx(1435.55870376, abs=1e-9)
    assert answer.json["by_gas"] == {"CO2": pytest.approx(1435.55870376, abs=1e-9)}
    [line] = answer.json["lines"]
    assert line["factor"]["value"] == 0.5703
    assert line["gases"] == {"CO2": pytest.approx(1435558.70376)}


def test_ainnovation_carries_the_factor_forward(crossfoot, tmp_path: Path) -> None:
    """AInnovation: 586.86 t of 1,029.03 MWh in 2022, 531.57 t of 932.08 MWh in 2023."""
    text = (
        f"{HEAD}\noffice,electricity.grid,1029.03,MWh,{YEAR_2022}\n"
        f"office,electricity.grid,932.08,MWh,{YEAR_2023}\n"
    )
    file = written(tmp_path, "office.csv", text)
    for year, tonnes, is_old in ((2022, 586.86, False), (2023, 531.57, True)):
        answer = crossfoot(
            "inventory", file, "--factors", "china-ets", "--year", year, "--format", "json"
        )
        assert round(answer.json["totals"]["scope2_location"], 2) == tonnes
        assert [each["factor"]["carried_forward"] for each in answer.json["lines"]] == [is_old]
    table = crossfoot("inventory", file, "--factors", "china-ets")
    assert "carried forward" in table.out
    assert "沿用" in crossfoot("inventory", file, "--factors", "china-ets", "--lang", "zh").out


def test_json_has_the_promised_keys(crossfoot, mixed: Path) -> None:
    answer = crossfoot("inventory", mixed, "--format", "json")
    assert answer.code == 1, "a row has no factor"
    document = answer.json
    assert {"totals", "by_gas", "lines", "unresolved", "gwp", "approach"} <= document.keys()
    assert document["totals"].keys() == TOTALS
    for line in document["lines"]:
        assert line.keys() >= LINE
        assert line["factor"].keys() >= FACTOR
    [unresolved] = document["unresolved"]
    assert unresolved["row"] == 4
    assert "fuel.unobtainium.stationary" in unresolved["reason"]
    assert (document["gwp"], document["approach"]) == ("AR6", "operational_control")


def test_lines_add_up_to_totals_exactly(crossfoot, mixed: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(crossfoot("inventory", mixed, "--format", "csv").out)))
    kilograms = sum(Decimal(row["co2e_kg_AR6"]) for row in rows)
    totals = crossfoot("inventory", mixed, "--format", "json").json["totals"]
    assert float(kilograms / 1000) == totals["total_location"]
    assert {row["file"] for row in rows} == {"mixed.csv"}
    assert [row["row"] for row in rows] == ["2", "3", "5", "5"]


def test_a_row_over_two_years_takes_the_factor_of_each(crossfoot, mixed: Path) -> None:
    document = crossfoot("inventory", mixed, "--format", "json").json
    halves = [line for line in document["lines"] if line["row"] == 5]
    assert [line["year"] for line in halves] == [2022, 2023]
    assert sum(line["quantity"] for line in halves) == pytest.approx(1000)


def test_refrigerants_follow_the_set_of_warming_potentials(crossfoot, tmp_path: Path) -> None:
    """R-410A is half HFC-32, half HFC-125: AR5 (677 + 3170) / 2, AR6 (771 + 3740) / 2."""
    row = f"a,refrigerant.R-410A.leak,1000,kg,{YEAR_2023}"
    file = written(tmp_path, "leak.csv", f"{HEAD}\n{row}\n")
    answer = crossfoot("inventory", file, "--gwp", "AR5,AR6", "--format", "json")
    assert answer.json["gwp"] == "AR5"
    assert answer.json["totals"]["scope1"] == 1923.5
    by_set = {name: each["scope1"] for name, each in answer.json["totals_by_gwp"].items()}
    assert by_set == {"AR5": 1923.5, "AR6": 2255.5}
    table = crossfoot("inventory", file, "--gwp", "AR5,AR6").out
    assert "tCO₂e (AR5)" in table
    assert "2,255.5000" in table


def test_diesel_in_litres(crossfoot, mixed: Path) -> None:
    """IPCC 2006: 43.0 TJ/Gg x 74,100 kg/TJ = 3.1863 kg/kg; a litre of it weighs 0.84 kg."""
    document = crossfoot("inventory", mixed, "--factors", "ipcc2006", "--format", "json").json
    [diesel] = [line for line in document["lines"] if line["activity"] == "fuel.diesel.mobile"]
    assert diesel["gases"]["CO2"] == pytest.approx(1000 * 3.1863 * 0.84)


def test_an_own_factor_file_comes_before_the_built_in_sets(
    crossfoot, mixed: Path, tmp_path: Path
) -> None:
    own = written(tmp_path, "own.csv", OWN)
    answer = crossfoot(
        "inventory", mixed, "--factors", f"{own},ipcc2006,china-ets", "--format", "json"
    )
    assert answer.code == 0
    [line] = [line for line in answer.json["lines"] if line["row"] == 4]
    assert line["gases"] == {"CO2": 12500, "CH4": 5}
    assert line["co2e_kg"] == pytest.approx(12500 + 5 * 27)


def test_the_region_is_that_of_rows_that_state_none(crossfoot, alphaess: Path) -> None:
    unresolved = crossfoot("inventory", alphaess, "--factors", "china-ets", "--region", "MY")
    assert unresolved.code == 1
    assert "no factor for MY" in unresolved.out
    answer = crossfoot(
        "inventory", alphaess, "--factors", "china-ets", "--region", "CN-JS", "--format", "json"
    )
    assert answer.code == 0
    assert "CN holds CN-JS" in answer.json["lines"][0]["factor"]["rule"]


def test_as_of_uses_what_was_published_by_then(crossfoot, alphaess: Path) -> None:
    """The factor of 2022, 0.5703, was published in February 2023; before it was 0.5810."""
    answer = crossfoot(
        "inventory", alphaess, "--factors", "china-ets", "--as-of", "2022-12-31", "--format", "json"
    )
    [line] = answer.json["lines"]
    assert (line["factor"]["value"], line["factor"]["carried_forward"]) == (0.581, True)
    assert answer.json["as_of"] == "2022-12-31"


def test_a_sheet_of_a_workbook(crossfoot, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for title, quantity in (("north", 1000), ("south", 3000)):
        sheet = book.create_sheet(title)
        sheet.append(HEAD.split(","))
        sheet.append(["a", "electricity.grid", quantity, "kWh", "2022-01-01", "2022-12-31"])
    book.save(tmp_path / "sites.xlsx")
    command = ("inventory", tmp_path / "sites.xlsx", "--factors", "china-ets", "--format", "json")
    south = crossfoot(*command, "--sheet", "south")
    assert south.json["totals"]["scope2_location"] == pytest.approx(1.7109)
    both = crossfoot(*command)
    assert both.code == 2
    assert "north" in both.err
    assert "south" in both.err
    assert crossfoot(*command, "--sheet", "west").code == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--factors", "china-est"), "did you mean china-ets?"),
        (("--factors", "absent.csv"), "absent.csv"),
        (("--gwp", "AR7"), "AR6"),
        (("--engine", "duckdbb"), "duckdb"),
        (("--approach", "half"), "equity_share"),
    ],
)
def test_unknown_names_are_told(crossfoot, alphaess: Path, options: tuple[str, ...], words) -> None:
    answer = crossfoot("inventory", alphaess, *options)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        (HEAD + "\n", "there is a heading but no row below it"),
        ("site,quantity\na,1\n", "activity"),
        (ALPHAESS.replace("kWh", "kwhh"), "bad.csv, row 2, column unit"),
        (ALPHAESS.replace("2022-12-31", "2021-12-31"), "row 2"),
    ],
)
def test_a_bad_file_is_told_with_its_place(crossfoot, tmp_path: Path, text: str, words) -> None:
    answer = crossfoot("inventory", written(tmp_path, "bad.csv", text))
    assert (answer.code, answer.out) == (2, "")
    assert "bad.csv" in answer.err
    assert words in answer.err


def test_neither_a_file_nor_a_workspace(crossfoot, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "crossfoot inventory FILE.csv" in crossfoot("inventory").err
    assert crossfoot("inventory", "absent.csv").code == 2
    assert crossfoot("inventory", tmp_path).code == 2


def test_the_inventory_of_a_workspace(crossfoot, small: Path) -> None:
    """1,500 MWh x 0.5703; by equity share half of Penang's 500 MWh."""
    answer = crossfoot("inventory", "--workspace", small, "--format", "json")
    assert answer.code == 0
    assert answer.json["totals"]["scope2_location"] == pytest.approx(1500 * 0.5703)
    assert {line["file"] for line in answer.json["lines"]} == {"energy.csv"}
    shares = crossfoot(
        "inventory", "--workspace", small, "--approach", "equity_share", "--format", "json"
    )
    assert shares.json["totals"]["scope2_location"] == pytest.approx(1250 * 0.5703)
    assert crossfoot("inventory", "--workspace", small, "--region", "CN").code == 2


def test_a_long_file_is_shortened_for_people_only(crossfoot, tmp_path: Path) -> None:
    rows = "".join(f"site{n:03},electricity.grid,1000,kWh,{YEAR_2022}\n" for n in range(45))
    file = written(tmp_path, "long.csv", f"{HEAD}\n{rows}")
    table = crossfoot("inventory", file, "--factors", "china-ets")
    assert "lines: 45" in table.out
    assert "and 5 more; --format csv writes them all" in table.err
    assert len(crossfoot("inventory", file, "--format", "csv").out.splitlines()) == 46
