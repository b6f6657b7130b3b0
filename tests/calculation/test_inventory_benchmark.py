"""The benchmark's three ways to the same totals agree to the milligram; no timing here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_crossfoot_pandas_and_sql_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from inventory_contestants import CONTESTANTS, digest
    from inventory_data import write_factors, write_rows

    write_rows(4000, tmp_path / "activity.parquet")
    write_factors(tmp_path / "factors.csv")
    found = {}
    for name, contestant in CONTESTANTS.items():
        totals, table = contestant(tmp_path)
        rows = list(table())
        # rows of 300 sites and 36 months, several gases: not a table of a few zeros
        assert len(rows) > 5000
        found[name] = totals, digest(rows)
    assert found["pandas"] == found["crossfoot"]
    assert found["sql"] == found["crossfoot"]
    assert all(found["crossfoot"][0].values())
    for name in ("inventory_contestants", "inventory_data"):
        sys.modules.pop(name, None)
