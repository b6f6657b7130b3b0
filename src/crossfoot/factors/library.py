"""The look-up over several sets, earlier ones first.

In each set the rules of `narrowing` leave one factor or none; the first set that has one answers.
A row that states no region is first answered by sets for the country of the first set and by sets
for no country; those of other countries come after them.
Chinese electricity factors come in families that are never mixed: the first set that belongs to a
family settles it for the whole library, and factors of another family are rejected for scope 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches

from crossfoot.factors.activities import Activity, parse_activity
from crossfoot.factors.choice import Choice, Query, Rejection
from crossfoot.factors.coefficients import Coefficient, energy_content, standard_coal
from crossfoot.factors.factor import Factor
from crossfoot.factors.narrowing import RULES
from crossfoot.factors.regions import holders, region_code, region_title
from crossfoot.factors.sets import ALWAYS_ON, FactorSet, load_set
from crossfoot.quantities.periods import Period

#: the factor of what is left on the grid when all contracts are taken out
RESIDUAL_MIX = "residual"

__all__ = ["RESIDUAL_MIX", "Choice", "FactorLibrary", "Rejection"]


class FactorLibrary:
    """Sets of factors in the order in which they answer."""

    def __init__(self, sets: Sequence[FactorSet]) -> None:
        named = {factor_set.name: factor_set for factor_set in sets}
        for name in ALWAYS_ON:
            named.setdefault(name, load_set(name))
        self.sets: tuple[FactorSet, ...] = tuple(named.values())
        self._family = next((s for s in self.sets if s.family), None)
        self._home = next((s.region for s in self.sets if s.region), "")
        self._answers: dict[Query, Choice] = {}

    @property
    def family_note(self) -> str:
        """Which family of Chinese electricity factors is used, where sets of two are named."""
        others = [s.name for s in self.sets if self._is_of_another_family(s)]
        if self._family is None or not others:
            return ""
        return (
            f"electricity in China takes {self._family.name}, which stands first; "
            f"{', '.join(others)} belong to another family of factors and are not mixed with it"
        )

    def look_up(
        self,
        activity: str,
        unit: str,
        period: Period,
        region: str = "",
        instrument: str = "",
        as_of: date | None = None,
    ) -> Choice:
        """The factor for an activity, by stated rules.

        Args:
            activity: dotted name, as rows use it.
            unit: unit of the quantity.
            period: when it took place.
            region: code or name of where; empty where the row does not say.
            instrument: contract, for the market-based scope 2; empty for all else.
            as_of: only what was published by this day; None for all that is published.
        """
        query = Query(
            _canonical(activity),
            unit,
            period,
            region_code(region),
            instrument.strip().lower().replace(" ", "_").replace("-", "_"),
            as_of,
        )
        if query not in self._answers:
            self._answers[query] = self._answer(query)
        return self._answers[query]

    def look_up_market(
        self,
        activity: str,
        unit: str,
        period: Period,
        region: str = "",
        instrument: str = "",
        as_of: date | None = None,
    ) -> Choice:
        """The factor for the market-based scope 2.

        With an instrument its own factor, else none. Without one the residual mix; where none is
        known, the location-based factor, as the GHG Protocol's scope 2 guidance allows.
        """
        if instrument:
            return self.look_up(activity, unit, period, region, instrument, as_of)
        residual = self.look_up(activity, unit, period, region, RESIDUAL_MIX, as_of)
        if residual.factor is not None:
            return replace(residual, rule=f"no instrument: the residual mix; {residual.rule}")
        location = self.look_up(activity, unit, period, region, "", as_of)
        if location.factor is None:
            return location
        words = "no instrument and no residual mix known: the location-based factor"
        return replace(location, rule=f"{words}; {location.rule}")

    def energy_content(self, activity: str, unit: str, region: str = "") -> Coefficient:
        """MWh (net) in one `unit` of an activity, with its source."""
        return energy_content(self.sets, _canonical(activity), unit, region_code(region))

    def standard_coal(self, activity: str, unit: str) -> Coefficient:
        """Tonnes of standard coal (tce) in one `unit` of an activity, with its source."""
        return standard_coal(self.sets, _canonical(activity), unit)

    def changes(self, activity: str) -> tuple[date, ...]:
        """Days on which the validity of a factor for an activity begins, or has just ended.

        Between two of them every factor of the activity is valid on each day or on none.
        """
        name = _canonical(activity)
        days: set[date] = set()
        for factor in (factor for factor_set in self.sets for factor in factor_set.of(name)):
            if factor.valid_from is not None:
                days.add(factor.valid_from)
            if factor.valid_to is not None and factor.valid_to < date.max:
                days.add(factor.valid_to + timedelta(days=1))
        return tuple(sorted(days))

    def activities(self) -> list[Activity]:
        """Every activity that a set has a factor for, by name."""
        found: dict[str, Activity] = {}
        for factor_set in self.sets:
            for name in factor_set.activities():
                factor = factor_set.of(name)[0]
                if factor.is_coefficient:
                    continue
                known = found.get(name) or _described(factor)
                found[name] = replace(known, sets=(*known.sets, factor_set.name))
        return [found[name] for name in sorted(found)]

    def search(self, query: str) -> list[Factor]:
        """The factors whose id, title, region or source holds every word of the query."""
        words = query.lower().split()
        return [
            factor
            for factor_set in self.sets
            for factor in factor_set.factors
            if words and all(word in _searched(factor) for word in words)
        ]

    def _answer(self, query: Query) -> Choice:
        from crossfoot.quantities.units import check_unit

        if (problem := check_unit(query.unit)) is not None:
            return Choice(None, reason=str(problem).rstrip("."))
        rejected: list[Rejection] = []
        reasons: list[str] = []
        passed_over: list[str] = []
        for factor_set in self._in_order(query):
            factors = [f for f in factor_set.of(query.activity) if not f.is_coefficient]
            if not factors:
                continue
            if self._is_of_another_family(factor_set):
                reason = self.family_note
                rejected += [Rejection(factor, reason) for factor in factors]
                reasons.append(f"{factor_set.name}: not mixed with {self._family_name}")
                passed_over.append(reasons[-1])
                continue
            choice = _choose(query, factors, factor_set.name)
            rejected += choice.rejected
            if choice.factor is not None:
                passed = f"; passed over {'; '.join(passed_over)}" if passed_over else ""
                return replace(choice, rule=choice.rule + passed, rejected=tuple(rejected))
            reasons.append(f"{factor_set.name}: {choice.reason}")
            if _may_hold(factor_set, query.region):
                passed_over.append(reasons[-1])
        reason = "; ".join(reasons) or self._unknown(query.activity)
        return Choice(None, rejected=tuple(rejected), reason=reason)

    def _in_order(self, query: Query) -> Sequence[FactorSet]:
        """Earlier sets first; a row without region asks other countries than the first last."""
        if query.region:
            return self.sets
        return sorted(self.sets, key=lambda s: s.region not in ("", self._home))

    @property
    def _family_name(self) -> str:
        return self._family.name if self._family else ""

    def _is_of_another_family(self, factor_set: FactorSet) -> bool:
        return bool(self._family and factor_set.family and factor_set.family != self._family.family)

    def _unknown(self, activity: str) -> str:
        names = [activity.name for activity in self.activities()]
        near = get_close_matches(activity, names, n=3, cutoff=0.75)
        hint = f"; did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
        sets = ", ".join(factor_set.name for factor_set in self.sets)
        return f"no factor for {activity!r} in {sets}{hint}"


def _may_hold(factor_set: FactorSet, region: str) -> bool:
    """Whether a set could have answered: that a set of another country did not is no news."""
    return not (region and factor_set.region) or factor_set.region in holders(region)


def _choose(query: Query, factors: Sequence[Factor], name: str) -> Choice:
    """Apply the rules to the factors of one set."""
    rejected: list[Rejection] = []
    statements: list[str] = []
    carried_forward = False
    left: Sequence[Factor] = factors
    for rule in RULES:
        kept = rule(query, left)
        rejected += kept.rejected
        if not kept.factors:
            return Choice(None, rejected=tuple(rejected), reason=kept.reason)
        if kept.statement:
            statements.append(kept.statement)
        carried_forward = carried_forward or kept.carried_forward
        left = kept.factors
    factor = left[0]
    head = f"{name}, {_validity(factor)}"
    return Choice(factor, "; ".join((head, *statements)), carried_forward, tuple(rejected))


def _validity(factor: Factor) -> str:
    if factor.valid_from is None and factor.valid_to is None:
        return "no time of validity stated"
    return f"valid {factor.valid_from or 'always'} to {factor.valid_to or 'now'}"


def _canonical(activity: str) -> str:
    """Refrigerants answer to all their names: `refrigerant.r410a.leak` is R-410A."""
    activity = activity.strip()
    if not (activity.startswith("refrigerant.") and activity.endswith(".leak")):
        return activity
    from crossfoot.factors.built_in.direct_release import refrigerant_name

    name = activity.removeprefix("refrigerant.").removesuffix(".leak")
    return f"refrigerant.{refrigerant_name(name)}.leak"


def _described(factor: Factor) -> Activity:
    """An activity with the unit, scope and category of its factor."""
    parsed = parse_activity(factor.activity)
    return replace(
        parsed,
        title=factor.title or parsed.title,
        unit=factor.unit_of_activity,
        scope=factor.scope or parsed.scope,
        category=factor.category or parsed.category,
    )


def _searched(factor: Factor) -> str:
    """What a search looks through: id, titles, region, source, note, in both languages."""
    title = factor.title or parse_activity(factor.activity).title
    region = region_title(factor.region)
    words = (factor.id, title.en, title.zh, region.en, region.zh, factor.source, factor.note)
    return " ".join(words).lower()
