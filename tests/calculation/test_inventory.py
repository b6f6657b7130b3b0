"""The inventory: totals, lines, months, what is unresolved, what stays outside the scopes."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from crossfoot.calculation.activity import COLUMNS, ActivityRow
from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.errors import CrossfootError
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import load_set
from crossfoot.facts.entities import Approach, Entity, FinancialControl, Organisation
from crossfoot.languages import Text
from inventory_world import FACTORS, KILOGRAMS, Slice, expected, library, row

MIXED = [
    row(2, "electricity.grid", "120300.5", "kWh"),
    row(3, "electricity.grid", "14.25", "MWh", "2023-01-20", "2023-02-19"),
    row(4, "fuel.diesel.mobile", "815.3", "L", "2022-11-10", "2023-02-03"),
    row(5, "fuel.wood.stationary", "900", "kg", "2023-03-01", "2023-03-31", site="yibin"),
    row(6, "s3.04.road_freight", "12000", "t*km", "2022-01-01", "2024-12-31", site="yibin"),
    row(7, "fuel.diesel.mobile", "-15.3", "L", "2022-12-31", "2023-01-01"),
]


def write_parquet(rows: list[ActivityRow], path: Path) -> Path:
    """A file with the columns of the import, written without the product."""
    connection = duckdb.connect()
    columns = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS)
    connection.execute(f"CREATE TABLE activity ({columns})")
    for one in rows:
        values = (
            *(one.row, one.sheet, one.site, one.activity, float(one.quantity), str(one.quantity)),
            *(one.unit, one.start, one.end, one.region, one.instrument, one.source, one.note),
        )
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO activity VALUES ({marks})", values)
    connection.execute(f"COPY activity TO '{path}' (FORMAT parquet)")
    connection.close()
    return path


def by_month(result: Inventory, gwp: str) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(site, month, gas) -> milligrams and CO2e, one method only."""
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for cell in result.cells():
        if cell.method != "market":
            known = found.get((cell.site, cell.month, cell.gas), (0, 0))
            mass, effect = known[0] + cell.milligrams, known[1] + cell.co2e[gwp]
            found[cell.site, cell.month, cell.gas] = mass, effect
    return found


