"""The questions of the checks have one answer, in memory and in DuckDB."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.tables.duckdb_cells import DuckdbCells
from crossfoot.tables.judge import Group
from crossfoot.tables.memory_cells import MemoryCells

NAMES = ("site", "start", "end")
SOME = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
DAY = st.integers(0, 9).map(lambda n: (date(2023, 1, 1) + timedelta(days=n)).isoformat())
ROWS = st.lists(
    st.tuples(st.sampled_from(["合肥", "b", "it's"]), DAY, DAY).map(
        lambda row: [row[0], *sorted(row[1:])]
    ),
    min_size=1,
    max_size=9,
).map(lambda rows: list(enumerate(rows, start=2)))

Rows = list[tuple[int, list[str]]]


@contextmanager
def in_duckdb(rows: Rows) -> Iterator[DuckdbCells]:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "cells.parquet"
        connection.execute(
            'CREATE TABLE cells ("#row" BIGINT, site VARCHAR, start VARCHAR, "end" VARCHAR)'
        )
        connection.executemany(
            "INSERT INTO cells VALUES (?, ?, ?, ?)", [(number, *texts) for number, texts in rows]
        )
        connection.execute(f"COPY cells TO '{path}'")
        yield DuckdbCells(connection, path, NAMES, run=lambda sql: connection.cursor().execute(sql))


def in_order(groups: Iterator[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: group.texts)


@given(ROWS, st.sampled_from(["", "b", "合.*|it.*"]))
@SOME
def test_distinct_texts(rows: Rows, unlike: str):
    memory = MemoryCells(NAMES, rows)
    with in_duckdb(rows) as cells:
        for columns in (("site",), ("site", "start"), ("site", "absent", "end")):
            assert in_order(cells.distinct(columns, unlike)) == in_order(
                memory.distinct(columns, unlike)
            )
        assert cells.count == memory.count == len(rows)


@given(ROWS)
@SOME
def test_rows_left_out_and_texts_rewritten(rows: Rows):
    memory = MemoryCells(NAMES, rows)
    with in_duckdb(rows) as cells:
        for each in (memory, cells):
            each.leave_out(("site", "start"), [("it's", "2023-01-01"), ("b", "2023-01-02")])
            each.rewrite("site", {"it's": "b", "b": "b"})
        assert cells.count == memory.count
        assert cells.repeated(("site",), 5) == memory.repeated(("site",), 5)


@given(ROWS)
@SOME
def test_repeated_rows(rows: Rows):
    first = {}
    expected = []
    for number, texts in rows:
        earlier = first.setdefault(tuple(texts), number)
        if earlier != number:
            expected.append((earlier, number))
    assert MemoryCells(NAMES, rows).repeated(NAMES, 5) == (expected[:5], len(expected))
    with in_duckdb(rows) as cells:
        assert cells.repeated(NAMES, 5) == (expected[:5], len(expected))


@given(ROWS)
@SOME
def test_overlapping_periods(rows: Rows):
    """A row overlaps where an earlier one of its site, by start, end and row, ends no earlier."""
    by_start = sorted(rows, key=lambda row: (row[1], row[0]))
    overlapping = {
        later[0]
        for i, later in enumerate(by_start)
        for earlier in by_start[:i]
        if earlier[1][0] == later[1][0] and earlier[1][2] >= later[1][1]
    }
    found, count = MemoryCells(NAMES, rows).overlapping(("site",), "start", "end", 9)
    assert [row for _, row in found] == sorted(overlapping)
    assert count == len(overlapping)
    texts = dict(rows)
    assert all(texts[earlier][2] >= texts[row][1] for earlier, row in found)
    with in_duckdb(rows) as cells:
        assert cells.overlapping(("site",), "start", "end", 9) == (found, count)
