"""Pages that say what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page; programs are told so in their own form."""
    if request.path.startswith("/api/"):
        from crossfoot.api.problems import answer

        return answer(404)
    return _page(request, "missing", 404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not that of the session."""
    return _page(request, "stale_form", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Our own mistake; nothing was changed, as every change is one transaction."""
    return _page(request, "broken", 500)


def _page(request: HttpRequest, what: str, status: int) -> HttpResponse:
    from crossfoot.records.messages import language
    from crossfoot.web.words import Words

    words = Words(language())
    said = {"title": words[what], "hint": words[f"{what}_hint"]}
    return render(request, "web/error.html", said, status=status)
