"""What was approved, as facts with their whole provenance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crossfoot.facts.boundaries import (
    NONE_IN_PERIOD,
    NOT_APPLICABLE,
    OUTSIDE,
    TAKEN_BACK,
    nil,
)
from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.provenance import Entered, Signature
from crossfoot.metrics.catalogue import Catalogue
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.collection.labels import people
from crossfoot.records.collection.models import (
    Approval,
    Cell,
    Entry,
    Exclusion,
    Kind,
    Move,
)
from crossfoot.records.evidence.models import Use
from crossfoot.records.evidence.queries import evidence_of_all
from crossfoot.records.messages import language

#: how many references one query names
_AT_ONCE = 10_000


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
    approvals = _approvals()
    if organisation is not None:
        approvals = [each for each in approvals if _code(each.cell) in organisation]
    making = _Making(catalogue, approvals)
    facts = [making.fact(each) for each in approvals if each.cell.metric in catalogue]
    facts += making.taken_out(facts, _outside(catalogue, organisation))
    return tuple(facts)


def _approvals() -> list[Approval]:
    return list(
        Approval.objects.order_by("id").select_related(
            "entry", "reviewed", "approved", "cell__request__unit", "cell__request__campaign"
        )
    )


def _outside(catalogue: Catalogue, organisation: Organisation | None) -> list[tuple[Cell, Entry]]:
    """Cells that stand outside, each with the reason as the entry that was never made."""
    exclusions = {
        (each.campaign_id, each.metric, each.unit_id): each
        for each in Exclusion.objects.filter(ended_at=None)
    }
    if not exclusions:
        return []
    cells = Cell.objects.filter(outside=True).select_related("request__unit", "request__campaign")
    found = []
    for cell in cells:
        why = exclusions.get((cell.request.campaign_id, cell.metric, cell.request.unit_id))
        known = organisation is None or _code(cell) in organisation
        if why is not None and known and cell.metric in catalogue:
            found.append((cell, Entry(cell=cell, reason=why.reason, by=why.by, at=why.at)))
    return found


@dataclass
class _Making:
    """The making of facts, with what is read once for all of them."""

    catalogue: Catalogue
    approvals: Sequence[Approval]

    def __post_init__(self) -> None:
        references = {
            by
            for each in self.approvals
            for by in (each.entry.by, each.reviewed.by, each.approved.by)
        }
        self.names = people(references, language())
        self.proofs = _proofs()

    def fact(self, approval: Approval) -> Fact:
        """An approval as a fact."""
        cell, entry = approval.cell, approval.entry
        value, why = _said(self.catalogue[cell.metric], entry)
        return replace(
            _fact_of(cell, self.catalogue[cell.metric]),
            value=value,
            nil_reason=why,
            version=approval.version,
            qualifier=Qualifier(entry.qualifier),
            estimated=entry.estimated,
            provenance=self._provenance(approval),
        )

    def taken_out(
        self, facts: Sequence[Fact], outside: Iterable[tuple[Cell, Entry]]
    ) -> Iterator[Fact]:
        """Units that stand outside, each as the next version of what it stated before."""
        versions = {fact.key: fact.version for fact in facts}
        for cell, why in outside:
            fact = replace(
                _fact_of(cell, self.catalogue[cell.metric]), nil_reason=nil(OUTSIDE, why.reason)
            )
            yield replace(fact, version=versions.get(fact.key, 0) + 1)

    def _provenance(self, approval: Approval) -> Entered:
        cell, entry = approval.cell, approval.entry
        proofs = (
            sha256
            for version, found in self.proofs.get(cell.pk, ())
            if version <= entry.version
            for sha256 in found
        )
        return Entered(
            campaign=cell.request.campaign.title[language()],
            request=cell.request.reference,
            entry=entry.reference,
            typed=f"{entry.typed} {entry.typed_unit}".strip(),
            entered=self._signed(entry),
            reviewed=self._signed(approval.reviewed),
            approved=self._signed(approval.approved),
            evidence=tuple(dict.fromkeys(proofs)),
            reason=approval.reason,
        )

    def _signed(self, act: Entry | Move) -> Signature:
        return Signature(self.names[act.by], act.at)


def _proofs() -> dict[int, list[tuple[int, list[str]]]]:
    """Hashes of the evidence of each version of the cells; what proved an earlier one stays."""
    used = Use.objects.filter(subject__startswith="entry:", ended_at=None)
    subjects = list(used.values_list("subject", flat=True).distinct())
    found: dict[int, list[tuple[int, list[str]]]] = {}
    for start in range(0, len(subjects), _AT_ONCE):
        proofs = evidence_of_all(subjects[start : start + _AT_ONCE])
        entries = Entry.objects.filter(pk__in=[int(name[6:]) for name in proofs])
        for pk, cell, version in entries.values_list("pk", "cell", "version"):
            hashes = [proof.sha256 for proof in proofs[f"entry:{pk}"]]
            found.setdefault(cell, []).append((version, hashes))
    return found


def _fact_of(cell: Cell, metric: Metric) -> Fact:
    """The fact that a cell is about, without a value."""
    return Fact(
        metric=cell.metric,
        entity=_code(cell),
        period=cell.period,
        value=None,
        unit=metric.unit,
        dimensions=cell.breakdown,
        basis=Basis.ENTERED,
    )


def _said(metric: Metric, entry: Entry) -> tuple[Decimal | str | None, str]:
    """Value, or the reason why there is none. None in a period is zero of what adds up."""
    match entry.kind:
        case Kind.VALUE:
            return (entry.value if metric.is_numeric else entry.text), ""
        case Kind.NONE if metric.adds_up:
            return Decimal(0), ""
        case Kind.NONE:
            return None, NONE_IN_PERIOD
        case Kind.NOT_APPLICABLE:
            return None, nil(NOT_APPLICABLE, entry.reason)
    return None, nil(TAKEN_BACK, entry.reason)


def _code(cell: Cell) -> str:
    return cell.request.unit.code
