"""Figures of a unit and period: kept until an entry changes, then counted anew, whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from crossfoot.quantities.periods import Period
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.register.figures import StoredRollUp, rollup
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, FigureCell, NilStatement
from crossfoot.registers import nil
from crossfoot.registers.definition import Definition
from crossfoot.registers.rollups.cells import Cell, Cells


def cells_of(
    metric: str,
    period: Period,
    unit: str = "",
    by: Sequence[str] = (),
    *,
    keep: bool = True,
) -> Cells:
    """A figure by some of its breakdowns, without the entries behind it.

    What stands open at the end of a period that is not over, and whether open steps are late,
    changes with time: such figures are counted anew after an hour at the latest.

    Args:
        metric: name of a metric of the registers in use.
        period: the reporting period.
        unit: code of a unit, with all below it; empty for the whole organisation.
        by: breakdowns.
        keep: what was counted anew is kept; pages that only read do not.

    Raises:
        CrossfootError: there is no such metric, or it has no such breakdown.
    """
    found = active().metric(metric)
    place: dict[str, Any] = {
        "metric": metric,
        "unit": unit,
        "start": period.start,
        "end": period.end,
        "dims": ",".join(by),
    }
    row = FigureCell.objects.filter(**place).first()
    if row is not None and not row.dirty and _is_fresh(row):
        return _read(row, tuple(by))
    counted = rollup_of(period, unit).cells(metric, by)
    if not keep:
        return counted
    FigureCell.objects.update_or_create(
        **place,
        defaults={
            "register": found.register,
            "dirty": False,
            "cells": _written(counted),
            "counted_at": timezone.now(),
        },
    )
    return counted


def recount(most: int = 200) -> int:
    """Count kept figures anew whose entries changed; how many. Called by the clock."""
    rows = FigureCell.objects.filter(dirty=True, metric__in=active().metrics).order_by("id")[:most]
    for row in list(rows):
        by = tuple(row.dims.split(",")) if row.dims else ()
        cells_of(row.metric, Period(row.start, row.end), row.unit, by)
    return len(rows)


def rollup_of(period: Period, unit: str = "", *, with_ids: bool = False) -> StoredRollUp:
    """The figures of a unit with all below it.

    Args:
        period: the reporting period.
        unit: code of the unit; empty for the whole organisation.
        with_ids: cells tell the keys of the entries behind them.
    """
    return rollup(period, units_below(unit, period), unit=unit, with_ids=with_ids)


def units_below(unit: str, period: Period) -> frozenset[str] | None:
    """Codes of a unit and all below it at the end of a period; None for the whole."""
    if not unit:
        return None
    day = min(period.end, timezone.now().date())
    tree = organisation_on(day)
    return frozenset(each.id for each in tree.below(unit)) if unit in tree else frozenset({unit})


def silent_units(definition: Definition, period: Period, unit: str = "") -> tuple[str, ...]:
    """Sites, or entities, that have neither entries of a period nor statements of "none".

    Args:
        definition: the register; nobody is asked where it has no nil attestation.
        period: the reporting period.
        unit: code of a unit, with all below it; empty for the whole organisation.
    """
    asked = definition.nil_attestation
    if asked is None or asked.per not in ("site", "entity"):
        return ()
    tree = organisation_on(min(period.end, timezone.now().date()))
    inside = tree.below(unit) if unit and unit in tree else tuple(tree)
    kinds = ("site",) if asked.per == "site" else ("company",)
    units = [each.id for each in inside if each.kind in kinds]
    entries = Entry.objects.filter(
        register=definition.id, period_day__range=(period.start, period.end)
    )
    heard = set(entries.order_by().values_list(asked.per, flat=True).distinct())
    said: dict[str, list[Period]] = {}
    for row in NilStatement.objects.filter(register=definition.id, voided_at=None):
        said.setdefault(row.unit, []).append(Period(row.start, row.end))
    return tuple(
        each for each in units if each not in heard and not nil.covers(said.get(each, ()), period)
    )


def _is_fresh(row: FigureCell) -> bool:
    """Whether time alone has changed nothing since: nothing runs, or it was counted just now."""
    return row.counted_at is not None and (timezone.now() - row.counted_at).total_seconds() < 3600


def _written(counted: Cells) -> list[dict[str, Any]]:
    rows = [(list(key), cell) for key, cell in sorted(counted.values.items())]
    rows.append((["*"], counted.default))
    return [
        {
            "key": key,
            "value": None if cell.value is None else str(cell.value),
            "qualifier": cell.qualifier,
            "basis": cell.basis,
            "estimated": str(cell.estimated),
        }
        for key, cell in rows
    ]


def _read(row: FigureCell, by: tuple[str, ...]) -> Cells:
    *kept, default = row.cells
    values = {tuple(each["key"]): _cell(each) for each in kept}
    return Cells(by, values, _cell(default))


def _cell(kept: dict[str, Any]) -> Cell:
    value = None if kept["value"] is None else Decimal(kept["value"])
    return Cell(value, (), kept["qualifier"], kept["basis"], Decimal(kept["estimated"]))
