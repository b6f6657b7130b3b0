"""Why two inventories differ: against examples of others, and against inventories in between."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.base_year import Event, Policy, read_policy, triggers
from crossfoot.calculation.comparison import Comparison, RunFile
from crossfoot.calculation.inventory import inventory
from crossfoot.calculation.kept_lines import kept_lines, rates_text
from crossfoot.calculation.restatement import (
    ACTIVITY,
    BOUNDARY,
    CAUSES,
    ERROR,
    FACTOR,
    INTERACTION,
    METHOD,
    OWNERSHIP,
    POTENTIALS,
    TOTALS,
    Change,
    KeptRun,
    Restatement,
    restatement,
)
from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.languages import Text
from inventory_world import library, row

YEAR = ("2023-01-01", "2023-12-31")

#: kilograms per unit; methane and refrigerant feel the set of warming potentials
FACTORS = {
    ("process.burning", "CO2", "kg", "1", "process"): "2.6391",
    ("process.burning", "CH4", "kg", "1", "process"): "0.0213",
    ("electricity.grid", "CO2", "kWh", "2", "electricity"): "0.5703",
    ("s3.01.spend", "CO2e", "CNY", "3", "1"): "0.04",
    ("s3.01.steel", "CO2e", "kg", "3", "1"): "1.9",
}
UNITS = {activity: unit for activity, _, unit, _, _ in FACTORS}


@dataclass(frozen=True)
class World:
    """All that an inventory depends on."""

    rows: Sequence[ActivityRow]
    equity: Mapping[str, Decimal] = field(
        default_factory=lambda: {"a": Decimal(1), "b": Decimal(1)}
    )
    scale: Decimal = Decimal(1)
    gwp: str = "AR6"

    def run(self, target: Path | None = None) -> KeptRun:
        """Its lines, by equity share; written to a file too."""
        text = "\n".join(
            f"{activity},{activity},{gas},{Decimal(value) * self.scale},kg/{unit},,,,"
            f"{scope},{category},case,own,"
            for (activity, gas, unit, scope, category), value in FACTORS.items()
        )
        organisation = Organisation(
            [
                Entity("group", Text("Group", ""), "group"),
                *(
                    Entity(site, Text(site, ""), parent="group", equity=share)
                    for site, share in self.equity.items()
                ),
            ]
        )
        with tempfile.TemporaryDirectory() as folder:
            result = inventory(
                self.rows,
                library(Path(folder), text),
                gwp_sets=(self.gwp,),
                organisation=organisation,
                approach=Approach.EQUITY_SHARE,
            )
            lines = tuple(kept_lines(result.lines()))
            totals = result.milligrams()
            if target is not None:
                result.write_lines(target, {})
        sites = frozenset(site for site, share in self.equity.items() if share)
        run = KeptRun(self.gwp, sites, lines)
        # what is kept is the inventory, to the milligram
        assert {total: run.total(total) for total in TOTALS} == totals
        return run


def explained(base: World, new: World) -> Restatement:
    """The restatement of two worlds; what it says adds up to the milligram."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "base.parquet"), Path(folder, "new.parquet")
        found = restatement(base.run(files[0]), new.run(files[1]))
        same_by_engine(found, *files)
    for total in TOTALS:
        difference = found.new.total(total) - found.base.total(total)
        assert sum(found.by_cause(total).values()) == difference
        assert list(found.by_cause(total)) == list(CAUSES)
    return found


def same_by_engine(found: Restatement, base: Path, new: Path) -> None:
    """The engine splits the same lines in the same way."""
    runs = (
        RunFile(run.gwp, run.sites, path, run.unresolved)
        for run, path in ((found.base, base), (found.new, new))
    )
    compared = Comparison(*runs)
    for total in TOTALS:
        assert compared.by_cause(total) == found.by_cause(total)
        assert compared.totals(total) == (found.base.total(total), found.new.total(total))
        assert compared.share(total) == found.share(total)
    assert compared.exceeds(Decimal("0.05")) == found.exceeds(Decimal("0.05"))
    assert compared.count == len(found.changes)
    ours = sorted(map(described, compared.changes()))
    assert ours == sorted(map(described, found.changes))
    differences = [abs(change.difference) for change in compared.changes()]
    assert differences == sorted(differences, reverse=True)
    compared.close()


def described(change: Change) -> str:
    """A change without the rows that lines of the same data have."""
    sides = [
        replace(
            side,
            row=0,
            entered=side.entered.normalize(),
            quantity=side.quantity.normalize(),
            rates={},
            factor=f"{side.factor} {rates_text(side.rates)}",
        )
        if side
        else None
        for side in (change.base, change.new)
    ]
    return f"{sides} {sorted(change.effects.items())}"


