"""Activity rows as a group with 300 sites has them: seeded, in Parquet, as the import writes them.

    python benchmarks/inventory_data.py ROWS FOLDER

Three years, 16 activities in 10 regions. Of 100 rows 90 lie within a month (meter readings, fuel
cards), 8 in two (bills from mid-month to mid-month), 2 span a quarter or half a year.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb

SEED = 20261120
SITES = 300
YEARS = (2022, 2023, 2024)
REGIONS = ("CN-AH", "CN-JS", "CN-SC", "CN-GD", "CN-ZJ", "CN-HB", "CN-HN", "DE", "MY", "US-TX")

#: activity, unit, typical quantity, share of the rows
ACTIVITIES = (
    ("electricity.grid", "kWh", 5200.0, 30),
    ("electricity.grid", "MWh", 9.5, 6),
    ("heat.purchased", "GJ", 31.0, 4),
    ("steam.purchased", "GJ", 12.0, 4),
    ("fuel.natural_gas.stationary", "m^3", 900.0, 8),
    ("fuel.diesel.stationary", "L", 200.0, 3),
    ("fuel.lpg.stationary", "kg", 48.0, 3),
    ("fuel.diesel.mobile", "L", 61.0, 14),
    ("fuel.gasoline.mobile", "L", 42.0, 10),
    ("refrigerant.R-410A.leak", "kg", 1.4, 1),
    ("refrigerant.R-32.leak", "kg", 0.8, 1),
    ("fuel.wood.stationary", "kg", 700.0, 2),
    ("s3.04.road_freight", "t*km", 7100.0, 6),
    ("s3.05.landfill", "t", 3.6, 2),
    ("s3.06.air_travel", "person*km", 2500.0, 4),
    ("s3.06.hotel_stay", "night", 2.0, 2),
)

#: activity, unit, scope, category, gas -> kilograms of gas per unit; electricity by region below
FACTORS = (
    ("heat.purchased", "GJ", "2", "heat", {"CO2": "110"}),
    ("steam.purchased", "GJ", "2", "steam", {"CO2": "110"}),
    ("fuel.natural_gas.stationary", "m^3", "1", "stationary",
     {"CO2": "1.8850", "CH4-fossil": "0.0000336", "N2O": "0.0000034"}),
    ("fuel.diesel.stationary", "L", "1", "stationary",
     {"CO2": "2.6765", "CH4-fossil": "0.0001084", "N2O": "0.0000217"}),
    ("fuel.lpg.stationary", "kg", "1", "stationary",
     {"CO2": "2.9848", "CH4-fossil": "0.0000473", "N2O": "0.0000047"}),
    ("fuel.diesel.mobile", "L", "1", "mobile",
     {"CO2": "2.6765", "CH4-fossil": "0.0001409", "N2O": "0.0001409"}),
    ("fuel.gasoline.mobile", "L", "1", "mobile",
     {"CO2": "2.2718", "CH4-fossil": "0.0008196", "N2O": "0.0002623"}),
    ("refrigerant.R-410A.leak", "kg", "1", "fugitive", {"HFC-32": "0.5", "HFC-125": "0.5"}),
    ("refrigerant.R-32.leak", "kg", "1", "fugitive", {"HFC-32": "1"}),
    ("fuel.wood.stationary", "kg", "1", "stationary",
     {"CO2-biogenic": "1.7472", "CH4": "0.0046800", "N2O": "0.0000624"}),
    ("s3.04.road_freight", "t*km", "3", "4", {"CO2e": "0.10749"}),
    ("s3.05.landfill", "t", "3", "5", {"CO2e": "467.008"}),
    ("s3.06.air_travel", "person*km", "3", "6", {"CO2e": "0.18592"}),
    ("s3.06.hotel_stay", "night", "3", "6", {"CO2e": "53.5"}),
)  # fmt: skip

#: kg CO2 per kWh of the first region and year; each further one a little less
_GRID = 0.7035
#: contract of some electricity: its own market-based factor
PPA = "wind_ppa"

#: 100-year potentials of AR6, as numerator and denominator
POTENTIALS = {
    "CO2": (1, 1),
    "CH4-fossil": (149, 5),
    "CH4": (27, 1),
    "N2O": (273, 1),
    "HFC-32": (771, 1),
    "HFC-125": (3740, 1),
    "CO2e": (1, 1),
    "CO2-biogenic": (0, 1),
}


def grid_factor(region: str, year: int) -> str:
    """Kilograms of CO2 per kWh, as a text with four decimals."""
    return f"{_GRID - 0.021 * REGIONS.index(region) - 0.0097 * (year - YEARS[0]):.4f}"


def write_rows(rows: int, file: Path) -> None:
    """Write the activity file."""
    shares = [share for *_, share in ACTIVITIES]
    assert sum(shares) == 100
    kinds = []
    first = 0
    for index, (activity, unit, typical, share) in enumerate(ACTIVITIES):
        kinds.append(f"({index}, '{activity}', '{unit}', {typical}, {first}, {first + share})")
        first += share
    regions = ", ".join(f"'{region}'" for region in REGIONS)
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(
        "CREATE TABLE kinds AS SELECT * FROM (VALUES "
        + ", ".join(kinds)
        + ") t(kind, activity, unit, typical, low, high)"
    )

    def dice(sides: int, throw: int) -> str:
        return f"(hash(i, {SEED + throw}) % {sides})::INTEGER"

    connection.execute(f"""
