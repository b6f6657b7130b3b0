"""Documents of entries are read by those who read an entry that uses them.

A document that a field of an entry names, or that was attached to one, follows the entry, where
not everybody of the unit reads it: registers of any class but `open`, and fields that not every
reader of the entry sees. Until an entry names it, a file that was kept for such a register is its
sender's. What also proves something else, a figure for instance, is read by those who read that.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from crossfoot.records.actions import Actor
from crossfoot.records.evidence.models import Use
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Attached, Entry
from crossfoot.records.register.queries import readable
from crossfoot.registers.definition import Definition

#: how uses name entries
_PREFIX = "register:"


def closed_to(by: Actor) -> Q:
    """Documents of entries that an actor may not open; an empty condition where there are none."""
    present = _registers()
    if not present:
        return Q()
    library = active()
    narrow = {each: _narrow(library[each]) for each in present if each in library}
    not_open = [each for each in present if not _is_open(library.get(each))]
    guarded = Q(register__in=not_open)
    for register, fields in narrow.items():
        if fields:
            guarded |= Q(register=register, field__in=fields)
    in_field, by_use = Q(pk__in=()), Q(pk__in=())
    for register, fields in narrow.items():
        seen = readable(by, register).order_by()
        rows = Attached.objects.filter(register=register, entry__in=seen.values("pk"))
        in_field |= Q(pk__in=rows.exclude(field__in=fields).values("document"))
        of_seen = _uses().filter(key__in=seen.values("key"))
        by_use |= Q(pk__in=of_seen.values("revision__document"))
    elsewhere = Use.objects.filter(ended_at=None).exclude(subject__startswith=_PREFIX)
    named = Attached.objects.exclude(entry=None)
    closed = Entry.objects.filter(register__in=not_open)
    proving = Q(pk__in=_uses().filter(key__in=closed.values("key")).values("revision__document"))
    mine = Q(added_by=by.reference) & ~Q(pk__in=named.values("document")) & ~proving
    hidden = proving | Q(pk__in=Attached.objects.filter(guarded).values("document"))
    shown = in_field | by_use | Q(pk__in=elsewhere.values("revision__document")) | mine
    return hidden & ~shown


def readers(by: Actor, keys: Collection[str]) -> Collection[str]:
    """Those of some entries that an actor reads, by their keys."""
    library = active()
    found = Entry.objects.filter(key__in=list(keys), register__in=library)
    registers = found.order_by().values_list("register", flat=True).distinct()
    return [
        key
        for register in registers
        for key in readable(by, register).filter(key__in=list(keys)).values_list("key", flat=True)
    ]


def _uses() -> QuerySet[Any]:
    """What was ever attached to an entry, with the entry's key."""
    of_entries = Use.objects.filter(subject__startswith=_PREFIX)
    return of_entries.annotate(key=Substr("subject", len(_PREFIX) + 1))


def _registers() -> list[str]:
    """Registers whose entries use documents, or for which documents were kept; one query."""
    kept = Attached.objects.order_by().values_list("register")
    using = Entry.objects.filter(key__in=_uses().values("key")).order_by()
    return sorted(register for (register,) in kept.union(using.values_list("register")))


def _is_open(definition: Definition | None) -> bool:
    return definition is not None and definition.access.level == "open"


def _narrow(definition: Definition) -> frozenset[str]:
    """Fields, and fields of rows, that not every reader of an entry sees."""
    found = set()
    for each in definition.every_field():
        if each.seen_by or each.is_sealed:
            found |= {each.name, *(f"{each.name}.{inner}" for inner in each.rows)}
        found |= {
            f"{each.name}.{inner.name}"
            for inner in each.rows.values()
            if inner.seen_by or inner.is_sealed
        }
    return frozenset(found)
