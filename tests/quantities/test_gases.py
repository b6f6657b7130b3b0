"""Warming potentials against tables that others made."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import globalwarmingpotentials
import pytest

from crossfoot.errors import CrossfootError
from crossfoot.quantities.gases import (
    WARMING_POTENTIAL_SETS,
    all_gases,
    find_gas,
    gas,
    warming_potential,
)
from crossfoot.quantities.units import dimensionality

SET_APART = {"CO2", "CO2-biogenic", "CH4", "CH4-fossil"}


@pytest.mark.parametrize("gwp_set", WARMING_POTENTIAL_SETS)
def test_agrees_with_the_table_of_openclimatedata(gwp_set):
    """Source: PyPI globalwarmingpotentials (CC0)."""
    table = globalwarmingpotentials.data[f"{gwp_set}GWP100"]
    compared = 0
    for species, value in table.items():
        found = find_gas(species)
        if found is not None and found.id not in SET_APART:
            ours = warming_potential(found.id, gwp_set).value
            assert ours == Decimal(str(value)), species
            compared += 1
    assert compared >= {"AR4": 50, "AR5": 60, "AR6": 60}[gwp_set]


@pytest.mark.shared
def test_ar6_agrees_with_the_supplement_of_the_assessment_report(shared: Path):
    """Source: IPCC AR6 WG1 Table 7.SM.7, as published with the chapter's code."""
    path = shared / "reference/data/factors/gwp_ar6_wg1_table_7sm7.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    by_name = {row[column]: row for column in ("formula", "acronym") for row in rows if row[column]}
    compared = 0
    for each in all_gases():
        row = by_name.get(each.id) or by_name.get(each.formula)
        stated = dict(each.potentials).get("AR6")
        if row is not None and stated is not None and each.id not in SET_APART:
            assert stated.value == Decimal(row["GWP100"]), each.id
            compared += 1
    assert compared >= 70


@pytest.mark.shared
def test_ar4_agrees_with_the_epa(shared: Path):
    """Source: US EPA Emission Factors Hub 2021, table 11 (AR4)."""
    path = shared / "reference/data/factors/epa_hub_2021_t11_gwp_ar4.csv"
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["gwp100"].startswith(">")]
    for row in rows:
        assert warming_potential(row["gas"], "AR4").value == Decimal(row["gwp100"]), row["gas"]
    assert len(rows) >= 30


@pytest.mark.shared
def test_ar5_agrees_with_the_uk_government(shared: Path):
    """Source: UK DESNZ conversion factors 2023, refrigerants, Kyoto products (AR5)."""
    path = shared / "reference/data/factors/uk_desnz_2023_flat.csv"
    names = {
        "Carbon dioxide": "CO2",
        "Methane": "CH4",
        "Nitrous oxide": "N2O",
        "Nitrogen trifluoride": "NF3",
        "Perfluorocyclopropane": "c-C3F6",
        "HFC-43-I0mee": "HFC-43-10mee",  # printed with a capital i
    }
    compared = 0
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kyoto = row["column_text"] == "Emissions including only Kyoto products"
            if row["scope"] == "Scope 1" and row["level2"] == "Kyoto protocol products" and kyoto:
                printed = row["level3"]
                name = names.get(printed) or printed.split("(")[-1].rstrip(")")
                assert gas(name).kyoto
                assert warming_potential(name, "AR5").value == Decimal(row["factor"]), name
                compared += 1
    assert compared >= 30


def test_fossil_methane_is_apart():
    """Source: AR5 Table 8.A.1 and AR6 Table 7.15; AR4 makes no difference."""
    values = {
        (name, gwp): warming_potential(name, gwp).value
        for name in ("CH4", "CH4-fossil")
        for gwp in WARMING_POTENTIAL_SETS
    }
    assert values == {
        ("CH4", "AR4"): 25,
        ("CH4", "AR5"): 28,
        ("CH4", "AR6"): Decimal("27.0"),
        ("CH4-fossil", "AR4"): 25,
        ("CH4-fossil", "AR5"): 30,
        ("CH4-fossil", "AR6"): Decimal("29.8"),
    }


def test_biogenic_carbon_dioxide_counts_nothing_in_the_scopes():
    assert not gas("CO2-biogenic").kyoto
    assert {warming_potential("CO2-biogenic", gwp).value for gwp in WARMING_POTENTIAL_SETS} == {0}


def test_the_kyoto_basket_is_that_of_the_protocol():
    families = {each.family for each in all_gases() if each.kyoto}
    assert families == {"CO2", "CH4", "N2O", "HFC", "PFC", "SF6", "NF3"}
    outside = {each.family for each in all_gases() if not each.kyoto}
    assert {"CFC", "HCFC", "halon", "HFO", "hydrocarbon"} <= outside


def test_every_gas_has_names_and_every_potential_a_source():
    for each in all_gases():
        assert each.name.en
        assert each.name.zh
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in each.name.en)
        for name, potential in each.potentials:
            assert name in WARMING_POTENTIAL_SETS
            assert potential.source
            assert potential.value >= 0


def test_no_two_gases_share_a_name():
    names = [name.casefold() for each in all_gases() for name in (each.id, *each.also)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("written", ["HFC-134a", "hfc134a", "R-134a", "R134A", "HFC 134a"])
def test_a_gas_is_found_by_the_names_that_people_use(written):
    assert gas(written).id == "HFC-134a"


def test_each_gas_is_a_dimension_of_its_own():
    assert dimensionality("kg HFC-134a") == "[HFC-134a]*[mass]"
    assert dimensionality("kgCH4-fossil") != dimensionality("kgCH4")


def test_mistakes_are_told_with_a_remedy():
    with pytest.raises(CrossfootError, match="did you mean HFC-134a"):
        gas("HFC-134aa")
    with pytest.raises(CrossfootError, match="choose one of AR4, AR5, AR6"):
        warming_potential("CO2", "AR7")
    with pytest.raises(CrossfootError, match="may not be left out"):
        warming_potential("PFC-c216", "AR6")


def test_a_gas_outside_the_scopes_without_assessment_says_so():
    potential = warming_potential("isobutane", "AR4")
    assert potential.value == 0
    assert not potential.assessed
    assert "not assessed" in potential.source
