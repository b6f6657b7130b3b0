"""The evidence of the figures of a request."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from crossfoot.records.collection.models import Entry, Request
from crossfoot.records.evidence.queries import Proof, evidence_of_all


def proofs_of(request: Request, cells: Collection[int]) -> Mapping[int, tuple[Proof, ...]]:
    """What proves each cell, each page of a revision once; two queries.

    What proved an earlier version of a figure stays with it.
    """
    entries = dict(
        Entry.objects.filter(cell__request=request, cell__in=cells)
        .order_by()
        .values_list("pk", "cell_id")
    )
    found: dict[int, dict[tuple[int, str], Proof]] = {}
    for subject, proofs in evidence_of_all(f"entry:{entry}" for entry in entries).items():
        of_cell = found.setdefault(entries[int(subject.removeprefix("entry:"))], {})
        of_cell |= {(proof.revision, proof.page): proof for proof in proofs}
    return {cell: tuple(proofs.values()) for cell, proofs in found.items()}
