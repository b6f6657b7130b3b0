"""Who stands nearest to a unit with a duty: the person whom a new request falls to."""

from __future__ import annotations

from functools import cached_property

from django.utils import timezone

from crossfoot.facts.entities import Organisation
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.person import grants_on
from crossfoot.records.roles import DUTIES, Duty, Role

#: roles in the order in which they are asked; a manager enters and reviews only where no other can
_PREFERRED: dict[Duty, tuple[Role, ...]] = {
    Duty.ENTER: (Role.DATA_OWNER,),
    Duty.REVIEW: (Role.REVIEWER, Role.ESG_MANAGER),
    Duty.APPROVE: (Role.APPROVER, Role.EXECUTIVE),
    Duty.RUN_CAMPAIGNS: (Role.ESG_MANAGER,),
}


class Candidates:
    """The roles that people hold today, read once."""

    @cached_property
    def _grants(self) -> list[Grant]:
        grants = grants_on(timezone.now().date()).filter(user__is_active=True)
        return list(grants.select_related("user", "unit").order_by("user__name", "user_id"))

    def nearest(self, unit: str, duty: Duty, organisation: Organisation) -> User | None:
        """The person with the duty on the unit itself, else on the nearest unit that holds it.

        Among several at one place the first by name; None where there is nobody.
        """
        for role in _PREFERRED[duty]:
            by_unit: dict[str, User] = {}
            for grant in self._grants:
                if grant.role == role:
                    by_unit.setdefault(grant.unit.code if grant.unit else "", grant.user)
            for place in (*_chain(unit, organisation), ""):
                if place in by_unit:
                    return by_unit[place]
        return None

    def on(self, unit: str, duty: Duty, organisation: Organisation) -> list[User]:
        """All who have the duty on the unit, by name."""
        places = {*_chain(unit, organisation), ""}
        found = [
            grant.user
            for grant in self._grants
            if duty in DUTIES[Role(grant.role)]
            and (grant.unit.code if grant.unit else "") in places
        ]
        return list(dict.fromkeys(found))


def _chain(unit: str, organisation: Organisation) -> list[str]:
    chain = [unit]
    while unit in organisation and organisation[unit].parent:
        unit = organisation[unit].parent
        chain.append(unit)
    return chain
