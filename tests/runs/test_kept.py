"""Inventories that are kept under a name and compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossfoot.calculation.restatement import FACTOR, TOTALS, restatement
from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Approach
from crossfoot.runs.kept import find_run, keep, kept_runs, read_run
from crossfoot.runs.named_lines import NamedLines
from crossfoot.runs.run import inventory_of
from crossfoot.workspaces.workspace import Workspace
from small_workspace import small_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path)


def lines_of(workspace: Workspace, **options: object) -> NamedLines:
    computed = inventory_of(workspace, **options)  # type: ignore[arg-type]
    return NamedLines.of(computed, workspace.activity_files())


def test_a_kept_run_is_read_back_to_the_milligram(workspace: Workspace) -> None:
    lines = lines_of(workspace)
    manifest = keep(workspace, lines, "reported")
    run = read_run(workspace.folder, find_run(workspace.folder, "reported"))
    totals = {total: run.total(total) for total in TOTALS}
    assert totals == lines.inventory.milligrams() == manifest.content["milligrams"]
    assert {(line.file, line.row) for line in run.lines} == {("energy.csv", n) for n in (2, 3, 4)}
    assert run.sites == {"group", "hefei", "penang"}
    assert not restatement(run, run).changes


def test_the_same_run_gets_a_second_name_and_another_run_does_not_get_the_first(
    workspace: Workspace,
) -> None:
    first = keep(workspace, lines_of(workspace), "reported")
    again = keep(workspace, lines_of(workspace), "audited")
    assert first.id == again.id
    assert again.names == ("reported", "audited")
    shared = lines_of(workspace, approach=Approach.EQUITY_SHARE)
    with pytest.raises(CrossfootError, match="is the name of run"):
        keep(workspace, shared, "audited")
    other = keep(workspace, shared, "by share")
    assert other.id != first.id
    assert {one.id for one in kept_runs(workspace.folder)} == {first.id, other.id}
    assert find_run(workspace.folder, "audited").id == first.id
    assert find_run(workspace.folder, other.id[:6]).id == other.id


def test_an_own_factor_file_that_changed_makes_another_run(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Both files have one name and one line; only what they say differs."""
    own = tmp_path / "own.csv"
    heading = "id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence"
    ids = []
    for value in ("0.6", "0.5"):
        own.write_text(
            f"{heading}\ng,electricity.grid,CO2,{value},kg/kWh,,,,2,electricity,s,own\n", "utf-8"
        )
        ids.append(keep(workspace, lines_of(workspace, factors=(str(own),)), f"with {value}").id)
    assert len(set(ids)) == 2
    base, new = (
        read_run(workspace.folder, find_run(workspace.folder, name))
        for name in ("with 0.6", "with 0.5")
    )
    causes = restatement(base, new).by_cause("scope2_location")
    # 1,500 MWh x 0.1 kg/kWh less
    assert causes[FACTOR] == -150 * 10**9
    assert sum(causes.values()) == causes[FACTOR]


def test_an_unknown_run_is_told(workspace: Workspace) -> None:
    with pytest.raises(CrossfootError, match="keep one with"):
        find_run(workspace.folder, "reported")
    keep(workspace, lines_of(workspace), "reported")
    with pytest.raises(CrossfootError, match="did you mean 'reported'"):
        find_run(workspace.folder, "reportd")


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\nb"])
def test_a_name_is_one_that_can_be_typed(workspace: Workspace, name: str) -> None:
    with pytest.raises(CrossfootError, match="cannot be a name"):
        keep(workspace, lines_of(workspace), name)
    assert kept_runs(workspace.folder) == []


def test_lines_that_were_changed_afterwards_are_refused(workspace: Workspace) -> None:
    manifest = keep(workspace, lines_of(workspace), "reported")
    path = workspace.folder / "runs" / manifest.id / "lines.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(CrossfootError, match="not those that were kept"):
        read_run(workspace.folder, manifest)


def test_an_interrupted_run_is_not_there(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(json, "dumps", stopped)
    lines = lines_of(workspace)
    monkeypatch.setattr("crossfoot.runs.kept.inventory_id", lambda *_: "0123456789ab")
    with pytest.raises(KeyboardInterrupt):
        keep(workspace, lines, "reported")
    monkeypatch.undo()
    assert kept_runs(workspace.folder) == []
    assert list((workspace.folder / "runs").iterdir()) == []
