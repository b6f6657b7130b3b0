"""A user as an actor: what may this person do to this unit today?"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.actions import Actor, new_request
from crossfoot.records.messages import language
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import DUTIES, Duty, Role


class Person(Actor):
    """A signed-in user during one request; grants and tree are read once.

    Attributes:
        user: who.
    """

    def __init__(self, user: User, origin: str, request: str = "") -> None:
        self.user = user
        self.reference = user.reference
        self.origin = origin
        self.request = request or new_request()

    def may(self, duty: Duty, unit: str = "") -> bool:
        """Whether a role on the unit, on one that holds it, or on the whole has the duty."""
        units = self._units(duty)
        return None in units or (bool(unit) and not units.isdisjoint(self._chain(unit)))

    def called(self, unit: str) -> str:
        """The name of a unit of today; its code where the person may not read it."""
        tree = self._organisation
        known = tree is not None and unit in tree and self.may(Duty.READ, unit)
        return tree[unit].name[language()] if tree is not None and known else unit

    def may_somewhere(self, duty: Duty) -> bool:
        """Whether there is any unit on which the person has the duty."""
        return bool(self._units(duty))

    def require_somewhere(self, duty: Duty) -> None:
        """Go on only where the person has the duty on some unit.

        Raises:
            NotAllowedError: on none.
        """
        if not self.may_somewhere(duty):
            self.require(duty)

    def units(self, duty: Duty, organisation: Organisation) -> frozenset[str]:
        """Codes of the units of an organisation on which the person has the duty."""
        held = self._units(duty)
        if None in held:
            return frozenset(entity.id for entity in organisation)
        return frozenset(
            entity.id
            for unit in held
            if unit is not None and unit in organisation
            for entity in organisation.below(unit)
        )

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """The roles that the person holds today."""
        if not self.user.is_active:
            return ()
        found = grants_on(timezone.now().date()).filter(user=self.user)
        return tuple(found.select_related("unit"))

    def _units(self, duty: Duty) -> frozenset[str | None]:
        """Codes of the units on which the duty was granted; None stands for the whole."""
        return frozenset(
            grant.unit.code if grant.unit else None
            for grant in self.grants
            if duty in DUTIES[Role(grant.role)]
        )

    def _chain(self, unit: str) -> list[str]:
        """A unit and those that hold it today."""
        chain = [unit]
        organisation = self._organisation
        while organisation and unit in organisation and organisation[unit].parent:
            unit = organisation[unit].parent
            chain.append(unit)
        return chain

    @cached_property
    def _organisation(self) -> Organisation | None:
        try:
            return organisation_on(timezone.now().date())
        except CrossfootError:  # none was recorded yet
            return None


class Visitor(Actor):
    """Somebody who is not signed in and may nothing."""

    def __init__(self, origin: str, request: str = "") -> None:
        self.reference = "visitor"
        self.origin = origin
        self.request = request or new_request()

    def may(self, duty: Duty, unit: str = "") -> bool:
        """No."""
        return False


def grants_on(day: date) -> QuerySet[Grant]:
    """Grants that hold on a day."""
    return Grant.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
