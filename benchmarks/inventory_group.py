"""A group of 500 sites, five years, 200 activities: totals and lines against hand-written SQL.

    python benchmarks/inventory_group.py [--rows 1000000,5000000] [--repeats 3]

15-minute meters (60 of 100 rows), fuel cards (25) and purchase orders (15), each on one day.
Crossfoot and the SQL run in turn, each in a process of its own, and must agree to the milligram on
every site, month, scope, category and gas, and on number and sum of the lines written. Prints
medians and ratios; `results/inventory_group.csv` has a row per size, for a plot of the cost.

The run that counts is --rows 1000000,10000000,100000000: about 4 GB of disk and some minutes.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import duckdb

HERE = Path(__file__).parent
DATA, RESULTS = HERE / "data" / "group", HERE / "results"
SEED, SITES, YEARS = 20_261_121, 500, (2019, 2020, 2021, 2022, 2023)
GOODS = 193
MEMORY = "4GB"

#: activity, unit, scope, category, gas -> kg per unit; electricity by year below
FACTORS: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("fuel.diesel.mobile", "L", "1", "mobile",
     {"CO2": "2.6765", "CH4-fossil": "0.0001409", "N2O": "0.0001409"}),
    ("fuel.gasoline.mobile", "L", "1", "mobile",
     {"CO2": "2.2718", "CH4-fossil": "0.0008196", "N2O": "0.0002623"}),
    ("fuel.lng.mobile", "kg", "1", "mobile", {"CO2": "2.7530", "CH4-fossil": "0.0044160"}),
    ("heat.purchased", "GJ", "2", "heat", {"CO2": "110"}),
    ("steam.purchased", "GJ", "2", "steam", {"CO2": "110"}),
    ("cooling.purchased", "GJ", "2", "cooling", {"CO2": "41.7"}),
    *(
        (f"s3.01.goods_{n:03}", "CNY", "3", "1", {"CO2e": f"0.0{n + 17}"})
        for n in range(GOODS)
    ),
)  # fmt: skip
POTENTIALS = {"CO2": (1, 1), "CH4-fossil": (149, 5), "N2O": (273, 1), "CO2e": (1, 1)}


def grid(year: int) -> str:
    """Kilograms of CO2 per kWh of electricity."""
    return f"{0.6101 - 0.0103 * (year - YEARS[0]):.4f}"


def flat() -> list[tuple[Any, ...]]:
    """activity, year, method, scope, category, gas, milligrams, numerator, denominator."""
    rows: list[tuple[Any, ...]] = []
    for year in YEARS:
        listed = (*FACTORS, ("electricity.grid", "kWh", "2", "electricity", {"CO2": grid(year)}))
        for activity, _, scope, category, gases in listed:
            for gas, kilograms in gases.items():
                for method in ("location", "market") if scope == "2" else ("",):
                    mass = float(Decimal(kilograms) * 1_000_000)
                    where = (activity, year, method, scope, category, gas)
                    rows.append((*where, mass, *POTENTIALS[gas]))
    return rows


def write_rows(rows: int, folder: Path) -> None:
    """Write the activity files, one per ten million rows."""
    connection = duckdb.connect(config={"memory_limit": MEMORY})
    goods = f"'s3.01.goods_' || lpad((hash(i, {SEED + 5}) % {GOODS})::VARCHAR, 3, '0')"
    step = 10_000_000
    for part, first in enumerate(range(0, rows, step)):
        last, target = min(first + step, rows), folder / f"activity-{part:03}.parquet"
        if target.exists():
            continue
        connection.execute(f"""
