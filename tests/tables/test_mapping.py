"""A file under names of its own gives the rows that the same file gives under ours."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from crossfoot.errors import CrossfootError
from crossfoot.tables.mapping import mapped
from crossfoot.tables.parquet import import_to_parquet
from crossfoot.tables.schemas import ACTIVITY

OURS = ["site", "activity", "quantity", "unit", "start", "end", "source"]
ROWS = [
    ["hefei", "electricity.grid", "1,200.5", "kWh", "2023-01-01", "2023-01-31", "M1"],
    ["hefei", "electricity.grid", "900", "kWh", "2023-02-01", "2023-02-28", "M1"],
]
THEIRS = ["ignored", "用电量(kWh)", "from day", "to day", "Zähler"]
MAPPING = {
    "site": "=hefei",
    "activity": "=electricity.grid",
    "unit": "=kWh",
    "quantity": "用电量(kWh)",
    "start": "from day",
    "end": "to day",
    "source": "Zähler",
}
OTHER_ROWS = [["x", row[2], row[4], row[5], row[6]] for row in ROWS]


def write(folder: Path, kind: str, rows: list[list[str]]) -> Path:
    path = folder / f"file.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    elif kind == "xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        plain = folder / "plain.csv"
        write(folder, "csv", rows).rename(plain)
        duckdb.sql(f"COPY (FROM read_csv('{plain}', all_varchar=true, header=true)) TO '{path}'")
    return path


def read(path: Path) -> list[tuple]:
    return duckdb.sql(f"SELECT * EXCLUDE (row, sheet) FROM '{path}' ORDER BY row").fetchall()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_names_of_a_file_make_no_difference(tmp_path: Path, kind: str) -> None:
    ours = write(tmp_path, "csv", [OURS, *ROWS])
    import_to_parquet(ours, ACTIVITY, tmp_path / "ours.parquet")
    theirs = write(tmp_path, kind, [THEIRS, *OTHER_ROWS])
    import_to_parquet(theirs, mapped(ACTIVITY, MAPPING), tmp_path / "theirs.parquet")
    assert read(tmp_path / "theirs.parquet") == read(tmp_path / "ours.parquet")
    assert len(read(tmp_path / "ours.parquet")) == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_empty_rows_stay_empty(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, kind, [THEIRS, *OTHER_ROWS, [""] * 5, [""] * 5])
    batch = import_to_parquet(path, mapped(ACTIVITY, MAPPING), tmp_path / "rows.parquet")
    assert batch.rows == 2


def test_a_value_for_all_rows_is_checked_like_a_cell(tmp_path: Path) -> None:
    path = write(tmp_path, "csv", [THEIRS, *OTHER_ROWS])
    schema = mapped(ACTIVITY, {**MAPPING, "unit": "=kwhh"})
    with pytest.raises(CrossfootError, match="'kwhh' is not known"):
        import_to_parquet(path, schema, tmp_path / "rows.parquet")
    schema, known = mapped(ACTIVITY, MAPPING), {"site": ["penang"]}
    with pytest.raises(CrossfootError, match="'hefei' is not known"):
        import_to_parquet(path, schema, tmp_path / "rows.parquet", known=known)
    assert not (tmp_path / "rows.parquet").exists()


def test_a_heading_that_is_mapped_away_is_not_read_as_ours(tmp_path: Path) -> None:
    rows = [["site", "plant", *OURS[1:]], *([row[0] + "!", *row] for row in ROWS)]
    path = write(tmp_path, "csv", rows)
    mapping = {name: name for name in OURS} | {"site": "plant"}
    import_to_parquet(path, mapped(ACTIVITY, mapping), tmp_path / "rows.parquet")
    assert {row[0] for row in read(tmp_path / "rows.parquet")} == {"hefei"}


def test_a_mapped_heading_that_is_absent_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "csv", [THEIRS, *OTHER_ROWS])
    schema = mapped(ACTIVITY, {**MAPPING, "quantity": "kWh used"})
    with pytest.raises(CrossfootError, match=r"column quantity .* is missing"):
        import_to_parquet(path, schema, tmp_path / "rows.parquet")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_words_of_a_file_mean_our_codes(tmp_path: Path, kind: str) -> None:
    ours = write(tmp_path, "csv", [OURS, *ROWS])
    import_to_parquet(ours, ACTIVITY, tmp_path / "ours.parquet")
    words = {ROWS[0][0]: "合肥 一厂", ROWS[0][1]: "市电", ROWS[0][3]: "度"}
    rows = [[words.get(cell, cell) for cell in row] for row in ROWS]
    theirs = write(tmp_path, kind, [OURS, *rows])
    columns = {name: name for name in OURS}
    means = {
        "site=合肥一厂": ROWS[0][0],  # spaces make no difference
        "activity=市电": ROWS[0][1],
        "unit=度": ROWS[0][3],
        "unit=never seen": "t",
    }
    seen: dict[str, int] = {}

    def look(cells) -> None:
        seen.update((group.texts[0], group.count) for group in cells.distinct(("site",)))

    schema = mapped(ACTIVITY, {**columns, **means})
    import_to_parquet(
        theirs, schema, tmp_path / "theirs.parquet", known={"site": ["hefei"]}, look=look
    )
    assert read(tmp_path / "theirs.parquet") == read(tmp_path / "ours.parquet")
    assert seen == {"合肥 一厂": 2}
    del means["site=合肥一厂"]
    with pytest.raises(CrossfootError, match=r"site '合肥 一厂' is not known \(and 1 more row\)"):
        import_to_parquet(
            theirs,
            mapped(ACTIVITY, {**columns, **means}),
            tmp_path / "none.parquet",
            known={"site": ["hefei"]},
        )


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"place": "a"}, "no column 'place'"),
        ({"site": "a", "note": " A "}, "both site and note"),
        ({"site": "a", "place=x": "y"}, "no column 'place'"),
        ({"quantity": "a", "quantity=x": "1"}, "texts of quantity cannot mean"),
        ({"site": "a", "site=A b": "x", "site=a B": "y"}, "both 'x' and 'y'"),
    ],
)
def test_a_mapping_that_cannot_be(mapping: dict[str, str], message: str) -> None:
    with pytest.raises(CrossfootError, match=message):
        mapped(ACTIVITY, mapping)
