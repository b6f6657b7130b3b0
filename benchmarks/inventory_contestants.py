"""The same totals three times: by Crossfoot, by a careful pandas script, by hand-written SQL.

    python benchmarks/inventory_contestants.py crossfoot|pandas|sql FOLDER

Each reads the Parquet file in FOLDER, makes the table of milligrams and mg CO2e (AR6) by site,
month, scope, category, method and gas, and the totals of the scopes. Prints one JSON document:
seconds, seconds of all cores, peak memory, totals, and a digest of the whole table, by which the
three are compared.
Lines are rounded to whole milligrams; a line over several months is split by days, largest
remainder first.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from inventory_data import flat_factors

#: (site, month, scope, category, method, gas, milligrams, mg CO2e)
Row = tuple[str, str, str, str, str, str, int, int]
Answer = tuple[dict[str, int], Callable[[], Iterable[Row]]]


def by_crossfoot(folder: Path) -> Answer:
    from crossfoot.calculation.inventory import inventory
    from crossfoot.factors.library import FactorLibrary
    from crossfoot.factors.sets import read_factor_file

    library = FactorLibrary([read_factor_file(folder / "factors.csv")])
    result = inventory(folder / "activity.parquet", library)
    totals = result.milligrams("AR6")
    assert result.is_complete

    def table() -> Iterable[Row]:
        for cell in result.cells():
            where = (cell.site, cell.month, cell.scope, cell.category, cell.method, cell.gas)
            yield (*where, cell.milligrams, 0 if cell.outside else cell.co2e["AR6"])

    return {name: totals[name] for name in _SCOPES}, table


def by_pandas(folder: Path) -> Answer:
    """Only the columns needed, texts as categories, dates as numbers, one gas at a time."""
    import numpy as np
    import pandas as pd
    import pyarrow.parquet as pq

    columns = ["site", "activity", "quantity", "unit", "start", "end", "region", "instrument"]
    keys = ["activity", "unit", "region", "instrument"]
    table = pq.read_table(folder / "activity.parquet", columns=columns)
    rows = table.to_pandas(strings_to_categorical=True, date_as_object=False, self_destruct=True)
    del table

    factors = pd.DataFrame(flat_factors())
    factors["set"] = factors.groupby([*keys, "year"]).ngroup()
    sets = factors[[*keys, "year", "set"]].drop_duplicates()
    for key in keys:  # merging categories needs the same categories on both sides
        sets[key] = sets[key].astype(rows[key].dtype)

    # one row per line, month that it touches, and year of its factor: a line over new year is
    # split over all its months once with the factor of each year
    start, end = rows["start"].to_numpy("M8[D]"), rows["end"].to_numpy("M8[D]")
    first, last = start.astype("M8[M]").astype(np.int64), end.astype("M8[M]").astype(np.int64)
    months, years = last - first + 1, last // 12 - first // 12 + 1
    rows["line"] = np.arange(len(rows))
    rows["days"] = (end - start).astype(np.int64) + 1
    cut = rows.loc[rows.index.repeat(months * years)].reset_index(drop=True)
    del rows, start, end
    line = cut["line"].to_numpy()
    at = cut.groupby("line").cumcount().to_numpy()
    cut["month"] = first[line] + at % months[line]
    cut["year"] = first[line] // 12 + at // months[line] + 1970
    begin = cut["month"].to_numpy().astype("M8[M]").astype("M8[D]")
    after = (cut["month"].to_numpy() + 1).astype("M8[M]").astype("M8[D]")
    inside = np.minimum(cut["end"].to_numpy("M8[D]") + 1, after) - np.maximum(
        cut["start"].to_numpy("M8[D]"), begin
    )
    cut["inside"] = inside.astype(np.int64)
    cut = cut.drop(columns=["start", "end"])
    cut = cut.merge(sets, on=[*keys, "year"], how="left").drop(columns=keys)
    assert not cut["set"].isna().any()

    found = []
    gases = factors[["method", "gas", "numerator", "denominator"]].drop_duplicates()
    for method, gas, numerator, denominator in gases.itertuples(index=False):
        own = factors[(factors["method"] == method) & (factors["gas"] == gas)]
        part = cut.merge(own[["set", "scope", "category", "milligrams"]], on="set")
        # numpy rounds halves to even: the rule is away from zero
        mass = np.floor(part["quantity"] * part["milligrams"] + 0.5).astype(np.int64)
        weighted = mass * part["inside"]
        part["mg"], part["rest"] = weighted // part["days"], weighted % part["days"]
        several = part["inside"] != part["days"]
        split = part[several].sort_values(
            ["line", "year", "rest", "month"], ascending=[True, True, False, True]
        )
        lines = split.groupby(["line", "year"])
        left = mass[split.index] - lines["mg"].transform("sum")
        part.loc[split.index, "mg"] += (lines.cumcount() < left).astype(np.int64)
        part = part[part["month"] // 12 + 1970 == part["year"]]
        effect = (2 * part["mg"] * numerator + denominator) // (2 * denominator)
        part = part.assign(effect=effect)
        sums = part.groupby(["site", "month", "scope", "category"], observed=True)[["mg", "effect"]]
        found.append(sums.sum().reset_index().assign(method=method, gas=gas))
    result = pd.concat(found)
    scopes = result.groupby(["scope", "method"])["effect"].sum()
    totals = {_name(scope, method): int(total) for (scope, method), total in scopes.items()}

    def rows_of() -> Iterable[Row]:
        for row in result.itertuples(index=False):
            month = f"{row.month // 12 + 1970:04}-{row.month % 12 + 1:02}"
            where = (row.site, month, row.scope, row.category, row.method, row.gas)
            yield (*where, int(row.mg), int(row.effect))

    return totals, rows_of


#: gas, whether market-based, warming potential; the one fractional potential is rounded per line
_COLUMNS = (
    ("co2", "CO2", False, "1"),
    ("co2_market", "CO2", True, "1"),
    ("ch4_fossil", "CH4-fossil", False, ""),
    ("ch4", "CH4", False, "27"),
    ("n2o", "N2O", False, "273"),
    ("hfc_32", "HFC-32", False, "771"),
    ("hfc_125", "HFC-125", False, "3740"),
    ("co2e", "CO2e", False, "1"),
    ("biogenic", "CO2-biogenic", False, "0"),
)


def written_by_hand() -> list[str]:
    """What somebody who knows DuckDB well writes for these gases and this table, and no other."""
    names = [name for name, *_ in _COLUMNS]
    wide = ", ".join(
        f"max(milligrams) FILTER (gas = '{gas}' AND (method = 'market') = {market}) AS {name}"
        for name, gas, market, _ in _COLUMNS
    )
    whole = ", ".join(f"round(a.quantity * {name})::BIGINT AS {name}" for name in names)
    first = ", ".join(f"(2 * {name} * d1 + days) // (2 * days) AS {name}" for name in names)
    rest = ", ".join(f"{name} - (2 * {name} * d1 + days) // (2 * days) AS {name}" for name in names)
    sums = ", ".join(f"sum({name}) AS {name}" for name in names)
    match = "a.activity = w.activity AND a.unit = w.unit AND a.region = w.region"
    match += " AND a.instrument = w.instrument"
    two = """SELECT a.*, (last_day(a.start) - a.start + 1) AS d1, (a."end" - a.start + 1) AS days
      FROM activity a
      WHERE a."end" > last_day(a.start) AND a."end" <= last_day(last_day(a.start) + 1)"""
    columns = "".join(
        f"  UNION ALL SELECT site, month, set_id, '{gas}' AS gas, {market} AS market, {name} AS mg,"
        f" {f'{name} * {potential}' if potential else 'ch4_fossil_effect'} AS effect FROM sums\n"
        for name, gas, market, potential in _COLUMNS
    ).removeprefix("  UNION ALL ")
    return [
        f"""
