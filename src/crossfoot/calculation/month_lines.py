"""An inventory as files: every line in every month by gas, and the sums of them.

    cells.parquet          milligrams and CO2e by site, month, combination and slot
    lines.parquet          the same by row of the activity data: they add up to the cells
    streams.parquet        what each slot counts for: method, scope, category, gas, factor
    combinations.parquet   activity, unit, region, instrument and days of each combination
    sites.parquet          name and share of each site
    factors.json           the factors, as they were used

A slot is a place for one gas of one factor (`plan`); slot 0 is the quantity itself, in millionths
of its unit. CO2e stands in one column per set of warming potentials, `e_0` being the first. A
month is a number: 12 x year + month - 1. Nothing is calculated anew, so all figures that are read
from here are sums of the same integers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crossfoot.calculation.backends import Engine
from crossfoot.calculation.plan import Plan
from crossfoot.calculation.preparation import Calculated
from crossfoot.calculation.streams import is_outside
from crossfoot.factors.factor import Factor

CELLS, LINES, STREAMS = "cells.parquet", "lines.parquet", "streams.parquet"
COMBINATIONS, SITES, FACTORS = "combinations.parquet", "sites.parquet", "factors.json"

_STREAM = (
    ("combination", "INTEGER"), ("slot", "INTEGER"), ("method", "VARCHAR"), ("scope", "VARCHAR"),
    ("category", "VARCHAR"), ("gas", "VARCHAR"), ("outside", "BOOLEAN"), ("factor", "INTEGER"),
    ("rule", "VARCHAR"), ("carried", "BOOLEAN"), ("milligrams", "DOUBLE"),
)  # fmt: skip
_COMBINATION = (
    ("number", "INTEGER"), ("activity", "VARCHAR"), ("unit", "VARCHAR"), ("region", "VARCHAR"),
    ("instrument", "VARCHAR"), ("year", "INTEGER"), ("first_day", "DATE"), ("last_day", "DATE"),
)  # fmt: skip
_SITE = (
    ("number", "INTEGER"), ("name", "VARCHAR"), ("numerator", "HUGEINT"),
    ("denominator", "HUGEINT"),
)  # fmt: skip


def write_month_lines(calculated: Calculated, folder: Path) -> None:
    """Write a calculated inventory into a folder that is there.

    `document` of a line is the name of its activity file, as the engine read it.
    """
    engine, plan = calculated.engine, calculated.plan
    factors: dict[Factor, int] = {}
    _put(engine, folder / STREAMS, _STREAM, list(_streams(calculated, factors)))
    _put(engine, folder / COMBINATIONS, _COMBINATION, list(_combinations(calculated)))
    sites = [(s.number, s.name, s.share.numerator, s.share.denominator) for s in calculated.sites]
    _put(engine, folder / SITES, _SITE, sites)
    text = json.dumps([asdict(factor) for factor in factors], ensure_ascii=False, default=str)
    (folder / FACTORS).write_text(text, "utf-8")
    columns = ", ".join(_whole(plan, name) for name in _masses(plan))
    engine.write_parquet(
        f"SELECT site, month, combination, slot, {columns} FROM {calculated.sums.cells()} "
        "ORDER BY site, month",
        str(folder / CELLS),
    )
    engine.run(_longer(plan))
    engine.write_parquet(f"{_short(plan)}\nUNION ALL\n{_long(plan)}", str(folder / LINES))
    engine.run("DROP TABLE month_slices")
    engine.run("DROP TABLE month_parts")


# -- the lines ----------------------------------------------------------------------------


def _short(plan: Plan) -> str:
    """Rows within a month, the most: one pass, no sums."""
    mass = plan.own("whole(p.quantity * m.multiplier)", "p")
    effects = ", ".join(
        _whole(plan, f"halves_away(l.mg, l.n_{s}, l.d_{s})", f"e_{s}") for s in range(plan.gwp_sets)
    )
    potentials = ", ".join(f"m.n_{s}, m.d_{s}" for s in range(plan.gwp_sets))
    return f"""
SELECT l.site, l.month, l.combination, l.slot, l.file AS document, l."row", l.start, l."end",
       l.entered, {_whole(plan, "l.mg", "mg")}, {effects}
FROM (
  SELECT p.site, year(p.start) * 12 + month(p.start) - 1 AS month, p.combination, m.slot, p.file,
         p."row", p.start, p."end", p.quantity_text AS entered, {mass} AS mg, {potentials}
  FROM ({plan.parts_within_month()}) p
  JOIN amounts m ON m.combination = p.combination
) l"""


def _longer(plan: Plan) -> str:
    """Rows over months are split first, since each month's CO2e is rounded."""
    return f"""
CREATE TABLE month_parts AS
SELECT * FROM ({plan.parts(f"NOT ({plan.within_month()})")}) p;
CREATE TABLE month_slices AS
WITH {plan.slices("SELECT * FROM month_parts")}
SELECT part, site, combination, slot, month, {", ".join(f"sum({n}) AS {n}" for n in _masses(plan))}
FROM slices GROUP BY ALL"""


def _long(plan: Plan) -> str:
    masses = ", ".join(_whole(plan, f"s.{name}", name) for name in _masses(plan))
    return f"""
SELECT s.site, s.month, s.combination, s.slot, p.file AS document, p."row", p.start, p."end",
       p.quantity_text AS entered, {masses}
FROM month_slices s JOIN month_parts p ON p.part = s.part"""


def _masses(plan: Plan) -> list[str]:
    return ["mg", *(f"e_{s}" for s in range(plan.gwp_sets))]


def _whole(plan: Plan, expression: str, name: str = "") -> str:
    """As a file of Parquet has it, which knows no integers of 128 bits."""
    kind = "DECIMAL(38, 0)" if plan.wide else "BIGINT"
    return f"CAST({expression} AS {kind}) AS {name or expression}"


# -- what the numbers stand for -----------------------------------------------------------


def _streams(calculated: Calculated, factors: dict[Factor, int]) -> Iterator[tuple[Any, ...]]:
    for slot in calculated.slots:
        for stream in slot.streams:
            choice = stream.choice
            assert choice.factor is not None  # noqa: S101  a stream has one
            factor = factors.setdefault(choice.factor, len(factors))
            where = (stream.method, stream.scope, stream.category, stream.gas)
            chosen = (factor, choice.rule, choice.carried_forward, slot.milligrams)
            yield (slot.combination, slot.number, *where, is_outside(stream.gas), *chosen)


def _combinations(calculated: Calculated) -> Iterator[tuple[Any, ...]]:
    for number, resolution in enumerate(calculated.resolutions):
        known = resolution.combination
        names = (known.activity, known.unit, known.region, known.instrument)
        yield (number, *names, known.year, known.start, known.end)


def _put(
    engine: Engine,
    target: Path,
    columns: tuple[tuple[str, str], ...],
    rows: list[tuple[Any, ...]],
) -> None:
    """A small table as a file."""
    engine.create("put", columns, rows)
    listed = ", ".join(
        f"CAST({name} AS DECIMAL(38, 0)) AS {name}" if kind == "HUGEINT" else name
        for name, kind in columns
    )
    engine.write_parquet(f"SELECT {listed} FROM put", str(target))
    engine.run("DROP TABLE put")
