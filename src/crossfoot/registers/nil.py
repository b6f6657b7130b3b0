"""No data or zero: silence is not zero.

A count is 0 only where every site of the boundary (every entity, of a sealed register) has records
of the period or a statement "none in this period". Otherwise it is "no data", with the silent ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crossfoot.quantities.periods import Period
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.evaluation import contains
from crossfoot.registers.records import RecordView


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody states that there was nothing to record.

    Attributes:
        register: id of the register.
        unit: id of the site, or of the entity.
        period: what it covers.
        person: who states it.
        on: when.
        basis: how it is known.
    """

    register: str
    unit: str
    period: Period
    person: str
    on: date
    basis: str = ""


def silent(
    definition: Definition,
    period: Period,
    units: Iterable[str],
    records: Iterable[RecordView],
    statements: Iterable[Statement],
) -> tuple[str, ...]:
    """Units that have neither a record of the period nor statements that cover it.

    Args:
        definition: the register; nobody is asked where it has no nil attestation.
        period: the reporting period.
        units: sites, or entities, in the boundary.
        records: of the register.
        statements: of any register and period.
    """
    if definition.nil_attestation is None:
        return ()
    per = definition.nil_attestation.per
    heard = {
        record.value(per)
        for record in records
        if (day := record.value(definition.period_date)) is not None and contains(period, day)
    }
    said: dict[str, list[Period]] = {}
    for each in statements:
        if each.register == definition.id:
            said.setdefault(each.unit, []).append(each.period)
    return tuple(
        unit for unit in units if unit not in heard and not covers(said.get(unit, ()), period)
    )


def covers(parts: Iterable[Period], whole: Period) -> bool:
    """Whether periods leave no day of another one open."""
    day = whole.start
    for part in sorted(parts):
        if part.start > day:
            return False
        if part.end >= whole.end:
            return True
        if part.end >= day:
            day = date.fromordinal(part.end.toordinal() + 1)
    return False


def voided(
    definition: Definition, record: RecordView, statements: Iterable[Statement]
) -> tuple[Statement, ...]:
    """The statements that a record proves wrong."""
    day = record.value(definition.period_date)
    if definition.nil_attestation is None or day is None:
        return ()
    unit = record.value(definition.nil_attestation.per)
    return tuple(
        each
        for each in statements
        if each.register == definition.id and each.unit == unit and contains(each.period, day)
    )
