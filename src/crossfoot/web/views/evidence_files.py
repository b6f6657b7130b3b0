"""The bytes of a document: shown where a browser runs nothing of them, else downloaded."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crossfoot.errors import CrossfootError
from crossfoot.records.evidence.guards import may_open
from crossfoot.records.evidence.models import Revision
from crossfoot.records.evidence.sniffing import preview_of
from crossfoot.records.evidence.store import bytes_of
from crossfoot.web.requests import person_of

_BASE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

#: what a browser may do with the file, by how it is shown; its own reader of PDF needs styles
POLICIES = {
    "pdf": f"{_BASE}; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:",
    "image": f"{_BASE}; img-src 'self'; sandbox",
    "": f"{_BASE}; sandbox",
}


@require_GET
def file(request: HttpRequest, number: int, revision: int) -> HttpResponse:
    """A revision's file; its kind is what its content says, whatever the sender said."""
    found = (
        Revision.objects.filter(document_id=number, document__deleted_at=None, number=revision)
        .select_related("document__unit", "file")
        .first()
    )
    if found is None or found.file is None:
        raise Http404
    if not may_open(person_of(request), found.document):
        raise Http404
    preview = "" if "download" in request.GET else preview_of(found.file.media)
    try:
        content = bytes_of(found.file).open("rb")
    except CrossfootError as error:
        said = {"title": found.name, "problems": error.problems}
        return render(request, "web/error.html", said, status=410)
    return guarded_file(content, found.name, found.file.media, preview)


def guarded_file(content: BinaryIO, name: str, media: str, preview: str = "") -> HttpResponse:
    """A file as an answer that runs nothing in the page.

    Args:
        content: an open file.
        name: under which it is saved.
        media: its kind.
        preview: "pdf" or "image" to show it, empty to have it saved.
    """
    answer = FileResponse(
        content,
        as_attachment=not preview,
        filename=name,
        content_type=media if preview else "application/octet-stream",
    )
    answer.headers["Content-Security-Policy"] = POLICIES[preview]
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, answer)  # it streams; to Django both are answers