def only(found: Restatement, cause: str) -> bool:
    """Whether nothing but one cause explains all totals."""
    return all(
        not effect or each == cause
        for total in TOTALS
        for each, effect in found.by_cause(total).items()
    )


# -- examples of others -------------------------------------------------------------------


def units(**tonnes: str) -> World:
    """Business units that each emit so many tonnes of CO2 in the base year."""
    rows = [
        row(n, "process.unit", amount, "t", *YEAR, site=site)
        for n, (site, amount) in enumerate(tonnes.items(), start=2)
    ]
    return World(rows, dict.fromkeys(tonnes, Decimal(1)))


def unit_run(world: World, folder: Path) -> KeptRun:
    own = library(folder, "u,process.unit,CO2,1,t/t,,,,1,process,case,own,")
    lines = tuple(kept_lines(inventory(world.rows, own).lines()))
    return KeptRun("AR6", frozenset(world.equity), lines)


def test_base_year_after_an_acquisition(tmp_path: Path) -> None:
    """Corporate Standard, chapter 5, company Gamma: 25 + 25 t, and 15 t of the acquired C."""
    before = unit_run(units(A="25", B="25"), tmp_path)
    after = unit_run(units(A="25", B="25", C="15"), tmp_path)
    found = restatement(before, after)
    assert found.new.total("scope1") == 65 * 10**9
    assert found.by_cause("scope1")[BOUNDARY] == 15 * 10**9
    assert only(found, BOUNDARY)
    assert found.share("scope1") == Decimal("0.3")


def test_base_year_after_a_divestment(tmp_path: Path) -> None:
    """Corporate Standard, chapter 5, company Beta: three units of 25 t, then without C."""
    before = unit_run(units(A="25", B="25", C="25"), tmp_path)
    after = unit_run(units(A="25", B="25"), tmp_path)
    found = restatement(before, after)
    assert found.new.total("scope1") == 50 * 10**9
    assert found.by_cause("scope1")[BOUNDARY] == -25 * 10**9
    assert only(found, BOUNDARY)


def test_the_threshold_is_that_of_the_policy(tmp_path: Path) -> None:
    """5 t more of 100 t are not more than 5 %; 5.1 t are, and any emission after none is."""
    before = unit_run(units(A="100"), tmp_path)
    five = Decimal("0.05")
    assert restatement(before, unit_run(units(A="105"), tmp_path)).exceeds(five) == ()
    more = restatement(before, unit_run(units(A="94.9"), tmp_path)).exceeds(five)
    assert more == ("scope1", "total_location", "total_market")
    none = KeptRun("AR6", frozenset("A"), ())
    assert "scope1" in restatement(none, before).exceeds(five)
    assert restatement(before, before).exceeds(Decimal(0)) == ()


# -- one cause, and several ---------------------------------------------------------------

quantities = st.decimals("0.001", "99999", places=3)
activities = st.sampled_from(["process.burning", "electricity.grid", "s3.01.spend"])
sites = st.sampled_from(["a", "b"])
periods = st.sampled_from([YEAR, ("2023-01-01", "2023-03-31"), ("2023-05-01", "2023-05-31")])
some_rows = st.lists(st.tuples(activities, sites, periods, quantities), min_size=1, max_size=6)

#: activity, site, days and quantity of each row
Drawn = list[tuple[str, str, tuple[str, str], Decimal]]


def world(drawn: Drawn) -> World:
    return World(
        [
            row(n, activity, str(amount), UNITS[activity], *days, site=site)
            for n, (activity, site, days, amount) in enumerate(drawn, start=2)
        ]
    )


def more_used(base: World, factor: str) -> World:
    rows = [replace(each, quantity=each.quantity * Decimal(factor)) for each in base.rows]
    return replace(base, rows=rows)


@settings(max_examples=12, deadline=None)
@given(some_rows)
def test_what_changes_alone_explains_all(drawn: Drawn) -> None:
    base = world(drawn)
    half = {"a": Decimal("0.415"), "b": Decimal(1)}
    alone = {
        ACTIVITY: more_used(base, "1.25"),
        FACTOR: replace(base, scale=Decimal("0.93")),
        POTENTIALS: replace(base, gwp="AR5"),
        OWNERSHIP: replace(base, equity=half),
        BOUNDARY: replace(base, equity={"a": Decimal(1), "b": Decimal(0)}),
    }
    for cause, new in alone.items():
        assert only(explained(base, new), cause), cause
        assert only(explained(new, base), cause), cause


