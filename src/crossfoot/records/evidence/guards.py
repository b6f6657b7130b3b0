"""Documents that not everybody who reads their unit may read: an app registers what guards its own.

    register(closed_to)   # in the app's `ready`

A guard says of an actor which documents are closed to him. What it says holds wherever documents
are listed, opened, downloaded, searched, attached or changed.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from crossfoot.records.actions import Actor
from crossfoot.records.evidence.models import Document
from crossfoot.records.roles import Duty

#: documents that are closed to an actor; an empty condition for none
Guard = Callable[[Actor], Q]

_GUARDS: list[Guard] = []


def register(guard: Guard) -> None:
    """Make a guard known."""
    _GUARDS.append(guard)


def open_to(by: Actor, found: QuerySet[Document]) -> QuerySet[Document]:
    """Those of some documents that no guard closes to an actor; that he reads their unit is apart.

    The number of queries does not grow with the documents.
    """
    for guard in _GUARDS:
        closed = guard(by)
        if closed:
            found = found.exclude(closed)
    return found


def may_open(by: Actor, document: Document) -> bool:
    """Whether an actor reads a document: reads its unit, and no guard closes it to him."""
    if not by.may(Duty.READ, document.unit.code):
        return False
    return open_to(by, Document.objects.filter(pk=document.pk)).exists()
