"""Who entered, reviewed and approved what, as the records say it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from crossfoot.records.collection.labels import people
from crossfoot.records.collection.models import Approval, Entry
from crossfoot.records.evidence.queries import Proof, evidence_of_all
from crossfoot.records.messages import language


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody did something."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """An approved entry with all who had a hand in it.

    Attributes:
        entry, cell, request: ids.
        version: of the fact.
        typed: the value with its unit as it was typed.
        comment, reason: what its owner said; why an earlier value was corrected.
        entered, reviewed, approved: who did it, and when.
        proofs: evidence that the person may open; that of earlier versions stays.
        other_proofs: how much further evidence there is.
    """

    entry: int
    cell: int
    request: int
    version: int
    typed: str
    comment: str
    reason: str
    entered: Step
    reviewed: Step
    approved: Step
    proofs: tuple[Proof, ...]
    other_proofs: int


def signed_entries(references: Iterable[str], units: Collection[str]) -> dict[str, Signed]:
    """Approved entries by their reference ("entry:40"); four queries however many.

    Args:
        references: which.
        units: evidence of these units may be opened.
    """
    wanted = [int(each[6:]) for each in references]
    if not wanted:
        return {}
    approvals = list(
        Approval.objects.filter(entry__in=wanted).select_related(
            "entry", "cell", "reviewed", "approved"
        )
    )
    said = language()
    acts = [act for each in approvals for act in (each.entry, each.reviewed, each.approved)]
    names = people({act.by for act in acts}, said)
    proofs = _proofs({each.cell_id for each in approvals})
    found = {}
    for each in approvals:
        entry = each.entry
        proved = {
            proof.use: proof
            for version, some in proofs.get(each.cell_id, ())
            if version <= entry.version
            for proof in some
        }
        open_to = tuple(proof for proof in proved.values() if proof.unit in units)
        found[entry.reference] = Signed(
            entry=entry.pk,
            cell=each.cell_id,
            request=each.cell.request_id,
            version=each.version,
            typed=f"{entry.typed} {entry.typed_unit}".strip(),
            comment=entry.comment,
            reason=each.reason,
            entered=Step(names[entry.by], entry.at),
            reviewed=Step(names[each.reviewed.by], each.reviewed.at),
            approved=Step(names[each.approved.by], each.approved.at),
            proofs=open_to,
            other_proofs=len(proved) - len(open_to),
        )
    return found


def _proofs(cells: Collection[int]) -> dict[int, list[tuple[int, tuple[Proof, ...]]]]:
    entries = {
        f"entry:{pk}": (cell, version)
        for pk, cell, version in Entry.objects.filter(cell__in=cells).values_list(
            "pk", "cell", "version"
        )
    }
    found: dict[int, list[tuple[int, tuple[Proof, ...]]]] = defaultdict(list)
    for reference, proofs in evidence_of_all(entries).items():
        cell, version = entries[reference]
        found[cell].append((version, proofs))
    return found
