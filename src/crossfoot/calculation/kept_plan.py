"""The lines of an inventory as SQL: each with all that its CO2e follows from, to be kept.

Tables that it reads beside those of `plan`: `kept_methods` (what a combination emits by each
method: scope, category, factor, rates, and per slot the milligrams per unit and the warming
potential, nothing where the gas is not part of it), `kept_slots` (the same as one row per slot),
`file_names` (ledger's file, name that its reader knows).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crossfoot.calculation.backends import Engine
from crossfoot.calculation.kept_lines import rates_text
from crossfoot.calculation.plan import QUANTITY_SLOT, Plan
from crossfoot.calculation.preparation import Calculated
from crossfoot.calculation.scope2 import LOCATION, MARKET
from crossfoot.calculation.slots import Slot
from crossfoot.calculation.streams import NOT_GASES, Resolution, is_outside
from crossfoot.factors.activities import parse_activity
from crossfoot.factors.factor import Factor

_ONE_MONTH = 'year(a.start) = year(a."end") AND month(a.start) = month(a."end") AND k.calendar = 0'
#: of text such as 12.50 and 12.5 the shorter one: they are the same quantity
_ENTERED = (
    "CASE WHEN contains(p.quantity_text, '.') "
    "THEN rtrim(rtrim(p.quantity_text, '0'), '.') ELSE p.quantity_text END"
)


def write_kept_lines(calculated: Calculated, names: Mapping[str, str], target: str) -> None:
    """Write the lines of a calculated inventory to a Parquet file, in no order."""
    engine, plan = calculated.engine, calculated.plan
    _fill(engine, calculated, names)
    engine.run(_longer_effects(plan))
    engine.write_parquet(f"{_short(plan)}\nUNION ALL\n{_long(plan)}", target)
    for table in ("kept_methods", "kept_slots", "file_names", "kept_effects"):
        engine.run(f"DROP TABLE {table}")


def _columns(quantity: str, milligrams: str) -> str:
    return f"""coalesce(f.name, p.file) AS activity_file, p."row", p.site_name AS site, m.activity, m.unit,
       p.start, p."end", m.year, m.scope, m.category, m.method,
       {_ENTERED} AS entered, {quantity} AS quantity, p.numerator, p.denominator,
       m.factor, m.rates, {milligrams} AS milligrams"""


def _short(plan: Plan) -> str:
    """Rows within a month, the most: one pass, no sums."""
    masses = [(n, plan.own(f"whole(p.quantity * m.m_{n})", "p")) for n in range(1, plan.slots + 1)]
    effects = " + ".join(
        f"coalesce(halves_away({mass}, m.n_{n}, m.d_{n}), 0)" for n, mass in masses
    )
    quantity = plan.own(plan.mass("p", QUANTITY_SLOT), "p")
    return f"""
SELECT {_columns(quantity, effects or "0")}
FROM ({plan.parts(_ONE_MONTH)}) p
JOIN kept_methods m ON m.combination = p.combination
LEFT JOIN file_names f ON f.file = p.file"""


def _longer_effects(plan: Plan) -> str:
    """Rows over months: split first, since each month's CO2e is rounded."""
    return f"""
CREATE TABLE kept_effects AS
WITH chosen_parts AS MATERIALIZED (SELECT * FROM ({plan.parts(f"NOT ({_ONE_MONTH})")}) p),
{plan.slices("SELECT * FROM chosen_parts")},
sums AS (SELECT part, combination, slot, sum(mg) AS mg, sum(e_0) AS e FROM slices GROUP BY ALL),
effects AS (
  SELECT s.part, k.method, sum(s.e) AS e
  FROM sums s JOIN kept_slots k ON k.combination = s.combination AND k.slot = s.slot
  GROUP BY ALL
)
SELECT p.*, q.mg AS counted, m.method, coalesce(e.e, 0) AS e
FROM chosen_parts p
JOIN sums q ON q.part = p.part AND q.slot = {QUANTITY_SLOT}
JOIN kept_methods m ON m.combination = p.combination
LEFT JOIN effects e ON e.part = p.part AND e.method = m.method"""


def _long(plan: Plan) -> str:
    return f"""
SELECT {_columns("p.counted", "p.e")}
FROM kept_effects p
JOIN kept_methods m ON m.combination = p.combination AND m.method = p.method
LEFT JOIN file_names f ON f.file = p.file"""


# -- tables -------------------------------------------------------------------------------


def _fill(engine: Engine, calculated: Calculated, names: Mapping[str, str]) -> None:
    plan = calculated.plan
    slots: dict[int, list[Slot]] = {}
    for slot in calculated.slots:
        slots.setdefault(slot.combination, []).append(slot)
    whole = "HUGEINT" if plan.wide else "BIGINT"
    columns = [("combination", "INTEGER"), ("method", "VARCHAR")]
    columns += [(name, "VARCHAR") for name in ("activity", "unit", "scope", "category")]
    columns += [("year", "INTEGER"), ("factor", "VARCHAR"), ("rates", "VARCHAR")]
    for number in range(1, plan.slots + 1):
        columns += [(f"m_{number}", "DOUBLE"), (f"n_{number}", whole), (f"d_{number}", whole)]
    rows: list[tuple[Any, ...]] = []
    pairs: list[tuple[int, int, str]] = []
    for number, resolution in enumerate(calculated.resolutions):
        for method in methods_of(resolution):
            own = [slot for slot in slots.get(number, ()) if _counts(slot, method)]
            pairs += [(number, slot.number, method) for slot in own]
            rows.append((number, method, *_described(resolution, method), *_numbers(own, plan)))
    engine.create("kept_methods", columns, rows)
    engine.create(
        "kept_slots",
        [("combination", "INTEGER"), ("slot", "INTEGER"), ("method", "VARCHAR")],
        pairs,
    )
    engine.create("file_names", [("file", "VARCHAR"), ("name", "VARCHAR")], list(names.items()))


def methods_of(resolution: Resolution) -> tuple[str, ...]:
    """Location and market for scope 2, else the one without a name."""
    return (LOCATION, MARKET) if _scope(resolution) == "2" else ("",)


def _scope(resolution: Resolution) -> str:
    """A combination without a factor has no scope of its own, but its activity has one."""
    if resolution.streams:
        return resolution.streams[0].scope
    return parse_activity(resolution.combination.activity).scope


def _counts(slot: Slot, method: str) -> bool:
    return not is_outside(slot.gas) and any(stream.method == method for stream in slot.streams)


def _described(resolution: Resolution, method: str) -> tuple[Any, ...]:
    known = resolution.combination
    streams = [stream for stream in resolution.streams if stream.method == method]
    factor = streams[0].choice.factor if streams else None
    category = resolution.streams[0].category if resolution.streams else ""
    what = (known.activity, known.unit, _scope(resolution), category, known.year)
    return (*what, "" if factor is None else factor.id, _rates(factor, known.unit))


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
