"""What became of each instrument: how much it covers, and which criteria it does not meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from crossfoot.calculation.contracts import Claim, Contracts, Criterion, Instrument, unmet
from crossfoot.calculation.keys import INTRA_GROUP
from crossfoot.calculation.scope2 import MARKET
from crossfoot.calculation.streams import Resolution
from crossfoot.quantities.rounding import CONTEXT, round_half_away

#: places of a printed energy
_PLACES = 6


@dataclass(frozen=True, slots=True)
class InstrumentUse:
    """An instrument and the energy claimed with it.

    Attributes:
        instrument: what was bought.
        claimed: energy of the rows that name it, in its unit.
        unmet: criteria that it does not meet for some of these rows, with the reason.
    """

    instrument: Instrument
    claimed: Fraction
    unmet: tuple[tuple[Criterion, str], ...]

    @property
    def is_over_claimed(self) -> bool:
        """Whether more is claimed than was bought: the rest takes the residual mix."""
        return self.claimed > self.instrument.volume

    def to_json(self) -> dict[str, Any]:
        """As `crossfoot inventory --format json` prints it."""
        one = self.instrument
        return {
            "name": one.name,
            "kind": one.kind,
            "region": one.region,
            "start": one.start.isoformat(),
            "end": one.end.isoformat(),
            "unit": one.unit,
            "volume": one.volume,
            "claimed": energy(self.claimed),
            "unused": max(Decimal(0), one.volume - energy(self.claimed)),
            "not_covered": max(Decimal(0), energy(self.claimed) - one.volume),
            "unmet": [
                {"criterion": each.number, "title": each.title.en, "reason": reason}
                for each, reason in self.unmet
            ],
        }


def energy(value: Fraction) -> Decimal:
    """A fraction as printed."""
    exact = CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return round_half_away(exact, _PLACES)


def instrument_uses(
    contracts: Contracts, claimed: Mapping[Instrument, Fraction], resolutions: Iterable[Resolution]
) -> list[InstrumentUse]:
    """Each instrument of the register, in its order."""
    reasons: dict[Instrument, dict[tuple[Criterion, str], None]] = {}
    for resolution in resolutions:
        known = resolution.combination
        instrument = contracts.of(known.instrument, known.start, known.end)
        if instrument is not None:
            found = unmet(instrument, Claim(known.region, known.start, known.end))
            reasons.setdefault(instrument, {}).update(dict.fromkeys(found))
    return [
        InstrumentUse(each, claimed.get(each, Fraction(0)), tuple(reasons.get(each, ())))
        for each in contracts.given
    ]


def residual_mix(resolutions: Iterable[Resolution]) -> dict[str, bool]:
    """Whether a residual mix was known, by region of the energy bought without an instrument.

    Criterion 8 of the Scope 2 Guidance: where there is none, that has to be disclosed.
    """
    known: dict[str, bool] = {}
    for resolution in resolutions:
        where = resolution.combination
        if where.instrument and not where.instrument.startswith(INTRA_GROUP):
            continue
        for stream in resolution.streams:
            if stream.method == MARKET:
                has_one = "residual mix;" in stream.choice.rule
                known[where.region] = known.get(where.region, True) and has_one
    return known
