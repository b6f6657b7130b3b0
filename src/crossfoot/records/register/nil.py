"""Statements of "none in this period", and the entries that prove them wrong."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from crossfoot.records.register.models import Entry, NilStatement
from crossfoot.registers.definition import Definition
from crossfoot.registers.records import Record, day_of


def void(entry: Entry, definition: Definition, record: Record) -> int:
    """Void the statements that an entry proves wrong; how many."""
    day = day_of(record.value(definition.period_date))
    if definition.nil_attestation is None or day is None:
        return 0
    unit = str(record.value(definition.nil_attestation.per) or "")
    wrong = NilStatement.objects.filter(
        register=definition.id, unit=unit, start__lte=day, end__gte=day, voided_at=None
    )
    return wrong.update(voided_at=timezone.now(), voided_by=entry.key)


def void_all(definition: Definition, news: Sequence[tuple[Entry, Record]]) -> None:
    """Void the statements that entries prove wrong; one query where there are none."""
    if definition.nil_attestation is None:
        return
    if NilStatement.objects.filter(register=definition.id, voided_at=None).exists():
        for entry, record in news:
            void(entry, definition, record)
