"""Millions of rows: into one Parquet file, whole or not at all."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from crossfoot.errors import CrossfootError
from crossfoot.quantities.periods import Period
from crossfoot.tables.parquet import import_to_parquet, repeated_rows
from crossfoot.tables.reader import read_table
from crossfoot.tables.schemas import ACTIVITY, FACTS
from tables.made_files import HEADING, ROW

COLUMNS = (
    ("row", "BIGINT"),
    ("sheet", "VARCHAR"),
    ("site", "VARCHAR"),
    ("activity", "VARCHAR"),
    ("quantity", "DOUBLE"),
    ("quantity_text", "VARCHAR"),
    ("unit", "VARCHAR"),
    ("start", "DATE"),
    ("end", "DATE"),
    ("region", "VARCHAR"),
    ("instrument", "VARCHAR"),
    ("source", "VARCHAR"),
    ("note", "VARCHAR"),
)


def rows_of(parquet: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute("SELECT * FROM read_parquet(?)", [str(parquet)]).fetchall()


def bring(path: Path, **options: object) -> list[tuple[object, ...]]:
    target = path.parent / "ledger" / "energy.parquet"
    import_to_parquet(path, ACTIVITY, target, **options)  # type: ignore[arg-type]
    assert [file.name for file in target.parent.iterdir()] == ["energy.parquet"]
    return rows_of(target)


def many_rows(count: int) -> list[str]:
    return [
        f'site{n % 7},electricity.grid,"{n + 0.25:,}",kWh,2023-{1 + n % 12:02},2023/{1 + n % 12},'
        f"meter {n},"
        for n in range(count)
    ]


def test_columns_and_rows(write):
    path = write([HEADING + ",note", ROW + ",", '武汉,x,"1,234.50",吨,2023年2月,2023年2月,很多'])
    batch = import_to_parquet(path, ACTIVITY, path.parent / "out.parquet")
    assert batch.rows == 2
    assert batch.file == "energy.csv"
    assert batch.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    with duckdb.connect() as connection:
        described = connection.execute(
            "DESCRIBE FROM read_parquet(?)", [str(batch.path)]
        ).fetchall()
    assert tuple((name, kind) for name, kind, *_ in described) == COLUMNS
    january = (date(2023, 1, 1), date(2023, 1, 31))
    february = (date(2023, 2, 1), date(2023, 2, 28))
    assert rows_of(batch.path) == [
        (2, "", "hefei", "electricity.grid", 125000.0, "125000", "kWh", *january, *("",) * 4),
        (3, "", "武汉", "x", 1234.5, "1,234.50", "吨", *february, "", "", "", "很多"),
    ]


def test_ten_thousand_rows_keep_order_and_numbers(write):
    """The sum is that of the integers, so that no row is lost, doubled or misread."""
    lines = many_rows(10_000)
    rows = bring(write([HEADING + ",source,note", *lines]))
    assert [row[0] for row in rows] == list(range(2, 10_002))
    assert sum(row[4] for row in rows) == sum(range(10_000)) + 2500
    assert rows[1234][5] == "1,234.25"


@pytest.mark.parametrize("kind", ["plain", "blank lines", "gb18030", "workbook", "parquet"])
def test_every_kind_of_file_gives_the_rows_that_reading_gives(write, workbook, tmp_path, kind):
    heading = [*HEADING.split(","), "source", "note"]
    lines = [
        ["合肥", "electricity.grid", "1,250.5", "kWh", "2023-01-01", "2023-01-31", " m1 ", "a b"],
        ["武汉", "fuel.diesel.mobile", "１２", "L", "2023年2月", "2023/2/28", "\u3000", 'say "x"'],
        ["武汉", "fuel.diesel.mobile", "0.5", "L", "2023-03", "2023-03", "", "two\nlines"],
    ]
    if kind == "workbook":
        path = workbook({"2023": [heading, *lines]})
    elif kind == "parquet":
        path = tmp_path / "energy.parquet"
        with duckdb.connect() as connection:
            names = ", ".join(f'"{name}" VARCHAR' for name in heading)
            connection.execute(f"CREATE TABLE energy ({names})")
            connection.executemany(f"INSERT INTO energy VALUES ({', '.join('?' * 8)})", lines)
            connection.execute(f"COPY energy TO '{path}'")
    else:
        quoted = [
            ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
            for row in [heading, *lines]
        ]
        if kind == "blank lines":
            quoted.insert(2, "")
        path = write(quoted, encoding="gb18030" if kind == "gb18030" else "utf-8")
    read = [
        (
            *(row.place.row, row.place.sheet, row["site"], row["activity"]),
            *(float(row["quantity"]), row.texts["quantity"], row["unit"]),  # type: ignore[arg-type]
            *(row["start"], row["end"], "", "", row["source"], row["note"]),
        )
        for row in read_table(path, ACTIVITY).rows
    ]
    assert bring(path) == read
    assert [row[2] for row in read] == ["合肥", "武汉", "武汉"]
    assert [row[11] for row in read] == ["m1", "", ""]


def test_warnings_are_those_of_reading(write):
    rows = ["2023-01-01,2023-12-31", "2023-03-01,2023-03-31", "2023-03-02,2023-03-02"]
    path = write([HEADING + ",extra", *(f"hefei,x,5,kWh,{row},1" for row in rows)])
    batch = import_to_parquet(path, ACTIVITY, path.parent / "out.parquet")
    assert batch.warnings == read_table(path, ACTIVITY).warnings
    assert [str(w.where) for w in batch.warnings] == [
        "energy.csv, row 1, column extra",
        "energy.csv, row 3",
        "energy.csv, row 4",
    ]


def test_facts_can_be_imported_too(write):
    path = write(["metric,year,value,unit", "water.use,2023年,5,m3", "policy,2023,yes,"])
    batch = import_to_parquet(path, FACTS, path.parent / "out.parquet")
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT metric, period, value FROM read_parquet(?)", [str(batch.path)]
        ).fetchall()
    assert found == [("water.use", "2023", "5"), ("policy", "2023", "yes")]


def test_progress_never_goes_back_and_ends_at_the_end(write):
    told: list[tuple[int, int]] = []
    bring(
        write([HEADING + ",source,note", *many_rows(20_000)]),
        progress=lambda done, total: told.append((done, total)),
    )
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len({total for _, total in told}) == 1
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize("after", [0.05, 0.3, 0.7])
def test_an_import_can_be_cancelled(write, after):
    path = write([HEADING + ",source,note", *many_rows(20_000)])
    target = path.parent / "energy.parquet"

    def cancel(done: int, total: int) -> None:
        if done >= total * after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_to_parquet(path, ACTIVITY, target, cancel)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_fails_leaves_the_earlier_one_as_it_was(write):
    target = write(b"earlier", "out.parquet")
    path = write([HEADING, ROW, ROW])
    with pytest.raises(CrossfootError):
        import_to_parquet(path, ACTIVITY, target)
    assert target.read_bytes() == b"earlier"


@pytest.mark.parametrize("at", [0.05, 0.5])
def test_a_file_that_changes_while_it_is_read_is_refused(write, at):
    path = write([HEADING, ROW])

    def append(done: int, total: int) -> None:
        if done >= total * at:
            with path.open("a") as file:
                file.write(ROW.replace("hefei", "wuhan") + "\n")

    with pytest.raises(CrossfootError, match="changed while it was read"):
        import_to_parquet(path, ACTIVITY, path.parent / "out.parquet", append)
    assert not (path.parent / "out.parquet").exists()


def test_little_memory_is_enough(write):
    """100,000 rows through 64 MB."""
    path = write([HEADING + ",source,note", *many_rows(100_000)])
    assert len(bring(path, memory="64MB")) == 100_000


@pytest.mark.parametrize("name", ["a[1].csv", "a*b?.csv", "it's.csv", "能源 2023.csv"])
def test_names_with_marks_in_them(write, name):
    path = write([HEADING, ROW], name)
    write([HEADING, ROW.replace("hefei", "wrong")], "a1.csv")
    write([HEADING, ROW.replace("hefei", "wrong")], "aXbY.csv")
    assert [row[2] for row in bring(path)] == ["hefei"]


def test_rows_that_another_file_has_already(write):
    one = write([HEADING, ROW, ROW.replace("hefei", "wuhan")], "one.csv")
    two = write(
        [HEADING, ROW.replace("hefei", "x"), ROW.replace("2023-01-01", "2023-01")], "two.csv"
    )
    first = import_to_parquet(one, ACTIVITY, one.parent / "one.parquet")
    second = import_to_parquet(two, ACTIVITY, one.parent / "two.parquet")
    assert repeated_rows(second.path, first.path) == [(3, 2)]


def test_period_and_known_names_are_checked(write):
    path = write([HEADING, ROW])
    with pytest.raises(CrossfootError, match="is of 2023, but the file is imported for 2024"):
        bring(path, period=Period.year(2024))
    with pytest.raises(CrossfootError, match="site 'hefei' is not known"):
        bring(path, known={"site": {"wuhan"}})
