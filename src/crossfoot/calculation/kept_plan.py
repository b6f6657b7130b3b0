"""The lines of an inventory as SQL: each with all that its CO2e follows from, to be kept.

A line is a row of numbers; what lines have in common (activity, unit, year, factor, rates) is one
of a few hundred kinds, kept beside them with the sites and files.

Tables that it reads beside those of `plan`: `kept_methods` (the kind of a combination by each
method, and per slot the milligrams per unit and the warming potential, nothing where the gas is
not part of it), `kept_slots` (the same as one row per slot), `kept_files`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from crossfoot.calculation.backends import Engine
from crossfoot.calculation.kept_lines import Kind, LineKinds, rates_text
from crossfoot.calculation.plan import Plan
from crossfoot.calculation.plan_words import QUANTITY_SLOT
from crossfoot.calculation.preparation import Calculated
from crossfoot.calculation.scope2 import LOCATION, MARKET
from crossfoot.calculation.slots import Slot
from crossfoot.calculation.streams import NOT_GASES, Resolution, is_outside
from crossfoot.factors.factor import Factor

#: of text such as 12.50 and 12.5 the shorter one: they are the same quantity; few end so, and
#: cutting the others too takes a third of all the time
_ENTERED = (
    "CASE WHEN right(p.quantity_text, 1) IN ('0', '.') AND contains(p.quantity_text, '.') "
    "THEN rtrim(rtrim(p.quantity_text, '0'), '.') ELSE p.quantity_text END"
)


def write_kept_lines(calculated: Calculated, names: Mapping[str, str], target: Path) -> None:
    """Write the lines of a calculated inventory to a Parquet file, and their kinds beside it."""
    engine, plan = calculated.engine, calculated.plan
    files = [file for (file,) in engine.rows("SELECT DISTINCT file FROM activity ORDER BY file")]
    kinds = _fill(engine, calculated, files)
    engine.run(_longer_effects(plan))
    lines = "\nUNION ALL\n".join(part(plan) for part in (_short, _in_two_months, _long))
    engine.write_parquet(lines, str(target))
    for table in ("kept_methods", "kept_slots", "kept_files", "kept_effects"):
        engine.run(f"DROP TABLE {table}")
    sites = [(s.name, s.share.numerator, s.share.denominator) for s in calculated.sites]
    LineKinds(kinds, sites, [names.get(file, file) for file in files]).write(target)


def _columns(plan: Plan, kind: str, quantity: str, milligrams: str) -> str:
    """The columns of a kept line; a file of Parquet has no integers of 128 bits."""
    whole = "DECIMAL(38, 0)" if plan.wide else "BIGINT"
    columns = (
        f"{kind} AS kind",
        "p.site",
        "f.number AS document",
        'p."row"',
        *("p.start", 'p."end"'),
        f"{_ENTERED} AS entered",
        f"CAST({quantity} AS {whole}) AS quantity",
        f"CAST({milligrams} AS {whole}) AS milligrams",
    )
    return ", ".join(columns)


def _short(plan: Plan) -> str:
    """Rows within a month, the most: one pass, no sums."""
    masses = [(n, plan.own(f"whole(p.quantity * m.m_{n})", "p")) for n in range(1, plan.slots + 1)]
    effects = " + ".join(
        f"coalesce(halves_away({mass}, m.n_{n}, m.d_{n}), 0)" for n, mass in masses
    )
    quantity = plan.own(plan.mass("p", QUANTITY_SLOT), "p")
    return f"""
SELECT {_columns(plan, "m.kind", quantity, effects or "0")}
FROM ({plan.parts_within_month()}) p
JOIN kept_methods m ON m.combination = p.combination
JOIN kept_files f ON f.file = p.file"""


def _in_two_months(plan: Plan) -> str:
    """Rows in two months: the first part is rounded, the second is what is left."""
    numbers = range(1, plan.slots + 1)
    masses = [f"{plan.own(plan.mass('p', QUANTITY_SLOT), 'p')} AS mass_{QUANTITY_SLOT}"]
    masses += [f"{plan.own(f'whole(p.quantity * m.m_{n})', 'p')} AS mass_{n}" for n in numbers]
    effects = " + ".join(f"coalesce({_halves(f'p.mass_{n}', n)}, 0)" for n in numbers)
    potentials = "".join(f", m.n_{n}, m.d_{n}" for n in numbers)
    quantity = _halves(f"p.mass_{QUANTITY_SLOT}")
    return f"""
