"""Read a file both ways: in Python and through the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.limits import UPLOAD
from crossfoot.tables.parquet import import_to_parquet
from crossfoot.tables.reader import read_table
from crossfoot.tables.schema import Schema
from crossfoot.tables.schemas import ACTIVITY


def problems_of(path: Path, schema: Schema = ACTIVITY, **known: object) -> tuple[Problem, ...]:
    """The problems of a file: the same both ways, and nothing is left behind."""
    limits = known.pop("limits", UPLOAD)
    before = sorted(path.parent.iterdir())
    target = path.parent / "ledger.parquet"
    with pytest.raises(CrossfootError) as small:
        read_table(path, schema, limits=limits, **known)  # type: ignore[arg-type]
    with pytest.raises(CrossfootError) as large:
        import_to_parquet(path, schema, target, limits=limits, **known)  # type: ignore[arg-type]
    assert [str(p) for p in small.value.problems] == [str(p) for p in large.value.problems]
    assert sorted(path.parent.iterdir()) == before
    return small.value.problems


def problem_of(path: Path, schema: Schema = ACTIVITY, **known: object) -> Problem:
    """The one problem of a file; it says where and what to do."""
    (problem,) = problems_of(path, schema, **known)
    assert problem.where.startswith(path.name)
    assert problem.remedy
    return problem
