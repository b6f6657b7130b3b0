"""The first look at a file that was sent, and the mapping that fits it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from crossfoot.records.actions import Actor
from crossfoot.records.ledger.models import Batch, ColumnMapping
from crossfoot.records.ledger.staging import file_of, limits
from crossfoot.tables.mapping import FIXED
from crossfoot.tables.peek import Head, peek
from crossfoot.tables.schemas import ACTIVITY
from crossfoot.tables.text import fold


@dataclass(frozen=True, slots=True)
class Look:
    """What a person is shown before columns are chosen.

    Attributes:
        heads: of the sheets.
        head: of the sheet that is chosen.
        mapping: suggested, or remembered.
        remembered: it was used for a file of this shape before.
    """

    heads: tuple[Head, ...]
    head: Head
    mapping: Mapping[str, str]
    remembered: bool


def look(batch: Batch, by: Actor, sheet: str = "") -> Look:
    """The head of a batch's file and the mapping that fits it.

    Raises:
        CrossfootError: the file cannot be read, or has no such sheet.
    """
    heads = peek(file_of(batch), limits()) or (Head("", (), ()),)
    wanted = sheet or batch.sheet
    head = next((each for each in heads if each.sheet == wanted), _best(heads))
    known = remembered(head.headings, by)
    mapping = batch.mapping or known or head.suggested(ACTIVITY)
    return Look(heads, head, mapping, bool(known) and not batch.mapping)


def shape_of(headings: Iterable[str]) -> str:
    """What files of one sender have in common: their headings, whatever their order."""
    return hashlib.sha256("\n".join(sorted(map(fold, headings))).encode()).hexdigest()


def remembered(headings: Iterable[str], by: Actor) -> dict[str, str]:
    """The mapping last used for files of this shape: one's own, else anybody's."""
    found = ColumnMapping.objects.filter(shape=shape_of(headings))
    own = found.filter(by=by.reference).first() or found.filter(~Q(by=by.reference)).first()
    mapping: dict[str, str] = own.mapping if own else {}
    return mapping


def remember(
    headings: Iterable[str], mapping: Mapping[str, str], by: Actor, words: Iterable[str] = ()
) -> None:
    """Keep a mapping for the next file of this shape, with what its words meant before.

    Args:
        headings: of the file.
        mapping: that was chosen.
        by: who chose it.
        words: keys of the words of this file: what they mean, the mapping says, and nothing else.
    """
    here = set(map(fold, words))
    kept = {
        key: meaning
        for key, meaning in remembered(headings, by).items()
        if FIXED in key and fold(key) not in here
    }
    said = {fold(key) for key in mapping}
    kept = {key: meaning for key, meaning in kept.items() if fold(key) not in said}
    ColumnMapping.objects.update_or_create(
        shape=shape_of(headings),
        by=by.reference,
        defaults={"mapping": {**kept, **mapping}, "used_at": timezone.now()},
    )


def is_plain(mapping: Mapping[str, str], head: Head) -> bool:
    """Whether the file is read the same way without the mapping."""
    fixed = any(value.startswith(FIXED) for value in mapping.values())
    return not fixed and dict(mapping) == head.suggested(ACTIVITY)


def _best(heads: tuple[Head, ...]) -> Head:
    """The sheet whose headings are best understood."""
    return max(heads, key=lambda head: len(head.suggested(ACTIVITY)))
