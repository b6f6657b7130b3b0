"""What is missing before a request can be submitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.errors import Problem
from crossfoot.languages import Text
from crossfoot.records.collection.labels import figure
from crossfoot.records.collection.models import Cell, Entry, Kind, Request
from crossfoot.records.collection.variance import Variance, values_before, variance_of
from crossfoot.records.evidence.queries import evidence_of_all
from crossfoot.records.messages import language, problem


@dataclass(frozen=True, slots=True)
class Line:
    """A cell with what stands beside it.

    Attributes:
        cell: with its current entry and approval.
        before: the same figure one period earlier; None where it is not known.
        variance: against it; None where there is none.
        proved: there is evidence of it, or none is asked for.
    """

    cell: Cell
    before: Decimal | None
    variance: Variance | None
    proved: bool = True

    @property
    def needs_evidence(self) -> bool:
        """Whether a value stands there whose evidence is still to come."""
        current = self.cell.current
        return not self.proved and current is not None and current.kind == Kind.VALUE

    @property
    def is_missing(self) -> bool:
        """Whether the request cannot be submitted because there is no answer."""
        return self.cell.required and not self.cell.is_answered

    @property
    def needs_explanation(self) -> bool:
        """Whether it differs much and nobody said why."""
        current = self.cell.current
        if self.variance is None or not self.variance.exceeds or current is None:
            return False
        return not current.explanation.strip()


def lines_of(request: Request) -> list[Line]:
    """The cells of a request in order, each with the figure before it; two queries.

    Two more where evidence is asked for.
    """
    cells = list(
        Cell.objects.filter(request=request, outside=False).select_related("current", "approval")
    )
    for cell in cells:
        cell.request = request
    before = values_before(cells)
    proved = _proved([cell for cell in cells if cell.proof])
    return [
        Line(
            cell,
            before.get(cell.pk),
            variance_of(cell, before.get(cell.pk)),
            not cell.proof or cell.pk in proved,
        )
        for cell in cells
    ]


def _proved(cells: list[Cell]) -> set[int]:
    """Of some cells, those with evidence; that of an earlier version goes on to count."""
    if not cells:
        return set()
    entries = {
        entry.reference: entry.cell_id
        for entry in Entry.objects.filter(cell__in=cells).only("cell")
    }
    return {entries[each] for each, found in evidence_of_all(entries).items() if found}


def missing(request: Request) -> Iterator[Problem]:
    """What must be mended before it can be submitted, each problem by its cell."""
    said = language()
    for line in lines_of(request):
        where = figure(line.cell, said)
        if line.is_missing:
            yield problem(
                Text("there is no value", "尚未填报"),
                remedy=Text(
                    "enter it, attest that there was none, or say why it does not apply",
                    "请填报，或确认本期无，或说明不适用的原因",
                ),
                where=where,
            )
        elif line.needs_explanation and line.variance is not None:
            percent = line.variance.percent
            yield problem(
                Text(
                    "it changed by {percent} against the period before, and nobody said why",
                    "较上期变动 {percent}，尚未说明原因",
                ),
                why=Text(
                    "more than {threshold} % needs an explanation",
                    "变动超过 {threshold}% 须说明原因",
                ),
                remedy=Text("explain it, or correct the value", "请说明原因，或更正数值"),
                where=where,
                percent=Text("from zero", "（上期为零）")[said]
                if percent is None
                else f"{percent:+f} %",
                threshold=line.cell.threshold,
            )
        if line.needs_evidence:
            yield problem(
                Text("there is no evidence of it", "缺少证据"),
                remedy=Text(
                    "attach the bill, the reading or the register", "请附上账单、读数或台账"
                ),
                where=where,
            )
