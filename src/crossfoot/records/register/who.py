"""Who acts in a register: a person of the accounts, and the register roles that hold for a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.languages import Text
from crossfoot.records import actions
from crossfoot.records.accounts.person import Person
from crossfoot.records.accounts.tokens import TokenPerson
from crossfoot.records.messages import problem
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.register.models import Account, RoleGrant, Superior
from crossfoot.records.roles import Duty, Role
from crossfoot.registers.context import Actor
from crossfoot.registers.definition import ANYONE, OWNER, PUBLIC, SYSTEM
from crossfoot.registers.roles import roles

#: register roles that come with a role of the application; an administrator gets none
ROLES_OF: Mapping[Role, frozenset[str]] = {
    Role.ESG_MANAGER: frozenset({"esg_team"}),
    Role.APPROVER: frozenset({"data_approver"}),
    Role.ASSURER: frozenset({"assurer"}),
}

#: held by people of other organisations: they see what they opened or own, and no list
EXTERNAL = frozenset({"supplier_user", "customer_user", "contractor_user"})

#: nobody is given these: they follow from the entry, or from being signed in
NOT_GRANTED = frozenset({ANYONE, OWNER, PUBLIC, SYSTEM})

_READ_ONLY = Text("this token may only read", "该令牌只能读取")
_ANEW = Text("make one with the duty to enter", "请创建具有填报权限的令牌")


class Standing:
    """The register roles of one actor today, and the units below which they hold; read once.

    Args:
        by: who acts.
    """

    def __init__(self, by: actions.Actor) -> None:
        self.by = by

    @property
    def is_everybody(self) -> bool:
        """Whether it is the command line of the server."""
        return isinstance(self.by, actions.CommandLine)

    @cached_property
    def person(self) -> str:
        """The reference of a user, such as user:7; empty of a visitor."""
        if isinstance(self.by, Person):
            return self.by.reference
        return self.by.reference if self.is_everybody else ""

    @cached_property
    def names(self) -> frozenset[str]:
        """How fields may name the person: the account, and the entry of the workforce."""
        if self._is_blind:
            return frozenset()
        found = {self.person} - {""}
        if isinstance(self.by, Person):
            found |= set(Account.objects.filter(user=self.by.user).values_list("worker", flat=True))
        return frozenset(found)

    @cached_property
    def organisation(self) -> Organisation | None:
        """The units of today; None where none was recorded."""
        try:
            return organisation_on(timezone.now().date())
        except CrossfootError:
            return None

    @cached_property
    def held(self) -> Mapping[str, frozenset[str]]:
        """Roles by the unit on which they were granted; "" stands for the whole organisation."""
        found: dict[str, set[str]] = {}
        if self.is_everybody:
            return {"": frozenset(set(roles()) - NOT_GRANTED)}
        if not isinstance(self.by, Person) or not self.by.user.is_active or self._is_blind:
            return {}
        for grant in self.by.grants:
            code = grant.unit.code if grant.unit else ""
            found.setdefault(code, set()).update(ROLES_OF.get(Role(grant.role), ()))
        for given in grants_on(timezone.now().date()).filter(user=self.by.user):
            found.setdefault(given.unit.code if given.unit else "", set()).add(given.role)
        return {code: frozenset(held) for code, held in found.items() if held}

    @property
    def _is_blind(self) -> bool:
        """Whether a program acts with a token that may not read."""
        return isinstance(self.by, TokenPerson) and Duty.READ.value not in self.by.token.duties

    def roles_on(self, unit: str) -> frozenset[str]:
        """The roles that hold for a unit."""
        chain = self._chain(unit)
        return frozenset(role for code, held in self.held.items() if code in chain for role in held)

    def actor(self, unit: str) -> Actor:
        """The actor as the engine of registers knows it, for entries of a unit."""
        return Actor(self.person, self.roles_on(unit))

    def units_with(self, wanted: Iterable[str]) -> frozenset[str] | None:
        """Codes of the units on which one of some roles holds; None for all."""
        asked = frozenset(wanted)
        places = {code for code, held in self.held.items() if held & asked}
        return None if "" in places else self._below(places)

    def units_read(self) -> frozenset[str] | None:
        """Codes of the units that the person may read at all, by any role; None for all."""
        if self.by.may(Duty.READ) or "" in self.held:
            return None
        tree = self.organisation
        duty = self.by.units(Duty.READ, tree) if isinstance(self.by, Person) and tree else ()
        return frozenset(duty) | self._below(self.held)

    def require_acting(self) -> None:
        """Go on unless a program acts with a token that may only read.

        Raises:
            NotAllowedError: it does.
        """
        if isinstance(self.by, TokenPerson) and Duty.ENTER.value not in self.by.token.duties:
            raise actions.NotAllowedError(problem(_READ_ONLY, remedy=_ANEW))

    def _below(self, places: Iterable[str]) -> frozenset[str]:
        tree = self.organisation
        found = set(places)
        for code in tuple(found):
            if tree is not None and code in tree:
                found |= {entity.id for entity in tree.below(code)}
        return frozenset(found)

    def _chain(self, unit: str) -> frozenset[str]:
        """A unit, those that hold it, and the whole."""
        found, tree = {unit, ""}, self.organisation
        while tree is not None and unit in tree and tree[unit].parent:
            unit = tree[unit].parent
            found.add(unit)
        return frozenset(found)


def standing(by: actions.Actor) -> Standing:
    """What an actor is in registers; kept with the actor, which lives for one request."""
    found = getattr(by, "_register_standing", None)
    if found is None:
        found = Standing(by)
        by._register_standing = found  # type: ignore[attr-defined]
    return found


def actor_for(by: actions.Actor, unit: str) -> Actor:
    """An actor of the records as the engine of registers knows it, for entries of a unit."""
    return standing(by).actor(unit)


def grants_on(day: date) -> QuerySet[RoleGrant]:
    """Register roles that hold on a day."""
    held = Q(valid_to=None) | Q(valid_to__gt=day)
    return RoleGrant.objects.select_related("unit", "user").filter(held, valid_from__lte=day)


def accounts() -> dict[str, str]:
    """The person with an account ("user:7") whom an entry of the workforce is, by its key."""
    return {
        worker: f"user:{user}" for worker, user in Account.objects.values_list("worker", "user")
    }


def superiors() -> dict[str, str]:
    """To whom each person reports."""
    known = accounts()
    rows = Superior.objects.values_list("person", "superior")
    return {known.get(one, one): known.get(other, other) for one, other in rows}
