"""The rules of the look-up, on small sets of our own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.factors.factor import Factor, GasValue
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import DEFAULT_SETS, FactorSet, load_set
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period

YEAR = Period.year(2023)


def factor(name: str, **changes: object) -> Factor:
    given = {
        "id": name,
        "set": "own",
        "activity": "electricity.grid",
        "region": "",
        "unit_of_activity": "kWh",
        "values": (GasValue("CO2", Decimal("0.5"), "kg/kWh"),),
        "scope": "2",
        "category": "electricity",
        **changes,
    }
    return Factor(**given)  # type: ignore[arg-type]


def library(*factors: Factor) -> FactorLibrary:
    return FactorLibrary([FactorSet("own", Text("own", ""), "own", "here", factors)])


def of_year(name: str, year: int, published: date | None = None, **changes: object) -> Factor:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return factor(name, valid_from=first, valid_to=last, published=published, **changes)


def test_the_nearest_region_wins_over_the_wider() -> None:
    lib = library(factor("cn", region="CN"), factor("any"), factor("ah", region="CN-AH"))
    chosen = [
        lib.look_up("electricity.grid", "kWh", Period.year(2022), region).factor
        for region in ("CN-AH", "CN-JS", "MY")
    ]
    assert [found and found.id for found in chosen] == ["ah", "cn", "any"]


def test_without_region_several_regions_are_ambiguous() -> None:
    choice = library(factor("a", region="CN-AH"), factor("b", region="CN-JS")).look_up(
        "electricity.grid", "kWh", Period.year(2022)
    )
    assert choice.factor is None
    assert "states no region" in choice.reason
    assert {rejection.factor.id for rejection in choice.rejected} == {"a", "b"}


def test_without_region_the_one_that_holds_the_others_is_taken() -> None:
    choice = library(factor("a", region="CN-AH"), factor("b", region="CN")).look_up(
        "electricity.grid", "kWh", Period.year(2022)
    )
    assert choice.factor is not None
    assert choice.factor.id == "b"
    assert "states no region" in choice.rule


def test_a_row_over_two_years_takes_the_year_of_most_days() -> None:
    lib = library(of_year("2022", 2022), of_year("2023", 2023))
    late = Period(date(2022, 12, 1), date(2023, 1, 10))
    early = Period(date(2022, 12, 25), date(2023, 1, 31))
    chosen = [lib.look_up("electricity.grid", "kWh", period) for period in (late, early)]
    assert [choice.factor and choice.factor.id for choice in chosen] == ["2022", "2023"]
    assert all("most days" in choice.rule for choice in chosen)


def test_a_row_over_several_years_must_be_split() -> None:
    choice = library(of_year("2022", 2022), of_year("2023", 2023)).look_up(
        "electricity.grid", "kWh", Period.years(2022, 2023)
    )
    assert choice.factor is None
    assert "split the row by year" in choice.reason


def test_a_factor_without_stated_time_serves_any_time() -> None:
    choice = library(factor("any")).look_up("electricity.grid", "kWh", Period.years(1990, 2023))
    assert choice.factor is not None
    assert not choice.carried_forward


def test_a_corrected_edition_replaces_the_first_from_its_publication() -> None:
    lib = library(
        of_year("first", 2022, date(2023, 3, 1)), of_year("corrected", 2022, date(2023, 9, 1))
    )
    chosen = [
        lib.look_up("electricity.grid", "kWh", Period.year(2022), as_of=day).factor
        for day in (date(2023, 6, 1), date(2023, 9, 1), None)
    ]
    assert [found and found.id for found in chosen] == ["first", "corrected", "corrected"]


def test_never_a_later_year() -> None:
    choice = library(of_year("2023", 2023)).look_up("electricity.grid", "kWh", Period.year(2022))
    assert choice.factor is None
    assert "a later year's factor is not used" in choice.reason


def test_rejections_name_each_factor_once_with_its_reason() -> None:
    choice = library(
        of_year("old", 2021),
        of_year("good", 2022),
        of_year("mass", 2022, unit_of_activity="t", values=(GasValue("CO2", Decimal(1), "t/t"),)),
        of_year("contract", 2022, instrument="ppa"),
        of_year("far", 2022, region="GB"),
        of_year("late", 2022, date(2030, 1, 1)),
    ).look_up("electricity.grid", "kWh", Period.year(2022), "CN", as_of=date(2024, 1, 1))
    assert choice.factor is not None
    assert choice.factor.id == "good"
    reasons = {rejection.factor.id: rejection.reason for rejection in choice.rejected}
    assert len(reasons) == len(choice.rejected) == 5
    assert "valid from 2021-01-01" in reasons["old"]
    assert "needs calorific value" in reasons["mass"]
    assert "market-based" in reasons["contract"]
    assert "another region" in reasons["far"]
    assert "published on 2030-01-01" in reasons["late"]


def test_market_based() -> None:
    lib = library(
        factor("grid"),
        factor("solar", instrument="ppa", values=(GasValue("CO2", Decimal(0), "kg/kWh"),)),
    )
    period = Period.year(2023)
    contract = lib.look_up_market("electricity.grid", "kWh", period, instrument="PPA")
    assert contract.factor is not None
    assert contract.factor.id == "solar"
    none = lib.look_up_market("electricity.grid", "kWh", period)
    assert none.factor is not None
    assert none.factor.id == "grid"
    assert "no residual mix known: the location-based factor" in none.rule
    unknown = lib.look_up_market("electricity.grid", "kWh", period, instrument="green_certificate")
    assert unknown.factor is None
    assert "own factor file" in unknown.reason


def test_market_based_takes_the_residual_mix_where_there_is_one() -> None:
    """Source: announcement 33 of 2024: 0.5856 without traded non-fossil power, 0.5366 with."""
    lib = FactorLibrary([load_set("china-national")])
    market = lib.look_up_market("electricity.grid", "kWh", Period.year(2022), "CN")
    location = lib.look_up("electricity.grid", "kWh", Period.year(2022), "CN")
    assert market.factor is not None
    assert location.factor is not None
    assert market.factor.per("CO2", "kWh") == Decimal("0.5856")
    assert location.factor.per("CO2", "kWh") == Decimal("0.5366")
    assert "residual mix" in market.rule


def test_unknown_activity_and_unit_say_what_was_meant() -> None:
    lib = FactorLibrary([load_set("china-mee")])
    activity = lib.look_up("fuel.diesal.mobile", "t", Period.year(2022))
    assert "did you mean fuel.diesel.mobile" in activity.reason
    unit = lib.look_up("fuel.diesel.mobile", "tonz", Period.year(2022))
    assert "'tonz' is not known" in unit.reason


@pytest.mark.parametrize("name", ["R-410A", "R410A", "r410a"])
def test_a_kilogram_of_blend_is_its_parts(name: str) -> None:
    choice = FactorLibrary([]).look_up(f"refrigerant.{name}.leak", "g", Period.year(2022))
    assert choice.factor is not None
    assert {gas: choice.factor.per(gas, "kg") for gas in choice.factor.gases} == {
        "HFC-32": Decimal("0.5"),
        "HFC-125": Decimal("0.5"),
    }


def test_every_leak_is_all_of_what_leaks() -> None:
    for leak in load_set("refrigerants").factors:
        if leak.activity.startswith("refrigerant."):
            assert sum(value.value for value in leak.values) == 1, leak.id


@pytest.mark.parametrize(
    ("activity", "gas", "tonnes"),
    [
        ("welding.co2", "CO2", "1"),
        ("wastewater.methane", "CH4", "1"),
        ("fuel.acetylene.stationary", "CO2", "3.384615"),
    ],
)
def test_released_gases(activity: str, gas: str, tonnes: str) -> None:
    """Acetylene: C2H2 has 24/26 carbon, each 12 of it burn to 44 of CO2."""
    choice = FactorLibrary([]).look_up(activity, "t", Period.year(2022), "CN")
    assert choice.factor is not None
    assert round(choice.factor.per(gas, "t") / 1000, 6) == Decimal(tonnes)


def test_cubic_metres_without_condition_are_an_assumption_that_is_stated() -> None:
    lib = FactorLibrary([load_set("china-mee")])
    stated = lib.look_up("fuel.natural_gas.stationary", "Nm3", Period.year(2022))
    bare = lib.look_up("fuel.natural_gas.stationary", "万立方米", Period.year(2022))
    wrong = lib.look_up("fuel.natural_gas.stationary", "Sm3", Period.year(2022))
    assert stated.factor is not None
    assert bare.factor is not None
    assert "0 °C" not in stated.rule
    assert "taken as cubic metres at 0 °C" in bare.rule
    assert bare.factor.per("CO2", "万立方米") == stated.factor.per("CO2", "1e4 Nm3")
    assert wrong.factor is None
    assert wrong.reason


def test_a_row_without_region_does_not_wander_abroad() -> None:
    """MEE gives diesel by mass; litres are answered by the IPCC, not by the US table before it."""
    lib = FactorLibrary([load_set(name) for name in DEFAULT_SETS])
    diesel = lib.look_up("fuel.diesel.mobile", "L", Period.year(2022))
    waste = lib.look_up("s3.05.waste.refuse.commercial_and_industrial_waste.landfill", "t", YEAR)
    assert diesel.factor is not None
    assert diesel.factor.set == "ipcc2006"
    assert waste.factor is not None
    assert "the row states no region, the factor is for GB" in waste.rule


@pytest.mark.parametrize(
    ("activity", "unit", "region", "answers"),
    [
        ("electricity.grid", "kWh", "CN-AH", "china-ets"),
        ("electricity.grid", "kWh", "GB", "uk-desnz-2023"),
        ("electricity.grid", "kWh", "US-CAMX", "us-egrid"),
        ("fuel.natural_gas.stationary", "Nm3", "CN", "china-mee"),
        ("fuel.natural_gas.stationary", "m3", "GB", "uk-desnz-2023"),
        ("fuel.natural_gas.stationary", "scf", "US", "us-epa-2021"),
        ("fuel.natural_gas.stationary", "t", "MY", "ipcc2006"),
        ("refrigerant.R-22.leak", "kg", "MY", "refrigerants"),
    ],
)
def test_by_default_each_country_has_its_own(
    activity: str, unit: str, region: str, answers: str
) -> None:
    choice = FactorLibrary([load_set(name) for name in DEFAULT_SETS]).look_up(
        activity, unit, YEAR, region
    )
    assert choice.factor is not None, choice.reason
    assert choice.factor.set == answers


def test_electricity_of_a_country_without_a_set_stays_unresolved() -> None:
    choice = FactorLibrary([load_set(name) for name in DEFAULT_SETS]).look_up(
        "electricity.grid", "kWh", YEAR, "MY"
    )
    assert choice.factor is None
    assert "no factor for MY, only for CN" in choice.reason


def test_activities_and_search_in_two_languages() -> None:
    lib = FactorLibrary([load_set("china-mee"), load_set("ipcc2006")])
    listed = {activity.name: activity for activity in lib.activities()}
    diesel = listed["fuel.diesel.mobile"]
    assert diesel.sets == ("china-mee", "ipcc2006")
    assert (diesel.scope, diesel.source_category, diesel.unit) == ("1", "mobile", "t")
    assert "柴油" in diesel.title.zh
    assert {f.activity for f in lib.search("柴油 移动")} == {"fuel.diesel.mobile"}
    assert lib.search("no such thing") == []
    assert lib.search("") == []


DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31))


@st.composite
def factors(draw: st.DrawFn) -> list[Factor]:
    made = []
    for number in range(draw(st.integers(1, 6))):
        start = draw(st.none() | DAYS)
        end = draw(st.none() | st.dates(start or date(2018, 1, 1), date(2027, 12, 31)))
        published = draw(st.none() | DAYS)
        region = draw(st.sampled_from(("", "CN", "CN-AH", "GB")))
        made.append(
            factor(str(number), region=region, valid_from=start, valid_to=end, published=published)
        )
    return made


@settings(max_examples=300, deadline=None)
@given(
    factors=factors(),
    start=DAYS,
    days=st.integers(0, 800),
    as_of=st.none() | DAYS,
    region=st.sampled_from(("", "CN", "CN-AH", "CN-JS", "GB", "US")),
)
def test_what_a_look_up_never_does(
    factors: list[Factor], start: date, days: int, as_of: date | None, region: str
) -> None:
    """Never outside its validity unless flagged, never later than the row, never unpublished,
    never from elsewhere; every candidate is either chosen or rejected with a reason."""
    period = Period(start, date.fromordinal(start.toordinal() + days))
    choice = library(*factors).look_up("electricity.grid", "kWh", period, region, as_of=as_of)
    named = {rejection.factor.id for rejection in choice.rejected}
    assert all(rejection.reason for rejection in choice.rejected)
    if choice.factor is None:
        assert choice.reason
        assert named == {candidate.id for candidate in factors}
        return
    chosen = choice.factor
    assert named | {chosen.id} == {candidate.id for candidate in factors}
    assert as_of is None or chosen.published is None or chosen.published <= as_of
    assert not region or chosen.region in ("", region, "CN" if region.startswith("CN") else region)
    if choice.carried_forward:
        assert chosen.valid_to is not None
        assert chosen.valid_to < period.end
        assert "carried forward" in choice.rule
    else:
        middle = period.start + (period.end - period.start) // 2
        assert chosen.is_valid_on(middle)
    assert chosen.valid_from is None or chosen.valid_from <= period.end


@settings(max_examples=100, deadline=None)
@given(day=DAYS, region=st.sampled_from(("", "CN", "CN-AH", "CN-XZ", "安徽")))
def test_shipped_electricity_never_comes_from_the_future(day: date, region: str) -> None:
    for name in ("china-ets", "china-national", "china-regional", "china-provincial"):
        choice = FactorLibrary([load_set(name)]).look_up(
            "electricity.grid", "kWh", Period(day, day), region, as_of=day
        )
        if choice.factor is not None:
            assert choice.factor.published is not None
            assert choice.factor.published <= day
            assert choice.carried_forward
