"""Acting with a token: the person, with no more duties than the token was given."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from crossfoot.facts.entities import Organisation
from crossfoot.records.accounts.actions.invite import token_hash
from crossfoot.records.accounts.models import Token
from crossfoot.records.accounts.person import Person
from crossfoot.records.roles import Duty

#: how a token begins, so that people and scanners of secrets know what they see
PREFIX = "crossfoot_"


class TokenPerson(Person):
    """A person for whom a program acts.

    Attributes:
        token: what it showed.
    """

    def __init__(self, token: Token, origin: str, request: str = "") -> None:
        super().__init__(token.user, f"{origin} token {token.pk}", request)
        self.token = token
        self._given = frozenset(Duty(duty) for duty in token.duties if duty in set(Duty))

    def may(self, duty: Duty, unit: str = "") -> bool:
        """Whether the token was given the duty, and the person has it."""
        return duty in self._given and super().may(duty, unit)

    def may_somewhere(self, duty: Duty) -> bool:
        """The same, for any unit."""
        return duty in self._given and super().may_somewhere(duty)

    def units(self, duty: Duty, organisation: Organisation) -> frozenset[str]:
        """The same, for the units of an organisation."""
        return super().units(duty, organisation) if duty in self._given else frozenset()


def who_shows(text: str, origin: str, request: str = "") -> TokenPerson | None:
    """For whom a program acts that shows this text; None where it serves no more or never did."""
    if not text.startswith(PREFIX):
        return None
    standing = Q(ended_at=None, expires_at__gt=timezone.now(), user__is_active=True)
    token = Token.objects.select_related("user").filter(standing, digest=token_hash(text)).first()
    return TokenPerson(token, origin, request) if token else None
