"""The organisation as it was on a day, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Entity, FinancialControl, Organisation
from crossfoot.languages import Text
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import UnitState


def states(known: datetime | None = None) -> QuerySet[UnitState]:
    """What stood recorded at a moment; what stands now where none is given."""
    found = UnitState.objects.select_related("unit", "parent").order_by("unit_id", "valid_from")
    if known is None:
        return found.filter(superseded_at=None)
    return found.filter(Q(superseded_at=None) | Q(superseded_at__gt=known), recorded_at__lte=known)


def states_on(day: date, known: datetime | None = None) -> QuerySet[UnitState]:
    """What held on a day."""
    return states(known).filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def organisation_on(day: date, known: datetime | None = None) -> Organisation:
    """The tree of entities on a day, as calculation takes it.

    Args:
        day: the day that is asked about.
        known: leave out what was recorded later; None for all that is known.

    Raises:
        CrossfootError: there was no organisation on that day.
    """
    entities = [entity_of(state) for state in states_on(day, known)]
    if not entities:
        raise CrossfootError(
            problem(
                Text("there is no organisation on {day}", "{day} 没有组织架构"),
                remedy=Text(
                    "import one that is valid from that day or before",
                    "请导入自该日或更早生效的组织架构",
                ),
                day=day,
            )
        )
    return tree(entities, str(day))


def tree(entities: Iterable[Entity], where: str) -> Organisation:
    """The entities as one tree.

    Raises:
        CrossfootError: a parent is missing, there are several roots, or a ring.
    """
    organisation = Organisation(entities, where)
    held = {entity.id for entity in organisation.below(organisation.root.id)}
    rings = sorted(entity.id for entity in organisation if entity.id not in held)
    if rings:
        raise CrossfootError(
            problem(
                Text("entities hold each other in a ring: {rings}", "主体互为上级：{rings}"),
                remedy=Text("name a parent that is not below", "上级不能是其下级单位"),
                where=where,
                rings=", ".join(rings),
            )
        )
    return organisation


def entity_of(state: UnitState) -> Entity:
    """A state as the entity that calculation knows."""
    return Entity(
        id=state.unit.code,
        name=Text(state.name_en, state.name_zh),
        kind=state.kind,
        parent=state.parent.code if state.parent else "",
        region=state.region,
        equity=state.equity.normalize(),
        operational_control=state.operational_control,
        financial_control=FinancialControl(state.financial_control),
    )
