"""Facts: entered, published and computed, with where they come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from crossfoot.api.bearer import READ, person_of
from crossfoot.api.pages import Page, Piece, Which, slice_of
from crossfoot.facts.entities import Entity, Organisation
from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.sources import source_of
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Person
from crossfoot.records.numbers import current_run
from crossfoot.records.overview.fresh import current_numbers
from crossfoot.records.overview.origins import with_origins
from crossfoot.records.overview.store import Numbers
from crossfoot.records.roles import Duty

router = Router()


class FactOf(Schema):
    """A fact, in the terms of XBRL's information model."""

    metric: str
    entity: str
    start: date
    end: date
    dimensions: dict[str, str]
    basis: Basis
    variant: str
    version: int
    value: Decimal | str | None
    unit: str
    qualifier: str
    estimated: bool
    note: str
    nil_reason: str
    source: str

    @classmethod
    def of(cls, fact: Fact) -> FactOf:
        """From the room of facts."""
        return cls(
            metric=fact.metric,
            entity=fact.entity,
            start=fact.period.start,
            end=fact.period.end,
            dimensions=dict(fact.dimensions),
            basis=fact.basis,
            variant=fact.variant,
            version=fact.version,
            value=fact.value,
            unit=fact.unit,
            qualifier=str(fact.qualifier),
            estimated=fact.estimated,
            note=str(fact.note),
            nil_reason=str(fact.nil_reason),
            source=source_of(fact.provenance),
        )


@router.get("/facts", response=Page[FactOf], summary="Facts", auth=READ)
def facts(
    request: HttpRequest,
    which: Which,
    metric: str = "",
    entity: str = "",
    year: int | None = None,
    basis: Basis | None = None,
) -> Page[FactOf]:
    """Those of the units that the person may read, as reports and dashboards have them."""
    person = person_of(request)
    asked = (metric, entity, year, basis)
    with current_numbers(Path(settings.WORKSPACE)) as numbers:
        found = _kept(numbers, person, which, *asked) if numbers else _run(person, which, *asked)
    shown, more = found
    return Page[FactOf](items=shown, next=more)


_Piece = tuple[list[FactOf], int | None]


def _kept(
    numbers: Numbers,
    person: Person,
    which: Piece,
    metric: str,
    entity: str,
    year: int | None,
    basis: Basis | None,
) -> _Piece:
    """From the kept numbers, where they are those of this moment."""
    tree = Organisation(Entity(id_, Text(id_, id_), parent=up) for id_, up in numbers.said("tree"))
    seen = person.units(Duty.READ, tree)
    start = which.after or 0
    found = numbers.listed(
        seen & {entity} if entity else seen,
        metric,
        year,
        str(basis or ""),
        start=start,
        limit=which.limit + 1,
    )
    listed = found[: which.limit]
    facts = with_origins(listed)
    more = start + which.limit if len(found) > which.limit else None
    return [FactOf.of(fact) for fact in facts], more


def _run(
    person: Person,
    which: Piece,
    metric: str,
    entity: str,
    year: int | None,
    basis: Basis | None,
) -> _Piece:
    """From a run of this moment, where nobody has written one down yet."""
    run = current_run(settings.WORKSPACE)
    seen = person.units(Duty.READ, run.workspace.organisation)
    found = [
        fact
        for fact in run.facts.select(metric=metric or None, entity=entity or None)
        if fact.entity in seen
        and (year is None or fact.period.start.year == fact.period.end.year == year)
        and (basis is None or fact.basis == basis)
    ]
    found.sort(key=lambda fact: (fact.metric, fact.entity, fact.period, str(fact.dimensions)))
    shown, more = slice_of(found, which)
    return [FactOf.of(fact) for fact in shown], more
