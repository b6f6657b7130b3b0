"""Files that a record names: opened by who reads the record, whatever other rights he has."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crossfoot.errors import CrossfootError
from crossfoot.records.evidence.models import Document, Use
from crossfoot.records.evidence.queries import latest
from crossfoot.records.evidence.sniffing import preview_of
from crossfoot.records.evidence.store import bytes_of
from crossfoot.web.views.evidence_files import guarded_file
from crossfoot.web.views.registers.entry import SeenEntry, for_a_purpose, seen_entry
from crossfoot.web.views.registers.names import collected


@require_GET
@for_a_purpose
def file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The newest revision of a document that a field of the record names, or that proves it."""
    shown = seen_entry(request, key)
    document = Document.objects.filter(pk=number, deleted_at=None).first()
    if document is None or not _names(shown, document):
        raise Http404
    revision = latest(document)
    if revision.file is None:
        raise Http404
    preview = "" if "download" in request.GET else preview_of(revision.file.media)
    try:
        content = bytes_of(revision.file).open("rb")
    except CrossfootError as error:
        said = {"title": revision.name, "problems": error.problems}
        return render(request, "web/error.html", said, status=410)
    return guarded_file(content, revision.name, revision.file.media, preview)


def _names(shown: SeenEntry, document: Document) -> bool:
    """Whether a field that the reader sees names it, or it was attached to the record."""
    if str(document.pk) in collected(shown.fields, [shown.values])["file"]:
        return True
    return Use.objects.filter(
        subject=shown.entry.reference, revision__document=document, ended_at=None
    ).exists()
