"""Refrigerant blends against values that others printed."""

from __future__ import annotations

import csv
import importlib.util
import re
import runpy
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.quantities.blends import all_blends, blend, find_blend, refrigerant_parts
from crossfoot.quantities.gases import gas, name_key, warming_potential
from crossfoot.quantities.rounding import round_half_away


def potential(name: str, gwp_set: str, *, kyoto: bool = True) -> Decimal:
    return sum(
        (
            share * warming_potential(part, gwp_set).value
            for part, share in blend(name).items()
            if gas(part).kyoto is kyoto
        ),
        Decimal(0),
    )


@pytest.mark.shared
def test_agrees_with_the_epa_and_its_recalculation(shared: Path):
    """Source: US EPA Emission Factors Hub 2021 table 12 (HFC and PFC parts only)."""
    path = shared / "reference/data/factors/refrigerant_blends_epa2021.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 36
    for row in rows:
        name = row["blend"]
        printed = Decimal(row["epa_printed_ar4_gwp100_hfc_pfc_only"])
        assert abs(potential(name, "AR4") - printed) <= Decimal("0.5"), name
        for gwp_set in ("AR4", "AR5", "AR6"):
            recalculated = row[f"recalc_{gwp_set.lower()}_hfc_pfc_only"]
            if recalculated:
                assert potential(name, gwp_set) == Decimal(recalculated), (name, gwp_set)


@pytest.mark.shared
def test_agrees_with_the_uk_government_inside_and_outside_the_basket(shared: Path):
    """Source: UK DESNZ conversion factors 2023, blends (AR5), Kyoto and non-Kyoto parts."""
    printed: dict[str, dict[str, str]] = defaultdict(dict)
    path = shared / "reference/data/factors/uk_desnz_2023_flat.csv"
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["scope"] == "Scope 1" and row["level2"] == "Blends":
                printed[row["level3"]][row["column_text"]] = row["factor"]
    compared = 0
    known = {name_key(name) for each in all_blends() for name in (each.name, *each.also)}
    for name, values in printed.items():
        if name_key(name) not in known:
            continue
        unassessed = any(not warming_potential(part, "AR5").assessed for part in blend(name))
        for column, kyoto in (("only Kyoto", True), ("only non-Kyoto", False)):
            stated = Decimal(values[f"Emissions including {column} products"] or 0)
            if kyoto and name == "R511A":
                continue  # printed 6.9 for propane and dimethyl ether, which are not in the basket
            if kyoto or not unassessed:  # the UK counts hydrocarbons that AR5 does not list
                ours = potential(name, "AR5", kyoto=kyoto)
                assert round_half_away(ours) == round_half_away(stated), (name, column)
                compared += 1
    assert compared >= 100


def test_compositions_agree_with_openscm_units():
    """Source: PyPI openscm-units, mixtures after ASHRAE 34."""
    # only its table: importing the package takes seconds, as it builds a registry of units
    package = importlib.util.find_spec("openscm_units")
    assert package is not None
    assert package.submodule_search_locations
    mixtures = runpy.run_path(f"{package.submodule_search_locations[0]}/data/mixtures.py")
    names = {
        "HFO1234ze": "HFO-1234ze(E)",
        "C3H8": "propane",
        "C2H6": "ethane",
        "HCE170": "dimethyl-ether",
        **{f"H{key}": f"R-{key[1:]}" for key in ("C170", "C290", "C600", "C600a", "C601", "C601a")},
        "HO1270": "R-1270",
    }
    theirs = {}
    for key, parts in mixtures["MIXTURES"].items():
        number = re.search(r"(\d{3}[a-z]?)$", key)
        assert number
        theirs[number[1]] = parts
    compared = 0
    for each in all_blends():
        number = name_key(each.name)[1:]
        parts = theirs.get(number) or theirs.get(f"{number}a")
        if parts is None or each.name == "R-500":  # there with HFC-152; ASHRAE 34 says HFC-152a
            continue
        shares = {
            gas(names.get(name, name)).id: Decimal(str(share[0])) / 100
            for name, share in parts.items()
        }
        assert dict(each.parts) == shares, each.name
        compared += 1
    assert compared >= 85


def test_shares_add_up_to_the_whole():
    for each in all_blends():
        assert sum(each.parts.values()) == 1, each.name
        assert all(gas(part).id == part for part in each.parts)
        assert each.source


@pytest.mark.parametrize("written", ["R-410A", "R410A", "r410a", "R 410a", "r-410A"])
def test_a_blend_is_found_however_it_is_written(written):
    assert blend(written) == {"HFC-32": Decimal("0.5"), "HFC-125": Decimal("0.5")}


def test_refrigerants_are_blends_or_pure_gases():
    assert refrigerant_parts("R507A") == refrigerant_parts("R-507")
    assert refrigerant_parts("R22") == {"HCFC-22": 1}
    assert refrigerant_parts("HFC-32") == {"HFC-32": 1}
    assert refrigerant_parts("R-744") == {"CO2": 1}
    assert find_blend("R404A").source.startswith("US EPA")


def test_parts_cannot_be_changed_by_a_caller():
    with pytest.raises(TypeError):
        blend("R-410A")["HFC-32"] = Decimal(1)  # type: ignore[index]


def test_an_unknown_refrigerant_is_told_with_a_remedy():
    with pytest.raises(CrossfootError, match="did you mean R-410B or R-410A"):
        refrigerant_parts("R-410")
    with pytest.raises(CrossfootError, match="is not known"):
        blend("HFC-32")
