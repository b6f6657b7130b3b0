"""The units that a person may choose for a figure, in the grid and in the Excel template.

A metric has one unit; bills and registers have others. Offered are those that convert into it
without doubt, the usual ones first. Others can still be typed behind the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from crossfoot.languages import Language
from crossfoot.quantities.units import conversion_factor, is_known_unit, same_dimension, unit_label

_WITH_UNIT = re.compile(r"[+\-－−]?[\d０-９][\d０-９.,．，\s]*?\s*([^\d０-９\s.,．，+\-].*)")

#: units that people measure in, a family a line
_USUAL: tuple[tuple[str, ...], ...] = (
    ("kWh", "MWh", "GWh", "1e4 kWh", "MJ", "GJ", "TJ"),
    ("kgce", "tce", "1e4 tce"),
    ("m^3", "1e4 m^3", "L", "ML"),
    ("kg", "t", "1e4 t", "g"),
    ("kg CO2e", "t CO2e", "1e4 t CO2e"),
    ("CNY", "1e4 CNY", "1e6 CNY", "1e8 CNY"),
    ("USD", "1e3 USD", "1e6 USD"),
    ("person", "1e4 person"),
    ("person*h", "1e4 person*h"),
    ("h", "day"),
    ("kW", "MW", "GW"),
    ("m^2", "1e4 m^2", "ha"),
    ("km", "1e4 km", "m"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit that can be chosen.

    Attributes:
        unit: as an entry keeps it; empty for the metric's own.
        label: as people read it.
        factor: how many of the metric's unit it is.
    """

    unit: str
    label: str
    factor: Decimal


@lru_cache(maxsize=2048)
def unit_choices(own: str, language: Language, typed: str = "") -> tuple[Choice, ...]:
    """The units for a metric: its own first, then those that convert into it.

    >>> [choice.unit for choice in unit_choices("t", "en")]
    ['', 'kg', '1e4 t', 'g']

    Args:
        own: unit of the metric; empty for a text, which has none.
        language: of the labels.
        typed: the unit that stands there already, offered too.
    """
    if not own:
        return ()
    found = [Choice("", _label(own, language), Decimal(1))]
    for unit in (*_family(own), typed):
        if unit and unit != own and unit not in {choice.unit for choice in found}:
            factor = conversion_factor(unit, own) if _converts(unit, own) else Decimal(0)
            found.append(Choice(unit, _label(unit, language), factor))
    return tuple(found)


def unit_within(value: str) -> str:
    """The unit that was typed behind a number; it counts before one that was chosen beside it.

    >>> unit_within("12.5 MWh"), unit_within("３万千瓦时"), unit_within("1,200")
    ('MWh', '万千瓦时', '')
    """
    found = _WITH_UNIT.fullmatch(value.strip())
    return found[1] if found and is_known_unit(found[1]) else ""


@lru_cache(maxsize=512)
def _family(own: str) -> tuple[str, ...]:
    return next((family for family in _USUAL if own in family), ())


def _converts(unit: str, own: str) -> bool:
    return is_known_unit(unit) and is_known_unit(own) and same_dimension(unit, own)


def _label(unit: str, language: Language) -> str:
    return unit_label(unit, language) if is_known_unit(unit) else unit