COPY (
  WITH thrown AS (
    SELECT i, hash(i, {SEED}) % {SITES} AS site, hash(i, {SEED + 1}) % 100 AS kind,
           hash(i, {SEED + 2}) % 10000 AS size,
           DATE '{YEARS[0]}-01-01' + (hash(i, {SEED + 3}) % {365 * len(YEARS)})::INTEGER AS day,
           hash(i, {SEED + 4}) % 10 AS which
    FROM range({first}, {last}) r(i)
  ),
  named AS (
    SELECT *, CASE WHEN kind < 57 THEN 'electricity.grid' WHEN kind < 58 THEN 'heat.purchased'
                   WHEN kind < 59 THEN 'steam.purchased' WHEN kind < 60 THEN 'cooling.purchased'
                   WHEN kind < 85 AND which < 6 THEN 'fuel.diesel.mobile'
                   WHEN kind < 85 AND which < 9 THEN 'fuel.gasoline.mobile'
                   WHEN kind < 85 THEN 'fuel.lng.mobile' ELSE {goods} END AS activity
    FROM thrown
  )
  SELECT (i + 2)::BIGINT AS row, '' AS sheet, 'site-' || lpad(site::VARCHAR, 3, '0') AS site,
         activity, round(3 + size / 97, 2)::DOUBLE AS quantity, quantity::VARCHAR AS quantity_text,
         CASE WHEN activity = 'electricity.grid' THEN 'kWh'
              WHEN activity LIKE '%.purchased' THEN 'GJ' WHEN activity LIKE 's3.%' THEN 'CNY'
              WHEN activity = 'fuel.lng.mobile' THEN 'kg' ELSE 'L' END AS unit,
         day AS start, day AS "end", '' AS region, '' AS instrument,
         'document ' || (i % 100000)::VARCHAR AS source, '' AS note
  FROM named
) TO '{target}' (FORMAT parquet)""")
    connection.close()


def write_factors(file: Path) -> None:
    """The same factors as an own factor file of Crossfoot."""
    header = ("id", "activity", "gas", "value", "unit", "region", "valid_from", "valid_to",
              "scope", "category", "source", "licence")  # fmt: skip
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        for year in YEARS:
            days = ("", f"{year}-01-01", f"{year}-12-31")
            writer.writerow((f"grid-{year}", "electricity.grid", "CO2", grid(year), "kg/kWh", *days,
                             "2", "electricity", "benchmark", "CC0"))  # fmt: skip
        for activity, unit, scope, category, gases in FACTORS:
            for gas, value in gases.items():
                writer.writerow((activity, activity, gas, value, f"kg/{unit}", "", "", "", scope,
                                 category, "benchmark", "CC0"))  # fmt: skip


# -- contestants --------------------------------------------------------------------------

#: seconds of the clock, and of the processor
Lap = tuple[float, float]


class Clock:
    """Tells what each step took."""

    def __init__(self) -> None:
        self._at = perf_counter(), process_time()

    def lap(self) -> Lap:
        """Seconds since the last lap."""
        before, self._at = self._at, (perf_counter(), process_time())
        return self._at[0] - before[0], self._at[1] - before[1]


def crossfoot(folder: Path) -> dict[str, Any]:
    """Totals and lines by Crossfoot."""
    from crossfoot.calculation.inventory import inventory
    from crossfoot.factors.files import read_factor_file
    from crossfoot.factors.library import FactorLibrary

    library = FactorLibrary([read_factor_file(folder / "factors.csv")])
    started = Clock()
    result = inventory(sorted(folder.glob("activity-*.parquet")), library)
    table = {
        f"{c.site} {c.month} {c.scope} {c.category} {c.method} {c.gas}": [
            c.milligrams, c.co2e["AR6"]
        ]
        for c in result.cells()
    }  # fmt: skip
    totals = started.lap()
    result.write_lines(folder / "lines.parquet", {})
    return _answer(table, totals, started.lap(), folder / "lines.parquet")


def sql(folder: Path) -> dict[str, Any]:
    """Totals and lines by SQL that is written for this table and no other.

    What somebody writes who knows DuckDB and these factors: a column per gas, one row per row of
    activity, methods and gases told apart after the sums.
    """
    connection = duckdb.connect(config={"memory_limit": MEMORY})
    connection.execute("SET preserve_insertion_order = false")
    started = Clock()
    _load_factors(connection)
    files = f"read_parquet('{folder}/activity-*.parquet')"
    rows = connection.execute(f"""
