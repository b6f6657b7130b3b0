"""Market-based scope 2: quality criteria, expiry, volumes, residual mix, own power, the group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.calculation.contracts import (
    ANSWERS,
    Claim,
    Contracts,
    Instrument,
    criteria,
    read_contracts,
    unmet,
)
from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.errors import CrossfootError
from crossfoot.factors.library import FactorLibrary
from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.languages import Text
from inventory_world import library, row

YEAR = ("2023-01-01", "2023-12-31")
FACTORS = """
grid,electricity.grid,CO2,0.5,kg/kWh,CN,,,2,electricity,a,own,
residual,electricity.grid,CO2,0.6,kg/kWh,CN,,,2,electricity,b,own,residual
steam,steam.purchased,CO2,0.1,t/GJ,,,,2,steam,c,own,
grid-my,electricity.grid,CO2,0.7,kg/kWh,MY,,,2,electricity,d,own,
"""
GOOD = {"conveys_rate": "yes", "sole_claim": "yes", "retired_for": "registry 1 to 100"}
WIND = Instrument(
    "wind", "certificate", "CN", Decimal(100), "MWh", date(2023, 1, 1), date(2023, 12, 31),
    rate=Decimal(0), rate_unit="kWh", answers=GOOD,
)  # fmt: skip


@pytest.fixture
def factors(tmp_path: Path) -> FactorLibrary:
    return library(tmp_path, FACTORS)


def bought(
    quantity: str, instrument: str = "wind", days: tuple[str, str] = YEAR, region: str = "CN"
):
    return row(2, "electricity.grid", quantity, "kWh", *days, region=region, instrument=instrument)


def market(result: Inventory) -> Decimal:
    return result.totals()["scope2_market"]


def rule(result: Inventory) -> str:
    (line,) = result.lines()
    assert line.market is not None
    return line.market.factor.rule


def test_a_good_instrument_counts(factors: FactorLibrary) -> None:
    result = inventory([bought("80000")], factors, contracts=Contracts([WIND]))
    assert result.totals()["scope2_location"] == 40
    assert market(result) == 0
    assert "rate of instrument wind" in rule(result)


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"answers": GOOD | {"conveys_rate": "no"}}, "1"),
        ({"answers": GOOD | {"sole_claim": ""}}, "2"),
        ({"answers": {k: v for k, v in GOOD.items() if k != "retired_for"}}, "3"),
        ({"start": date(2022, 1, 1), "end": date(2022, 12, 31)}, "4"),
        ({"region": "MY"}, "5"),
        ({"kind": "supplier"}, "6"),
        ({"kind": "ppa"}, "7"),
    ],
)
def test_an_unmet_criterion_refuses_with_its_reason(
    factors: FactorLibrary, change: dict[str, object], number: str
) -> None:
    """The residual mix stands in its place: 80,000 kWh x 0.6 kg."""
    result = inventory([bought("80000")], factors, contracts=Contracts([replace(WIND, **change)]))
    assert market(result) == 48
    assert f"refused: criterion {number}," in rule(result)
    assert "the residual mix" in rule(result)
    (use,) = result.instruments()
    assert [criterion.number for criterion, _ in use.unmet] == [number]


def test_what_is_not_registered_is_refused(factors: FactorLibrary) -> None:
    result = inventory([bought("80000", "sun")], factors, contracts=Contracts([WIND]))
    assert market(result) == 48
    assert "not in the register" in rule(result)


def test_without_residual_mix_the_grid_stands_and_that_is_told(factors: FactorLibrary) -> None:
    rows = [bought("1000", "sun", region="MY"), replace(bought("1000", ""), row=3)]
    result = inventory(rows, factors, contracts=Contracts([WIND]))
    assert result.lines()[0].market is not None
    assert "no residual mix known" in result.lines()[0].market.factor.rule
    assert result.residual_mix() == {"CN": True}
    only = inventory([bought("1000", "", region="MY")], factors, contracts=Contracts([WIND]))
    assert only.residual_mix() == {"MY": False}


def test_no_more_is_claimed_than_was_bought(factors: FactorLibrary) -> None:
    """100 MWh of certificates for 160 MWh: 60 MWh take the residual mix, 36 t."""
    rows = [bought("100000"), replace(bought("60000"), row=3, site="b")]
    result = inventory(rows, factors, contracts=Contracts([WIND]))
    assert market(result) == 36
    (use,) = result.instruments()
    assert use.claimed == 160
    assert use.is_over_claimed
    assert use.to_json()["not_covered"] == 60
    assert result.totals()["scope2_location"] == 80


def test_an_instrument_expires_inside_a_row(factors: FactorLibrary) -> None:
    """Generated to 30 June: 181 of 365 days count, the rest takes the residual mix."""
    half = replace(WIND, end=date(2023, 6, 30))
    result = inventory([bought("36500")], factors, contracts=Contracts([half]))
    assert market(result) == Decimal(100) * 184 * Decimal("0.6") / 1000
    by_day = replace(WIND, expires=date(2023, 6, 30))
    again = inventory([bought("36500")], factors, contracts=Contracts([by_day]))
    assert market(again) == market(result)
    rules = {line.market.factor.rule for line in again.lines() if line.market}
    assert any("expired on 2023-06-30" in each for each in rules)


def test_each_vintage_has_its_volume(factors: FactorLibrary) -> None:
    old = replace(WIND, start=date(2022, 1, 1), end=date(2022, 12, 31), volume=Decimal(10))
    rows = [
        bought("20000", days=("2022-01-01", "2022-12-31")),
        replace(bought("20000"), row=3),
    ]
    result = inventory(rows, factors, contracts=Contracts([old, WIND]))
    assert market(result) == 6  # 10 MWh of 2022 lack a certificate
    assert [use.claimed for use in result.instruments()] == [20, 20]


def test_the_factor_of_a_contract_may_stand_in_a_factor_file(tmp_path: Path) -> None:
    ours = library(tmp_path, FACTORS + "w,electricity.grid,CO2,0.02,kg/kWh,,,,2,,x,own,wind\n")
    named = replace(WIND, rate=None, rate_unit="")
    result = inventory([bought("200000")], ours, contracts=Contracts([named]))
    assert market(result) == 2 + 60  # 100 MWh by contract, 100 by the residual mix


def test_an_instrument_without_any_rate_leaves_the_row_open(factors: FactorLibrary) -> None:
    named = replace(WIND, rate=None, rate_unit="")
    result = inventory([bought("80000")], factors, contracts=Contracts([named]))
    assert [each.methods for each in result.unresolved] == [("market",)]


def test_own_power_is_no_purchase(factors: FactorLibrary) -> None:
    rows = [
        row(2, "electricity.onsite.renewable.solar", "5000", "kWh", *YEAR, region="CN"),
        row(3, "electricity.generated.renewable.solar", "8000", "kWh", *YEAR, region="CN"),
        row(4, "electricity.sold", "3000", "kWh", *YEAR, region="CN"),
    ]
    result = inventory(rows, factors)
    assert result.is_complete
    assert set(result.totals().values()) == {Decimal(0)}
    assert "no purchase" in result.lines()[0].emission.factor.rule  # type: ignore[union-attr]
    figures = {f.metric: f.value for f in result.facts(granularity=("year",))}
    assert figures["energy.renewable.self_consumed"] == 5000
    assert figures["energy.renewable.generated"] == 8000
    assert figures["energy.electricity.sold"] == 3000


def test_power_whose_certificates_were_sold_is_not_green(factors: FactorLibrary) -> None:
    name, sold = "electricity.onsite.renewable.solar", "certificates_sold"
    result = inventory([row(2, name, "5000", "kWh", *YEAR, region="CN", instrument=sold)], factors)
    assert result.totals()["scope2_location"] == 0
    assert market(result) == 3


def group(**equity: str) -> Organisation:
    return Organisation(
        [
            Entity("group", Text("Group", ""), "group"),
            *(
                Entity(site, Text(site, ""), parent="group", equity=Decimal(share))
                for site, share in equity.items()
            ),
        ]
    )


def steam(site: str, quantity: str, seller: str = ""):
    instrument = f"from:{seller}" if seller else ""
    return row(2, "steam.purchased", quantity, "GJ", *YEAR, site=site, instrument=instrument)


def test_a_sale_inside_the_group_is_eliminated_once(factors: FactorLibrary) -> None:
    """100 GJ from outside and 50 GJ from the sister plant: 10 t, not 15 t."""
    rows = [steam("buyer", "100"), replace(steam("buyer", "50", "seller"), row=3)]
    result = inventory(rows, factors, organisation=group(buyer="1", seller="1"))
    assert result.totals()["scope2_location"] == result.totals()["scope2_market"] == 10
    assert result.is_complete
    assert "delivered by seller" in result.lines()[1].emission.factor.rule  # type: ignore[union-attr]


@settings(deadline=None, max_examples=25)
@given(share=st.integers(min_value=0, max_value=100))
def test_what_the_seller_does_not_count_stays_with_the_buyer(share: int) -> None:
    """By equity share the seller counts a part of its fuels; the rest of the steam is bought."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        ours = library(Path(folder), FACTORS)
        held = group(buyer="1", seller=str(Decimal(share) / 100))
        result = inventory(
            [steam("buyer", "1000", "seller")], ours, organisation=held,
            approach=Approach.EQUITY_SHARE,
        )  # fmt: skip
        assert result.totals()["scope2_location"] == 100 - share


