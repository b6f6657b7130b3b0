"""Long lists, piece by piece: each answer says with what the next piece is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Field, Query, Schema

T = TypeVar("T")
M = TypeVar("M", bound=Model)

#: the most that one answer holds
MOST = 1000


class Page(Schema, Generic[T]):
    """A piece of a list."""

    items: list[T]
    next: int | None = Field(
        None, description="Ask again with `after` of this value; null at the end."
    )


class Piece(Schema):
    """Which piece is asked for."""

    after: int | None = Field(None, ge=0, description="`next` of the piece before.")
    limit: int = Field(100, ge=1, le=MOST, description="How many at most.")


Which = Annotated[Piece, Query(...)]


def piece_of(found: QuerySet[M], which: Piece) -> tuple[Sequence[M], int | None]:
    """The rows after a place in the order of their ids, and where the next piece begins."""
    rows = found.order_by("pk")
    if which.after is not None:
        rows = rows.filter(pk__gt=which.after)
    taken = list(rows[: which.limit + 1])
    shown = taken[: which.limit]
    return shown, shown[-1].pk if len(taken) > which.limit else None


def slice_of(found: Sequence[Any], which: Piece) -> tuple[Sequence[Any], int | None]:
    """The same of a sequence whose order is its own; places count from 1."""
    start = which.after or 0
    shown = found[start : start + which.limit]
    more = start + which.limit < len(found)
    return shown, start + which.limit if more else None
