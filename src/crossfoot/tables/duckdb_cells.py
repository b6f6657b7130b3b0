"""The cells of a large file, in a Parquet file that DuckDB reads: see `judge.Cells`."""

# ruff: noqa: S608  names are those of schemas or quoted, texts are quoted; never pasted as they are

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.tables.judge import Group, Texts
from crossfoot.tables.parquet_source import literal, quoted, scan
from crossfoot.tables.text import INVISIBLE

if TYPE_CHECKING:
    import duckdb

ROW = '"#row"'
_BATCH = 50_000
_CLASS = "".join(f"\\x{{{ord(character):x}}}" for character in INVISIBLE)
_SURROUNDED = f"^[{_CLASS}]|[{_CLASS}]$"

#: runs a statement and gives the cursor that holds its answer
Run = Callable[[str], Any]


class DuckdbCells:
    """Answers what the checks ask, by SQL over the staged cells.

    Args:
        connection: an in-memory database; views and small tables are made in it.
        staged: Parquet with one column of texts for each name, perhaps with `ROW`.
        columns: names in the schema.
        first_row: rows up to this one are heading.
        numbered: whether the Parquet states the row numbers; else a row is where it stands in it.
        constant: columns that have one value in all rows, so that they fill no row.
        run: runs the statements; may tell progress and be cancelled.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        staged: Path,
        columns: Sequence[str],
        *,
        first_row: int = 0,
        numbered: bool = True,
        constant: Collection[str] = (),
        run: Run,
    ) -> None:
        self._connection = connection
        self._run = run
        self._columns = tuple(columns)
        self._meanings: dict[str, str] = {}
        number = ROW if numbered else f"file_row_number + 1 AS {ROW}"
        parquet = scan(staged, numbered=not numbered)
        texts = ", ".join(self._texts_of(parquet))
        self._source = f"(SELECT {number}, {texts} FROM {parquet})"
        some = " OR ".join(f"{quoted(n)} <> ''" for n in columns if n not in constant)
        self._conditions = [f"{ROW} > {first_row}", f"({some})"]
        self._make_views()

    def _texts_of(self, parquet: str) -> list[str]:
        """Each column without invisible surroundings.

        To trim is slow, so it is done only in columns where a text begins or ends with anything
        but a visible ASCII character.
        """
        if not self._columns:
            return []
        looks = ", ".join(
            f"bool_or({name} <> '' AND NOT ({name}[1] BETWEEN '!' AND '~' "
            f"AND {name}[-1] BETWEEN '!' AND '~'))"
            for name in map(quoted, self._columns)
        )
        doubtful = self._run(f"SELECT {looks} FROM {parquet}").fetchone()
        return [
            f"CASE WHEN regexp_matches({name}, {literal(_SURROUNDED)}) "
            f"THEN trim({name}, {literal(INVISIBLE)}) ELSE {name} END AS {name}"
            if doubt
            else name
            for name, doubt in zip(map(quoted, self._columns), doubtful, strict=True)
        ]

    def _make_views(self) -> None:
        where = " AND ".join(self._conditions)
        self._run(f"CREATE OR REPLACE VIEW raw AS SELECT * FROM {self._source} WHERE {where}")
        joins = " ".join(
            f"LEFT JOIN {table} ON {table}.text = raw.{quoted(name)}"
            for name, table in self._meanings.items()
        )
        meant = ", ".join(
            f"coalesce({self._meanings[name]}.meaning, raw.{quoted(name)}) AS {quoted(name)}, "
            f"raw.{quoted(name)} AS {quoted('as entered ' + name)}"
            if name in self._meanings
            else f"raw.{quoted(name)} AS {quoted(name)}, "
            f"raw.{quoted(name)} AS {quoted('as entered ' + name)}"
            for name in self._columns
        )
        self._run(f"CREATE OR REPLACE VIEW meant AS SELECT raw.{ROW}, {meant} FROM raw {joins}")

    @property
    def count(self) -> int:
        """Number of rows."""
        return int(self._run("SELECT count(*) FROM raw").fetchone()[0])

    def distinct(self, columns: Sequence[str], unlike: str = "") -> Iterator[Group]:
        """The different texts of some columns."""
        names = self._present(columns)
        where = ""
        if unlike and columns[0] in self._columns:
            pattern = literal(f"(?s){unlike}")
            where = f"WHERE NOT regexp_full_match({quoted(columns[0])}, {pattern})"
        elif unlike:
            return
        found = self._run(
            f"SELECT {names}, count(*), min({ROW}) FROM raw {where} GROUP BY {names} "
            if any(name in self._columns for name in columns)
            else f"SELECT {names}, count(*), min({ROW}) FROM raw"
        )
        while batch := found.fetchmany(_BATCH):
            for *texts, count, first in batch:
                yield Group(tuple(texts), count, first)

    def leave_out(self, columns: Sequence[str], texts: Sequence[Texts]) -> None:
        """Forget the rows that have these texts in these columns."""
        for row in texts:
            same = " AND ".join(
                f"{quoted(name)} = {literal(text)}" for name, text in zip(columns, row, strict=True)
            )
            self._conditions.append(f"NOT ({same})")
        self._make_views()

    def rewrite(self, column: str, meanings: Mapping[str, str]) -> None:
        """Replace texts of a column by the form in which equal values are equal texts."""
        changed = {text: meaning for text, meaning in meanings.items() if text != meaning}
        if not changed:
            return
        table = quoted(f"meanings of {column}")
        self._connection.execute(
            f"CREATE OR REPLACE TABLE {table} AS "
            "SELECT unnest($texts) AS text, unnest($meanings) AS meaning",
            {"texts": list(changed), "meanings": list(changed.values())},
        )
        self._meanings[column] = table
        self._make_views()

    def repeated(self, columns: Sequence[str], limit: int) -> tuple[list[tuple[int, int]], int]:
        """Rows that agree with an earlier one in all the columns."""
        names = self._present(columns)
        hashes = f"SELECT hash({names}) AS h FROM meant"
        twice = f"SELECT h FROM ({hashes}) GROUP BY h HAVING count(*) > 1"
        self._run(f"CREATE OR REPLACE TABLE twice AS {twice}")
        if not self._run("SELECT 1 FROM twice LIMIT 1").fetchone():
            return [], 0
        rows = (
            f"SELECT {ROW} AS number, min({ROW}) OVER (PARTITION BY {names}) AS earlier "
            f"FROM meant SEMI JOIN twice ON hash({names}) = twice.h"
        )
        return self._pairs(rows, limit)

    def overlapping(
        self, columns: Sequence[str], start: str, end: str, limit: int
    ) -> tuple[list[tuple[int, int]], int]:
        """Rows that start before another ends that agrees in the columns."""
        first, last = quoted(start), quoted(end)
        periods = (
            f"SELECT {ROW} AS number, hash({self._present(columns)}) AS meter, "
            f"CAST({first} AS DATE) AS first, CAST({last} AS DATE) AS last FROM meant"
        )
        several = f"SELECT meter FROM ({periods}) GROUP BY meter HAVING count(*) > 1"
        window = (
            "(PARTITION BY meter ORDER BY first, last, number "
            "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
        )
        overlaps = (
            f"SELECT number, meter FROM (SELECT number, meter, first, max(last) OVER {window} AS "
            f"until FROM ({periods}) SEMI JOIN ({several}) USING (meter)) WHERE first <= until"
        )
        self._run(f"CREATE OR REPLACE TABLE overlapping AS {overlaps}")
        if not self._run("SELECT 1 FROM overlapping LIMIT 1").fetchone():
            return [], 0
        rows = (
            f"SELECT number, arg_max(number, last) OVER {window} AS earlier "
            f"FROM ({periods}) SEMI JOIN overlapping USING (meter)"
        )
        return self._pairs(f"SELECT * FROM ({rows}) SEMI JOIN overlapping USING (number)", limit)

    def _pairs(self, rows: str, limit: int) -> tuple[list[tuple[int, int]], int]:
        self._run(
            "CREATE OR REPLACE TABLE pairs AS "
            f"SELECT earlier, number FROM ({rows}) WHERE earlier <> number"
        )
        found = self._run(f"SELECT earlier, number FROM pairs ORDER BY number LIMIT {limit}")
        pairs = [(int(earlier), int(number)) for earlier, number in found.fetchall()]
        return pairs, int(self._run("SELECT count(*) FROM pairs").fetchone()[0])

    def _present(self, columns: Sequence[str]) -> str:
        return ", ".join(quoted(name) if name in self._columns else "''" for name in columns)
