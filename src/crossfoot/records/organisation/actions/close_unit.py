"""A unit ends: sold, closed, merged into another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.organisation.as_of import organisation_on, states
from crossfoot.records.organisation.models import Unit
from crossfoot.records.organisation.spans import Span, check_trees, clear
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class CloseUnit(Action[Unit]):
    """From a day on the unit is there no more, nor is what stands below it on that day.

    Attributes:
        unit: its code.
        day: the first day on which it is gone.
    """

    verb = "organisation.close_unit"
    stream = "organisation"
    unit: str
    day: date

    def check(self, by: Actor) -> None:
        """Whoever closes a unit needs the duty on it; it must be there to be closed."""
        by.require(Duty.CHANGE_ORGANISATION, self.unit)
        if not states().filter(unit__code=self.unit).exists():
            raise CrossfootError(
                problem(Text("there is no unit {unit}", "没有单位 {unit}"), unit=repr(self.unit))
            )

    def change(self, by: Actor) -> Done[Unit]:
        """Clear it and all below from the day on."""
        organisation = organisation_on(self.day)
        closed = [self.unit]
        if self.unit in organisation:
            closed = [entity.id for entity in organisation.below(self.unit)]
        now = timezone.now()
        for code in closed:
            clear(code, Span(self.day), now)
        check_trees()
        unit = Unit.objects.get(code=self.unit)
        content = {"day": self.day.isoformat(), "closed": closed}
        return Done(unit, f"unit:{unit.code}", content)
