"""Who owes a step or clock of an entry, and who is told when it is late."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.person import grants_on as application_grants_on
from crossfoot.records.register.models import RoleGrant
from crossfoot.records.register.stored import Kept
from crossfoot.records.register.who import EXTERNAL, ROLES_OF, accounts, grants_on, superiors
from crossfoot.records.register.zones import Zones
from crossfoot.records.roles import Role
from crossfoot.registers.definition import OWNER, Definition
from crossfoot.registers.dues import OpenDue
from crossfoot.registers.fields import PERSONS
from crossfoot.registers.segregation import excluded, persons


class Holders:
    """Who holds which role where, read once."""

    def __init__(self, zones: Zones | None = None) -> None:
        day = timezone.now().date()
        self._given: list[RoleGrant] = list(
            grants_on(day).filter(user__is_active=True).order_by("id")
        )
        self._own: list[Grant] = list(
            application_grants_on(day)
            .filter(user__is_active=True)
            .select_related("user", "unit")
            .order_by("id")
        )
        self._zones = zones or Zones()
        self.superiors = superiors()
        self._accounts = accounts()
        self._users = {user.reference: user for user in User.objects.filter(is_active=True)}

    def of_role(self, role: str, unit: str) -> list[User]:
        """Those who hold a role nearest to a unit: on itself, else on what holds it."""
        for place in (*self._zones.chain(unit), ""):
            found = [
                grant.user
                for grant in self._given
                if grant.role == role and (grant.unit.code if grant.unit else "") == place
            ]
            found += [
                grant.user
                for grant in self._own
                if role in ROLES_OF.get(Role(grant.role), ())
                and (grant.unit.code if grant.unit else "") == place
            ]
            if found:
                return list(dict.fromkeys(found))
        return []

    def users(self, people: Iterable[str]) -> list[User]:
        """The accounts of persons; those without one are left out."""
        named = [self._accounts.get(person, person) for person in people]
        return [self._users[each] for each in dict.fromkeys(named) if each in self._users]


def told_of(
    definition: Definition,
    record: Kept,
    unit: str,
    due: OpenDue,
    level: int,
    holders: Holders,
) -> list[User]:
    """Who is told of a time limit: who owes it, from 100 % the superiors, at 200 % the escalation.

    Whoever is kept away from the entry is told nothing. A sealed case is told of to those whom the
    case names, and to the roles of its escalation, by its number alone.
    """
    people = [
        person
        for role in due.roles
        if (field := definition.field(role)) is not None
        and (role == OWNER or field.type in PERSONS)
        for person in persons(record.value(role))
    ]
    found = holders.users(people)
    near = {*persons(record.value(OWNER)), record.history[0].by}
    if not found and definition.access.level != "sealed":
        for role in due.roles:
            of_role = holders.of_role(role, unit)
            if role in EXTERNAL:  # one of many suppliers: the one whose entry it is
                of_role = [user for user in of_role if user.reference in near]
            found += of_role
    if not found:
        found = holders.users(persons(record.value(OWNER)))
    if not found and set(due.roles) <= EXTERNAL:
        found = [user for role in definition.escalation for user in holders.of_role(role, unit)]
    if level >= 100:
        above = [holders.superiors.get(user.reference, "") for user in found]
        found += holders.users(each for each in above if each)
    if level >= 200:
        for role in definition.escalation:
            found += holders.of_role(role, unit)
    away = excluded(definition, record, holders.superiors)
    kept_away = set(holders.users(away))
    return [user for user in dict.fromkeys(found) if user not in kept_away]
