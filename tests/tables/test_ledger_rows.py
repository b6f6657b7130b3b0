"""Pages of rows against the same question asked of a list in Python."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.tables import ledger_rows
from crossfoot.tables.ledger_rows import Filter, page, rows_of
from crossfoot.tables.parquet import import_to_parquet
from crossfoot.tables.schemas import ACTIVITY

NOTES = ["100% green", "a_b", "A!b", "中文 Bill", "", "ab", "%_!", "bill"]
HEADING = ("site", "activity", "quantity", "unit", "start", "end", "source", "note")
ROWS = [
    (
        f"site-{number % 3}",
        "electricity.grid",
        str(number),
        "kWh",
        "2023-01-01",
        "2023-01-31",
        f"S{number}",
        NOTES[number % len(NOTES)],
    )
    for number in range(40)
]


@pytest.fixture(scope="module")
def parquet(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("rows")
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADING, *ROWS])
    return import_to_parquet(folder / "rows.csv", ACTIVITY, folder / "rows.parquet").path


@given(
    text=st.text("aAbBl%_!1 中", max_size=4),
    sites=st.none() | st.sets(st.sampled_from(["site-0", "site-1", "site-2", "other"])),
    after=st.integers(0, 45),
    most=st.integers(1, 12),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_page_is_what_a_list_would_give(
    parquet: Path, text: str, sites: set[str] | None, after: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger_rows, "_WINDOWS", (2, 5, 1 << 62))
        found = page(parquet, Filter(sites=sites, text=text), after, most)
    wanted = [
        number
        for number, row in enumerate(ROWS, 2)  # the heading is row 1
        if number > after
        and (sites is None or row[0] in sites)
        and any(text.lower() in cell.lower() for cell in row[6:])
    ]
    assert [row.row for row in found] == wanted[:most]


@given(sources=st.sets(st.sampled_from([f"S{number}" for number in range(60)]), max_size=9))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_rows_of_some_sources_are_all_found(parquet: Path, sources: set[str]) -> None:
    found = {row.source for _, row in rows_of([parquet], Filter(sources=sources))}
    assert found == {row[6] for row in ROWS} & sources