COPY (
  WITH thrown AS (
    SELECT i, {dice(SITES, 1)} AS site, {dice(100, 2)} AS kind_dice, {dice(10_000, 3)} AS size,
           DATE '{YEARS[0]}-01-01' + {dice(365 * len(YEARS) - 200, 4)} AS first_day,
           {dice(100, 5)} AS span, {dice(28, 6)} AS few, {dice(20, 7)} AS contract
    FROM range({rows}) r(i)
  ),
  placed AS (
    SELECT t.*, k.activity, k.unit,
           round(k.typical * (0.5 + t.size / 10000), 2)::DOUBLE AS quantity,
           CASE WHEN t.span < 98 THEN t.first_day ELSE date_trunc('month', t.first_day)::DATE END
             AS begin
    FROM thrown t JOIN kinds k ON t.kind_dice >= k.low AND t.kind_dice < k.high
  )
  SELECT (i + 2)::BIGINT AS row, '' AS sheet, 'site-' || lpad(site::VARCHAR, 3, '0') AS site,
         activity, quantity, quantity::VARCHAR AS quantity_text, unit, begin AS "start",
         CASE WHEN span < 90 THEN least(begin + few, last_day(begin))
              WHEN span < 98 THEN last_day(begin) + 1 + least(few, 27)
              WHEN span < 99 THEN (begin + INTERVAL 3 MONTH)::DATE - 1
              ELSE (begin + INTERVAL 6 MONTH)::DATE - 1 END AS "end",
         ([{regions}])[site % {len(REGIONS)} + 1] AS region,
         CASE WHEN activity = 'electricity.grid' AND contract = 0 THEN '{PPA}' ELSE '' END
           AS instrument,
         'document ' || (i % 100000)::VARCHAR AS source, '' AS note
  FROM placed
) TO '{file}' (FORMAT parquet)""")
    connection.close()


def write_factors(file: Path) -> None:
    """Write the same factors as an own factor file of Crossfoot."""
    header = ("id", "activity", "gas", "value", "unit", "region", "valid_from", "valid_to",
              "scope", "category", "source", "licence", "instrument")  # fmt: skip
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        tail = ("benchmark", "CC0")
        for region in REGIONS:
            for year in YEARS:
                days = (f"{year}-01-01", f"{year}-12-31")
                name, value = f"grid-{region}-{year}", grid_factor(region, year)
                writer.writerow((name, "electricity.grid", "CO2", value, "kg/kWh", region, *days,
                                 "2", "electricity", *tail, ""))  # fmt: skip
        writer.writerow((PPA, "electricity.grid", "CO2", "0", "kg/kWh", "", "", "", "2",
                         "electricity", *tail, PPA))  # fmt: skip
        for activity, unit, scope, category, gases in FACTORS:
            for gas, value in gases.items():
                writer.writerow((activity, activity, gas, value, f"kg/({unit})", "", "", "",
                                 scope, category, *tail, ""))  # fmt: skip


def flat_factors() -> list[dict[str, object]]:
    """What somebody without Crossfoot prepares by hand: milligrams per unit, for every key.

    One entry per activity, unit, region, instrument, year, method, gas.
    """
    flat: list[dict[str, object]] = []

    def add(key: tuple[str, str, str, str, int], method: str, scope: str, category: str,
            gas: str, kilograms: float) -> None:  # fmt: skip
        names = ("activity", "unit", "region", "instrument", "year")
        numerator, denominator = POTENTIALS[gas]
        flat.append(
            dict(zip(names, key, strict=True))
            | {"method": method, "scope": scope, "category": category, "gas": gas}
            | {"milligrams": kilograms, "numerator": numerator, "denominator": denominator}
        )

    for region in REGIONS:
        for year in YEARS:
            for unit, scale in (("kWh", 1), ("MWh", 1000)):
                value = float(round(float(grid_factor(region, year)) * 10_000) * 100 * scale)
                for instrument in ("", PPA):
                    key = ("electricity.grid", unit, region, instrument, year)
                    market = 0.0 if instrument else value
                    add(key, "location", "2", "electricity", "CO2", value)
                    add(key, "market", "2", "electricity", "CO2", market)
            for activity, unit, scope, category, gases in FACTORS:
                for gas, kilograms in gases.items():
                    key = (activity, unit, region, "", year)
                    value = float(f"{kilograms}e6")
                    methods = ("location", "market") if scope == "2" else ("",)
                    for method in methods:
                        add(key, method, scope, category, gas, value)
    return flat


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(int(sys.argv[1]), folder / "activity.parquet")
    write_factors(folder / "factors.csv")
