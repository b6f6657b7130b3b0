"""Who asks: the person for whom a program acts, by the token that it shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from crossfoot.records.accounts.tokens import TokenPerson, who_shows


class Bearer(HttpBearer):
    """`Authorization: Bearer crossfoot_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The person, or None where the token serves no more."""
        return asker(request)


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
