"""A document by its id."""

from __future__ import annotations

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.evidence.models import Document
from crossfoot.records.messages import problem


def document_of(number: int) -> Document:
    """The document with this id.

    Raises:
        CrossfootError: there is none, or it was deleted.
    """
    found = Document.objects.filter(pk=number, deleted_at=None).select_related("unit").first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such document", "没有该文档")))
    return found
