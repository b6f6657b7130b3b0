"""The engine as such: its names, its folder, its bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot.calculation.backends import open_engine
from crossfoot.calculation.backends.duckdb import DuckDB
from crossfoot.errors import CrossfootError


def test_an_unknown_engine_is_refused_with_those_that_exist() -> None:
    with pytest.raises(CrossfootError, match=r"no calculation engine 'abacus'. use one of: duckdb"):
        open_engine("abacus")


def test_halves_round_away_from_zero_and_integers_divide_towards_it() -> None:
    """What the plan rests on."""
    engine = open_engine("duckdb")
    ties = [0.5, 1.5, 2.5, -0.5, -2.5, 0.49999999999999994]
    engine.create("ties", [("x", "DOUBLE")], [(tie,) for tie in ties])
    rounded = engine.rows("SELECT CAST(round(x) AS BIGINT) FROM ties")
    assert [value for (value,) in rounded] == [1, 2, 3, -1, -3, 0]
    assert engine.rows("SELECT -7 // 2, 7 // 2, (-7)::HUGEINT // 2, -7 % 2") == [(-3, 3, -3, -1)]
    engine.close()


def test_values_of_users_travel_in_tables() -> None:
    engine = open_engine("duckdb")
    hard = ["'; DROP TABLE t; --", "o'hare", '"', "合肥", ""]
    engine.create("t", [("n", "INTEGER"), ("name", "VARCHAR")], list(enumerate(hard)))
    assert [name for _, name in engine.rows("SELECT * FROM t ORDER BY n")] == hard
    engine.create("nothing", [("n", "INTEGER")], [])
    assert engine.rows("SELECT count(*) FROM nothing") == [(0,)]
    engine.close()


def test_closing_removes_the_temporary_folder(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    engine = open_engine("duckdb")
    assert len(list(tmp_path.iterdir())) == 1
    engine.close()
    engine.close()
    assert list(tmp_path.iterdir()) == []


def test_a_calculation_that_does_not_fit_says_what_to_do() -> None:
    engine = DuckDB(memory_limit="20MB")
    engine.run("SET max_temp_directory_size = '1MB'")
    with pytest.raises(CrossfootError, match="one year at a time"):
        engine.rows("SELECT list(i) FROM range(20_000_000) t(i)")
    engine.close()
