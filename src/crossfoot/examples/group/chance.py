"""Seeded chance: the same name always gives the same number, whatever is asked before it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

from crossfoot.quantities.rounding import round_half_away, split_whole

SEED = "qingheng"


def between(low: float, high: float, *name: object) -> float:
    """A number between two bounds that belongs to a name, such as site, metric and month."""
    chance = random.Random(":".join(map(str, (SEED, *name))))  # noqa: S311  # no secret
    return low + (high - low) * chance.random()


def around(value: float, spread: float, *name: object) -> float:
    """A number within `spread` (a share, such as 0.05) of a value."""
    return value * between(1 - spread, 1 + spread, *name)


def amount(value: float, places: int) -> Decimal:
    """A measured amount with the digits that a meter or a scale shows."""
    return round_half_away(Decimal(repr(value)), places)


def parts(total: int, shares: Mapping[str, float], *name: object) -> dict[str, int]:
    """A whole number of people or things cut into members by shares that vary a little."""
    weights = [
        max(0, int(around(share, 0.05, *name, key) * 10_000)) for key, share in shares.items()
    ]
    return dict(zip(shares, split_whole(total, weights), strict=True))
