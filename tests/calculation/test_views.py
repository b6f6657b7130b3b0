"""The six categories of ISO 14064-1 and the fifteen of scope 3: sums of the same milligrams."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.calculation.scope3 import TITLES, categories, read_judgements
from crossfoot.calculation.uncertainty_statements import (
    FACTOR,
    QUANTITY,
    Statement,
    Statements,
)
from crossfoot.calculation.views import CATEGORIES, iso_totals, iso_view, subcategories
from crossfoot.errors import CrossfootError
from crossfoot.factors.activities import ENERGY_CARRIERS, SOURCE_CATEGORIES
from inventory_world import library, row

YEAR = ("2023-01-01", "2023-12-31")
NAMES = [
    "fuel.oil.stationary", "fuel.wood.stationary", "fuel.petrol.mobile", "process.lime",
    "electricity.grid", "steam.purchased", *(f"s3.{n:02}.part" for n in TITLES),
]  # fmt: skip
FACTORS = "\n".join(
    [
        *(
            f"f{n},{name},CO2,{n}.5,kg/kg,,,,{name[1]},{int(name[3:5])},case,own,"
            for n, name in enumerate(NAMES)
            if name.startswith("s3.")
        ),
        "oil,fuel.oil.stationary,CO2,2.7,kg/kg,,,,1,stationary,case,own,",
        "oil,fuel.oil.stationary,N2O,0.0001,kg/kg,,,,1,stationary,case,own,",
        "wood,fuel.wood.stationary,CO2-biogenic,1.7,kg/kg,,,,1,stationary,case,own,",
        "wood,fuel.wood.stationary,CH4,0.005,kg/kg,,,,1,stationary,case,own,",
        "petrol,fuel.petrol.mobile,CO2,3.1,kg/kg,,,,1,mobile,case,own,",
        "lime,process.lime,CO2,0.4,kg/kg,,,,1,process,case,own,",
        "grid,electricity.grid,CO2,0.5,kg/kg,,,,2,electricity,case,own,",
        "rest,electricity.grid,CO2,0.6,kg/kg,,,,2,electricity,case,own,residual",
        "steam,steam.purchased,CO2,0.1,kg/kg,,,,2,steam,case,own,",
    ]
)


def computed(folder: Path, quantities: dict[str, str]) -> Inventory:
    rows = [
        row(n, name, quantity, "kg", *YEAR)
        for n, (name, quantity) in enumerate(quantities.items(), start=2)
    ]
    return inventory(rows, library(folder, FACTORS))


def test_every_source_of_the_scopes_has_one_place() -> None:
    expected = {("1", name) for name in SOURCE_CATEGORIES}
    expected |= {("2", name) for name in ENERGY_CARRIERS}
    expected |= {("3", str(number)) for number in range(1, 16)}
    assert set(subcategories()) == expected
    for each in subcategories().values():
        assert each.iso in CATEGORIES
        assert each.title.en
        assert each.title.zh
        assert (each.iso == "1") is (each.scope == "1")
        assert (each.iso == "2") is (each.scope == "2")


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 10**6), min_size=1))
def test_categories_add_up_to_the_totals_by_scope(drawn: dict[str, int]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        result = computed(Path(folder), {name: str(n) for name, n in drawn.items()})
        rows, scopes = iso_view(result.cells(), "AR6"), result.milligrams()
        totals = iso_totals(rows)
        for method in ("location", "market"):
            sums = totals[method]
            assert sums["1"] == scopes["scope1"]
            assert sums["2"] == scopes[f"scope2_{method}"]
            assert sum(sums[n] for n in "3456") == scopes["scope3"]
            assert sums["total"] == scopes[f"total_{method}"]
        result.close()


def test_gases_and_biogenic_carbon_stand_apart(tmp_path: Path) -> None:
    """100 kg of wood: 170 kg of biogenic CO2 beside, 0.5 kg of methane x 27 inside."""
    result = computed(tmp_path, {"fuel.wood.stationary": "100", "s3.06.part": "2"})
    direct, travel = iso_view(result.cells(), "AR6")
    assert direct.gases == {"CH4": 13_500_000}
    assert direct.biogenic == 170_000_000
    assert (travel.iso, travel.title.en) == ("3", "business travel")


def test_removals_avoided_emissions_and_offsets_are_never_netted(tmp_path: Path) -> None:
    """They stand beside, each by itself; the totals are those without them."""
    rows = [
        row(2, "process.lime", "1000", "kg", *YEAR),
        row(3, "removal.forest", "300", "t CO2e", *YEAR),
        row(4, "avoided.sold_panels", "900000", "kg CO2e", *YEAR),
        row(5, "offset.retired_credits", "50", "t", *YEAR),
        row(6, "offset.retired_credits", "25", "t", *YEAR),
    ]
    result = inventory(rows, library(tmp_path, FACTORS))
    assert result.is_complete
    assert result.totals()["total_location"] == Decimal("0.4")
    assert result.apart() == {
        "removal.forest": 300, "avoided.sold_panels": 900, "offset.retired_credits": 75
    }  # fmt: skip


# -- scope 3 ------------------------------------------------------------------------------


def judged(folder: Path, *lines: str) -> Path:
    path = folder / "scope3.csv"
    path.write_text("\n".join(["category,status,reason,coverage,source", *lines, ""]), "utf-8")
    return path


def test_every_category_is_included_excluded_or_open(tmp_path: Path) -> None:
    result = computed(tmp_path, {"s3.01.part": "10", "electricity.grid": "5"})
    path = judged(tmp_path, "1,included,,85,ledger", "14,excluded,no franchises,,")
    states = categories(result.sources(), read_judgements(path), Statements())
    assert [each.category for each in states] == list(range(1, 16))
    by_status = {each.category: each.status for each in states}
    assert by_status.pop(1) == "included"
    assert by_status.pop(14) == "excluded"
    assert set(by_status.values()) == {"open"}
    assert sum(each.milligrams for each in states) == result.milligrams()["scope3"]
    assert states[0].judgement is not None
    assert states[0].judgement.coverage == 85


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("14,excluded,,,", "excluded without a reason"),
        ("16,included,,,", "no category"),
        ("1,perhaps,,,", "no status"),
        ("1,included,,120,", "coverage is '120'"),
        ("1,included,,,\n1,included,,,", "stands twice"),
    ],
)
def test_what_cannot_be_taken_is_told(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(CrossfootError, match=words):
        read_judgements(judged(tmp_path, line))


def test_a_category_with_rows_cannot_be_excluded(tmp_path: Path) -> None:
    result = computed(tmp_path, {"s3.06.part": "10"})
    given = read_judgements(judged(tmp_path, "6,excluded,nobody travels,,"))
    with pytest.raises(CrossfootError, match="there are rows of it"):
        categories(result.sources(), given, Statements())


def test_data_quality_is_weighted_with_emissions(tmp_path: Path) -> None:
    """Of category 1, 300 kg of score 2 and 100 kg of score 4; the mean is 2.5."""
    own = library(
        tmp_path,
        "a,s3.01.steel,CO2e,3,kg/kg,,,,3,1,case,own,\n"
        "b,s3.01.paper,CO2e,1,kg/kg,,,,3,1,case,own,\n"
        "c,s3.01.other,CO2e,1,kg/kg,,,,3,1,case,own,\n",
    )
    rows = [
        row(n, f"s3.01.{name}", "100", "kg", *YEAR)
        for n, name in enumerate(("steel", "paper", "other"), start=2)
    ]
    poor = "4;4;4;4;4"
    statements = Statements(
        [
            Statement("s3.01.steel", "", QUANTITY, Decimal(0), pedigree="1;1;1;1;1"),
            Statement("s3.01.steel", "", FACTOR, Decimal(0), pedigree="3;3;3;3;3"),
            Statement("s3.01.paper", "", QUANTITY, Decimal(0), pedigree=poor),
        ]
    )
    state = categories(inventory(rows, own).sources(), {}, statements)[0]
    assert state.quality == Decimal("2.5")
    assert state.scored == 400 * 10**6
    assert state.milligrams == 500 * 10**6
