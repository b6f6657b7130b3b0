"""Add a unit, or change what holds of it during some days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Entity
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.organisation.spans import Span, check_entity, check_trees, units, write
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class SetUnit(Action[Unit]):
    """From `span.start` to `span.end`, the unit is as the entity says.

    Attributes:
        entity: all that holds of it; its parent must exist.
        span: the days for which it holds.
    """

    verb = "organisation.set_unit"
    stream = "organisation"
    entity: Entity
    span: Span

    def check(self, by: Actor) -> None:
        """Whoever changes a unit needs the duty on it and on the parent that takes it in."""
        by.require(Duty.CHANGE_ORGANISATION, self.entity.parent)
        if Unit.objects.filter(code=self.entity.id).exists():
            by.require(Duty.CHANGE_ORGANISATION, self.entity.id)
        self.span.check()
        check_entity(self.entity)
        parent = self.entity.parent
        if parent and not Unit.objects.filter(code=parent).exists():
            raise CrossfootError(
                problem(
                    Text("there is no unit {parent}", "没有单位 {parent}"),
                    remedy=Text("add the parent first", "请先添加上级单位"),
                    where=self.entity.id,
                    parent=repr(parent),
                )
            )

    def change(self, by: Actor) -> Done[Unit]:
        """Write the span, and see that the organisation is still one tree on every day."""
        units([self.entity.id])
        write(self.entity, self.span, timezone.now())
        check_trees()
        unit = Unit.objects.get(code=self.entity.id)
        content = {**described(self.entity), **days(self.span)}
        return Done(unit, f"unit:{unit.code}", content)


def described(entity: Entity) -> dict[str, Any]:
    """An entity as JSON can hold it."""
    return {
        "name_en": entity.name.en,
        "name_zh": entity.name.zh,
        "kind": entity.kind,
        "parent": entity.parent,
        "region": entity.region,
        "equity": format(entity.equity.normalize(), "f"),
        "operational_control": entity.operational_control,
        "financial_control": entity.financial_control.value,
    }


def days(span: Span) -> dict[str, str]:
    """A span as JSON can hold it."""
    return {
        "valid_from": span.start.isoformat(),
        "valid_to": span.end.isoformat() if span.end else "",
    }
