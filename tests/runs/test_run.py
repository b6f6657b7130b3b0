"""A run of a small workspace of two sites, computed by hand; and what its id depends on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.facts.entities import Approach
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.quantities.periods import Period
from crossfoot.runs.identity import run_id
from crossfoot.runs.library import factor_library
from crossfoot.runs.run import Run, run_workspace
from crossfoot.workspaces.imports import import_facts, import_organisation, reverse
from crossfoot.workspaces.settings import write_settings
from crossfoot.workspaces.workspace import Workspace
from small_workspace import (
    ACTIVITY,
    FACTS,
    ORGANISATION,
    SETTINGS,
    empty_workspace,
    small_workspace,
    written,
)

YEAR = Period.year(2022)

#: 1,000 MWh and 500 MWh x 0.5703 kg/kWh; 10 kg R-410A, half HFC-32 (771), half HFC-125 (3740)
HEFEI, PENANG, LEAK = Decimal("570.3"), Decimal("285.15"), Decimal("22.555")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return run_workspace(small_workspace(tmp_path))


def current(run: Run, metric: str, entity: str = "group", dims: str = "") -> Fact:
    key = FactKey(metric, entity, YEAR, Dimensions.parse(dims))
    has_formula = run.workspace.catalogue[metric].formula is not None
    fact = run.facts.current(key, formula=has_formula, variant=run.variant)
    assert fact is not None, key
    return fact


@pytest.mark.parametrize(
    ("metric", "entity", "dims", "value"),
    [
        ("ghg.scope2.location", "hefei", "", HEFEI),
        ("ghg.scope2.location", "penang", "", PENANG),
        ("ghg.scope2.location", "group", "", HEFEI + PENANG),
        ("ghg.scope2.location", "group", "energy_carrier=electricity", HEFEI + PENANG),
        ("ghg.scope1", "hefei", "source_category=fugitive", LEAK),
        ("ghg.scope1", "group", "gas=HFCs", LEAK),
        ("ghg.scope1", "group", "", LEAK),
        ("ghg.total", "group", "", HEFEI + PENANG + LEAK),
        ("ghg.intensity.revenue", "group", "", Decimal("878.005") / 20000),
        ("energy.electricity.purchased", "group", "", Decimal(1_500_000)),
        ("workforce.headcount", "group", "", Decimal(150)),
        ("finance.revenue", "group", "", Decimal(20000)),
    ],
)
def test_facts_computed_by_hand(
    run: Run, metric: str, entity: str, dims: str, value: Decimal
) -> None:
    assert current(run, metric, entity, dims).number == value


def test_shares_are_recomputed_not_averaged(run: Run) -> None:
    """Scope 1 is 3.80 % at Hefei, nothing at Penang, and not half of that for the group."""
    share = LEAK / (HEFEI + PENANG + LEAK) * 100
    assert current(run, "ghg.scope1_share").number == pytest.approx(share)
    at_hefei = LEAK / (HEFEI + LEAK) * 100
    assert current(run, "ghg.scope1_share", "hefei").number == pytest.approx(at_hefei)


def test_a_part_owned_site_counts_by_its_share(tmp_path: Path) -> None:
    settings = replace(SETTINGS, approach=Approach.EQUITY_SHARE)
    run = run_workspace(small_workspace(tmp_path, settings))
    assert run.variant == "equity_share/AR6"
    assert current(run, "ghg.scope2.location", "penang").number == PENANG
    assert current(run, "ghg.scope2.location").number == HEFEI + PENANG / 2
    assert run.inventory is not None
    assert run.inventory.totals()["scope2_location"] == HEFEI + PENANG / 2


def test_an_older_set_of_warming_potentials(tmp_path: Path) -> None:
    """AR5: HFC-32 677, HFC-125 3170."""
    run = run_workspace(small_workspace(tmp_path, replace(SETTINGS, gwp=("AR5", "AR6"))))
    assert run.variant == "operational_control/AR5"
    assert current(run, "ghg.scope1").number == Decimal("19.235")


def test_nothing_is_there_twice(run: Run) -> None:
    keys = [(fact.key, fact.basis, fact.variant) for fact in run.facts]
    assert len(set(keys)) == len(keys)


def test_the_lineage_ends_at_rows_of_the_imported_files(run: Run) -> None:
    tree = run.trace(current(run, "ghg.intensity.revenue"))
    sources = {node.source.en for _, node in tree.walk() if node.source.en}
    assert {"energy.csv, row 2", "energy.csv, row 3", "energy.csv, row 4"} <= {
        source.partition(", bills")[0].partition(", service")[0] for source in sources
    }
    assert "facts.csv, row 2" in sources


def test_months_are_computed_where_they_are_asked_for(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path)
    text = "metric,entity,period,value,unit\n" + "".join(
        f"{metric},hefei,2022-{month:02},{value},{unit}\n"
        for month in range(1, 13)
        for metric, value, unit in (
            ("safety.hours_worked", 1_000_000, "person*h"),
            ("safety.injuries.lost_time", 2, "case"),
        )
    )
    import_facts(workspace, written(tmp_path, "safety.csv", text))
    formulas = list(workspace.catalogue.using("safety.injuries.lost_time"))
    assert formulas
    for monthly in (False, True):
        computed = [
            fact
            for fact in run_workspace(workspace, monthly=monthly).facts
            if fact.metric in {metric.id for metric in formulas} and fact.period.days <= 31
        ]
        assert bool(computed) is monthly


def test_without_activity_there_is_no_inventory(tmp_path: Path) -> None:
    run = run_workspace(empty_workspace(tmp_path))
    assert (run.inventory, run.lines, len(run.facts)) == (None, None, 0)
    assert run.findings == ()


def test_unresolved_rows_are_named_by_the_file_that_was_imported(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path, replace(SETTINGS, factors=("gbt2589",)))
    lines = run_workspace(workspace).lines
    assert lines is not None
    assert {(each.file, each.row) for each in lines.unresolved} == {
        ("energy.csv", 2),
        ("energy.csv", 3),
    }
    assert lines.count_lines() == len(lines.lines())


# -- the id of a run --------------------------------------------------------------------------


def changed_settings(**changes: object) -> Callable[[Workspace, Path], None]:
    def change(workspace: Workspace, _scratch: Path) -> None:
        settings = replace(workspace.settings, **changes)
        write_settings(settings, workspace.folder / "crossfoot.toml")

    return change


def another_organisation(workspace: Workspace, scratch: Path) -> None:
    text = ORGANISATION.replace("0.5", "0.6")
    import_organisation(workspace, written(scratch, "organisation.csv", text))


def a_correction(workspace: Workspace, scratch: Path) -> None:
    text = FACTS.replace(",100,", ",101,")
    import_facts(workspace, written(scratch, "again.csv", text), reason="recounted")


def a_reversal(workspace: Workspace, _scratch: Path) -> None:
    reverse(workspace, workspace.imported("activity")[0].sha256, "wrong")


def a_laid_file(workspace: Workspace, _scratch: Path) -> None:
    written(workspace.folder / "facts", "more.csv", FACTS.replace("2022", "2021"))


def a_laid_activity_file(workspace: Workspace, _scratch: Path) -> None:
    written(workspace.folder / "activity", "more.csv", ACTIVITY.replace("2022", "2021"))


def another_own_factor(workspace: Workspace, _scratch: Path) -> None:
    own = workspace.folder / "factors" / "own.csv"
    own.write_text(own.read_text().replace("0.9", "0.8"))


OWN = """id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence
e,electricity.grid,CO2,0.9,kg/kWh,CN,2020-01-01,2030-12-31,2,electricity,own,own
"""


def with_own_factors(folder: Path) -> Workspace:
    """A workspace whose factor file lies in it."""
    settings = replace(SETTINGS, factors=("factors/own.csv", "china-ets"))
    workspace = small_workspace(folder, settings)
    written(workspace.folder / "factors", "own.csv", OWN)
    return workspace


@pytest.mark.parametrize(
    "change",
    [
        changed_settings(gwp=("AR5",)),
        changed_settings(approach=Approach.EQUITY_SHARE),
        changed_settings(factors=("china-ets",)),
        changed_settings(first_year=2021),
        another_organisation,
        a_correction,
        a_reversal,
        a_laid_file,
        a_laid_activity_file,
        another_own_factor,
    ],
)
def test_the_id_changes_with_every_input(
    tmp_path: Path, change: Callable[[Workspace, Path], None]
) -> None:
    workspace = with_own_factors(tmp_path)
    before = run_id(workspace)
    change(workspace, tmp_path)
    assert run_id(Workspace(workspace.folder)) != before


def test_the_id_is_that_of_the_inputs_wherever_they_lie(tmp_path: Path) -> None:
    workspace = with_own_factors(tmp_path)
    before = run_workspace(workspace)
    assert current(before, "ghg.scope2.location").number == Decimal(1350)
    shutil.move(workspace.folder, tmp_path / "elsewhere")
    shutil.rmtree(tmp_path / "elsewhere" / "ledger")
    after = run_workspace(Workspace(tmp_path / "elsewhere"))
    assert after.id == before.id
    assert list(after.facts) == list(before.facts)


def test_the_id_changes_with_the_version_of_the_program(run: Run, monkeypatch) -> None:
    monkeypatch.setattr("crossfoot.runs.identity.__version__", "99.0")
    assert run_id(run.workspace) != run.id


def test_own_factors_are_named_from_where_they_lie(tmp_path: Path, monkeypatch) -> None:
    written(tmp_path / "factors", "own.csv", OWN)
    library = factor_library(("factors/own.csv", "china-ets"), tmp_path)
    assert [each.name for each in library.sets][1] == "china-ets"
    monkeypatch.chdir(tmp_path)
    assert len(factor_library(("factors/own.csv",)).sets[0].factors) == 1


def test_every_computed_fact_says_where_it_is_from(run: Run) -> None:
    for fact in run.facts:
        if fact.basis is Basis.COMPUTED:
            assert run.trace(fact).rule.en
