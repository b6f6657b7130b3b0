"""Lines by month as files: they are those of a calculation by hand, and add up to the sums."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.factors.library import FactorLibrary
from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.languages import Text
from inventory_world import DATED_FACTORS, KILOGRAMS, expected, library, row

BOTH = ("AR6", "AR5")
HALF = Organisation(
    [
        Entity("group", Text("Group", "集团"), "group"),
        Entity("hefei", Text("Hefei", "合肥"), parent="group", equity=Decimal("0.415")),
        Entity("yibin", Text("Yibin", "宜宾"), parent="group"),
    ]
)
SHARES = {"hefei": Fraction(415, 1000), "yibin": Fraction(1)}


@st.composite
def rows(draw: st.DrawFn) -> list[ActivityRow]:
    found = []
    for number in range(2, 2 + draw(st.integers(1, 8))):
        activity, unit = draw(st.sampled_from(sorted(KILOGRAMS)))
        start = draw(st.dates(date(2022, 1, 1), date(2024, 12, 31)))
        end = min(start + timedelta(days=draw(st.integers(0, 400))), date(2024, 12, 31))
        site = draw(st.sampled_from(["hefei", "yibin"]))
        quantity = draw(st.decimals(-1000, 10**7, places=3, allow_nan=False, allow_infinity=False))
        found.append(ActivityRow(number, site, activity, quantity, unit, start, end))
    return found


@pytest.fixture(scope="module")
def factors() -> Iterator[FactorLibrary]:
    with tempfile.TemporaryDirectory() as folder:
        yield library(Path(folder))


def written(result: Inventory, folder: Path) -> duckdb.DuckDBPyConnection:
    result.write_months(folder)
    connection = duckdb.connect()
    for name in ("cells", "lines", "streams", "sites", "combinations"):
        path = folder / f"{name}.parquet"
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    return connection


def lines_of(files: duckdb.DuckDBPyConnection) -> Counter[tuple[object, ...]]:
    """Milligrams and CO2e of each row by month and gas; scope 2 once."""
    found: Counter[tuple[object, ...]] = Counter()
    asked = files.execute(
        'SELECT l."row", p.name, l.month, s.gas, l.mg, l.e_0, l.e_1 FROM lines l '
        "JOIN streams s USING (combination, slot) JOIN sites p ON p.number = l.site "
        "WHERE s.method != 'market'"
    )
    for number, site, month, gas, mg, ar6, ar5 in asked.fetchall():
        key = (number, site, f"{month // 12}-{month % 12 + 1:02d}")
        found[*key, gas] += int(mg)
        found[*key, f"{gas} in AR6"] += int(ar6)
        found[*key, f"{gas} in AR5"] += int(ar5)
    return found


def by_hand(activity: list[ActivityRow]) -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for one in expected(activity, SHARES):
        found[one.row, one.site, one.month, one.gas] += one.milligrams
        for gwp, effect in one.co2e.items():
            found[one.row, one.site, one.month, f"{one.gas} in {gwp}"] += effect
    return found


def not_zero(found: Counter[tuple[object, ...]]) -> dict[tuple[object, ...], int]:
    return {key: value for key, value in found.items() if value}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(activity=rows())
def test_lines_are_those_of_a_calculation_by_hand(
    activity: list[ActivityRow], factors: FactorLibrary
) -> None:
    result = inventory(
        activity, factors, gwp_sets=BOTH, organisation=HALF, approach=Approach.EQUITY_SHARE
    )
    with tempfile.TemporaryDirectory() as folder:
        files = written(result, Path(folder))
        assert not_zero(lines_of(files)) == not_zero(by_hand(activity))
        apart = files.execute(
            "SELECT count(*) FROM (SELECT site, month, combination, slot, sum(mg) AS mg, "
            "sum(e_0) AS a, sum(e_1) AS b FROM lines GROUP BY ALL) l "
            "FULL JOIN cells c USING (site, month, combination, slot) "
            "WHERE (l.mg, l.a, l.b) IS DISTINCT FROM (c.mg, c.e_0, c.e_1)"
        ).fetchall()
        assert apart == [(0,)]
    result.close()


def test_a_line_within_two_factors_of_a_month_stands_under_both(tmp_path) -> None:
    """A contract begins in the middle of March: the row is two lines, by days."""
    known = library(tmp_path, DATED_FACTORS)
    march = row(2, "process.ragged", "31", "kg", "2023-03-01", "2023-03-31")
    files = written(inventory([march], known, gwp_sets=BOTH), tmp_path)
    found = files.execute(
        "SELECT k.first_day, l.mg FROM lines l JOIN combinations k ON k.number = l.combination "
        "WHERE l.slot > 0 ORDER BY k.first_day"
    ).fetchall()
    rates = (0.7103, 0.2107, 0.4109)
    assert [mg for _, mg in found] == [
        round(rate * days * 1_000_000) for rate, days in zip(rates, (14, 6, 11), strict=True)
    ]


def test_factors_are_written_as_they_were_used(tmp_path) -> None:
    known = library(tmp_path)
    written(inventory([row(2, "electricity.grid", "10", "kWh")], known, gwp_sets=BOTH), tmp_path)
    (factor,) = json.loads((tmp_path / "factors.json").read_text("utf-8"))
    assert factor["id"] == "grid-23"
    assert (factor["source"], factor["licence"]) == ("b", "own")
    assert factor["values"] == [{"gas": "CO2", "value": "0.5703", "unit": "kg/kWh"}]
