"""Why a row is in no total: what kind of reason it is, which says what to do next."""

from __future__ import annotations

from enum import StrEnum

from crossfoot.calculation.lines import Unresolved
from crossfoot.factors.library import FactorLibrary
from crossfoot.facts.entities import Organisation
from crossfoot.quantities.units import check_unit, same_dimension


class Reason(StrEnum):
    """Why a row has no factor."""

    SITE = "site"  # the organisation does not have the site
    UNIT = "unit"  # there are factors, but none in a unit that the row's converts to
    INSTRUMENT = "instrument"  # by the market-based method alone
    FACTOR = "factor"  # no set has one for the activity, the region or the time


def kind_of(row: Unresolved, organisation: Organisation, library: FactorLibrary) -> Reason:
    """The kind of reason of a row."""
    if row.site not in organisation:
        return Reason.SITE
    if check_unit(row.unit) is not None:
        return Reason.UNIT
    known = [each for one in library.sets for each in one.of(row.activity)]
    factors = [each for each in known if not each.is_coefficient]
    if factors and not any(same_dimension(row.unit, each.unit_of_activity) for each in factors):
        return Reason.UNIT
    return Reason.INSTRUMENT if tuple(row.methods) == ("market",) else Reason.FACTOR
