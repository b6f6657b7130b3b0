"""What browsers obey: nothing from elsewhere, no script inside the page, nothing kept of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

#: a page that asks where one is says so itself
SENSES = "camera=(), microphone=(), geolocation=()"


def policy(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that adds the policy to each answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", SENSES)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
