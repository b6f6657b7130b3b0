"""A document by its id, as an actor may have it."""

from __future__ import annotations

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Actor
from crossfoot.records.evidence.guards import open_to
from crossfoot.records.evidence.models import Document
from crossfoot.records.messages import problem


def document_of(number: int, by: Actor) -> Document:
    """The document with this id.

    Raises:
        CrossfootError: there is none, it was deleted, or it is closed to the actor.
    """
    there = Document.objects.filter(pk=number, deleted_at=None).select_related("unit")
    found = open_to(by, there).first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such document", "没有该文档")))
    return found
