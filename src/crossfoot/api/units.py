"""The units on which a person has a duty today."""

from __future__ import annotations

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.person import Person
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty


def units_of(person: Person, duty: Duty = Duty.READ) -> frozenset[str]:
    """Codes of the units; none where no organisation was recorded.

    Raises:
        NotAllowedError: the person has the duty on no unit.
    """
    person.require_somewhere(duty)
    try:
        return person.units(duty, organisation_on(timezone.now().date()))
    except CrossfootError:
        return frozenset()