@settings(max_examples=12, deadline=None)
@given(some_rows)
def test_effects_are_those_of_inventories_in_between(
    drawn: Drawn,
) -> None:
    """Each effect is what an inventory with that change alone gives; the rest is interaction."""
    base = world(drawn)
    shares = {"a": Decimal("0.415"), "b": Decimal("0.6")}
    used = more_used(base, "1.25")
    new = replace(used, equity=shares, scale=Decimal("0.93"), gwp="AR5")
    found = explained(base, new)
    between = {
        ACTIVITY: used,
        FACTOR: replace(base, scale=Decimal("0.93")),
        POTENTIALS: replace(base, gwp="AR5"),
        OWNERSHIP: replace(base, equity=shares),
    }
    # a line is rounded per gas, month, share and set; effects are rounded once per line
    rounding = 100 * len(base.rows)
    for total in TOTALS:
        effects = found.by_cause(total)
        for cause, one in between.items():
            alone = one.run().total(total) - found.base.total(total)
            assert abs(effects[cause] - alone) <= rounding, (cause, total)
        assert effects[BOUNDARY] == effects[METHOD] == 0


@settings(max_examples=12, deadline=None)
@given(some_rows, some_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(drawn: Drawn, other: Drawn, random: Random) -> None:
    base, new = world(drawn), world(other)
    found = explained(base, new)
    mixed = list(new.rows)
    random.shuffle(mixed)
    again = explained(base, replace(new, rows=mixed))
    for total in TOTALS:
        assert again.by_cause(total) == found.by_cause(total)
    assert not explained(base, replace(base, rows=base.rows[::-1])).changes


# -- lines of one run only ----------------------------------------------------------------


def test_a_row_that_was_forgotten_is_activity_data() -> None:
    base = World([row(2, "process.burning", "10", "kg", *YEAR, site="a")])
    late = row(3, "electricity.grid", "100", "kWh", *YEAR, site="b")
    found = explained(base, replace(base, rows=[*base.rows, late]))
    assert only(found, ACTIVITY)
    assert found.by_cause("scope2_location")[ACTIVITY] == 57_030_000


def test_from_spend_to_kilograms_is_a_change_of_method() -> None:
    """10,000 CNY x 0.04 = 400 kg become 300 kg of steel x 1.9 = 570 kg: 170 kg by method."""
    base = World([row(2, "s3.01.spend", "10000", "CNY", *YEAR, site="a")])
    new = World([row(2, "s3.01.steel", "300", "kg", *YEAR, site="a")])
    found = explained(base, new)
    assert only(found, METHOD)
    assert found.by_cause("scope3")[METHOD] == 170_000_000


def test_a_moved_date_is_not_a_change_of_method() -> None:
    base = World([row(2, "process.burning", "10", "kg", "2023-01-01", "2023-01-31", site="a")])
    new = World([row(2, "process.burning", "12", "kg", "2023-02-01", "2023-02-28", site="a")])
    assert only(explained(base, new), ACTIVITY)


def test_a_factor_that_was_missing_is_an_effect_of_factors(tmp_path: Path) -> None:
    rows = [row(2, "electricity.grid", "100", "kWh", *YEAR, site="a")]
    none = library(tmp_path, "x,process.other,CO2,1,kg/kg,,,,1,process,case,own,")
    result = inventory(rows, none)
    missing = frozenset((each.site, each.activity, each.unit) for each in result.unresolved)
    base = KeptRun("AR6", frozenset("ab"), tuple(kept_lines(result.lines())), missing)
    found = restatement(base, World(rows).run(tmp_path / "new.parquet"))
    result.write_lines(tmp_path / "base.parquet", {})
    same_by_engine(found, tmp_path / "base.parquet", tmp_path / "new.parquet")
    assert found.by_cause("total_market")[FACTOR] == 57_030_000
    assert only(found, FACTOR)


def test_two_changes_of_one_line_interact() -> None:
    """100 kWh at 0.5703, then 200 at half of it: +57.03, -28.515, and -28.515 together."""
    base = World([row(2, "electricity.grid", "100", "kWh", *YEAR, site="a")])
    new = replace(more_used(base, "2"), scale=Decimal("0.5"))
    found = explained(base, new)
    assert [change.effects for change in found.changes] == 2 * [
        {ACTIVITY: 57_030_000, FACTOR: -28_515_000, INTERACTION: -28_515_000}
    ]
    assert found.exceeds(Decimal(0)) == ()  # the two cancel: no total changed


def test_factors_of_very_many_digits_are_split_exactly() -> None:
    """A factor divided by 28 to forty digits does not fit the engine's integers."""
    rows = [row(2, "process.burning", "1234.567", "kg", *YEAR, site="a")]
    base = World(rows, scale=Decimal(1) / Decimal(7))
    new = replace(more_used(base, "1.5"), scale=Decimal(1) / Decimal(9), gwp="AR5")
    found = explained(base, new)
    assert {ACTIVITY, FACTOR, POTENTIALS, INTERACTION} == set(found.changes[0].effects)


@settings(max_examples=8, deadline=None)
@given(some_rows, some_rows, st.sampled_from(["0.93", "1"]), st.sampled_from(["AR5", "AR6"]))
def test_any_two_runs_are_split_alike_by_engine(
    drawn: Drawn, other: Drawn, scale: str, gwp: str
) -> None:
    """Rows repeat, leave, join and change; `explained` compares line by line."""
    base = world(drawn + other + drawn[:2])
    new = replace(world(other + drawn[:3]), scale=Decimal(scale), gwp=gwp)
    shares = {"a": Decimal("0.415"), "b": Decimal(1)}
    explained(base, replace(new, equity=shares))


# -- the base year ------------------------------------------------------------------------

POLICY = """
year = 2021
threshold = 3

[[event]]
date = 2023-02-01
trigger = "error"
site = "a"
activity = "process.*"
reason = "a reading in litres was taken for cubic metres"
"""


def compared(base: World, new: World, folder: Path, policy: Policy | None) -> Comparison:
    files = folder / "base.parquet", folder / "new.parquet"
    runs = base.run(files[0]), new.run(files[1])
    one, other = (
        RunFile(r.gwp, r.sites, f, r.unresolved) for r, f in zip(runs, files, strict=True)
    )
    return Comparison(one, other, policy)


def test_a_corrected_error_is_told_from_new_data(tmp_path: Path) -> None:
    """Site a burned 10 kg too little by mistake; site b burned 5 kg more."""
    (tmp_path / "base_year.toml").write_text(POLICY, "utf-8")
    policy = read_policy(tmp_path / "base_year.toml")
    name = "process.burning"
    base = World([row(n, name, "100", "kg", *YEAR, site=site) for n, site in enumerate("ab", 2)])
    new = World(
        [
            row(n, name, quantity, "kg", *YEAR, site=site)
            for n, (site, quantity) in enumerate([("a", "110"), ("b", "105")], 2)
        ]
    )
    found = compared(base, new, tmp_path, policy)
    causes = found.by_cause("scope1")
    per_kilogram = 2_639_100 + 21_300 * 27
    assert causes[ERROR] == 10 * per_kilogram
    assert causes[ACTIVITY] == 5 * per_kilogram
    assert sum(causes.values()) == found.totals("scope1")[1] - found.totals("scope1")[0]
    assert {frozenset(change.effects) for change in found.changes()} == {
        frozenset({ERROR}), frozenset({ACTIVITY})
    }  # fmt: skip
    assert policy.threshold == Decimal("0.03")
    assert policy.unexplained(causes) == ()
    assert policy.unexplained(causes | {BOUNDARY: 1}) == (BOUNDARY,)


def test_organic_growth_asks_for_nothing() -> None:
    grown = Event(date(2023, 1, 1), triggers()["growth"], "more was sold")
    bought = Event(date(2023, 1, 1), triggers()["acquisition"], "a plant was bought")
    growth_alone = Policy(2021, Decimal("0.05"), [grown])
    assert growth_alone.asks_for_nothing({ACTIVITY: 10, BOUNDARY: 0})
    assert not growth_alone.asks_for_nothing({ACTIVITY: 10, BOUNDARY: 5})
    assert not Policy(2021, Decimal("0.05"), [grown, bought]).asks_for_nothing({BOUNDARY: 5})


def test_every_trigger_explains_causes_that_exist() -> None:
    assert len(triggers()) == 9
    for each in triggers().values():
        assert set(each.causes) <= set(CAUSES)
        assert each.title.zh
        assert each.source.startswith("Corporate Standard, chapter 5")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("threshold = 5", "base year is missing"),
        ("year = 2021\nthreshold = -1", "threshold is -1"),
        ("year = 2021\nlimit = 5", "'limit' is not known"),
        ("year = 2021\n[[event]]\ndate = 2023-01-01\ntrigger = 'method'", "no reason"),
        ("year = 2021\n[[event]]\ndate = 2023-01-01\ntrigger = 'x'\nreason = 'y'", "no trigger"),
        ("year = 2021\n[[event]]\ntrigger = 'method'\nreason = 'y'", "no date"),
        ("year =", "cannot be read"),
    ],
)
def test_a_mistake_in_the_policy_is_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "base_year.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CrossfootError, match=words):
        read_policy(path)
