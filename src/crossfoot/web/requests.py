"""Who asks, and from where: each request has an actor and an id that the journal keeps."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from crossfoot.api.bearer import asker
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person, Visitor
from crossfoot.records.actions import Actor, new_request


class Request(HttpRequest):
    """A request that knows its actor."""

    actor: Actor


def requests(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that adds `request.actor`, and answers with the id of the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = new_request()
        origin = f"web {request.META.get('REMOTE_ADDR', '')}"
        request.actor = _actor(request, origin, request_id)  # type: ignore[attr-defined]
        response = answer(request)
        response.headers["X-Request-ID"] = request_id
        return response

    return middleware


def _actor(request: HttpRequest, origin: str, request_id: str) -> Actor:
    """A program that shows a token, a person who is signed in, or a visitor.

    The API asks for a token: it takes no cookie, so that no other site can use a person's session.
    """
    if request.path.startswith("/api/v1/"):
        return asker(request, request_id) or Visitor(origin, request_id)
    user = request.user
    return (
        Person(user, origin, request_id) if isinstance(user, User) else Visitor(origin, request_id)
    )


def person_of(request: HttpRequest) -> Person:
    """Who asks; the guard of a page that is not public lets nobody else in."""
    actor = request.actor  # type: ignore[attr-defined]
    if not isinstance(actor, Person):
        message = "only pages behind the guard know a person"
        raise TypeError(message)
    return actor
