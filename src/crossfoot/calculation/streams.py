"""What one unit of an activity emits: the few hundred factor look-ups behind millions of rows.

Rows that agree in activity, unit, region, instrument and calendar year share their factors. Where
the validity of a factor begins or ends inside the year, the year is cut there. Each such
`Combination` is looked up once; the answer is a list of `Stream`s, one per gas and method,
each with the milligrams of gas per unit of the row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from crossfoot.calculation.keys import Combination
from crossfoot.calculation.scope2 import LOCATION, Scope2
from crossfoot.errors import CrossfootError, Problem
from crossfoot.factors.activities import Activity, parse_activity
from crossfoot.factors.factor import Factor
from crossfoot.factors.library import Choice, FactorLibrary
from crossfoot.quantities.gases import gas, warming_potential
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import MILLIGRAMS_PER_KILOGRAM

#: a factor given only in CO2 equivalents: its gases, and so its warming potentials, are unknown
CO2E = "CO2e"
#: coefficients that factor sets carry beside gases
NOT_GASES = frozenset({"tce"})

SCOPES = ("1", "2", "3")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stream:
    """One gas of one factor, by one method.

    Attributes:
        method: location or market for scope 2, else empty.
        gas: id of the gas.
        scope: 1, 2 or 3.
        category: source category, energy carrier, or number of the scope 3 category.
        milligrams: milligrams of gas per unit of the row.
        choice: the factor and how it was chosen.
    """

    method: str
    gas: str
    scope: str
    category: str
    milligrams: float
    choice: Choice

    @property
    def outside(self) -> bool:
        """Whether the gas is reported outside the scopes: biogenic CO2 and non-Kyoto gases."""
        return is_outside(self.gas)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is known about a combination.

    Attributes:
        combination: what was looked up.
        streams: its gases; empty where no factor was found.
        missing: (method, reason) of each method without a factor; empty where all was found.
        scope: as far as it is known; empty where neither a factor nor the name says it.
    """

    combination: Combination
    streams: tuple[Stream, ...]
    missing: tuple[tuple[str, str], ...] = ()
    scope: str = ""

    def agrees_with(self, other: Resolution) -> bool:
        """Whether another part of the year has the same factors, chosen the same way."""
        return (self._chosen(), self.missing) == (other._chosen(), other.missing)

    def _chosen(self) -> list[tuple[str, str, Factor | None, bool]]:
        return [(s.method, s.gas, s.choice.factor, s.choice.carried_forward) for s in self.streams]

    @property
    def reason(self) -> str:
        """Why a part of it has no factor, in words; empty where all was found."""
        said: dict[str, list[str]] = {}
        for method, reason in self.missing:
            said.setdefault(reason, []).append(method)
        return "; ".join(
            f"{methods[0]}-based: {reason}" if methods[0] and len(methods) == 1 else reason
            for reason, methods in said.items()
        )


def is_outside(gas_id: str) -> bool:
    """Whether a gas stays outside the scopes."""
    return gas_id != CO2E and (gas_id == "CO2-biogenic" or not gas(gas_id).kyoto)


def is_in_total(scope: str, method: str, total: str) -> bool:
    """Whether a line is part of a total, such as scope1, scope2_market or total_location."""
    if total.startswith("total_"):
        return method in ("", total.removeprefix("total_"))
    return total == f"scope{scope}" + (f"_{method}" if method else "")


def gas_group(gas_id: str) -> str:
    """The group that a report lists a gas in: fossil methane is CH4, HFC-134a one of the HFCs."""
    if gas_id == CO2E:
        return CO2E
    family = gas(gas_id).family
    return f"{family}s" if family in ("HFC", "PFC") else family


def potential(gas_id: str, gwp_set: str) -> Fraction:
    """Warming potential over 100 years; 1 for what is CO2 equivalents already.

    Raises:
        CrossfootError: the set has no value for the gas.
    """
    return Fraction(1) if gas_id == CO2E else Fraction(warming_potential(gas_id, gwp_set).value)