WITH sums AS (
  SELECT site, month, class, sum(mg) AS mg, sum(ch4) AS ch4, sum(n2o) AS n2o,
         sum((2 * ch4 * 149 + 5) // 10) AS ch4_effect
  FROM (
    SELECT a.site, year(a.start) * 12 + month(a.start) - 1 AS month, w.class,
           CAST(round(a.quantity * w.mg) AS BIGINT) AS mg,
           CAST(round(a.quantity * w.ch4) AS BIGINT) AS ch4,
           CAST(round(a.quantity * w.n2o) AS BIGINT) AS n2o
    FROM {files} a JOIN w ON w.activity = a.activity AND w.year = year(a.start)
  )
  GROUP BY site, month, class
)
SELECT s.site, s.month, c.scope, c.category, c.method, c.gas,
       CASE c.gas WHEN 'CH4-fossil' THEN s.ch4 WHEN 'N2O' THEN s.n2o ELSE s.mg END,
       CASE c.gas WHEN 'CH4-fossil' THEN s.ch4_effect WHEN 'N2O' THEN s.n2o * 273 ELSE s.mg END
FROM sums s JOIN classes c ON c.class = s.class""").fetchall()
    table: dict[str, list[int]] = {}
    for site, month, *where, mg, effect in rows:
        key = " ".join((site, f"{month // 12:04}-{month % 12 + 1:02}", *where))
        known = table.setdefault(key, [0, 0])
        known[0] += int(mg)
        known[1] += int(effect)
    totals = started.lap()
    target = folder / "lines-sql.parquet"
    connection.execute(f"""
COPY (
  SELECT a.row, a.site, a.activity, m.method, a.start, a."end", a.quantity_text AS entered,
         a.quantity, CAST(round(a.quantity * w.mg) AS BIGINT)
           + (2 * CAST(round(a.quantity * w.ch4) AS BIGINT) * 149 + 5) // 10
           + 273 * CAST(round(a.quantity * w.n2o) AS BIGINT) AS milligrams
  FROM {files} a JOIN w ON w.activity = a.activity AND w.year = year(a.start)
  JOIN (SELECT DISTINCT class, method FROM classes) m ON m.class = w.class
) TO '{target}' (FORMAT parquet, COMPRESSION zstd)""")
    return _answer(table, totals, started.lap(), target)


def _load_factors(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables `w`, a row per activity and year, and `classes`, what its columns count for."""
    kinds = ("VARCHAR", "INTEGER", *["VARCHAR"] * 4, "DOUBLE")
    lists = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
    columns = [list(column) for column in zip(*flat(), strict=True)][: len(kinds)]
    connection.execute(
        f"CREATE TABLE f AS SELECT * FROM (SELECT {lists}) "
        "t(activity, year, method, scope, category, gas, mg)",
        columns,
    )
    connection.execute("""
CREATE TABLE w AS
SELECT activity, year, dense_rank() OVER (ORDER BY scope, category, gases) AS class, mg, ch4, n2o
FROM (
  SELECT activity, year, scope, category, list(gas ORDER BY gas)::VARCHAR AS gases,
         max(mg) FILTER (gas IN ('CO2', 'CO2e')) AS mg,
         coalesce(max(mg) FILTER (gas = 'CH4-fossil'), 0) AS ch4,
         coalesce(max(mg) FILTER (gas = 'N2O'), 0) AS n2o
  FROM f GROUP BY ALL
)""")
    connection.execute("""
CREATE TABLE classes AS
SELECT DISTINCT w.class, f.scope, f.category, f.method, f.gas
FROM f JOIN w ON w.activity = f.activity AND w.year = f.year""")


def _answer(table: dict[str, list[int]], totals: Lap, lines: Lap, written: Path) -> dict[str, Any]:
    sql = f"SELECT count(*), sum(milligrams) FROM read_parquet('{written}')"
    ((count, mass),) = duckdb.connect().execute(sql).fetchall()
    return {
        "totals": totals[0],
        "totals_cores": totals[1],
        "lines": lines[0],
        "lines_cores": lines[1],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "written": [int(count), int(mass)],
        "table": table,
    }


CONTESTANTS = {"crossfoot": crossfoot, "sql": sql}
MEASURES = ("totals", "totals_cores", "lines", "lines_cores", "peak_mb")


def measured(name: str, folder: Path) -> dict[str, Any]:
    """One run in a process of its own."""
    command = [sys.executable, str(HERE / "inventory_group.py"), "--run", name, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def compare(rows: int, repeats: int) -> tuple[dict[str, dict[str, float]], bool]:
    """Medians by contestant and measure, and whether both agree."""
    folder = DATA / str(rows)
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(rows, folder)
    write_factors(folder / "factors.csv")
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in CONTESTANTS}
    for _ in range(repeats):
        for name, found in runs.items():
            found.append(measured(name, folder))
    same = len({json.dumps([each["table"], each["written"]], sort_keys=True)
                for found in runs.values() for each in found}) == 1  # fmt: skip
    return {
        name: {each: median(run[each] for run in found) for each in MEASURES}
        for name, found in runs.items()
    }, same


def main() -> int:
    """Compare, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="1000000")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--run", nargs=2, metavar=("NAME", "FOLDER"))
    asked = parser.parse_args()
    if asked.run:
        print(json.dumps(CONTESTANTS[asked.run[0]](Path(asked.run[1]))))
        return 0
    RESULTS.mkdir(exist_ok=True)
    all_same = True
    with (RESULTS / "inventory_group.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["rows", "contestant", *MEASURES])
        for rows in map(int, asked.rows.split(",")):
            medians, same = compare(rows, asked.repeats)
            all_same = all_same and same
            print(f"{rows:,} rows: {'the same to the milligram' if same else 'DIFFERENT'}")
            for name, found in medians.items():
                writer.writerow([rows, name, *(f"{found[each]:.3f}" for each in MEASURES)])
                print(f"  {name:10}", "  ".join(f"{m} {found[m]:.2f}" for m in MEASURES))
            ratios = (f"{m} {medians['crossfoot'][m] / medians['sql'][m]:.2f}" for m in MEASURES)
            print("  ratio     ", "  ".join(ratios))
    return 0 if all_same else 1


if __name__ == "__main__":
    sys.exit(main())
