"""Unchanged: an answer that the program has already is not sent again (ETag, RFC 9110)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers


def unchanged(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that names the content of an answer by its hash."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith("/api/") or request.method not in ("GET", "HEAD"):
            return response
        if response.status_code != 200 or response.streaming:
            return response
        revision = getattr(request, "revision", None)
        before = "" if revision is None else f"{revision}-"
        tag = f'"{before}{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        return get_conditional_response(request, etag=tag, response=response) or response

    return middleware


def counted(request: HttpRequest, revision: int) -> None:
    """Let the tag of the answer begin with the revision of what it shows."""
    request.revision = revision  # type: ignore[attr-defined]


def expected(request: HttpRequest, named: int | None) -> int | None:
    """The revision that a program read: of its body, or of the tag that it sends as `If-Match`.

    A tag that names none fits nothing that was ever written.
    """
    sent = request.headers.get("If-Match", "").strip()
    if not sent or sent == "*":
        return named
    found = re.match(r'(?:W/)?"(\d{1,9})[-"]', sent)
    return int(found[1]) if found else 0