CREATE TABLE wide AS
SELECT activity, unit, region, instrument, year, row_number() OVER () AS set_id, {wide}
FROM factors GROUP BY activity, unit, region, instrument, year""",
        f"""
CREATE TABLE sums AS
SELECT site, month, set_id, {sums}, sum((2 * ch4_fossil * 149 + 5) // 10) AS ch4_fossil_effect
FROM (
  SELECT a.site, year(a.start) * 12 + month(a.start) AS month, w.set_id, {whole}
  FROM activity a JOIN wide w ON {match} AND year(a.start) = w.year
  WHERE a."end" <= last_day(a.start)
  UNION ALL
  SELECT site, month, set_id, {first} FROM (
    SELECT a.site, year(a.start) * 12 + month(a.start) AS month, w.set_id, d1, days, {whole}
    FROM ({two}) a JOIN wide w ON {match} AND year(a.start) = w.year)
  UNION ALL
  SELECT site, month, set_id, {rest} FROM (
    SELECT a.site, year(a."end") * 12 + month(a."end") AS month, w.set_id, d1, days, {whole}
    FROM ({two}) a JOIN wide w ON {match} AND year(a."end") = w.year)
)
GROUP BY site, month, set_id""",
        """
CREATE TABLE longer AS
SELECT row_number() OVER () AS line, a.site, f.number, f.year, a.start, a."end",
       a."end" - a.start + 1 AS days, round(a.quantity * f.milligrams)::BIGINT AS mass
FROM activity a
JOIN (SELECT *, row_number() OVER () AS number FROM factors) f
  ON a.activity = f.activity AND a.unit = f.unit AND a.region = f.region
 AND a.instrument = f.instrument AND f.year BETWEEN year(a.start) AND year(a."end")
WHERE a."end" > last_day(last_day(a.start) + 1)""",
        f"""
CREATE TABLE totals AS
WITH numbered AS (SELECT *, row_number() OVER () AS number FROM factors),
months AS (
  SELECT month::DATE AS first_day, last_day(month::DATE) AS last_day
  FROM generate_series(DATE '2022-01-01', DATE '2025-12-01', INTERVAL 1 MONTH) t(month)
),
cut AS (
  SELECT l.line, l.site, l.number, l.year, l.mass, l.days, m.first_day,
         l.mass * (least(l."end", m.last_day) - greatest(l.start, m.first_day) + 1) AS weighted
  FROM longer l JOIN months m ON m.first_day <= l."end" AND m.last_day >= l.start
),
placed AS (
  SELECT *, mass - sum(weighted // days) OVER (PARTITION BY line) AS more,
         row_number() OVER (PARTITION BY line ORDER BY weighted % days DESC, first_day) AS place
  FROM cut
),
split AS (
  SELECT site, year(first_day) * 12 + month(first_day) AS month, number,
         weighted // days + (place <= more)::BIGINT AS mg
  FROM placed WHERE year(first_day) = year
),
long AS (
  {columns}
)
SELECT site, month, scope, category, method, gas, sum(mg) AS mg, sum(effect) AS effect
FROM (
  SELECT l.site, l.month, f.scope, f.category, f.method, l.gas, l.mg, l.effect
  FROM long l
  JOIN wide w ON w.set_id = l.set_id
  JOIN factors f ON f.activity = w.activity AND f.unit = w.unit AND f.region = w.region
                AND f.instrument = w.instrument AND f.year = w.year
                AND f.gas = l.gas AND (f.method = 'market') = l.market
  WHERE l.mg IS NOT NULL
  UNION ALL
  SELECT s.site, s.month, f.scope, f.category, f.method, f.gas, s.mg,
         (2 * s.mg * f.numerator + f.denominator) // (2 * f.denominator)
  FROM split s JOIN numbered f ON f.number = s.number
)
GROUP BY ALL""",
    ]


def by_sql(folder: Path) -> Answer:
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "1GB"})
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(
        "CREATE VIEW activity AS SELECT * FROM read_parquet(?)".replace(
            "?", f"'{folder / 'activity.parquet'}'"
        )
    )
    flat = flat_factors()
    names = list(flat[0])
    kinds = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE"}
    typed = [(name, kinds[type(flat[0][name])]) for name in names]
    connection.execute(f"CREATE TABLE factors ({', '.join(' '.join(pair) for pair in typed)})")
    lists = ", ".join(f"unnest(?::{kind}[])" for _, kind in typed)
    connection.execute(
        f"INSERT INTO factors SELECT {lists}", [[row[name] for row in flat] for name in names]
    )
    for statement in written_by_hand():
        connection.execute(statement)
    scopes = connection.execute(
        "SELECT scope, method, sum(effect) FROM totals GROUP BY ALL"
    ).fetchall()
    totals = {_name(scope, method): int(total) for scope, method, total in scopes}

    def table() -> Iterable[Row]:
        for site, month, *where, mg, effect in connection.execute("FROM totals").fetchall():
            name = f"{(month - 1) // 12:04}-{(month - 1) % 12 + 1:02}"
            yield (site, name, *where, int(mg), int(effect))

    return totals, table


CONTESTANTS = {"crossfoot": by_crossfoot, "pandas": by_pandas, "sql": by_sql}
_SCOPES = ("scope1", "scope2_location", "scope2_market", "scope3")


def _name(scope: str, method: str) -> str:
    return f"scope{scope}_{method}" if method else f"scope{scope}"


def load_libraries(name: str) -> None:
    """What a running program has loaded already: the clock starts at the calculation."""
    import duckdb  # noqa: F401

    if name == "pandas":
        import pandas
        import pyarrow.parquet  # noqa: F401

        pandas.DataFrame({"a": [1]}).groupby("a").sum()
    if name == "crossfoot":
        from crossfoot.calculation.inventory import inventory  # noqa: F401
        from crossfoot.quantities.units import conversion_factor

        conversion_factor("MWh", "kWh")


def digest(rows: Iterable[Row]) -> str:
    """A hash over the whole table, in a stated order, zeros left out."""
    hashed = hashlib.sha256()
    for row in sorted(row for row in rows if row[6]):
        hashed.update(json.dumps(row).encode())
    return hashed.hexdigest()


def main(name: str, folder: Path) -> dict[str, Any]:
    load_libraries(name)
    before, worked_before = time.perf_counter(), time.process_time()
    totals, table = CONTESTANTS[name](folder)
    seconds, worked = time.perf_counter() - before, time.process_time() - worked_before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ordered = {scope: totals[scope] for scope in _SCOPES}
    return {
        "seconds": seconds,
        "cpu_seconds": worked,
        "peak_mb": peak,
        "totals": ordered,
        "digest": digest(table()),
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
