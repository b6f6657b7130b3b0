"""Who asks, and from where: each request has an actor and an id that the journal keeps."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
        user = request.user
        actor: Actor = (
            Person(user, origin, request_id)
            if isinstance(user, User)
            else Visitor(origin, request_id)
        )
        request.actor = actor  # type: ignore[attr-defined]
        response = answer(request)
        response.headers["X-Request-ID"] = request_id
        return response

    return middleware


def person_of(request: HttpRequest) -> Person:
    """Who asks; the guard of a page that is not public lets nobody else in."""
    actor = request.actor  # type: ignore[attr-defined]
    if not isinstance(actor, Person):
        message = "only pages behind the guard know a person"
        raise TypeError(message)
    return actor