class Resolver:
    """Looks combinations up in a factor library."""

    def __init__(
        self,
        library: FactorLibrary,
        gwp_sets: Sequence[str],
        as_of: date | None,
        emits_nothing: Callable[[str], bool],
        scope2: Scope2 | None = None,
    ) -> None:
        self._library = library
        self._scope2 = scope2 or Scope2(library, as_of)
        self._gwp_sets = gwp_sets
        self._as_of = as_of
        self._emits_nothing = emits_nothing
        self._known: dict[Combination, Resolution] = {}
        self._changes: dict[str, tuple[date, ...]] = {}

    def over_year(self, whole: Combination, cuts: Sequence[date] = ()) -> tuple[Resolution, ...]:
        """The parts of a calendar year with the factors of each.

        It is one part for nearly all: two or more only where a factor begins or ends to be valid
        inside the year, and another one, or none, holds from then on.

        Args:
            whole: the combination in a calendar year.
            cuts: days on which a part begins whatever the factors do.
        """
        if whole.activity not in self._changes:
            days = {*self._library.changes(whole.activity), *self._scope2.days()}
            self._changes[whole.activity] = tuple(sorted(days))
        days = {*self._changes[whole.activity], *self._scope2.sale_days(whole.instrument), *cuts}
        inside = sorted(day for day in days if whole.start < day <= whole.end)
        found: list[Resolution] = []
        for first, next_first in pairwise([whole.start, *inside, whole.end + _DAY]):
            part = self.resolve(replace(whole, start=first, end=next_first - _DAY))
            if found and first not in cuts and found[-1].agrees_with(part):
                both = replace(found[-1].combination, end=part.combination.end)
                found[-1] = replace(found[-1], combination=both)
            else:
                found.append(part)
        return tuple(found)

    def resolve(self, combination: Combination) -> Resolution:
        """Find the factors of a combination, or the reason why there are none."""
        if combination not in self._known:
            self._known[combination] = self._resolved(combination)
        return self._known[combination]

    def _resolved(self, combination: Combination) -> Resolution:
        activity = parse_activity(combination.activity)
        choices = self._choices(combination, activity)
        streams: list[Stream] = []
        missing: list[tuple[str, str]] = []
        for method, choice in choices:
            if choice.factor is None:
                if not self._emits_nothing(combination.activity):
                    missing.append((method, choice.reason))
                continue
            try:
                streams.extend(self._streams(combination, activity, method, choice))
            except CrossfootError as error:
                missing.append((method, error.problems[0].what))
        scope = _scope(choices[0][1].factor, activity)
        found = Resolution(combination, tuple(streams), tuple(missing), scope)
        return found if not combination.moved_to else _moved(found)

    def _choices(self, combination: Combination, activity: Activity) -> list[tuple[str, Choice]]:
        own = self._scope2.own(combination)
        if own is not None:
            return own
        location = self._library.look_up(
            *self._asked(combination), region=combination.region, as_of=self._as_of
        )
        if _scope(location.factor, activity) != "2":
            return [("", location)]
        return self._scope2.choices(combination, location)

    @staticmethod
    def _asked(combination: Combination) -> tuple[str, str, Period]:
        return combination.activity, combination.unit, Period(combination.start, combination.end)

    def _streams(
        self,
        combination: Combination,
        activity: Activity,
        method: str,
        choice: Choice,
    ) -> list[Stream]:
        factor = choice.factor
        assert factor is not None  # noqa: S101  the caller has seen to it
        scope, category = _scope(factor, activity), _category(factor, activity)
        if scope not in SCOPES:
            raise CrossfootError(
                Problem(
                    f"the scope of {combination.activity!r} is not known",
                    remedy="state scope 1, 2 or 3 in the factor file",
                )
            )
        streams = []
        for gas_id in dict.fromkeys(value.gas for value in factor.values):
            if gas_id in NOT_GASES:
                continue
            for gwp_set in self._gwp_sets:
                potential(gas_id, gwp_set)  # a gas without one cannot be added up: say so now
            kilograms = factor.per(gas_id, combination.unit)
            milligrams = float(kilograms * Decimal(MILLIGRAMS_PER_KILOGRAM))
            streams.append(Stream(method, gas_id, scope, category, milligrams, choice))
        return streams


def _moved(found: Resolution) -> Resolution:
    """The scopes 1 and 2 of a site that others control are in a category of the group's scope 3.

    Energy is taken by location, since a lessee's or an investee's contracts are not the group's.
    Their own scope 3 stays outside, as the minimum boundaries of the Scope 3 Standard (table 5.4)
    have it.
    """
    category = found.combination.moved_to
    streams = tuple(
        replace(each, method="", scope="3", category=category)
        for each in found.streams
        if each.scope in ("1", "2") and each.method in ("", LOCATION)
    )
    missing = tuple(("", why) for method, why in found.missing if method in ("", LOCATION))
    is_theirs = found.scope == "3"
    return replace(found, streams=streams, missing=() if is_theirs else missing, scope="3")


def _scope(factor: Factor | None, activity: Activity) -> str:
    return factor.scope if factor is not None and factor.scope else activity.scope


def _category(factor: Factor, activity: Activity) -> str:
    return factor.category or activity.category
