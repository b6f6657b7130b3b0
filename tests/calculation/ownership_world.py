"""A group whose ownership changes, and the inventory of it by hand, day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from crossfoot.calculation.activity import ActivityRow
from crossfoot.facts.entities import Entity, FinancialControl, Holding, Organisation
from crossfoot.languages import Text
from inventory_world import KILOGRAMS, POTENTIALS, halves_away, largest_remainder

PENANG = Entity("penang", Text("Penang", ""), parent="group")


def stake(
    entity: Entity,
    start: str | None,
    end: str | None,
    equity: str = "1",
    *,
    operated: bool = True,
    control: FinancialControl = FinancialControl.FULL,
) -> Holding:
    """What holds of an entity from a day to a day."""
    first, last = (None if day is None else date.fromisoformat(day) for day in (start, end))
    state = replace(
        entity,
        equity=Decimal(equity),
        operational_control=operated,
        financial_control=control,
    )
    return Holding(state, first, last)


def group(*holdings: Holding) -> Organisation:
    """A group with a site that changes hands and one that does not."""
    entities = [
        Entity("group", Text("Group", ""), "group"),
        PENANG,
        Entity("hefei", Text("Hefei", ""), parent="group"),
    ]
    return Organisation(entities, holdings=holdings)


#: share of a site on a day
ShareOn = Callable[[str, date], Fraction]


def by_hand(rows: Iterable[ActivityRow], share_on: ShareOn) -> Counter[tuple[str, str, str]]:
    """Milligrams by site, month and gas, and CO2e by set, with the share of each day.

    The rule: a line is rounded whole under the factor of its year, and shared; the days of the
    row decide how much of it each month, and each part of a month with a share of its own, takes.
    """
    found: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        days = [row.start + timedelta(days=n) for n in range((row.end - row.start).days + 1)]
        changes = {
            day for day in _all_days() if share_on(row.site, day) != share_on(row.site, day - _DAY)
        }
        pieces: dict[tuple[str, int], list[date]] = {}
        for day in days:
            piece = (f"{day:%Y-%m}", sum(change <= day for change in changes))
            pieces.setdefault(piece, []).append(day)
        weights = [len(inside) for inside in pieces.values()]
        for position, ((month, _), inside) in enumerate(pieces.items()):
            share = share_on(row.site, inside[0])
            for gas, value in KILOGRAMS[row.activity, row.unit][inside[0].year].items():
                product = float(row.quantity) * float(Decimal(value) * 1_000_000)
                counted = halves_away(halves_away(Fraction(product)) * share)
                own = largest_remainder(counted, weights)[position]
                found[row.site, month, gas] += own
                for name, table in POTENTIALS.items():
                    effect = halves_away(own * Fraction(table.get(gas, "0")))
                    found[row.site, month, f"{gas} in {name}"] += effect
    return +found


_DAY = timedelta(days=1)


def _all_days() -> list[date]:
    return [date(2022, 1, 1) + timedelta(days=n) for n in range(3 * 365 + 1)]
