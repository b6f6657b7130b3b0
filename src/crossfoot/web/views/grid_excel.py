"""The Excel template of a request: download, and upload with a preview."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.web.views.grid import readable


@require_GET
def template(request: HttpRequest, request_id: int) -> HttpResponse:
    """The template, filled with what stands there now."""
    readable(request, request_id)
    return HttpResponse()


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, request_id: int) -> HttpResponse:
    """First what a file would change, then the change."""
    readable(request, request_id)
    return HttpResponse()