SELECT {_columns(plan, "p.kind", quantity, effects or "0")}
FROM (
  SELECT p.*, m.kind, {", ".join(masses)}{potentials},
         last_day(p.start) - p.start + 1 AS first_days, p."end" - p.start + 1 AS days,
         date_trunc('month', p.start) BETWEEN p.first_day AND p.last_day AS has_first,
         date_trunc('month', p."end") BETWEEN p.first_day AND p.last_day AS has_last
  FROM ({plan.parts(plan.in_two_months())}) p
  JOIN kept_methods m ON m.combination = p.combination
) p
JOIN kept_files f ON f.file = p.file"""


def _halves(mass: str, slot: int | None = None) -> str:
    """What the parts of a mass that lie in the part of the year are together, or their CO2e."""
    first = f"halves_away({mass}, p.first_days, p.days)"
    parts = {"p.has_first": first, "p.has_last": f"{mass} - {first}"}
    return " + ".join(
        f"CASE WHEN {has} THEN {part if slot is None else _effect(part, slot)} ELSE 0 END"
        for has, part in parts.items()
    )


def _effect(mass: str, slot: int) -> str:
    return f"halves_away({mass}, p.n_{slot}, p.d_{slot})"


def _longer_effects(plan: Plan) -> str:
    """Rows over more months: split first, since each month's CO2e is rounded."""
    longer = f"NOT ({plan.within_month()}) AND NOT ({plan.in_two_months()})"
    return f"""
CREATE TABLE kept_effects AS
WITH chosen_parts AS MATERIALIZED (SELECT * FROM ({plan.parts(longer)}) p),
{plan.slices("SELECT * FROM chosen_parts")},
sums AS (SELECT part, combination, slot, sum(mg) AS mg, sum(e_0) AS e FROM slices GROUP BY ALL),
effects AS (
  SELECT s.part, k.method, sum(s.e) AS e
  FROM sums s JOIN kept_slots k ON k.combination = s.combination AND k.slot = s.slot
  GROUP BY ALL
)
SELECT p.site, p.file, p."row", p.start, p."end", p.quantity_text,
       q.mg AS counted, m.kind, coalesce(e.e, 0) AS e
FROM chosen_parts p
JOIN sums q ON q.part = p.part AND q.slot = {QUANTITY_SLOT}
JOIN kept_methods m ON m.combination = p.combination
LEFT JOIN effects e ON e.part = p.part AND e.method = m.method"""


def _long(plan: Plan) -> str:
    return f"""
SELECT {_columns(plan, "p.kind", "p.counted", "p.e")}
FROM kept_effects p
JOIN kept_files f ON f.file = p.file"""


# -- tables -------------------------------------------------------------------------------


def _fill(engine: Engine, calculated: Calculated, files: Sequence[str]) -> list[Kind]:
    plan = calculated.plan
    slots: dict[int, list[Slot]] = {}
    for slot in calculated.slots:
        slots.setdefault(slot.combination, []).append(slot)
    whole = "HUGEINT" if plan.wide else "BIGINT"
    columns = [("combination", "INTEGER"), ("method", "VARCHAR"), ("kind", "INTEGER")]
    for number in range(1, plan.slots + 1):
        columns += [(f"m_{number}", "DOUBLE"), (f"n_{number}", whole), (f"d_{number}", whole)]
    kinds: dict[Kind, int] = {}
    rows: list[tuple[Any, ...]] = []
    pairs: list[tuple[int, int, str]] = []
    for number, resolution in enumerate(calculated.resolutions):
        for method in _methods(resolution):
            own = [slot for slot in slots.get(number, ()) if _counts(slot, method)]
            pairs += [(number, slot.number, method) for slot in own]
            kind = kinds.setdefault(_kind(resolution, method), len(kinds))
            rows.append((number, method, kind, *_numbers(own, plan)))
    engine.create("kept_methods", columns, rows)
    of_slots = [("combination", "INTEGER"), ("slot", "INTEGER"), ("method", "VARCHAR")]
    engine.create("kept_slots", of_slots, pairs)
    numbered = [(file, number) for number, file in enumerate(files)]
    engine.create("kept_files", [("file", "VARCHAR"), ("number", "INTEGER")], numbered)
    return list(kinds)


def _methods(resolution: Resolution) -> tuple[str, ...]:
    """Location and market for scope 2, else the one without a name; none without any factor."""
    if not resolution.streams:
        return ()
    return (LOCATION, MARKET) if resolution.streams[0].scope == "2" else ("",)


def _counts(slot: Slot, method: str) -> bool:
    return not is_outside(slot.gas) and any(stream.method == method for stream in slot.streams)


def _kind(resolution: Resolution, method: str) -> Kind:
    known, first = resolution.combination, resolution.streams[0]
    streams = [stream for stream in resolution.streams if stream.method == method]
    factor = streams[0].choice.factor if streams else None
    id_ = "" if factor is None else factor.id
    rates = _rates(factor, known.unit)
    where = (known.activity, known.unit, known.year, first.scope, first.category, method)
    return Kind(*where, id_, rates)


def _rates(factor: Factor | None, unit: str) -> str:
    """Kilograms of each gas within the scopes per unit."""
    if factor is None:
        return ""
    gases = [gas for gas in set(factor.gases) if gas not in NOT_GASES and not is_outside(gas)]
    return rates_text({gas: factor.per(gas, unit) for gas in gases})


def _numbers(own: Sequence[Slot], plan: Plan) -> Iterable[Any]:
    placed = {slot.number: slot for slot in own}
    for number in range(1, plan.slots + 1):
        slot = placed.get(number)
        if slot is None:
            yield from (None, None, None)
        else:
            potential = slot.potentials[0]
            yield from (slot.milligrams, potential.numerator, potential.denominator)
