"""Which factors purchased energy takes, by location and by market.

Beside the look-up of the factor library there are four cases:

- An instrument that is registered (`contracts`) counts by market where it meets the criteria, and
  for as much energy as it covers; the rest, and an instrument that is refused, takes the residual
  mix, or the location-based factor where no residual mix is known.
- Energy made on site (`electricity.onsite.*`) is no purchase: it is zero by both methods, unless
  its certificates were sold; then it takes the residual mix by market.
- Energy from a site of the same group (instrument `from:<site>`) has been counted at the seller,
  as far as the seller counts: that share is eliminated, once, at the buyer.
- Energy that is sold on is not subtracted; it stands in figures of energy alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from crossfoot.calculation.contracts import Claim, Contracts, Instrument, unmet
from crossfoot.calculation.keys import INTRA_GROUP, Combination
from crossfoot.errors import CrossfootError
from crossfoot.factors.choice import Choice
from crossfoot.factors.factor import Component, Factor, GasValue
from crossfoot.factors.library import FactorLibrary
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import CONTEXT

LOCATION, MARKET = "location", "market"

ON_SITE = "electricity.onsite."
#: instrument of energy made on site whose certificates went to others
CERTIFICATES_SOLD = "certificates_sold"
#: what energy made on site is where its certificates were sold
_GRID = "electricity.grid"

_COVERED = Text("share that is covered", "覆盖比例")
#: share of a site that counts on a day; None where the organisation does not have it
ShareOf = Callable[[str, date], Fraction | None]
#: days on which the share of a site changes
DaysOf = Callable[[str], Sequence[date]]
#: energy claimed with each instrument, in its unit
Used = Mapping[Instrument, Fraction]

Choices = list[tuple[str, Choice]]


@dataclass(frozen=True)
class Scope2:
    """Chooses the factors of energy.

    Attributes:
        library: the factors.
        as_of: only what was published by this day.
        contracts: the instruments; None where no register is kept, and an instrument's factor is
            all that is asked of it.
        used: energy claimed with each instrument.
        share_of: share of a site that counts on a day.
        days_of: days on which it changes.
    """

    library: FactorLibrary
    as_of: date | None = None
    contracts: Contracts | None = None
    used: Used | None = None
    share_of: ShareOf = lambda _, __: Fraction(1)
    days_of: DaysOf = lambda _: ()

    def days(self) -> tuple[date, ...]:
        """Days on which an instrument begins or ceases to count."""
        return () if self.contracts is None else self.contracts.days()

    def sale_days(self, instrument: str) -> Sequence[date]:
        """Days on which another share of a seller of the group counts."""
        return self.days_of(_seller(instrument)) if instrument.startswith(INTRA_GROUP) else ()

    def own(self, known: Combination) -> Choices | None:
        """The choices for energy made on site; None where it is something else."""
        if not known.activity.startswith(ON_SITE):
            return None
        nothing = _nothing(known, "on-site", "generated and used on site: no purchase")
        if known.instrument.strip().lower().replace(" ", "_") != CERTIFICATES_SOLD:
            return [(LOCATION, nothing), (MARKET, nothing)]
        residual = self._market(replace(known, activity=_GRID, instrument=""))
        sold = "generated on site, its certificates sold"
        return [(LOCATION, nothing), (MARKET, replace(residual, rule=f"{sold}: {residual.rule}"))]

    def choices(self, known: Combination, location: Choice) -> Choices:
        """The choices of purchased energy by both methods."""
        if not known.instrument.startswith(INTRA_GROUP):
            return [(LOCATION, location), (MARKET, self._by_contract(known))]
        seller = _seller(known.instrument)
        share = self.share_of(seller, known.start)
        outside = replace(known, instrument="")
        if share is None:
            reason = f"the seller {seller!r} is not in the organisation"
            return [(LOCATION, Choice(None, reason=reason)), (MARKET, Choice(None, reason=reason))]
        words = f"delivered by {seller}, whose own emissions are counted"
        nothing = _nothing(known, f"from-{seller}", words)
        return [
            (LOCATION, blended(known.unit, nothing, location, share, words)),
            (MARKET, blended(known.unit, nothing, self._market(outside), share, words)),
        ]

    # -- by market ------------------------------------------------------------------------

    def _by_contract(self, known: Combination) -> Choice:
        if self.contracts is None or not known.instrument:
            return self._market(known)
        instrument = self.contracts.of(known.instrument, known.start, known.end)
        rest = self._market(replace(known, instrument=""))
        name = known.instrument
        if instrument is None:
            return _refused(rest, name, "it is not in the register of instruments")
        claim = Claim(known.region, known.start, known.end)
        reasons = [f"criterion {each.number}, {why}" for each, why in unmet(instrument, claim)]
        if reasons:
            return _refused(rest, name, "; ".join(reasons))
        covered = self._covered(instrument)
        contract = _of_rate(known, instrument) or self._market(known)
        words = f"instrument {name} covers {float(covered):.2%} of what is claimed with it"
        return blended(known.unit, contract, rest, covered, words)

    def _market(self, known: Combination) -> Choice:
        return self.library.look_up_market(
            known.activity,
            known.unit,
            Period(known.start, known.end),
            region=known.region,
            instrument=known.instrument,
            as_of=self.as_of,
        )

    def _covered(self, instrument: Instrument) -> Fraction:
        used = (self.used or {}).get(instrument, Fraction(0))
        return min(Fraction(1), Fraction(instrument.volume) / used) if used else Fraction(1)


def _seller(instrument: str) -> str:
    return instrument.removeprefix(INTRA_GROUP).strip()


def _refused(rest: Choice, name: str, reason: str) -> Choice:
    words = f"instrument {name} refused: {reason}"
    if rest.factor is None:
        return replace(rest, reason=f"{words}; {rest.reason}")
    return replace(rest, rule=f"{words}; {rest.rule}")


def _nothing(known: Combination, name: str, words: str) -> Choice:
    """A factor of zero, so that the line says why it emits nothing."""
    factor = Factor(
        id=f"{name}/{known.activity}",
        set="",
        activity=known.activity,
        region="",
        unit_of_activity=known.unit,
        values=(GasValue("CO2", Decimal(0), f"kg/({known.unit})"),),
        scope="2",
        category=known.activity.partition(".")[0],
        source=words,
    )
    return Choice(factor, words)


def _of_rate(known: Combination, instrument: Instrument) -> Choice | None:
    """The instrument's own rate as a factor; None where a factor file has it."""
    if instrument.rate is None:
        return None
    factor = Factor(
        id=f"instrument/{instrument.name}/{instrument.start.year}",
        set="",
        activity=known.activity,
        region=instrument.region,
        unit_of_activity=instrument.rate_unit,
        values=(GasValue("CO2", instrument.rate, f"kg/({instrument.rate_unit})"),),
        valid_from=instrument.start,
        valid_to=instrument.last,
        scope="2",
        category=known.activity.partition(".")[0],
        source=instrument.source or instrument.name,
        instrument=instrument.name,
    )
    return Choice(factor, f"rate of instrument {instrument.name}")