def by_hand(slices: list[Slice], gwp: str) -> dict[tuple[str, str, str], tuple[int, int]]:
    found: dict[tuple[str, str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in slices:
        mass, effect = found[one.site, one.month, one.gas]
        found[one.site, one.month, one.gas] = mass + one.milligrams, effect + one.co2e[gwp]
    return dict(found)


@pytest.mark.parametrize("gwp", ["AR5", "AR6"])
def test_months_are_those_of_the_calculation_by_hand(tmp_path: Path, gwp: str) -> None:
    result = inventory(MIXED, library(tmp_path), gwp_sets=("AR5", "AR6"))
    assert by_month(result, gwp) == by_hand(expected(MIXED), gwp)


def test_a_parquet_file_gives_what_its_rows_give(tmp_path: Path) -> None:
    factors = library(tmp_path)
    file = write_parquet(MIXED, tmp_path / "activity.parquet")
    of_file, of_rows = inventory(file, factors), inventory(MIXED, factors)
    assert of_file.totals() == of_rows.totals()
    assert list(of_file.monthly()) == list(of_rows.monthly())
    assert [line.row for line in of_file.lines()] == [line.row for line in of_rows.lines()]


def test_several_files_add_up_and_name_their_file(tmp_path: Path) -> None:
    factors = library(tmp_path)
    folder = tmp_path / "ledger"
    folder.mkdir()
    write_parquet(MIXED[:3], folder / "a.parquet")
    write_parquet(MIXED[3:], folder / "b.parquet")
    whole = inventory(MIXED, factors)
    for activity in (folder, sorted(folder.glob("*.parquet"))):
        result = inventory(activity, factors)
        assert result.totals() == whole.totals()
        assert [line.file for line in result.lines({"row": "6"})] == ["b.parquet"] * 3


def test_totals_hold_both_methods_of_scope_2_apart(tmp_path: Path) -> None:
    rows = [
        row(2, "electricity.grid", "1000", "kWh"),
        row(3, "electricity.grid", "500", "kWh", instrument="wind_ppa"),
        row(4, "s3.04.road_freight", "100", "t*km"),
    ]
    totals = inventory(rows, library(tmp_path)).totals()
    assert totals["scope2_location"] == Decimal("0.85545")
    assert totals["scope2_market"] == Decimal("0.5703")
    assert totals["total_location"] == Decimal("0.85545") + Decimal("0.01087")
    assert totals["total_market"] == Decimal("0.5703") + Decimal("0.01087")


def test_lines_add_up_to_the_totals_exactly(tmp_path: Path) -> None:
    result = inventory(MIXED, library(tmp_path), gwp_sets=("AR5", "AR6"))
    for gwp in ("AR5", "AR6"):
        totals = result.milligrams(gwp)
        sums: dict[str, int] = defaultdict(int)
        for line in result.lines():
            assert line.emission is not None
            sums[line.scope] += line.emission.co2e[gwp]
        assert sums["1"] == totals["scope1"]
        assert sums["2"] == totals["scope2_location"]
        assert sums["3"] == totals["scope3"]


def test_a_row_over_new_year_takes_the_factor_of_each_year(tmp_path: Path) -> None:
    rows = [row(2, "electricity.grid", "3100", "kWh", "2022-12-22", "2023-01-21")]
    first, second = inventory(rows, library(tmp_path)).lines()
    assert (first.year, second.year) == (2022, 2023)
    # 10 and 21 of 31 days
    assert first.co2e_kg == Decimal("581.0")
    assert second.co2e_kg == Decimal("1197.63")
    assert (first.quantity, second.quantity) == (Decimal("1000"), Decimal("2100"))
    assert first.factor is not None
    assert first.factor.id == "grid-22"


def test_a_line_split_over_months_keeps_every_milligram(tmp_path: Path) -> None:
    # one milligram over 89 days: the month with the most days gets it
    text = "tiny,process.tiny,CO2,0.000001,kg/kg,,,,1,process,x,own,"
    rows = [row(2, "process.tiny", "1", "kg", "2023-01-02", "2023-03-31")]
    months = list(inventory(rows, library(tmp_path, text)).monthly())
    assert [(month[1], month[-1]) for month in months] == [
        ("2023-01", 0),
        ("2023-02", 0),
        ("2023-03", 1),
    ]


def test_the_year_asked_for_is_the_part_of_all_years(tmp_path: Path) -> None:
    factors = library(tmp_path)
    years = {year: inventory(MIXED, factors, year=year) for year in (2022, 2023, 2024)}
    everything = inventory(MIXED, factors)
    for name, total in everything.totals().items():
        assert sum(result.totals()[name] for result in years.values()) == total
    assert {month[1][:4] for month in years[2022].monthly()} == {"2022"}
    assert sum(len(result.lines()) for result in years.values()) == len(everything.lines())


def test_lines_of_a_figure_add_up_to_it(tmp_path: Path) -> None:
    result = inventory(MIXED, library(tmp_path))
    for fact in result.facts():
        if not fact.variant.endswith("/AR6"):
            continue
        lines = result.lines(fact.provenance.where)
        assert sum((line.co2e_kg for line in lines), Decimal(0)) / 1000 == fact.value, fact.key


def test_the_factors_used_are_those_of_the_lines(tmp_path: Path) -> None:
    result = inventory(MIXED, library(tmp_path))
    listed = {
        (line.activity, line.year, line.scope, emission.factor.factor.id)
        for line in result.lines()
        for emission in (line.emission, line.market)
        if emission is not None
    }
    used = result.factors_used()
    assert {(u.activity, u.year, u.scope, u.use.factor.id) for u in used} == listed
    assert {u.method for u in used if u.scope == "2"} == {"location", "market"}


def test_lines_are_limited_and_counted(tmp_path: Path) -> None:
    result = inventory(MIXED, library(tmp_path))
    assert [line.row for line in result.lines(limit=2)] == [2, 3]
    assert result.count_lines() == 10
    assert result.count_lines({"site": "yibin", "scope": "3"}) == 3
    assert result.count_lines({"site": "yibin", "period": "2024-05"}) == 1
    assert result.count_lines({"site": "nowhere"}) == 0


def test_lines_cannot_be_chosen_by_a_misspelt_column(tmp_path: Path) -> None:
    result = inventory(MIXED, library(tmp_path))
    with pytest.raises(CrossfootError, match="did you mean 'category'"):
        result.lines({"categroy": "mobile"})


def test_biogenic_carbon_stays_outside_and_its_methane_inside(tmp_path: Path) -> None:
    rows = [row(2, "fuel.wood.stationary", "1000", "kg")]
    result = inventory(rows, library(tmp_path), gwp_sets=("AR6",))
    assert result.outside_scopes() == {"CO2-biogenic": Decimal("1.747")}
    assert result.by_gas() == {"CH4": Decimal("0.0047")}
    assert result.totals()["scope1"] == Decimal("0.0047") * 27
    assert result.lines()[0].co2e_kg == Decimal("4.7") * 27


def test_a_factor_in_co2e_is_the_same_under_every_set(tmp_path: Path) -> None:
    rows = [row(2, "s3.04.road_freight", "1000", "t*km")]
    result = inventory(rows, library(tmp_path), gwp_sets=("AR4", "AR5", "AR6"))
    assert {result.totals(gwp)["scope3"] for gwp in result.gwp_sets} == {Decimal("0.1087")}
    assert result.by_gas() == {"CO2e": Decimal("0.1087")}


def test_a_gas_outside_the_kyoto_basket_is_reported_outside(tmp_path: Path) -> None:
    rows = [
        row(2, "refrigerant.R-22.leak", "3", "kg"),
        row(3, "refrigerant.R-410A.leak", "2", "kg"),
        # R-402A: 60 % HFC-125, 2 % propane, 38 % HCFC-22
        row(4, "refrigerant.R-402A.leak", "100", "kg"),
    ]
    result = inventory(rows, library(tmp_path), gwp_sets=("AR4",))
    assert result.outside_scopes()["HCFC-22"] == Decimal("0.041")
    # AR4: HFC-32 675, HFC-125 3500
    by_parts = (675 + 3500 + 60 * 3500) * Decimal("0.001")
    assert result.totals()["scope1"] == by_parts


def test_rows_without_a_factor_are_listed_and_the_totals_say_so(tmp_path: Path) -> None:
    rows = [
        row(2, "electricity.grid", "1000", "kWh"),
        row(3, "fuel.unobtainium.mobile", "5", "L", "2022-12-01", "2023-01-31"),
        row(4, "electricity.grid", "7", "kWh", instrument="certificate"),
        row(5, "fuel.diesel.mobile", "7", "GJ"),
    ]
    result = inventory(rows, library(tmp_path))
    assert not result.is_complete
    assert [u.row for u in result.unresolved] == [3, 3, 4, 5]
    assert result.unresolved_count == 4
    reasons = {u.row: u.reason for u in result.unresolved}
    assert "unobtainium" in reasons[3]
    assert reasons[4].startswith("market-based: ")
    assert {u.row: u.methods for u in result.unresolved} == {3: ("",), 4: ("market",), 5: ("",)}
    document = result.to_json()
    assert document["complete"] is False
    assert document["unresolved"][0] == {"row": 3, "reason": reasons[3]}
    # what has a factor counts, by the method that has one
    assert result.totals()["scope2_location"] == Decimal("0.5703") * Decimal("1.007")
    assert result.totals()["scope2_market"] == Decimal("0.5703")
    notes = {f.metric: f.note for f in result.facts(granularity=("year",)) if f.period.is_year}
    assert "without electricity.grid" in notes["ghg.scope2.market"]
    assert "without" not in notes["ghg.scope2.location"]


def test_water_and_waste_need_no_emission_factor(tmp_path: Path) -> None:
    rows = [row(2, "water.municipal", "30", "m3"), row(3, "waste.hazardous.generated", "2", "t")]
    result = inventory(rows, library(tmp_path))
    assert result.is_complete
    assert result.lines() == []
    assert set(result.totals().values()) == {Decimal(0)}


ORGANISATION = Organisation(
    [
        Entity("group", Text("Group", "集团"), "group"),
        Entity("hefei", Text("Hefei", "合肥"), parent="group", region="CN-AH"),
        Entity(
            "yibin",
            Text("Yibin", "宜宾"),
            parent="group",
            region="CN-SC",
            equity=Decimal("0.415"),
            financial_control=FinancialControl.JOINT,
        ),
        Entity(
            "penang",
            Text("Penang", "槟城"),
            parent="group",
            region="MY",
            operational_control=False,
        ),
    ]
)


@pytest.mark.parametrize(
    ("approach", "yibin"),
    [
        (Approach.OPERATIONAL_CONTROL, Fraction(1)),
        (Approach.FINANCIAL_CONTROL, Fraction(415, 1000)),
        (Approach.EQUITY_SHARE, Fraction(415, 1000)),
    ],
)
def test_shares_are_those_of_the_calculation_by_hand(
    tmp_path: Path, approach: Approach, yibin: Fraction
) -> None:
    result = inventory(MIXED, library(tmp_path), organisation=ORGANISATION, approach=approach)
    shares = {"hefei": Fraction(1), "yibin": yibin}
    assert by_month(result, "AR6") == by_hand(expected(MIXED, shares), "AR6")
    assert {line.share for line in result.lines({"site": "yibin"})} == {yibin}
    assert result.to_json()["approach"] == str(approach)


def test_a_site_outside_the_boundary_does_not_count(tmp_path: Path) -> None:
    rows = [row(2, "electricity.grid", "1000", "kWh", site="penang")]
    factors = library(tmp_path)
    controlled = inventory(rows, factors, organisation=ORGANISATION)
    assert controlled.totals()["scope2_location"] == 0
    assert controlled.lines() == []
    owned = inventory(rows, factors, organisation=ORGANISATION, approach=Approach.EQUITY_SHARE)
    assert owned.totals()["scope2_location"] == Decimal("0.5703")


def test_a_site_that_the_organisation_lacks_is_unresolved(tmp_path: Path) -> None:
    rows = [row(2, "electricity.grid", "1000", "kWh", site="hefie")]
    result = inventory(rows, library(tmp_path), organisation=ORGANISATION)
    assert [u.reason for u in result.unresolved] == ["site 'hefie' is not in the organisation"]
    assert result.unresolved_count == 1


def test_the_region_is_of_the_row_then_of_the_site_then_the_default(tmp_path: Path) -> None:
    text = """
    ah,electricity.grid,CO2,1,kg/kWh,CN-AH,,,2,electricity,x,own,
    sc,electricity.grid,CO2,2,kg/kWh,CN-SC,,,2,electricity,x,own,
    my,electricity.grid,CO2,4,kg/kWh,MY,,,2,electricity,x,own,
    """.replace("    ", "")
    factors = library(tmp_path, text)
    rows = [
        row(2, "electricity.grid", "1", "kWh"),
        row(3, "electricity.grid", "1", "kWh", site="yibin"),
        row(4, "electricity.grid", "1", "kWh", site="yibin", region="MY"),
    ]
    sited = inventory(rows, factors, organisation=ORGANISATION)
    assert [line.co2e_kg for line in sited.lines()] == [1, 2, 4]
    bare = inventory(rows, factors, default_region="CN-SC")
    assert [line.co2e_kg for line in bare.lines()] == [2, 2, 4]


def test_a_carried_forward_factor_is_flagged_on_its_line() -> None:
    rows = [row(2, "electricity.grid", "932.08", "MWh", "2023-01-01", "2023-12-31", region="CN")]
    result = inventory(rows, FactorLibrary([load_set("china-ets")]))
    (line,) = result.to_json()["lines"]
    assert line["factor"]["carried_forward"] is True
    assert line["factor"]["valid_from"] == "2022-01-01"


def test_json_has_the_keys_that_scripts_rely_on(tmp_path: Path) -> None:
    document = inventory(MIXED, library(tmp_path)).to_json("AR6")
    assert set(document) >= {"totals", "by_gas", "lines", "unresolved", "gwp", "approach"}
    assert list(document["totals"]) == [
        "scope1",
        "scope2_location",
        "scope2_market",
        "scope3",
        "total_location",
        "total_market",
    ]
    line = document["lines"][0]
    assert set(line) >= {
        *("row", "site", "activity", "scope", "category", "quantity", "unit"),
        *("factor", "gases", "co2e_kg"),
    }
    assert set(line["factor"]) >= {
        *("id", "value", "unit", "source", "region", "valid_from", "carried_forward"),
    }
    assert line["gases"] == {"CO2": 120300.5 * 0.5703}
    assert line["factor"]["value"] == 0.5703
    assert line["factor"]["unit"] == "kg/kWh"


def test_text_of_users_is_never_part_of_the_sql(tmp_path: Path) -> None:
    name = "fuel.'; DROP TABLE cells; --.mobile"
    rows = [row(2, name, "1", "L", site='o\'hare "x"'), row(3, "electricity.grid", "1", "kWh")]
    result = inventory(rows, library(tmp_path))
    assert result.unresolved[0].activity == name
    assert result.totals()["scope2_location"] == Decimal("0.0005703")
    assert result.lines({"site": 'o\'hare "x"'}) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"engine": "duckbd"}, "no calculation engine 'duckbd'. use 'duckdb'"),
        ({"gwp_sets": ("AR7",)}, "no set of warming potentials 'AR7'"),
        ({"gwp_sets": ()}, "no set of warming potentials"),
    ],
)
def test_an_unknown_name_is_refused(tmp_path: Path, change: dict, message: str) -> None:
    with pytest.raises(CrossfootError, match=message):
        inventory(MIXED, library(tmp_path), **change)


