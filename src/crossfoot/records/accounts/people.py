"""The people whose accounts somebody keeps."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.person import Person
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a keeper of accounts may look at and change.

    Attributes:
        whole: the accounts of the whole organisation.
        units: codes of the units whose roles the keeper gives.
        organisation: of today; None where none was recorded.
    """

    whole: bool
    units: frozenset[str]
    organisation: Organisation | None

    def people(self) -> QuerySet[User]:
        """Everybody, or those who hold or held a role on a unit that is kept, with all roles."""
        roles = Prefetch("grants", Grant.objects.select_related("unit").order_by("id"))
        everybody = User.objects.prefetch_related(roles).order_by("name", "id")
        if self.whole:
            return everybody
        return everybody.filter(grants__unit__code__in=self.units).distinct()

    def keeps(self, grant: Grant) -> bool:
        """Whether the keeper gave this role, or could have."""
        return self.whole or (grant.unit is not None and grant.unit.code in self.units)


def keeping(person: Person) -> Keeping:
    """What a person keeps, as the roles of today say."""
    whole = person.may(Duty.MANAGE_ACCOUNTS)
    try:
        organisation = organisation_on(timezone.now().date())
    except CrossfootError:  # none was recorded yet
        return Keeping(whole, frozenset(), None)
    return Keeping(whole, person.units(Duty.MANAGE_ACCOUNTS, organisation), organisation)
