"""What was approved, as narrow rows: one query per table, and no object per row and table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from crossfoot.languages import Text
from crossfoot.records.collection.models import Approval, Entry, Move, Request
from crossfoot.records.evidence.models import Use

#: how many numbers one query names
_AT_ONCE = 10_000


class Approved(NamedTuple):
    """One approval with its entry and its cell; see the models for what each field means."""

    number: int
    version: int
    reason: str
    reviewed: int
    approved: int
    cell: int
    metric: str
    dimensions: str
    start: date
    end: date
    request: int
    entry: int
    entry_version: int
    kind: str
    typed: str
    typed_unit: str
    value: str
    text: str
    qualifier: str
    estimated: bool
    why: str
    by: str
    at: datetime


class Place(NamedTuple):
    """Where a figure was asked for."""

    unit: str
    campaign: Text


#: who did something, by reference, and when
Sign = tuple[str, datetime]

_FIELDS = (
    "pk",
    "version",
    "reason",
    "reviewed",
    "approved",
    "cell",
    "cell__metric",
    "cell__dimensions",
    "cell__start",
    "cell__end",
    "cell__request",
    "entry",
    "entry__version",
    "entry__kind",
    "entry__typed",
    "entry__typed_unit",
    "entry__number",
    "entry__text",
    "entry__qualifier",
    "entry__estimated",
    "entry__reason",
    "entry__by",
    "entry__at",
)


def approved_after(number: int) -> Iterator[Approved]:
    """Approvals later than one, in their order; all of them after 0."""
    rows = Approval.objects.filter(pk__gt=number).order_by("pk").values_list(*_FIELDS)
    return (Approved(*row) for row in rows.iterator(chunk_size=5000))


def approved_entries(entries: Iterable[int]) -> Iterator[Approved]:
    """Approvals of some entries."""
    wanted = sorted(set(entries))
    for start in range(0, len(wanted), _AT_ONCE):
        found = Approval.objects.filter(entry__in=wanted[start : start + _AT_ONCE])
        for row in found.order_by("pk").values_list(*_FIELDS):
            yield Approved(*row)


def places() -> dict[int, Place]:
    """Unit and campaign of each request."""
    rows = Request.objects.order_by().values_list(
        "pk", "unit__code", "campaign__name", "campaign__name_zh"
    )
    titles: dict[tuple[str, str], Text] = {}
    return {
        request: Place(unit, titles.setdefault((en, zh), Text(en, zh)))
        for request, unit, en, zh in rows
    }


def signs(moves: Iterable[int]) -> dict[int, Sign]:
    """Who took some steps, and when, by the number of the step."""
    wanted = sorted(set(moves))
    found: dict[int, Sign] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = Move.objects.filter(pk__in=wanted[start : start + _AT_ONCE]).order_by()
        found |= {number: (by, at) for number, by, at in rows.values_list("pk", "by", "at")}
    return found


def proofs() -> Mapping[int, tuple[tuple[int, str], ...]]:
    """Evidence of the versions of each cell: version and SHA-256, in the order of attaching."""
    uses = Use.objects.filter(subject__startswith="entry:", ended_at=None).order_by("pk")
    attached: dict[int, list[str]] = defaultdict(list)
    for subject, sha256 in uses.values_list("subject", "revision__sha256"):
        attached[int(subject[6:])].append(sha256)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    entries = sorted(attached)
    for start in range(0, len(entries), _AT_ONCE):
        rows = Entry.objects.filter(pk__in=entries[start : start + _AT_ONCE])
        for pk, cell, version in rows.order_by("cell", "version").values_list(
            "pk", "cell", "version"
        ):
            found[cell] += [(version, sha256) for sha256 in attached[pk]]
    return {cell: tuple(each) for cell, each in found.items()}