def blended(unit: str, first: Choice, second: Choice, share: Fraction, words: str) -> Choice:
    """A share by one factor and the rest by another, as one factor of the row's unit."""
    if share == 1 or first.factor is None:
        return first if share == 1 else replace(first, reason=f"{words}; {first.reason}")
    if not share:
        return second
    if second.factor is None:
        return replace(second, reason=f"{words}; of the rest: {second.reason}")
    one, other = first.factor, second.factor
    part = CONTEXT.divide(Decimal(share.numerator), Decimal(share.denominator))
    try:
        gases = dict.fromkeys((*one.gases, *other.gases))
        values = tuple(
            GasValue(gas, _mixed(one, other, gas, unit, part), f"kg/({unit})") for gas in gases
        )
    except CrossfootError as error:
        return Choice(None, reason=f"{words}; {error.problems[0].what}")
    factor = replace(
        other,
        id=f"{one.id}+{other.id}",
        unit_of_activity=unit,
        values=values,
        source="; ".join(dict.fromkeys(filter(None, (one.source, other.source)))),
        components=(Component(_COVERED, part, "", words), *other.components),
        instrument=one.instrument,
    )
    rule = f"{words}: {first.rule}; of the rest: {second.rule}"
    return Choice(factor, rule, first.carried_forward or second.carried_forward)


def _mixed(one: Factor, other: Factor, gas: str, unit: str, share: Decimal) -> Decimal:
    own = one.per(gas, unit) if gas in one.gases else Decimal(0)
    rest = other.per(gas, unit) if gas in other.gases else Decimal(0)
    return CONTEXT.add(
        CONTEXT.multiply(own, share), CONTEXT.multiply(rest, CONTEXT.subtract(Decimal(1), share))
    )
