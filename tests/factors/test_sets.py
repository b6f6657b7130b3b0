"""What holds for every factor that ships."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.factors.activities import parse_activity, shipped_fuels
from crossfoot.factors.factor import STANDARD_COAL
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.regions import holders, region_code
from crossfoot.factors.sets import (
    ALWAYS_ON,
    BUILT_IN,
    DEFAULT_SETS,
    FactorSet,
    load_set,
    open_sets,
)
from crossfoot.languages import Text
from crossfoot.quantities.gases import gas
from crossfoot.quantities.periods import Period
from crossfoot.quantities.units import canonical_unit


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_shipped_factor_is_complete(name: str) -> None:
    factor_set = load_set(name)
    assert factor_set.title.en
    assert factor_set.title.zh
    assert factor_set.licence
    ids = [factor.id for factor in factor_set.factors]
    assert len(ids) == len(set(ids)) > 0
    for factor in factor_set.factors:
        assert factor.id.startswith(f"{name}/")
        assert factor.set == name
        assert factor.source, factor.id
        assert factor.licence, factor.id
        assert factor.values, factor.id
        assert len(set(factor.gases)) == len(factor.gases), factor.id
        assert all(value.value >= 0 for value in factor.values), factor.id
        assert canonical_unit(factor.unit_of_activity), factor.id
        amounts = factor.all_per(factor.unit_of_activity)
        assert all(isinstance(amount, Decimal) for amount in amounts.values())
        if factor.is_coefficient:
            continue
        said = parse_activity(factor.activity)
        assert (said.scope, said.category) == (factor.scope, factor.category), factor.id
        for name_of_gas in factor.gases:
            assert name_of_gas in ("CO2e", STANDARD_COAL) or gas(name_of_gas).id == name_of_gas


def test_electricity_says_when_it_was_published() -> None:
    for name in BUILT_IN:
        for factor in load_set(name).of("electricity.grid"):
            if not factor.is_coefficient:
                assert factor.published is not None, factor.id
                assert factor.valid_from is not None, factor.id


def test_every_activity_has_a_name_in_both_languages() -> None:
    activities = FactorLibrary([load_set(name) for name in BUILT_IN]).activities()
    assert len(activities) > 2000
    for activity in activities:
        assert activity.title.en, activity.name
        assert activity.title.zh, activity.name
        assert activity.scope in ("1", "2", "3"), activity.name
        assert activity.sets


def test_every_coefficient_has_a_name_in_both_languages() -> None:
    names = {factor.activity for factor in load_set("gbt2589").factors}
    for name in names:
        title = parse_activity(name).title
        assert title.en, name
        assert title.zh, name
        assert title.en != name


@pytest.mark.parametrize(
    "name",
    [
        "electricity.grid",
        "heat.purchased",
        "steam.purchased",
        "fuel.gasoline.mobile",
        "fuel.diesel.stationary",
        "fuel.lpg.stationary",
        "fuel.natural_gas.stationary",
        "fuel.lng.stationary",
        "fuel.coal.stationary",
        "fuel.acetylene.stationary",
        "refrigerant.R-134a.leak",
        "refrigerant.SF6.leak",
        "welding.co2",
        "wastewater.methane",
    ],
)
def test_the_fixed_names_have_factors_by_default(name: str) -> None:
    from crossfoot.factors.library import _canonical

    assert any(load_set(s).of(_canonical(name)) for s in DEFAULT_SETS)


def test_the_library_always_holds_what_leaks() -> None:
    assert tuple(s.name for s in FactorLibrary([load_set("china-ets")]).sets) == (
        "china-ets",
        *ALWAYS_ON,
    )


def test_sets_are_read_when_asked_and_not_before() -> None:
    read = []

    def factors() -> list[object]:
        read.append("now")
        return []

    factor_set = FactorSet("own", Text("own", ""), "", "", factors)  # type: ignore[arg-type]
    library = FactorLibrary([factor_set])
    assert read == []
    assert [s.name for s in library.sets][:1] == ["own"]
    assert factor_set.of("electricity.grid") == ()
    assert factor_set.of("heat.purchased") == ()
    assert read == ["now"]


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import sys, crossfoot.factors.library, crossfoot.factors.sets as s; "
        "s.load_set('uk-desnz-2023'); "
        "heavy = {'pint', 'duckdb', 'openpyxl', 'ruamel'} & set(sys.modules); "
        "sys.exit(', '.join(heavy) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_unknown_set_suggests_one() -> None:
    with pytest.raises(CrossfootError, match="did you mean china-ets"):
        open_sets(["china-est"])


def test_an_own_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CrossfootError, match="cannot open the factor file"):
        open_sets([str(tmp_path / "mine.csv")])


def test_fuels_are_named_once() -> None:
    fuels = [row["fuel"] for row in shipped_fuels()]
    assert len(fuels) == len(set(fuels))
    assert all(row["title_en"] and row["title_zh"] for row in shipped_fuels())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("CN-AH", "CN-AH"), ("cn-ah", "CN-AH"), ("江苏", "CN-JS"), ("Malaysia", "MY"), ("", "")),
        *(("Hong Kong", "HK"), ("香港", "HK"), ("CN-HK", "HK"), ("澳门", "MO"), ("CN-TW", "TW")),
        *(("UK", "GB"), ("USA", "US")),
    ],
)
def test_regions_are_found_by_code_and_name(written: str, code: str) -> None:
    assert region_code(written) == code


def test_what_holds_a_region() -> None:
    assert holders("CN-NM") == ("CN-NM", "CN")
    assert holders("CN-XZ") == ("CN-XZ", "CN")
    assert holders("US-CAMX") == ("US-CAMX", "US")
    assert holders("DE-BY") == ("DE-BY", "DE")
    assert holders("") == ()


@pytest.mark.parametrize("region", ["HK", "CN-HK", "中国香港", "CN-MO", "CN-TW"])
def test_no_factor_of_the_mainland_holds_where_there_is_another_grid(region: str) -> None:
    library = FactorLibrary([load_set(name) for name in DEFAULT_SETS])
    choice = library.look_up("electricity.grid", "kWh", Period.year(2022), region)
    assert choice.factor is None
    assert "only for CN; name that region to use it knowingly" in choice.reason


def test_an_unknown_activity_is_not_suggested_to_itself() -> None:
    """Cooling has a coefficient of standard coal and no emission factor."""
    library = FactorLibrary([load_set(name) for name in DEFAULT_SETS])
    choice = library.look_up("cooling.purchased", "kWh", Period.year(2022), "CN")
    assert "no factor for 'cooling.purchased'" in choice.reason
    assert "did you mean" not in choice.reason