def test_a_set_that_was_not_calculated_cannot_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CrossfootError, match=r"not calculated with .*AR5"):
        inventory(MIXED, library(tmp_path)).totals("AR5")


def test_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    factors = library(tmp_path)
    with pytest.raises(CrossfootError, match=r"absent.parquet: the activity file does not exist"):
        inventory(tmp_path / "absent.parquet", factors)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"not parquet at all")
    with pytest.raises(CrossfootError, match=r"broken.parquet: the activity file is not readable"):
        inventory(broken, factors)
    thin = tmp_path / "thin.parquet"
    duckdb.sql(f"COPY (SELECT 1 AS row) TO '{thin}' (FORMAT parquet)")
    with pytest.raises(CrossfootError, match="lacks the column sheet, site, activity"):
        inventory(thin, factors)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(CrossfootError, match="no activity file"):
        inventory(empty, factors)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("quantity", "NULL", "rows without quantity"),
        ("quantity", "'nan'::DOUBLE", "is not a number"),
        ("quantity", "'inf'::DOUBLE", "is not a number"),
        ("quantity", "1e40", "cannot be right"),
        ("quantity", "'a lot'", "values of another type"),
        ("region", "NULL", "rows without region"),
        ("site", "NULL", "rows without site"),
        ('"start"', "NULL", "rows without start"),
        ('"end"', "DATE '2022-12-31'", "ends before it starts"),
    ],
)
def test_a_row_that_import_would_refuse_is_refused_here_too(
    tmp_path: Path, column: str, value: str, message: str
) -> None:
    good = write_parquet(MIXED[:1], tmp_path / "good.parquet")
    bad = tmp_path / "bad.parquet"
    name = column.strip('"')
    duckdb.sql(
        f"COPY (SELECT * REPLACE ({value} AS \"{name}\") FROM '{good}') TO '{bad}' (FORMAT parquet)"
    )
    with pytest.raises(CrossfootError, match=message):
        inventory(bad, library(tmp_path))