def test_an_unknown_seller_is_told(factors: FactorLibrary) -> None:
    result = inventory([steam("buyer", "5", "nobody")], factors, organisation=group(buyer="1"))
    assert "'nobody' is not in the organisation" in result.unresolved[0].reason


volumes = st.integers(min_value=0, max_value=300)


@settings(deadline=None, max_examples=25)
@given(volume=volumes, parts=st.lists(volumes, min_size=1, max_size=4))
def test_covered_and_not_covered_add_up(volume: int, parts: list[int]) -> None:
    """Whatever is claimed by however many sites: the market-based total is that of the rest."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        ours = library(Path(folder), FACTORS)
        rows = [
            replace(bought(str(part * 1000)), row=n, site=f"s{n}") for n, part in enumerate(parts)
        ]
        one = replace(WIND, volume=Decimal(volume))
        result = inventory(rows, ours, contracts=Contracts([one]))
        rest = max(0, sum(parts) - volume)
        # each line is rounded to a milligram
        assert abs(market(result) - rest * Decimal("0.6")) <= len(parts) * Decimal("1e-9")


def test_the_criteria_of_the_guidance_are_all_there() -> None:
    """Table 7.1 has eight; the eighth is of the market and is told by `residual_mix`."""
    assert [each.number for each in criteria()] == list("1234567")
    for each in criteria():
        assert each.title.zh
        assert each.source.endswith(f"criterion {each.number}")
        assert not each.column or each.column in ANSWERS


def test_each_kind_is_asked_what_concerns_it() -> None:
    claim = Claim("CN-AH", date(2023, 2, 1), date(2023, 2, 28))
    assert not unmet(WIND, claim)  # a province lies in its country's market
    assert not unmet(
        replace(WIND, kind="ppa", answers=GOOD | {"certificates_transferred": "yes"}), claim
    )


def test_the_register_is_read(tmp_path: Path) -> None:
    path = tmp_path / "instruments.csv"
    path.write_text(
        "name,kind,region,volume,unit,start,end,expires,rate,rate_unit,conveys_rate,sole_claim,"
        "retired_for,source\n"
        "GEC 2023-A,certificate,China,500,MWh,2023-01-01,2023-12-31,2024-06-30,0,kWh,yes,yes,"
        "registry 1101,statement 7\n",
        "utf-8",
    )
    (one,) = read_contracts(path).given
    assert (one.name, one.region, one.volume) == ("gec_2023_a", "CN", 500)
    assert one.expires == date(2024, 6, 30)
    assert one.answers["retired_for"] == "registry 1101"
    assert read_contracts(path).of("GEC 2023-A", date(2023, 5, 1), date(2023, 5, 31)) == one


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a,token,CN,1,MWh,2023-01-01,2023-12-31", "'token' is no kind"),
        ("a,ppa,CN,many,MWh,2023-01-01,2023-12-31", "volume is 'many'"),
        ("a,ppa,CN,1,MWh,2023-12-31,2023-01-01", "before it starts"),
        ("a,ppa,CN,1,MWh,May,2023-12-31", "start is 'May'"),
        ("a,ppa,,1,MWh,2023-01-01,2023-12-31", "region is empty"),
        (
            "a,ppa,CN,1,MWh,2023-01-01,2023-12-31\na,ppa,CN,1,MWh,2023-12-01,2024-01-31",
            "stands twice",
        ),
    ],
)
def test_a_mistake_in_the_register_is_told_with_its_row(
    tmp_path: Path, line: str, words: str
) -> None:
    path = tmp_path / "instruments.csv"
    path.write_text(f"name,kind,region,volume,unit,start,end\n{line}\n", "utf-8")
    with pytest.raises(CrossfootError, match=words) as caught:
        read_contracts(path)
    assert "instruments.csv row" in str(caught.value)
