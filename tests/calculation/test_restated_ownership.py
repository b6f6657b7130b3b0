"""Runs of different ownership: acquisitions, divestments and leases are told from new data."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.comparison import Comparison, RunFile
from crossfoot.calculation.inventory import inventory
from crossfoot.calculation.kept_lines import kept_lines
from crossfoot.calculation.restatement import (
    ACTIVITY,
    BOUNDARY,
    INTERACTION,
    OWNERSHIP,
    TOTALS,
    Held,
    KeptRun,
    restatement,
)
from crossfoot.facts.entities import Approach, Holding, Organisation
from crossfoot.facts.ownership import standings
from inventory_world import library, row
from ownership_world import PENANG, group, stake

GRID = 570_300_000  # milligrams per MWh of 2023
EVER = group()
FROM_15_APRIL = group(stake(PENANG, "2023-04-15", None))
LET = group(replace(stake(PENANG, None, None, operated=False), category="13"))


def held_of(organisation: Organisation, approach: Approach) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for site in ("penang", "hefei"):
        spans = standings(organisation, site, approach)
        if any(s.start != date.min or s.end != date.max or s.category for s in spans):
            found[site] = [(s.start, s.end, str(s.share), s.category) for s in spans]
    return found


def causes(
    base: Organisation,
    new: Organisation,
    rows: Sequence[ActivityRow],
    new_rows: Sequence[ActivityRow] | None = None,
    approach: Approach = Approach.OPERATIONAL_CONTROL,
    total: str = "total_location",
) -> dict[str, int]:
    """The difference by cause; both ways of finding it agree, and add up."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs: list[KeptRun] = []
        files: list[RunFile] = []
        for number, (tree, data) in enumerate(((base, rows), (new, new_rows or rows))):
            result = inventory(data, library(folder), organisation=tree, approach=approach)
            file = folder / f"{number}.parquet"
            result.write_lines(file, {})
            held = held_of(tree, approach)
            sites = frozenset(
                site for site in ("penang", "hefei") if standings(tree, site, approach)
            )
            run = KeptRun("AR6", sites, tuple(kept_lines(result.lines())), held=held)
            assert {each: run.total(each) for each in TOTALS} == result.milligrams()
            runs.append(run)
            files.append(RunFile("AR6", sites, file, held=held))
            result.close()
        found, engine = restatement(runs[0], runs[1]), Comparison(files[0], files[1])
        for each in TOTALS:
            assert engine.by_cause(each) == found.by_cause(each)
            difference = found.new.total(each) - found.base.total(each)
            assert sum(found.by_cause(each).values()) == difference
        engine.close()
        return {cause: effect for cause, effect in found.by_cause(total).items() if effect}


MARCH = row(2, "electricity.grid", "31", "MWh", "2023-03-01", "2023-03-31", "penang")
APRIL = row(3, "electricity.grid", "30", "MWh", "2023-04-01", "2023-04-30", "penang")
MAY = row(4, "electricity.grid", "31", "MWh", "2023-05-01", "2023-05-31", "penang")


@pytest.mark.parametrize(("there", "sign"), [(False, 1), (True, -1)])
def test_a_site_that_is_taken_in_from_the_start(there: bool, sign: int) -> None:
    """31 MWh of March joined the boundary; of April 14 of 30 days count more; May is the same."""
    trees = (EVER, FROM_15_APRIL) if there else (FROM_15_APRIL, EVER)
    found = causes(*trees, [MARCH, APRIL, MAY])
    assert found == {BOUNDARY: sign * 31 * GRID, OWNERSHIP: sign * 14 * GRID}


def test_a_row_of_a_year_that_is_cut_in_two() -> None:
    """40 % to 14 April and all from then on, against all of the year."""
    year = [row(2, "electricity.grid", "365", "MWh", "2023-01-01", "2023-12-31", "penang")]
    bought = group(stake(PENANG, None, "2023-04-14", "0.4"), stake(PENANG, "2023-04-15", None))
    found = causes(bought, EVER, year, approach=Approach.EQUITY_SHARE)
    assert found.keys() <= {OWNERSHIP, INTERACTION}
    assert abs(sum(found.values()) - Decimal("0.6") * 104 * GRID) <= 2


def test_a_lease_moves_emissions_into_scope_3() -> None:
    let = (EVER, LET, [MAY])
    assert causes(*let, total="scope2_location") == {OWNERSHIP: -31 * GRID}
    assert causes(*let, total="scope3") == {OWNERSHIP: 31 * GRID}
    assert causes(*let) == {}


def test_new_data_of_such_a_site_is_still_new_data() -> None:
    more = replace(MAY, quantity=Decimal(41))
    new = row(9, "electricity.grid", "5", "MWh", "2023-06-01", "2023-06-30", "penang")
    found = causes(FROM_15_APRIL, EVER, [MARCH, MAY], [MARCH, more, new])
    assert found == {BOUNDARY: 31 * GRID, ACTIVITY: 15 * GRID}


def test_other_sites_are_not_touched() -> None:
    other = replace(MARCH, site="hefei")
    found = causes(FROM_15_APRIL, EVER, [other, MAY], [replace(other, quantity=Decimal(32)), MAY])
    assert found == {ACTIVITY: GRID}


@st.composite
def histories(draw: st.DrawFn) -> Organisation:
    days = sorted(draw(st.sets(st.dates(date(2023, 1, 2), date(2023, 12, 30)), max_size=2)))
    edges = [None, *days, None]
    found: list[Holding] = []
    for number in range(len(days) + 1):
        start, after = edges[number], edges[number + 1]
        end = None if after is None else str(after - timedelta(days=1))
        if draw(st.integers(0, 3)):  # else it is not held
            share = str(Decimal(draw(st.integers(1, 4))) / 4)
            found.append(stake(PENANG, None if start is None else str(start), end, share))
    return group(*found) if found else group(stake(PENANG, "2030-01-01", None))


@st.composite
def rows(draw: st.DrawFn) -> list[ActivityRow]:
    found = []
    for number in range(2, 2 + draw(st.integers(1, 5))):
        start = draw(st.dates(date(2023, 1, 1), date(2023, 12, 1)))
        end = min(start + timedelta(days=draw(st.integers(0, 200))), date(2023, 12, 31))
        quantity = str(draw(st.integers(1, 3)))
        days = (str(start), str(end))
        found.append(row(number, "electricity.grid", quantity, "MWh", *days, "penang"))
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(base=histories(), new=histories(), data=rows(), other=rows())
def test_both_ways_agree_and_add_up(
    base: Organisation, new: Organisation, data: list[ActivityRow], other: list[ActivityRow]
) -> None:
    causes(base, new, data, [*data[:2], *other], approach=Approach.EQUITY_SHARE)
