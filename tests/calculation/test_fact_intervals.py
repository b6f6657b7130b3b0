"""The interval travels with the figure: from row and factor to site, group and intensity."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from math import isclose, sqrt
from pathlib import Path

import pytest

from crossfoot.calculation.consolidation import consolidate
from crossfoot.calculation.formulas import apply_formulas
from crossfoot.calculation.inventory import inventory
from crossfoot.calculation.trace import trace
from crossfoot.calculation.uncertainty_statements import read_statements
from crossfoot.facts.boundaries import note_text
from crossfoot.facts.entities import Approach, FinancialControl, Organisation
from crossfoot.facts.fact import Fact, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from inventory_world import library, row
from ownership_world import PENANG, group, stake

YEAR = Period.year(2023)
STATED = """activity,site,of,percent,source
electricity.grid,hefei,quantity,1,
electricity.grid,penang,quantity,3,
electricity.grid,*,factor,5,
fuel.diesel.mobile,*,quantity,10,
fuel.diesel.mobile,*,factor,2,
"""
ROWS = [
    row(2, "electricity.grid", "100", "MWh", "2023-01-01", "2023-12-31", "hefei"),
    row(3, "electricity.grid", "50", "MWh", "2023-01-01", "2023-12-31", "penang"),
    row(4, "fuel.diesel.mobile", "20000", "L", "2023-01-01", "2023-12-31", "hefei"),
    row(5, "fuel.wood.stationary", "1000", "kg", "2023-03-01", "2023-03-31", "hefei"),
]
GRID = 0.5703
DIESEL = 2.6391 + 0.000213 * 29.8 + 0.0001371 * 273
WOOD = 0.0047 * 27.0
FORTY = group(stake(PENANG, None, None, "0.4", control=FinancialControl.JOINT))


def facts(organisation: Organisation, approach: Approach, folder: Path) -> FactSet:
    """All facts with their intervals, as a run has them."""
    file = folder / "uncertainty.csv"
    file.write_text(STATED, encoding="utf-8")
    result = inventory(ROWS, library(folder), organisation=organisation, approach=approach)
    known = result.intervals(read_statements(file))
    revenue = [Fact("finance.revenue", "group", YEAR, Decimal(500), "1e4 CNY")]
    found = FactSet([*known.attached(result.facts()), *revenue])
    sums = consolidate(catalogue(), found, organisation, [YEAR], approach)
    found = found.plus(known.attached(sums))
    found = found.plus(known.attached(apply_formulas(catalogue(), found)))
    result.close()
    return found


def figure(found: FactSet, metric: str, entity: str, approach: Approach) -> Fact:
    fact = found.current(FactKey(metric, entity, YEAR), variant=f"{approach}/AR6")
    assert fact is not None
    return fact


def half_by_hand(share: float, *, scopes: str) -> tuple[float, float]:
    """Half width and total by floats: shared errors are added, others in quadrature."""
    lines = [  # tonnes, error of the meter, of which meter, error of the factor, of which factor
        (100 * GRID, 0.01, "power hefei", 0.05, "grid", "2"),
        (50 * GRID * share, 0.03, "power penang", 0.05, "grid", "2"),
        (20 * DIESEL, 0.10, "diesel hefei", 0.02, "diesel", "1"),
    ]
    errors: dict[str, float] = defaultdict(float)
    total = WOOD if "1" in scopes else 0.0
    for mass, of_meter, meter, of_factor, factor, scope in lines:
        if scope in scopes:
            total += mass
            errors[meter] += mass * of_meter
            errors[factor] += mass * of_factor
    return sqrt(sum(each * each for each in errors.values())), total


@pytest.mark.parametrize(
    ("approach", "share"), [(Approach.OPERATIONAL_CONTROL, 1.0), (Approach.EQUITY_SHARE, 0.4)]
)
@pytest.mark.parametrize(
    ("metric", "scopes"), [("ghg.scope2.location", "2"), ("ghg.scope1", "1"), ("ghg.total", "12")]
)
def test_the_interval_of_the_group(
    approach: Approach, share: float, metric: str, scopes: str, tmp_path: Path
) -> None:
    fact = figure(facts(FORTY, approach, tmp_path), metric, "group", approach)
    half, total = half_by_hand(share, scopes=scopes)
    assert fact.interval is not None
    assert isclose(float(fact.number), total, rel_tol=1e-8)
    assert isclose(float(fact.interval.lower), total - half, rel_tol=1e-7)
    assert isclose(float(fact.interval.upper), total + half, rel_tol=1e-7)
    assert fact.interval.level == 95
    # of the wood nothing is stated
    assert fact.interval.covered is not None
    stated = (total - WOOD) / total if "1" in scopes else 1.0
    assert isclose(float(fact.interval.covered), stated, abs_tol=1e-6)


def test_a_ratio_has_the_interval_of_its_numerator(tmp_path: Path) -> None:
    approach = Approach.OPERATIONAL_CONTROL
    found = facts(FORTY, approach, tmp_path)
    fact = figure(found, "ghg.intensity.revenue", "group", approach)
    half, total = half_by_hand(1.0, scopes="12")
    assert fact.interval is not None
    assert isclose(float(fact.interval.upper), (total + half) / 500, rel_tol=1e-7)
    # above and below the line stand the same errors
    assert figure(found, "ghg.scope2_share", "group", approach).interval is None


def test_the_errors_of_a_factor_do_not_average_out(tmp_path: Path) -> None:
    """Were the sites independent, the group would be more certain than either of them."""
    found = facts(FORTY, Approach.OPERATIONAL_CONTROL, tmp_path)
    relative = {}
    for entity in ("hefei", "penang", "group"):
        fact = figure(found, "ghg.scope2.location", entity, Approach.OPERATIONAL_CONTROL)
        assert fact.interval is not None
        relative[entity] = (fact.interval.upper - fact.number) / fact.number
    assert relative["group"] > Decimal("0.05")
    assert relative["hefei"] < Decimal("0.052")


def test_it_is_told_in_both_languages(tmp_path: Path) -> None:
    fact = figure(
        facts(FORTY, Approach.OPERATIONAL_CONTROL, tmp_path),
        "ghg.scope2.location",
        "group",
        Approach.OPERATIONAL_CONTROL,
    )
    half, total = half_by_hand(1.0, scopes="2")
    percent = f"{half / total * 100:.1f}"
    assert fact.note == f"uncertainty ±{percent} % (95 % confidence)"
    assert note_text(fact.note)["zh"] == f"不确定性±{percent}%（置信度95%）"
    tree = trace(fact)
    assert f"between {total - half:,.3f} and {total + half:,.3f} with 95 %" in tree.source.en
    assert "95 %置信区间" in tree.source.zh


def test_figures_of_which_nothing_is_stated_have_none(tmp_path: Path) -> None:
    found = facts(FORTY, Approach.OPERATIONAL_CONTROL, tmp_path)
    assert all(
        fact.interval is None for fact in found if fact.metric.startswith(("energy.", "finance."))
    )
