"""Facts of an inventory: emissions, energy, water and waste per site, month and year."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot import calculation
from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.inventory import inventory
from crossfoot.factors.activities import shipped_fuels
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import load_set
from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.provenance import Inventoried
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import is_partition
from crossfoot.quantities.periods import Period
from inventory_world import library, row

DATA = Path(calculation.__file__).parent / "data"
YEAR = Period.year(2023)

ROWS = [
    row(2, "electricity.grid", "1200", "MWh", "2023-01-01", "2023-12-31"),
    row(3, "electricity.grid", "300000", "kWh", "2023-04-01", "2023-04-30", instrument="wind_ppa"),
    row(4, "fuel.diesel.mobile", "1000", "L", "2023-03-01", "2023-03-31"),
    row(5, "fuel.wood.stationary", "2000", "kg", "2023-04-01", "2023-04-30"),
    row(6, "s3.04.road_freight", "5000", "t*km", "2023-04-01", "2023-04-30"),
    row(7, "refrigerant.R-410A.leak", "2", "kg", "2023-05-01", "2023-05-31"),
]


def facts_of(rows: list[ActivityRow], factors: FactorLibrary) -> dict[tuple[str, str, str], Fact]:
    """(metric, breakdown, period) -> fact, one set of potentials."""
    return {
        (fact.metric, str(fact.dimensions), str(fact.period)): fact
        for fact in inventory(rows, factors).facts()
    }


def test_emissions_stand_by_category_gas_carrier_and_scope_3_category(tmp_path: Path) -> None:
    facts = facts_of(ROWS, library(tmp_path))

    def value(metric: str, dimensions: str = "") -> Decimal:
        return facts[metric, dimensions, "2023"].number

    mobile = Decimal("2.6391") + Decimal("0.000213") * Decimal("29.8") + Decimal("0.0001371") * 273
    assert value("ghg.scope1", "source_category=mobile") == mobile
    assert value("ghg.scope1", "source_category=stationary") == Decimal("0.0047") * 2 * 27
    assert value("ghg.scope1", "gas=HFCs") == Decimal("4.511")  # 0.5 x 771 + 0.5 x 3740, AR6
    assert value("ghg.scope1", "gas=CO2") == Decimal("2.6391")
    methane = Decimal("0.000213") * Decimal("29.8") + Decimal("0.0094") * 27
    assert value("ghg.scope1", "gas=CH4") == methane
    assert value("ghg.scope2.location") == 1500 * Decimal("0.5703")
    assert value("ghg.scope2.market", "energy_carrier=electricity") == 1200 * Decimal("0.5703")
    assert value("ghg.scope3", "scope3_category=4") == Decimal("0.5435")
    assert value("ghg.biogenic.scope1") == Decimal("3.494")


def test_partitions_add_up_to_the_whole_in_every_month(tmp_path: Path) -> None:
    facts = inventory(ROWS, library(tmp_path), gwp_sets=("AR5", "AR6")).facts()
    wholes = {(f.metric, f.period, f.variant): f.number for f in facts if not f.dimensions}
    sums: dict[tuple[object, ...], Decimal] = {}
    for fact in facts:
        for dimension in fact.dimensions:
            assert is_partition(fact.metric, dimension)
            key = (fact.metric, fact.period, fact.variant, dimension)
            sums[key] = sums.get(key, Decimal(0)) + fact.number
    assert len(sums) > 50
    for (metric, period, variant, _), total in sums.items():
        assert total == wholes[metric, period, variant], (metric, period)


def test_months_add_up_to_the_year(tmp_path: Path) -> None:
    facts = inventory(ROWS, library(tmp_path)).facts()
    years = {(f.metric, f.dimensions): f.number for f in facts if f.period == YEAR}
    months: dict[tuple[object, ...], Decimal] = {}
    for fact in facts:
        if fact.period != YEAR:
            key = fact.metric, fact.dimensions
            months[key] = months.get(key, Decimal(0)) + fact.number
    assert months.keys() == years.keys()
    for key, total in months.items():
        # energies by coefficient are rounded to nine places, month by month
        assert abs(total - years[key]) < Decimal("1e-7"), key


def test_facts_are_computed_and_point_to_their_lines(tmp_path: Path) -> None:
    for fact in inventory(ROWS, library(tmp_path)).facts():
        assert fact.basis is Basis.COMPUTED
        assert isinstance(fact.provenance, Inventoried)
        assert fact.provenance.where["site"] == fact.entity == "hefei"
        is_emission = fact.metric.startswith("ghg.")
        assert fact.variant.startswith("operational_control") is is_emission


def test_a_month_without_scope_1_is_zero_where_the_site_has_other_rows(tmp_path: Path) -> None:
    facts = facts_of(ROWS, library(tmp_path))
    assert facts["ghg.scope1", "", "2023-09"].number == 0
    assert facts["ghg.scope1", "gas=HFCs", "2023-09"].number == 0
    # nobody has said that there was no freight in September
    assert ("ghg.scope3", "", "2023-09") not in facts


def test_a_year_with_few_months_says_so(tmp_path: Path) -> None:
    rows = [row(2, "electricity.grid", "10", "MWh", "2023-02-01", "2023-03-31")]
    facts = facts_of(rows, library(tmp_path))
    assert facts["ghg.scope2.location", "", "2023"].note == "activity data for 2 of 12 months"
    assert facts["ghg.scope2.location", "", "2023-02"].note == ""


def test_sites_can_stand_for_another_entity(tmp_path: Path) -> None:
    rows = [
        row(2, "electricity.grid", "10", "MWh", site="hall_1"),
        row(3, "electricity.grid", "20", "MWh", site="hall_2"),
    ]
    result = inventory(rows, library(tmp_path))
    facts = result.facts({"hall_1": "plant", "hall_2": "plant"}, granularity=("year",))
    assert {fact.entity for fact in facts} == {"plant"}
    (location,) = [f for f in facts if f.metric == "ghg.scope2.location" and not f.dimensions]
    assert location.number == 30 * Decimal("0.5703")
    assert isinstance(location.provenance, Inventoried)
    assert [line.row for line in result.lines(location.provenance.where)] == [2, 3]


def test_a_site_held_in_part_is_reported_in_full_and_counted_in_part(tmp_path: Path) -> None:
    organisation = Organisation(
        [
            Entity("group", Text("Group", "集团"), "group"),
            Entity("venture", Text("Venture", "合资"), parent="group", equity=Decimal("0.4")),
        ]
    )
    rows = [row(2, "electricity.grid", "10", "MWh", site="venture")]
    result = inventory(
        rows, library(tmp_path), organisation=organisation, approach=Approach.EQUITY_SHARE
    )
    assert result.totals()["scope2_location"] == Decimal("2.2812")
    (fact,) = [
        fact
        for fact in result.facts(granularity=("year",))
        if fact.metric == "ghg.scope2.location" and not fact.dimensions
    ]
    assert fact.number == Decimal("5.703")
    assert fact.variant == "equity_share/AR6"
    assert isinstance(fact.provenance, Inventoried)
    (line,) = result.lines(fact.provenance.where)
    assert line.co2e_kg / 1000 == fact.number
    result.close()


# -- energy, water and waste --------------------------------------------------------------


@pytest.mark.parametrize(
    ("activity", "quantity", "unit", "instrument", "expected"),
    [
        ("electricity.grid", "20", "MWh", "", {
            "energy.electricity.purchased": "20000",
            "energy.indirect": "20",
            "energy.indirect|energy_carrier=electricity": "20",
        }),
        ("electricity.grid", "5000", "kWh", "green_certificate", {
            "energy.electricity.purchased": "5000",
            "energy.electricity.green_purchased": "5000",
        }),
        # GB/T 2589: 0.03412 kgce/MJ
        ("heat.purchased", "36", "GJ", "", {
            "energy.heat.purchased": "36",
            "energy.indirect|energy_carrier=heat": "10",
            "energy.non_electric": "1.22832",
        }),
        # GB/T 2589: gasoline 1.4714 kgce/kg; MEE guideline: 43.070 GJ/t
        ("fuel.gasoline.mobile", "2", "t", "", {
            "energy.fuel.gasoline_mass": "2",
            "energy.direct": "23.927777778",
            "energy.direct|fuel=gasoline": "23.927777778",
            "energy.direct|renewability=non_renewable": "23.927777778",
            "energy.non_electric": "2.9428",
        }),
        ("fuel.gasoline.mobile", "800", "L", "", {"energy.fuel.gasoline_volume": "800"}),
        # GB/T 2589: 1.33 kgce/m3 of oil field gas; MEE guideline: 389.31 GJ per 10^4 Nm3
        ("fuel.natural_gas.stationary", "10000", "Nm3", "", {
            "energy.fuel.natural_gas": "10000",
            "energy.direct|fuel=natural_gas": "108.141666667",
            "energy.non_electric": "13.3",
        }),
        ("water.municipal", "70", "m3", "", {
            "water.use": "70",
            "water.withdrawal": "70",
            "water.withdrawal|water_source=third_party": "70",
        }),
        ("water.ground", "7", "t", "", {"water.withdrawal|water_source=ground": "7"}),
        ("water.discharge.industrial", "5", "m3", "", {
            "water.discharge": "5",
            "water.discharge|wastewater_type=industrial": "5",
        }),
        ("waste.hazardous.generated", "300", "kg", "", {"waste.hazardous.generated": "0.3"}),
        ("waste.nonhazardous.generated.household", "3", "t", "", {
            "waste.nonhazardous.generated": "3",
            "waste.nonhazardous.generated|waste_stream=household": "3",
        }),
        ("waste.nonhazardous.recycled", "3", "t", "", {
            "waste.recycled": "3",
            "waste.recycled|waste_class=nonhazardous": "3",
        }),
    ],
)  # fmt: skip
def test_activity_rows_feed_metrics(
    activity: str, quantity: str, unit: str, instrument: str, expected: dict[str, str]
) -> None:
    factors = FactorLibrary([load_set("china-ets"), load_set("china-mee"), load_set("gbt2589")])
    rows = [row(2, activity, quantity, unit, region="CN", instrument=instrument)]
    found = {
        f"{metric}|{dimensions}".rstrip("|"): str(fact.value)
        for (metric, dimensions, period), fact in facts_of(rows, factors).items()
        if period == "2023" and not metric.startswith("ghg.")
    }
    assert {name: found.get(name) for name in expected} == expected


def test_energy_without_a_coefficient_names_what_it_lacks(tmp_path: Path) -> None:
    rows = [
        row(2, "fuel.diesel.mobile", "1", "t"),
        row(3, "fuel.magic.stationary", "1", "t"),
    ]
    facts = facts_of(rows, library(tmp_path))
    assert "without fuel.magic.stationary" in facts["energy.direct", "", "2023-01"].note
    assert "fuel.magic" not in facts["energy.fuel.diesel_mass", "", "2023-01"].note


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_metric_that_rows_feed_is_in_the_catalogue_with_its_unit() -> None:
    metrics = catalogue()
    for line in table("activity_metrics.csv"):
        metric = metrics[line["metric"]]
        assert metric.unit == line["unit"], line
        dimension = line["dimensions"].partition("=")[0]
        assert not dimension or dimension in metric.dimensions, line


def test_renewable_fuels_are_fuels() -> None:
    known = {row["fuel"] for row in shipped_fuels()}
    assert {line["fuel"] for line in table("renewable_fuels.csv")} <= known


def test_emission_metrics_are_in_the_catalogue_with_their_units(tmp_path: Path) -> None:
    metrics = catalogue()
    for fact in inventory(ROWS, library(tmp_path)).facts():
        metric = metrics[fact.metric]
        assert set(fact.dimensions) <= set(metric.dimensions), fact.key
        assert fact.unit == metric.unit, fact.key
