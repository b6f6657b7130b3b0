"""Own factor files, good and bad."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.factors.files import read_factor_file
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import load_set, open_sets
from crossfoot.quantities.periods import Period

HEADER = "id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence"
GOOD = "tn,electricity.grid,CO2,0.8,t/MWh,MY,2022-01-01,2022-12-31,2,electricity,bulletin 7,own"


def write(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def test_a_good_file(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        GOOD,
        "boiler,fuel.rice_husk.stationary,CO2-biogenic,1.4,kg/kg,,,,1,stationary,lab report,own",
        "boiler,fuel.rice_husk.stationary,CH4,0.4,g/kg,,,,,,lab report,own",
        "trip,s3.06.survey,CO2e,0.2,kg CO2e/(passenger*km),,,,3,06,,",
    )
    factor_set = read_factor_file(path)
    assert factor_set.name == "mine"
    grid, boiler, trip = factor_set.factors
    assert grid.per("CO2", "kWh") == Decimal("0.8")
    assert (grid.region, grid.valid_to) == ("MY", date(2022, 12, 31))
    assert boiler.gases == ("CO2-biogenic", "CH4")
    assert boiler.per("CH4", "t") == Decimal("0.4")
    assert (trip.category, trip.source, trip.licence) == ("6", "mine.csv, row 5", "own")
    assert trip.per("CO2e", "passenger*km") == Decimal("0.2")


def test_an_own_set_stands_before_a_built_in_one(tmp_path: Path) -> None:
    path = write(tmp_path, "x,electricity.grid,CO2,0.4,kg/kWh,安徽,,,,,contract,own")
    library = FactorLibrary(open_sets([str(path), "china-ets"]))
    for region, expected in (("CN-AH", "0.4"), ("CN-JS", "0.5703")):
        choice = library.look_up("electricity.grid", "kWh", Period.year(2022), region)
        assert choice.factor is not None
        assert choice.factor.per("CO2", "kWh") == Decimal(expected)


def test_contract_and_publication_columns(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "g,electricity.grid,CO2,0,kg/kWh,,,,2,electricity,certificate 12,own,,Green Certificate,",
        header=f"{HEADER},published,instrument,note",
    )
    library = FactorLibrary([read_factor_file(path), load_set("china-ets")])
    period = Period.year(2022)
    market = library.look_up_market("electricity.grid", "kWh", period, "CN", "green_certificate")
    location = library.look_up("electricity.grid", "kWh", period, "CN")
    assert market.factor is not None
    assert location.factor is not None
    assert (market.factor.set, location.factor.set) == ("mine", "china-ets")


def test_chinese_spreadsheets_save_in_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    row = "x,electricity.grid,CO2,0.4,kg/kWh,安徽,,,,,合同,own"
    path.write_bytes(f"{HEADER}\n{row}\n".encode("gb18030"))
    assert read_factor_file(path).factors[0].region == "CN-AH"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEADER}\n{row}\n".encode())
    assert read_factor_file(path).factors[0].source == "合同"


@pytest.mark.parametrize(
    ("row", "where", "what"),
    [
        (GOOD.replace("CO2", "COO2"), "row 2, column gas", "'COO2' is not known"),
        (GOOD.replace("t/MWh", "t/MWhh"), "row 2, column unit", "'MWhh' is not known"),
        (GOOD.replace("t/MWh", "L/MWh"), "row 2, column unit", "is not a mass of CO2"),
        (GOOD.replace("t/MWh", "kg CH4/MWh"), "row 2, column unit", "is not a mass of CO2"),
        (GOOD.replace("t/MWh", "kWh"), "row 2, column unit", "mass per unit of activity"),
        (GOOD.replace("0.8", "-0.8"), "row 2, column value", "negative"),
        (GOOD.replace("0.8", '"0,8"'), "row 2, column value", "'0,8' is not a number"),
        (GOOD.replace("0.8", "NaN"), "row 2, column value", "'NaN' is not a number"),
        (GOOD.replace("0.8", ""), "row 2, column value", "the cell is empty"),
        (GOOD.replace("2022-12-31", "2022-02-30"), "row 2, column valid_to", "not a day"),
        (GOOD.replace("2022-12-31", "2021-12-31"), "row 2, column valid_to", "before it begins"),
        (GOOD.replace(",2,elec", ",1,elec"), "row 2, column scope", "is scope 2 by its name"),
        (GOOD.replace(",2,elec", ",4,elec"), "row 2, column scope", "'4' is not a scope"),
        (GOOD.replace(",2,electricity", ",2,diesel"), "row 2, column category", "no category"),
        (GOOD.replace(",2,electricity", ",2,heat"), "row 2, column category", "the row says heat"),
        (
            GOOD.replace("electricity.grid", "my_thing").replace(",2,electricity", ",,"),
            "row 2, column scope",
            "does not say its scope",
        ),
    ],
)
def test_each_mistake_is_named_by_row_and_column(
    tmp_path: Path, row: str, where: str, what: str
) -> None:
    with pytest.raises(CrossfootError) as caught:
        read_factor_file(write(tmp_path, row))
    (problem,) = caught.value.problems
    assert problem.where == f"mine.csv, {where}"
    assert what in problem.what
    assert problem.remedy


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        GOOD,
        GOOD.replace("tn,", "b,").replace("CO2", "XX"),
        GOOD.replace("tn,", "c,").replace("0.8", "x"),
    )
    with pytest.raises(CrossfootError) as caught:
        read_factor_file(path)
    assert [problem.where for problem in caught.value.problems] == [
        "mine.csv, row 3, column gas",
        "mine.csv, row 4, column value",
    ]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ((GOOD, GOOD), "gives CO2 twice, also in row 2"),
        ((GOOD, GOOD.replace("CO2", "CH4").replace("MY", "SG")), "says SG here and MY in row 2"),
        ((GOOD, GOOD.replace("tn,", "other,")), "are both for 'electricity.grid'"),
    ],
)
def test_contradictions_between_rows(tmp_path: Path, rows: tuple[str, ...], what: str) -> None:
    with pytest.raises(CrossfootError, match=what):
        read_factor_file(write(tmp_path, *rows))


def test_two_years_of_one_factor_do_not_contradict(tmp_path: Path) -> None:
    later = GOOD.replace("tn,", "tn23,").replace("2022-", "2023-")
    assert len(read_factor_file(write(tmp_path, GOOD, later)).factors) == 2


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("id,activity,gas,value", "the column 'unit' is missing"),
        (HEADER.replace("region", "regoin"), "the column 'regoin' is not known"),
        (f"{HEADER},unit", "the column 'unit' stands twice"),
        ("", "the file is empty"),
        (HEADER, "the file holds no factor"),
    ],
)
def test_headers(tmp_path: Path, header: str, what: str) -> None:
    with pytest.raises(CrossfootError, match=what):
        read_factor_file(write(tmp_path, header=header))


def test_a_comma_too_many(tmp_path: Path) -> None:
    with pytest.raises(CrossfootError, match="the row has 13 cells, the header 12"):
        read_factor_file(write(tmp_path, f"{GOOD},x"))


def test_a_binary_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(b"PK\x03\x04\xff\xff\x80\xff")
    with pytest.raises(CrossfootError, match="neither UTF-8 nor GB 18030"):
        read_factor_file(path)