def test_no_rows_give_an_inventory_of_nothing(tmp_path: Path) -> None:
    result = inventory([], library(tmp_path))
    assert result.is_complete
    assert set(result.totals().values()) == {Decimal(0)}
    assert list(result.monthly()) == []
    assert result.facts() == []


def test_large_quantities_are_added_in_wide_integers(tmp_path: Path) -> None:
    # 2 x 5.703e15 kg: beyond 64 bits in milligrams
    rows = [row(n, "electricity.grid", "1e16", "kWh", "2023-01-10", "2023-04-20") for n in (2, 3)]
    result = inventory(rows, library(tmp_path))
    assert by_month(result, "AR6") == by_hand(expected(rows), "AR6")
    exact = 2 * 5_703_000_000_000_000_000_000
    assert abs(result.milligrams()["scope2_location"] - exact) <= exact * 2**-53


def test_progress_ends_with_all_done(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    inventory(MIXED, library(tmp_path), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (100, 100)
    assert all(0 <= done <= total for done, total in told)


def test_factor_lines_of_the_world_and_its_table_by_hand_agree() -> None:
    """The independent table is a copy: a slip in it would hide behind equal results."""
    in_file = {
        (line.split(",")[1], line.split(",")[2], line.split(",")[3])
        for line in FACTORS.strip().splitlines()
        if not line.startswith("wind")
    }
    by_hand_too = {
        (activity, gas, value)
        for (activity, unit), years in KILOGRAMS.items()
        if unit != "MWh"
        for gases in years.values()
        for gas, value in gases.items()
    }
    assert in_file == by_hand_too
