"""Refrigerant blends, made of their gases: a blend has no warming potential of its own.

A leak of a blend is split into its parts by mass; each part then counts with its own potential and
inside or outside the scopes as its gas does. The table is `data/blends.csv`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.gases import all_gases, find_gas, name_key
from crossfoot.quantities.shipped import shipped_rows


@dataclass(frozen=True, slots=True)
class Blend:
    """A refrigerant of several gases.

    Attributes:
        name: ASHRAE number: `R-410A`.
        also: other numbers for the same blend.
        parts: share of each gas by mass, as a fraction; the shares add up to 1.
        source: where the composition comes from.
    """

    name: str
    also: tuple[str, ...]
    parts: Mapping[str, Decimal] = field(hash=False)
    source: str


def all_blends() -> tuple[Blend, ...]:
    """Every blend, by name."""
    return tuple(dict.fromkeys(_blends().values()))


def blend(name: str) -> Mapping[str, Decimal]:
    """The share by mass of each gas in a blend; R-410A, R410A and r410a are the same.

    >>> dict(blend("r410a"))
    {'HFC-32': Decimal('0.5'), 'HFC-125': Decimal('0.5')}

    Raises:
        CrossfootError: no such blend.
    """
    return find_blend(name).parts


def find_blend(name: str) -> Blend:
    """The blend of a name, with the source of its composition.

    Raises:
        CrossfootError: no such blend.
    """
    found = _blends().get(name_key(name))
    if found is None:
        raise CrossfootError(_unknown(name))
    return found


def refrigerant_parts(name: str) -> Mapping[str, Decimal]:
    """The gases of a refrigerant, be it a blend or a pure gas.

    >>> dict(refrigerant_parts("R-134a"))
    {'HFC-134a': Decimal('1')}

    Raises:
        CrossfootError: no such refrigerant.
    """
    found = _blends().get(name_key(name))
    if found is not None:
        return found.parts
    pure = find_gas(name)
    if pure is None:
        raise CrossfootError(_unknown(name))
    return MappingProxyType({pure.id: Decimal(1)})


@lru_cache(maxsize=1)
def _blends() -> dict[str, Blend]:
    blends = map(_blend, shipped_rows("blends.csv"))
    return {name_key(name): blend for blend in blends for name in (blend.name, *blend.also)}


def _blend(row: dict[str, str]) -> Blend:
    pairs = (part.split() for part in row["parts"].split(";"))
    return Blend(
        name=row["name"],
        also=tuple(filter(None, row["also"].split(";"))),
        parts=MappingProxyType({gas_id: Decimal(share) for gas_id, share in pairs}),
        source=row["source"],
    )


def _unknown(name: str) -> Problem:
    blends = [name for blend in all_blends() for name in (blend.name, *blend.also)]
    gases = [name for gas in all_gases() for name in (gas.id, *gas.also)]
    close = difflib.get_close_matches(name.upper(), blends + gases, n=3, cutoff=0.6)
    return Problem(
        f"refrigerant {name!r} is not known",
        why="without its composition it cannot be split into gases",
        remedy=f"did you mean {' or '.join(close)}?"
        if close
        else "enter the parts as gases, such as HFC-32 and HFC-125",
    )
