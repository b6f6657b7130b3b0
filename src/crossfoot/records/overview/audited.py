"""Revenue, headcount and the like as the auditor has them, against those that are used."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.units import convert
from crossfoot.records.collection.labels import metric_title, unit_names
from crossfoot.records.evidence.queries import Proof, evidence_of_all
from crossfoot.records.evidence.subjects import Subject
from crossfoot.records.messages import language
from crossfoot.records.overview.board import figures_of
from crossfoot.records.overview.models import Audited
from crossfoot.records.overview.store import Numbers
from crossfoot.reports.model import Cell
from crossfoot.reports.numbers import decimals_of
from crossfoot.tables.numbers import read_number

#: how a used figure stands to the audited one
AGREES, DIFFERS, NOT_AUDITED, NOT_USED = "agrees", "differs", "not_audited", "not_used"

_LONGEST = 18  # digits of an id


@dataclass(frozen=True, slots=True)
class TieOut:
    """A figure against the audited one.

    Attributes:
        metric: what it is.
        used: the value that the figures are divided by; None where there is none.
        audited: the latest version; None where none was entered.
        difference: used less audited; None where one of them is missing.
        percent: the difference in percent of the audited one; None where that is zero.
        state: `agrees`, `differs`, `not_audited`, `not_used`.
        divides: how many figures are divided by it.
        proofs: what proves the audited one.
        versions: how often it was entered.
    """

    metric: Metric
    used: Cell | None
    audited: Audited | None
    difference: Decimal | None
    percent: Decimal | None
    state: str
    divides: int
    proofs: tuple[Proof, ...] = ()
    versions: int = 0


@cache
def denominators() -> tuple[str, ...]:
    """Ids of the metrics that are held against audited figures."""
    content = Path(__file__).with_name("denominators.toml").read_text(encoding="utf-8")
    return tuple(id_ for id_ in tomllib.loads(content)["metrics"] if id_ in catalogue())


def tie_outs(numbers: Numbers, entity: str, period: Period) -> list[TieOut]:
    """All figures of a unit and period that are held against audited ones; three queries.

    Those that neither side has are left out, but for the first two.
    """
    figures = figures_of(numbers, entity, period, denominators())
    stated = _latest(entity, period)
    proofs = evidence_of_all([each.reference for each in stated.values()]) if stated else {}
    found = []
    for at, id_ in enumerate(denominators()):
        metric = catalogue()[id_]
        cell = figures.cell(metric, period)
        used = cell if cell is not None and cell.fact.is_number else None
        audited = stated.get(id_)
        if used is None and audited is None and at >= _ALWAYS:
            continue
        proved = proofs.get(audited.reference, ()) if audited else ()
        found.append(_tie_out(metric, used, audited, proved))
    return found


#: revenue and headcount are asked for even where neither is there
_ALWAYS = 2


def counted(found: Iterable[TieOut]) -> int:
    """How many do not agree."""
    return sum(each.state == DIFFERS for each in found)


def unaudited(found: Iterable[TieOut]) -> int:
    """How many have no audited figure, so that nothing is known of them."""
    return sum(each.state == NOT_AUDITED for each in found)


def _latest(entity: str, period: Period) -> dict[str, Audited]:
    versions = Audited.objects.filter(unit__code=entity, start=period.start, end=period.end)
    latest = {each.metric: each for each in versions.order_by("version")}
    return {metric: each for metric, each in latest.items() if each.number}


def _tie_out(
    metric: Metric, used: Cell | None, audited: Audited | None, proofs: tuple[Proof, ...]
) -> TieOut:
    divides = len(catalogue().using(metric.id))
    value = audited.value if audited else None
    if audited is None or value is None:
        return TieOut(metric, used, None, None, None, NOT_AUDITED, divides)
    versions = audited.version
    if used is None:
        return TieOut(metric, None, audited, None, None, NOT_USED, divides, proofs, versions)
    difference = used.fact.number - value
    state = AGREES if abs(difference) <= _half_step(audited, metric) else DIFFERS
    percent = difference / value * 100 if value else None
    return TieOut(metric, used, audited, difference, percent, state, divides, proofs, versions)


def _half_step(audited: Audited, metric: Metric) -> Decimal:
    """Half of the last digit that the audited figure has, in the metric's unit."""
    try:
        places = decimals_of(read_number(audited.typed))
        step = Decimal(1).scaleb(-places)
        unit = audited.typed_unit or metric.unit
        return convert(step, unit, metric.unit) / 2 if unit != metric.unit else step / 2
    except CrossfootError:
        return Decimal(0)


def subjects(ids: Collection[str]) -> dict[str, Subject]:
    """Audited figures as what evidence can prove; two queries."""
    numbers = [int(each) for each in ids if each.isdecimal() and len(each) <= _LONGEST]
    found = Audited.objects.filter(pk__in=numbers).select_related("unit")
    said = language()
    names = unit_names((each.unit_id for each in found), said)
    return {
        str(each.pk): Subject(
            unit=each.unit.code,
            label=" · ".join(
                (names.get(each.unit_id, ""), metric_title(each.metric)[said], str(each.period))
            ),
            address=f"/tie-out?unit={each.unit.code}&period={str(each.period).replace('/', '~')}",
        )
        for each in found
    }
