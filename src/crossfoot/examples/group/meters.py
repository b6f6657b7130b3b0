"""Meters of the demo group: read each month, one replaced, one with a month that nobody read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossfoot.records.accounts.person import Person


@dataclass(frozen=True, slots=True)
class Metered:
    """A meter and what it showed.

    Attributes:
        code, name, site, activity, measure, multiplier: as `crossfoot.records.ledger` has them.
        owner: key of who reads it.
        readings: register at the end of a day.
        ends: its last day; None where it stands.
        replaces: code of the meter that it took the place of.
    """

    code: str
    name: str
    site: str
    activity: str
    measure: str
    owner: str
    multiplier: int
    readings: tuple[tuple[date, int], ...]
    ends: date | None = None
    replaces: str = ""


METERS: tuple[Metered, ...] = (
    Metered(
        "HF-E-01", "Main feeder 主进线", "hefei", "electricity.grid", "kWh", "cells", 2000,
        ((date(2023, 12, 31), 10412), (date(2024, 1, 31), 11530), (date(2024, 2, 29), 12497),
         (date(2024, 3, 31), 13688)),
    ),
    Metered(
        "HZ-E-01", "Assembly hall 组装车间", "huizhou", "electricity.grid", "kWh", "packs", 400,
        ((date(2023, 12, 31), 88120), (date(2024, 1, 31), 88951), (date(2024, 2, 14), 89260)),
        ends=date(2024, 2, 14),
    ),
    Metered(
        "HZ-E-02", "Assembly hall 组装车间", "huizhou", "electricity.grid", "kWh", "packs", 400,
        ((date(2024, 2, 14), 0), (date(2024, 2, 29), 371), (date(2024, 3, 31), 1240)),
        replaces="HZ-E-01",
    ),
    Metered(
        "SZ-W-01", "Office tower 办公楼", "shenzhen", "water.municipal", "m^3", "offices", 1,
        ((date(2023, 12, 31), 4410), (date(2024, 1, 31), 4702), (date(2024, 3, 31), 5260)),
    ),
)  # fmt: skip


def install(people: Mapping[str, Person]) -> int:
    """Register all meters and their readings; how many meters."""
    from crossfoot.records.ledger.actions.read_meter import ReadMeter
    from crossfoot.records.ledger.actions.set_meter import SetMeter

    known: dict[str, int] = {}
    for meter in METERS:
        by, first = people[meter.owner], meter.readings[0][0]
        old = known.get(meter.replaces)
        made = SetMeter(
            meter.code,
            meter.site,
            meter.activity,
            meter.measure,
            # the day after the other's last, where it took another's place
            valid_from=first if old is None else date.fromordinal(first.toordinal() + 1),
            valid_to=meter.ends,
            multiplier=Decimal(meter.multiplier),
            name=meter.name,
            replaces=old,
        ).do(by)
        known[meter.code] = made.pk
        for day, value in meter.readings:
            ReadMeter(made.pk, day, Decimal(value)).do(by)
    return len(known)
