"""What was approved, as facts with their whole provenance.

An approval is never changed, so a fact that was made of it once stays as it is. A process keeps
the facts that it made and adds what was approved since; the chain of the journal shows whether
the records only went on from where they were.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from crossfoot.facts.boundaries import (
    NONE_IN_PERIOD,
    NOT_APPLICABLE,
    OUTSIDE,
    TAKEN_BACK,
    nil,
)
from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Entered, Signature
from crossfoot.languages import Language
from crossfoot.metrics.catalogue import Catalogue, catalogue
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.collection.approved import (
    Approved,
    Place,
    approved_after,
    approved_entries,
    places,
    proofs,
    signs,
)
from crossfoot.records.collection.labels import people
from crossfoot.records.collection.models import Cell, Exclusion, Kind
from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.journal.models import Tip
from crossfoot.records.messages import language

#: streams of the journal that tell of changes to approvals and to what proves them
_STREAMS = ("collection", "evidence")

#: evidence of the versions of a cell: version and SHA-256
_Proofs = Mapping[int, tuple[tuple[int, str], ...]]


def approved_facts(
    catalogue: Catalogue, organisation: Organisation | None = None
) -> tuple[Fact, ...]:
    """Every approved value and its corrections, in the order of their approval.

    Approvals of one figure are versions 1, 2, … of one fact; the last one counts, and those before
    stay. A unit that stands outside a metric's boundary states so.

    Args:
        catalogue: gives metrics their units; what it does not have is left out.
        organisation: leaves out units that it does not have; None for all units.
    """
    approved = _approved(catalogue)
    if organisation is None:
        facts = list(approved)
    else:
        units = {entity.id for entity in organisation}
        facts = [fact for fact in approved if fact.entity in units]
    facts += _taken_out(facts, catalogue, organisation)
    return tuple(facts)


def origins_of(entries: Iterable[str]) -> dict[str, Entered]:
    """Where the values of some approved entries ("entry:40") come from."""
    said = language()
    rows = list(approved_entries(int(each[6:]) for each in entries))
    if not rows:
        return {}
    taken = signs(number for row in rows for number in (row.reviewed, row.approved))
    names = people({row.by for row in rows} | {by for by, _ in taken.values()}, said)
    kept = _Kept(catalogue(), places=places(), names=names, proved=proofs())
    steps = {step: Signature(names[by], at) for step, (by, at) in taken.items()}
    making = _Making(kept, steps, said)
    return {f"entry:{row.entry}": making.provenance(row) for row in rows}


# -- what a process keeps -------------------------------------------------------------------


@dataclass
class _Kept:
    """Facts of all approvals so far, in one language.

    Attributes:
        catalogue: what gave them their units.
        tips: the last entry of each stream of the journal when they were read.
        last: number of the last approval.
        facts: one for each approval, in their order.
        made_of: cell and version of the entry of each.
        places, names, proved: what else they were made of.
    """

    catalogue: Catalogue
    tips: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    last: int = 0
    facts: list[Fact] = field(default_factory=list)
    made_of: list[tuple[int, int]] = field(default_factory=list)
    places: Mapping[int, Place] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    proved: _Proofs = field(default_factory=dict)


_lock = threading.Lock()
_kept: dict[Language, _Kept] = {}


def _approved(catalogue: Catalogue) -> Sequence[Fact]:
    """A fact for each approval; what was made before is taken as it is."""
    said = language()
    with _lock:
        kept, tips = _kept.get(said), _tips()
        if (
            kept is None
            or kept.catalogue is not catalogue
            or not _goes_on(kept, tips)
            or kept.names != people(kept.names, said)
        ):
            kept = _Kept(catalogue)
        if not tips or kept.tips != tips:
            kept = _brought_up(kept, said)
            kept.tips = tips
            _kept[said] = kept
        return kept.facts


def _tips() -> dict[str, tuple[int, str]]:
    rows = Tip.objects.filter(stream__in=_STREAMS).values_list("stream", "number", "hash")
    return {stream: (number, hash_) for stream, number, hash_ in rows}


def _goes_on(kept: _Kept, tips: Mapping[str, tuple[int, str]]) -> bool:
    """Whether the journal holds all that it held, and perhaps more: no other database."""
    before = kept.tips.get("collection")
    if before is None:
        return False
    if kept.tips == tips:
        return True
    number, hash_ = before
    return Written.objects.filter(stream="collection", number=number, hash=hash_).exists()


def _brought_up(kept: _Kept, said: Language) -> _Kept:
    """The same with what was approved since, and with the evidence of today."""
    now = places()
    if any(now.get(request) != place for request, place in kept.places.items()):
        kept = _Kept(kept.catalogue)  # a campaign has another name
    kept.places = now
    proved = proofs()
    changed = {
        cell
        for cell in kept.proved.keys() | proved.keys()
        if kept.proved.get(cell) != proved.get(cell)
    }
    kept.proved = proved
    _proved_anew(kept, changed)
    with _without_collecting():
        _add(kept, list(approved_after(kept.last)), said)
    return kept


def _proved_anew(kept: _Kept, cells: Collection[int]) -> None:
    if not cells:
        return
    for at, (cell, version) in enumerate(kept.made_of):
        fact = kept.facts[at]
        if cell in cells and isinstance(fact.provenance, Entered):
            evidence = _evidence(kept.proved, cell, version)
            kept.facts[at] = replace(fact, provenance=replace(fact.provenance, evidence=evidence))


def _add(kept: _Kept, rows: Sequence[Approved], said: Language) -> None:
    taken = signs(number for row in rows for number in (row.reviewed, row.approved))
    references = {row.by for row in rows} | {by for by, _ in taken.values()}
    kept.names |= people(references, said)
    steps = {step: Signature(kept.names[by], at) for step, (by, at) in taken.items()}
    making = _Making(kept, steps, said)
    for row in rows:
        kept.last = row.number
        metric = kept.catalogue.get(row.metric)
        if metric is not None:
            kept.facts.append(making.fact(row, metric))
            kept.made_of.append((row.cell, row.entry_version))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A hundred thousand facts are made at once, none of which is garbage: do not look for any."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


# -- one fact -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Making:
    """The making of facts, with what is read once for all of them."""

    kept: _Kept
    steps: Mapping[int, Signature]
    said: Language

    def fact(self, row: Approved, metric: Metric) -> Fact:
        """An approval as a fact."""
        value, why = _said(metric, row)
        return Fact(
            metric=row.metric,
            entity=self.kept.places[row.request].unit,
            period=_period(row.start, row.end),
            value=value,
            unit=metric.unit,
            dimensions=_dimensions(row.dimensions),
            basis=Basis.ENTERED,
            version=row.version,
            qualifier=Qualifier(row.qualifier),
            estimated=row.estimated,
            nil_reason=why,
            provenance=self.provenance(row),
        )

    def provenance(self, row: Approved) -> Entered:
        """Who did what, and what proves it."""
        return Entered(
            campaign=self.kept.places[row.request].campaign[self.said],
            request=f"request:{row.request}",
            entry=f"entry:{row.entry}",
            typed=f"{row.typed} {row.typed_unit}".strip(),
            entered=Signature(self.kept.names[row.by], row.at),
            reviewed=self.steps[row.reviewed],
            approved=self.steps[row.approved],
            evidence=_evidence(self.kept.proved, row.cell, row.entry_version),
            reason=row.reason,
        )


def _evidence(proved: _Proofs, cell: int, version: int) -> tuple[str, ...]:
    """Hashes of what proves a version; what proved an earlier one stays."""
    found = (sha256 for of, sha256 in proved.get(cell, ()) if of <= version)
    return tuple(dict.fromkeys(found))


# few of these differ among a hundred thousand facts
_period = lru_cache(maxsize=4096)(Period)
_dimensions = lru_cache(maxsize=4096)(Dimensions.parse)


def _said(metric: Metric, row: Approved) -> tuple[Decimal | str | None, str]:
    """Value, or the reason why there is none. None in a period is zero of what adds up."""
    match row.kind:
        case Kind.VALUE if metric.is_numeric:
            return (Decimal(row.value) if row.value else None), ""
        case Kind.VALUE:
            return row.text, ""
        case Kind.NONE if metric.adds_up:
            return Decimal(0), ""
        case Kind.NONE:
            return None, NONE_IN_PERIOD
        case Kind.NOT_APPLICABLE:
            return None, nil(NOT_APPLICABLE, row.why)
    return None, nil(TAKEN_BACK, row.why)


# -- outside of a boundary ------------------------------------------------------------------


def _taken_out(
    facts: Iterable[Fact], catalogue: Catalogue, organisation: Organisation | None
) -> Iterator[Fact]:
    """Units that stand outside, each as the next version of what it stated before."""
    outside = list(_outside(catalogue, organisation))
    if not outside:
        return
    versions = {fact.key: fact.version for fact in facts}
    for fact in outside:
        yield replace(fact, version=versions.get(fact.key, 0) + 1)


def _outside(catalogue: Catalogue, organisation: Organisation | None) -> Iterator[Fact]:
    """Figures that are left out of a boundary, each with the reason instead of a value."""
    standing = Exclusion.objects.filter(ended_at=None)
    reasons = {
        (campaign, metric, unit): reason
        for campaign, metric, unit, reason in standing.values_list(
            "campaign", "metric", "unit", "reason"
        )
    }
    if not reasons:
        return
    cells = Cell.objects.filter(outside=True).order_by("request", "place")
    for metric, dimensions, start, end, campaign, unit, code in cells.values_list(
        "metric",
        "dimensions",
        "start",
        "end",
        "request__campaign",
        "request__unit",
        "request__unit__code",
    ):
        why = reasons.get((campaign, metric, unit))
        known = organisation is None or code in organisation
        if why is None or not known or metric not in catalogue:
            continue
        yield Fact(
            metric=metric,
            entity=code,
            period=_period(start, end),
            value=None,
            unit=catalogue[metric].unit,
            dimensions=_dimensions(dimensions),
            basis=Basis.ENTERED,
            nil_reason=nil(OUTSIDE, why),
        )
