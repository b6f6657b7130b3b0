"""Who asks: the person for whom a program acts, by the token that it shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from crossfoot.records.accounts.tokens import TokenPerson, who_shows
from crossfoot.records.roles import Duty


class Bearer(HttpBearer):
    """`Authorization: Bearer crossfoot_…`, of a token that has the scope of the endpoint.

    Args:
        scope: the duty that token and person must have somewhere; none where None.
    """

    def __init__(self, scope: Duty | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The person, or None where the token serves no more.

        Raises:
            NotAllowedError: token or person have the duty nowhere.
        """
        person = asker(request)
        if person is not None and self.scope is not None:
            person.require_somewhere(self.scope)
        return person


#: `auth` of endpoints that ask for a duty, by what it is
READ = Bearer(Duty.READ)
ENTER = Bearer(Duty.ENTER)
RUN_CAMPAIGNS = Bearer(Duty.RUN_CAMPAIGNS)
CHANGE_ORGANISATION = Bearer(Duty.CHANGE_ORGANISATION)
MANAGE_ACCOUNTS = Bearer(Duty.MANAGE_ACCOUNTS)
READ_JOURNAL = Bearer(Duty.READ_JOURNAL)


def asker(request: HttpRequest, number: str = "") -> TokenPerson | None:
    """For whom a request is made; looked up once per request.

    Args:
        request: the request.
        number: its id in the journal.
    """
    if not hasattr(request, "asker"):
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        origin = f"api {request.META.get('REMOTE_ADDR', '')}"
        found = who_shows(text.strip(), origin, number) if kind.lower() == "bearer" else None
        request.asker = found  # type: ignore[attr-defined]
    return request.asker  # type: ignore[attr-defined,no-any-return]


def person_of(request: HttpRequest) -> TokenPerson:
    """For whom the request is made; the API lets nobody else in."""
    found = asker(request)
    if found is None:
        message = "the API asks for a token before it answers"
        raise TypeError(message)
    return found
