"""The API as a whole: what it is made of, how it describes itself, what its errors say."""

from __future__ import annotations

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from crossfoot import __version__
from crossfoot.api.bearer import Bearer
from crossfoot.api.description import DescribedAPI
from crossfoot.api.endpoints import ROUTERS
from crossfoot.api.problems import MissingError, answer, of_error
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.messages import language

DESCRIPTION = """
What the pages can do, for programs.

A token is made on the account page and sent as `Authorization: Bearer crossfoot_…`; it does no more
than its person may, and each endpoint names the scope that it asks of both. Requests that change
something take an `Idempotency-Key`. Lists come in pieces: ask again with `after` of the value
`next`. `ETag` and `If-None-Match` save what is known already. Errors say what is wrong, where, why
and what to do, in the language of `Accept-Language`.
"""

api = DescribedAPI(
    title="Crossfoot",
    version=__version__,
    description=DESCRIPTION.strip(),
    auth=Bearer(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
for _name, _router in ROUTERS:
    api.add_router("/v1", _router, tags=[_name])


@api.exception_handler(CrossfootError)
def refused(request: HttpRequest, error: CrossfootError) -> HttpResponse:
    """An action said no."""
    return of_error(request, error)


@api.exception_handler(MissingError)
@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Exception) -> HttpResponse:
    """There is no such thing, or not for this person."""
    return answer(404)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or one that serves no more."""
    response = answer(401)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The request is not of the form that the description asks for."""
    problems = [
        Problem(str(each.get("msg", "")), where=".".join(str(part) for part in each["loc"]))
        for each in error.errors
    ]
    return answer(422, problems)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The body is no JSON, or the like."""
    return answer(400, [Problem(error.message)])


@api.exception_handler(OverflowError)
@api.exception_handler(DataError)
def beyond(request: HttpRequest, error: Exception) -> HttpResponse:
    """A number, or a text, that no row can have."""
    too_large = Text("a number or a text is too large", "数字或文本过大")
    return answer(400, [Problem(too_large[language()])])


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our own mistake; it is logged, and tells a stranger nothing."""
    import logging

    logging.getLogger("django.request").exception("API: %s", request.path, exc_info=error)
    return answer(500)
