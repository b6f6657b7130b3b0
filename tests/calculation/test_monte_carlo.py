"""Monte Carlo: against what is known of the distributions, and against error propagation."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from math import exp, log, sqrt
from pathlib import Path

import pytest

from crossfoot.calculation.monte_carlo import simulate
from crossfoot.calculation.pedigree import mean_score, spread95
from crossfoot.calculation.uncertainty import Source, of_totals
from crossfoot.calculation.uncertainty_statements import (
    FACTOR,
    QUANTITY,
    Statement,
    Statements,
    read_statements,
)
from crossfoot.errors import CrossfootError

TONNE = 10**9


def source(site: str, activity: str, factor: str, tonnes: int = 100) -> Source:
    return Source(site, activity, "1", "process", "", factor, tonnes * TONNE)


def by_percent(quantity: str, factor: str) -> Statements:
    return Statements(
        [
            Statement("*", "", QUANTITY, Decimal(quantity) / 100),
            Statement("*", "", FACTOR, Decimal(factor) / 100),
        ]
    )


def half_width(sources: list[Source], statements: Statements, draws: int = 40_000) -> float:
    """Half of the 95 % interval, as a share of the mean."""
    found = simulate(sources, ["scope1"], statements, draws).totals["scope1"]
    assert found is not None
    return (found.high - found.low) / 2 / found.mean


def test_a_percentage_is_the_95_percent_interval_of_a_normal_distribution() -> None:
    """Within 2 % of it: 40,000 draws have a sampling error of about half of that."""
    assert half_width([source("a", "x", "f")], by_percent("10", "0")) == pytest.approx(
        0.1, rel=0.02
    )


def test_errors_that_are_one_error_do_not_average_out() -> None:
    """Four sites with one factor are as uncertain as one; with four factors half as uncertain."""
    shared = [source(site, "x", "f") for site in "abcd"]
    apart = [source(site, "x", f"f{site}") for site in "abcd"]
    factor_alone = by_percent("0", "20")
    assert half_width(shared, factor_alone) == pytest.approx(0.2, rel=0.02)
    assert half_width(apart, factor_alone) == pytest.approx(0.1, rel=0.02)
    # twelve rows of one meter have been added up to one source; two activities are two errors
    meters = by_percent("20", "0")
    assert half_width([source("a", "x", "f"), source("a", "x", "g")], meters) == pytest.approx(
        0.2, rel=0.02
    )
    assert half_width([source("a", "x", "f"), source("a", "y", "g")], meters) == pytest.approx(
        0.2 / sqrt(2), rel=0.02
    )


@pytest.mark.shared
def test_agrees_with_the_published_sums(shared: Path) -> None:
    """uncertainty_sum_cases.csv: sources of a known uncertainty that are independent."""
    path = shared / "reference/cases/uncertainty_sum_cases.csv"
    for case in csv.DictReader(path.read_text("utf-8").splitlines()):
        sources, given = [], [Statement("*", "", QUANTITY, Decimal(0))]
        pairs = zip(
            case["emissions_t"].split(";"), case["uncertainty_fraction"].split(";"), strict=True
        )
        for number, (tonnes, relative) in enumerate(pairs):
            sources.append(source("a", f"x{number}", f"f{number}", int(tonnes)))
            given.append(Statement(f"f{number}", "", FACTOR, Decimal(relative)))
        expected = float(case["expected_percent"]) / 100
        assert half_width(sources, Statements(given)) == pytest.approx(expected, rel=0.02), case


def test_agrees_with_error_propagation_where_errors_are_small() -> None:
    sources = [source(s, a, f, t) for s, a, f, t in
               [("a", "x", "f", 90), ("b", "x", "f", 40), ("b", "y", "g", 70)]]  # fmt: skip
    statements = by_percent("3", "4")
    propagated = of_totals(sources, ["scope1"], statements)["scope1"].relative
    assert propagated is not None
    assert half_width(sources, statements) == pytest.approx(float(propagated), rel=0.02)


def pedigree(quantity: str, factor: str) -> Statements:
    return Statements(
        [
            Statement("*", "", QUANTITY, Decimal(quantity) - 1, spread95=Decimal(quantity)),
            Statement("*", "", FACTOR, Decimal(factor) - 1, spread95=Decimal(factor)),
        ]
    )


def test_the_product_of_lognormal_errors_is_lognormal() -> None:
    """Its variance of logarithms is the sum of both; the median stays the value."""
    simulation = simulate([source("a", "x", "f")], ["scope1"], pedigree("1.5", "1.2"), 40_000)
    found = simulation.totals["scope1"]
    assert found is not None
    spread = exp(sqrt(log(1.5) ** 2 + log(1.2) ** 2))
    assert found.median / (100 * TONNE) == pytest.approx(1, rel=0.01)
    # 1.96 standard deviations of the logarithm where the spread counts two
    assert found.high / found.median == pytest.approx(spread ** (1.96 / 2), rel=0.02)
    assert found.median / found.low == pytest.approx(spread ** (1.96 / 2), rel=0.02)
    assert found.mean / found.median == pytest.approx(exp((log(spread) / 2) ** 2 / 2), rel=0.01)


def test_seed_and_names_alone_decide_the_draws() -> None:
    sources = [source(s, a, f) for s in "abc" for a in "xy" for f in "fg"]
    statements = by_percent("5", "7")
    first = simulate(sources, ["scope1"], statements, 1000, seed=7)
    again = simulate(sources[::-1], ["scope1"], statements, 1000, seed=7)
    assert first == again
    assert first.totals != simulate(sources, ["scope1"], statements, 1000, seed=8).totals
    assert (first.seed, first.draws) == (7, 1000)
    assert first.generator.startswith("numpy ")


def test_what_is_not_stated_is_not_drawn() -> None:
    sources = [source("a", "x", "f", 60), source("b", "y", "g", 40)]
    statements = Statements(
        [Statement("x", "", QUANTITY, Decimal("0.1")), Statement("f", "", FACTOR, Decimal(0))]
    )
    found = simulate(sources, ["scope1", "scope3"], statements, 1000).totals
    assert found["scope3"] is None
    assert found["scope1"] is not None
    assert (found["scope1"].stated, found["scope1"].whole) == (60 * TONNE, 100 * TONNE)
    assert found["scope1"].high < 80 * TONNE


def test_both_methods_of_scope_2_share_the_meter() -> None:
    location = Source("a", "grid", "2", "electricity", "location", "l", 50 * TONNE)
    market = replace(location, method="market", factor="m", milligrams=100 * TONNE)
    meter_only = by_percent("10", "0")
    found = simulate([location, market], ["scope2_location", "scope2_market"], meter_only, 500)
    one, other = found.totals["scope2_location"], found.totals["scope2_market"]
    assert one is not None
    assert other is not None
    assert other.high == pytest.approx(2 * one.high, abs=2)


# -- pedigree -----------------------------------------------------------------------------


def test_spread_of_scores() -> None:
    """By hand: the root of the sum of squared logarithms, of 1.2, 1.05, 1.1, 1.02, 1.5."""
    expected = exp(sqrt(sum(log(each) ** 2 for each in (1.05, 1.2, 1.05, 1.1, 1.02, 1.5))))
    assert float(spread95("4;3;3;3;4", Decimal("1.05"))) == pytest.approx(expected, abs=1e-9)
    assert spread95("1;1;1;1;1") == 1
    assert mean_score("4;3;3;3;4") == Decimal("3.4")


def test_worse_scores_never_narrow_the_interval() -> None:
    for place in range(5):
        spreads = []
        for score in "12345":
            given = ["2"] * 5
            given[place] = score
            spreads.append(spread95(";".join(given)))
        assert spreads == sorted(set(spreads))


def test_a_file_may_state_scores(tmp_path: Path) -> None:
    path = tmp_path / "uncertainty.csv"
    path.write_text(
        "activity,site,of,percent,source,pedigree,basic\n"
        "s3.*,,quantity,,survey,4;3;3;3;4,1.05\n"
        "s3.*,,factor,10,supplier,,\n",
        "utf-8",
    )
    quantity, factor = read_statements(path).given
    assert quantity.spread95 == spread95("4;3;3;3;4", Decimal("1.05"))
    assert quantity.relative == quantity.spread95 - 1
    assert factor.spread95 is None
    path.write_text("activity,site,of,percent,pedigree\nx,,quantity,,4;3;3\n", "utf-8")
    with pytest.raises(CrossfootError, match="no pedigree scores"):
        read_statements(path)
