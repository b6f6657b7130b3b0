"""What holds for every file: it is read or explained, and what is written reads back."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.tables.parquet import import_to_parquet
from crossfoot.tables.reader import read_table
from crossfoot.tables.schemas import ACTIVITY
from tables.made_files import HEADING, ROW

HEAD = HEADING.split(",")
NAMES = ["energy.csv", "energy.xlsx", "energy.xls", "energy.ods", "energy.parquet", "energy"]
SLOW = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
QUICK = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


def sound_workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("2023")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["hefei", "electricity.grid", 5, "kWh", "2023-01", "2023-01"])
    return content.getvalue()


def sound_parquet() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.parquet"
        duckdb.sql("SELECT 'hefei' AS site, 5 AS quantity").write_parquet(str(path))
        return path.read_bytes()


SOUND = [f"{HEADING}\n{ROW}\n".encode(), sound_workbook(), sound_parquet()]


MISCHIEF = [b'r="ZZZ9"', b'r="A99"', b"-1", b"99999999999", b"&#0;", b"<f>", b'" t="s', b'" s="9']


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound file with a few bytes changed, cut or put in."""
    content = bytearray(draw(st.sampled_from(SOUND)))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(content)))
        piece = draw(st.binary(max_size=6))
        content[at : at + draw(st.integers(0, 20))] = piece
    return bytes(content)


@st.composite
def damaged_inside(draw: st.DrawFn) -> bytes:
    """A workbook that is a sound archive of damaged parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND[1])) as old, zipfile.ZipFile(content, "w") as new:
        names = [name for name in old.namelist() if name.startswith("xl/")]
        chosen = draw(st.sampled_from(names))
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == chosen:
                at = draw(st.integers(0, len(part)))
                piece = draw(st.binary(max_size=6) | st.sampled_from(MISCHIEF))
                part[at : at + draw(st.integers(0, 8))] = piece
            new.writestr(name, bytes(part))
    return content.getvalue()


def read_or_explain(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            list(read_table(path, ACTIVITY).rows)
        except CrossfootError as error:
            for problem in error.problems:
                assert problem.where
                assert problem.what


@given(st.binary(max_size=400), st.sampled_from(NAMES))
@QUICK
def test_any_bytes_are_read_or_explained(content: bytes, name: str):
    read_or_explain(content, name)


@given(damaged(), st.sampled_from(["energy.csv", "energy.xlsx", "energy.parquet", "energy"]))
@QUICK
def test_any_damaged_file_is_read_or_explained(content: bytes, name: str):
    read_or_explain(content, name)


@given(damaged_inside())
@QUICK
def test_any_damaged_workbook_is_read_or_explained(content: bytes):
    read_or_explain(content, "energy.xlsx")


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
WORD = st.text("abcxyz合肥武汉.-0189é", min_size=1, max_size=8).filter(
    lambda text: text[0] not in "-+=@" and "-" not in text[:1]
)
CELL = st.one_of(
    TEXT,
    st.sampled_from(
        [*HEAD, "", " ", '"', 'a"b', "a\nb", "a\r\nb", "5", "1,5", "2023-01", "kWh", "=A"]
    ),
)


@given(st.lists(st.lists(CELL, min_size=5, max_size=7), max_size=5), st.sampled_from("\n\r"))
@SLOW
def test_both_ways_say_the_same_of_any_table(rows: list[list[str]], end: str):
    """Cells of any text under a sound heading: the same rows, or the same problems."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows([HEAD, ROW.split(","), *rows])
    compare(out.getvalue().encode())


@given(st.text('ab5,"\n\r; \u3000合=', max_size=60))
@SLOW
def test_both_ways_say_the_same_of_any_text(text: str):
    """Not even the quotation marks need to be sound."""
    compare(f"{HEADING},note\n{ROW},{text}".encode())


def compare(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder) / "energy.csv", Path(folder) / "out.parquet"
        path.write_bytes(content)
        small: object
        large: object
        try:
            small = [
                (row.place.row, row["site"], float(row["quantity"]), row["start"], row["note"])  # type: ignore[arg-type]
                for row in read_table(path, ACTIVITY).rows
            ]
        except CrossfootError as error:
            small = str(error)
        try:
            import_to_parquet(path, ACTIVITY, target)
            large = duckdb.sql(
                f"SELECT row, site, quantity, start, note FROM '{target}'"
            ).fetchall()
        except CrossfootError as error:
            large = str(error)
        assert small == large


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
QUANTITIES = st.decimals(0, 10**9, places=3, allow_nan=False, allow_infinity=False)
ROWS = st.lists(
    st.tuples(
        WORD, WORD, QUANTITIES, st.sampled_from(["kWh", "t", "万千瓦时", "m3"]), DAYS, DAYS, TEXT
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: (row[0], row[1], row[3], *sorted(row[4:6])),
)


def written(kind: str, path: Path, rows: list[tuple[object, ...]]) -> None:
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[*HEAD, "note"], *rows])
    elif kind == "xlsx":
        options = {"default_date_format": "yyyy-mm-dd", "strings_to_urls": False}
        with xlsxwriter.Workbook(path, options) as book:
            sheet = book.add_worksheet()
            for index, row in enumerate([[*HEAD, "note"], *rows]):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(index, column, cell)
                    else:
                        sheet.write(index, column, cell)
    else:
        with duckdb.connect() as connection:
            connection.execute(
                "CREATE TABLE t (site VARCHAR, activity VARCHAR, quantity DECIMAL(18, 3), "
                'unit VARCHAR, start DATE, "end" DATE, note VARCHAR)'
            )
            connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute(f"COPY t TO '{path}'")


@given(ROWS, st.sampled_from(["csv", "xlsx", "parquet"]))
@SLOW
def test_what_is_written_reads_back(drawn: list[tuple[object, ...]], kind: str):
    from crossfoot.tables.cells import HARMLESS
    from crossfoot.tables.text import clean

    rows = [
        (*row[:4], *sorted(row[4:6]), note if re.fullmatch(HARMLESS, clean(note)) else "")  # type: ignore[type-var, arg-type]
        for *row, note in drawn
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"energy.{kind}"
        written(kind, path, rows)
        read = [
            tuple(row[name] for name in (*HEAD, "note")) for row in read_table(path, ACTIVITY).rows
        ]
    expected = [(*row[:2], Decimal(str(row[2])), *row[3:6], clean(row[6])) for row in rows]
    assert read == expected
