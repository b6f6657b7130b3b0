"""The rules by which the factors of one set are narrowed down to one.

Each rule is a function from the factors left to those that stay, with a reason for each that goes
and a statement of what it did. A further rule is a further line in `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from crossfoot.factors.choice import Query, Rejection
from crossfoot.factors.factor import Factor
from crossfoot.factors.fitting import fit
from crossfoot.factors.regions import holders

_LONGEST_PERIOD = 366


@dataclass(frozen=True, slots=True)
class Kept:
    """What one rule leaves.

    Attributes:
        factors: those that stay.
        rejected: those that go, with the reason.
        statement: what the rule did, for the reader; empty where it is plain.
        reason: why nothing stays; empty where something does.
        carried_forward: whether an earlier year stands in for the year itself.
    """

    factors: tuple[Factor, ...]
    rejected: tuple[Rejection, ...] = ()
    statement: str = ""
    reason: str = ""
    carried_forward: bool = False


Rule = Callable[[Query, Sequence[Factor]], Kept]


def by_instrument(query: Query, factors: Sequence[Factor]) -> Kept:
    """Location-based takes the factors without contract; a contract takes its own alone."""
    kept = tuple(factor for factor in factors if factor.instrument == query.instrument)
    if query.instrument:
        why = f"it is not for the instrument {query.instrument!r}"
        reason = (
            f"no factor for the instrument {query.instrument!r}: a contract's factor comes from "
            "the supplier, give it in an own factor file with the column instrument"
        )
    else:
        why = "it is for market-based accounting only"
        reason = f"{why}; the row states no instrument"
    return Kept(kept, _all_but(factors, kept, why), reason="" if kept else reason)


def by_unit(query: Query, factors: Sequence[Factor]) -> Kept:
    """A factor serves what its unit converts from, or what a stated assumption makes convert."""
    fits = [(factor, fit(factor, query.unit)) for factor in factors]
    rejected = [Rejection(factor, found.missing) for factor, found in fits if found.missing]
    plain = [found.factor for _, found in fits if found.factor and not found.assumption]
    if plain:
        why = f"another factor of the set is stated per unit as the row is, {query.unit}"
        rejected += [Rejection(factor, why) for factor, found in fits if found.assumption]
        return Kept(tuple(plain), tuple(rejected))
    assumptions = {found.assumption for _, found in fits if found.assumption}
    if len(assumptions) > 1:
        reason = f"the set needs more than {query.unit!r}: " + "; or ".join(sorted(assumptions))
        rejected += [Rejection(f, "the row leaves open which") for f, x in fits if x.assumption]
        return Kept((), tuple(rejected), reason=reason)
    kept = tuple(found.factor for _, found in fits if found.factor)
    reason = "" if kept else "; ".join(dict.fromkeys(found.missing for _, found in fits))
    return Kept(kept, tuple(rejected), "".join(assumptions), reason)


def by_region(query: Query, factors: Sequence[Factor]) -> Kept:
    """The row's region, else the nearest that holds it, else a factor for anywhere.

    Nothing falls from one set to another here: a set of provinces holds no national factor, so a
    province without one stays without.
    """
    if not query.region:
        return _without_region(factors)
    for region in (*holders(query.region), ""):
        kept = tuple(factor for factor in factors if factor.region == region)
        if kept:
            statement = ""
            if region and region != query.region:
                statement = f"{region} holds {query.region}"
            why = f"it is for another region than {query.region}"
            return Kept(kept, _all_but(factors, kept, why), statement)
    places = _listed({factor.region for factor in factors})
    reason = (
        f"no factor for {query.region}, only for {places}; name that region to use it knowingly"
    )
    return Kept((), _all_but(factors, (), f"it is not for {query.region}"), reason=reason)


def by_publication(query: Query, factors: Sequence[Factor]) -> Kept:
    """Nothing counts that was published after the day as of which is asked."""
    kept = tuple(factor for factor in factors if factor.is_known_on(query.as_of))
    rejected = tuple(
        Rejection(factor, f"published on {factor.published}, after {query.as_of}")
        for factor in factors
        if not factor.is_known_on(query.as_of)
    )
    reason = "" if kept else f"nothing was published by {query.as_of}"
    return Kept(kept, rejected, reason=reason)


def by_supersession(query: Query, factors: Sequence[Factor]) -> Kept:
    """A published factor takes the place of the one it supersedes, in its own time of validity."""
    newer = {f.supersedes: f for f in factors if f.supersedes and f.is_valid_on(query.day)}
    gone = [factor for factor in factors if factor.id in newer]
    kept = tuple(factor for factor in factors if factor.id not in newer)
    rejected = tuple(Rejection(old, f"superseded by {newer[old.id].id}") for old in gone)
    statement = "; ".join(f"supersedes {old.id}" for old in gone)
    return Kept(kept, rejected, statement)


def by_time(query: Query, factors: Sequence[Factor]) -> Kept:
    """The factor valid in the period; else the latest earlier one, flagged; never a later one.

    A period over two years takes the year in which most of its days lie.
    """
    whole = [
        factor
        for factor in factors
        if factor.is_valid_on(query.period.start) and factor.is_valid_on(query.period.end)
    ]
    if whole:
        return _best(factors, whole)
    if query.period.days > _LONGEST_PERIOD:
        reason = f"{query.period} is longer than a year: split the row by year"
        return Kept((), _all_but(factors, (), "the row spans several years"), reason=reason)
    valid = [factor for factor in factors if factor.is_valid_on(query.day)]
    if valid:
        return _best(factors, valid, f"most days of {query.period} lie in its validity")
    earlier = [factor for factor in factors if factor.valid_to and factor.valid_to < query.day]
    if earlier:
        last = max(earlier, key=_latest)
        statement = (
            f"no factor valid on {query.day} is published"
            + (f" by {query.as_of}" if query.as_of else "")
            + f": the latest earlier one, valid to {last.valid_to}, is carried forward"
        )
        kept = _best(factors, [f for f in earlier if _latest(f) == _latest(last)], statement)
        return Kept(kept.factors, kept.rejected, kept.statement, carried_forward=True)
    first = min(factor.valid_from for factor in factors if factor.valid_from)
    reason = (
        f"the earliest factor is valid from {first}: "
        "a later year's factor is not used for an earlier year"
    )
    return Kept((), _all_but(factors, (), f"valid only after {query.period}"), reason=reason)


#: applied in this order; the last leaves one
RULES: tuple[Rule, ...] = (
    *(by_instrument, by_unit, by_region, by_publication, by_supersession),
    by_time,
)


def _without_region(factors: Sequence[Factor]) -> Kept:
    """A row that does not say where: the factor for anywhere, or the region that holds the rest."""
    regions = {factor.region for factor in factors}
    top = [region for region in regions if all(region in (*holders(r), "") for r in regions)]
    if len(top) != 1:
        reason = f"the row states no region, and the set has factors for {_listed(regions)}"
        return Kept((), _all_but(factors, (), "the row states no region"), reason=reason)
    kept = tuple(factor for factor in factors if factor.region == top[0])
    statement = f"the row states no region, the factor is for {top[0]}" if top[0] else ""
    return Kept(kept, _all_but(factors, kept, "the row states no region"), statement)


def _best(all_left: Sequence[Factor], valid: Sequence[Factor], statement: str = "") -> Kept:
    """Of several valid ones the one of the latest time, then the latest published."""
    best = max(valid, key=_latest)
    stood = {id(factor) for factor in valid}
    rejected = [
        Rejection(factor, _why_not(factor, best) if id(factor) in stood else _wrong_time(factor))
        for factor in all_left
        if factor is not best
    ]
    return Kept((best,), tuple(rejected), statement)


def _why_not(factor: Factor, best: Factor) -> str:
    later = _latest(factor) < _latest(best)
    return f"the factor chosen {'is for a later time' if later else 'stands earlier in the set'}"


def _latest(factor: Factor) -> tuple[date, date]:
    return (factor.valid_from or date.min, factor.published or date.min)


def _wrong_time(factor: Factor) -> str:
    start = factor.valid_from or "the beginning"
    return f"it is valid from {start} to {factor.valid_to or 'now'}, the row is of another time"


def _all_but(
    factors: Sequence[Factor], kept: Sequence[Factor], reason: str
) -> tuple[Rejection, ...]:
    stay = {id(factor) for factor in kept}  # by identity: comparing thousands by value is slow
    return tuple(Rejection(factor, reason) for factor in factors if id(factor) not in stay)


def _listed(regions: set[str]) -> str:
    named = sorted(region or "anywhere" for region in regions)
    return ", ".join(named[:8]) + (f" and {len(named) - 8} more" if len(named) > 8 else "")
