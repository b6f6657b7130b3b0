"""From a figure to its evidence: versions, who touched them, what proves them, the journal."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Max

from crossfoot.languages import Language
from crossfoot.records.collection.labels import members, people, unit_names
from crossfoot.records.collection.models import Approval, Cell, Entry
from crossfoot.records.evidence.queries import Proof, evidence_of_all
from crossfoot.records.journal.models import Entry as Line
from crossfoot.records.overview.store import open_numbers, path_of

#: journal entries that are looked through at most
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a figure.

    Attributes:
        entry: what was entered.
        entered, reviewed, approved: names of who did; empty where nobody did.
        approval: None where it was never approved.
        proofs: the evidence that was attached to this version.
    """

    entry: Entry
    entered: str
    reviewed: str
    approved: str
    approval: Approval | None
    proofs: Sequence[Proof]


@dataclass(frozen=True, slots=True)
class Followed:
    """A figure with its versions, the latest first.

    Attributes:
        cell: metric, breakdown, period; with its request.
        unit: name of the unit.
        breakdown: in words.
        period: in words.
        versions: of the figure.
    """

    cell: Cell
    unit: str
    breakdown: str
    period: str
    versions: Sequence[Version]


def newest_year(folder: Path, metric: str, units: Collection[str]) -> int | None:
    """The latest year in which units have figures of a metric, else the reporting year.

    Args:
        folder: of the workspace; its kept numbers are read as they are.
        metric: id.
        units: codes.

    Returns:
        None where there are neither figures nor kept numbers.
    """
    entered = Cell.objects.filter(metric=metric, request__unit__code__in=units, version__gt=0)
    last = entered.aggregate(last=Max("end"))["last"]
    years = {last.year} if last else set()
    with open_numbers(path_of(folder)) as numbers:
        if numbers is not None:
            for unit in units:
                years |= {each.end.year for each in numbers.periods(unit, (metric,))}
            years = years or {numbers.said("year")}
    return max(years, default=None)


def cells_of(metric: str, units: Collection[str], start: date, end: date) -> list[Cell]:
    """What was asked of units for a metric within some days; one query."""
    return list(
        Cell.objects.filter(
            metric=metric, request__unit__code__in=list(units), start__gte=start, end__lte=end
        )
        .select_related("request__unit", "request__campaign", "current")
        .order_by("request__unit__code", "start", "end", "dimensions", "id")
    )


def follow(cells: Sequence[Cell], language: Language) -> list[Followed]:
    """Figures with their versions; five queries however many there are."""
    entries = list(Entry.objects.filter(cell__in=cells).order_by("cell_id", "-version"))
    approvals = {
        each.entry_id: each
        for each in Approval.objects.filter(cell__in=cells).select_related("reviewed", "approved")
    }
    references = {each.by for each in entries}
    references |= {by for each in approvals.values() for by in (each.reviewed.by, each.approved.by)}
    names = people(references, language)
    proofs = evidence_of_all([each.reference for each in entries])
    units = unit_names({each.request.unit_id for each in cells}, language)
    versions: dict[int, list[Version]] = {}
    for entry in entries:
        approval = approvals.get(entry.pk)
        versions.setdefault(entry.cell_id, []).append(
            Version(
                entry,
                names[entry.by],
                names[approval.reviewed.by] if approval else "",
                names[approval.approved.by] if approval else "",
                approval,
                proofs.get(entry.reference, ()),
            )
        )
    return [
        Followed(
            cell,
            units.get(cell.request.unit_id, cell.request.unit.code),
            members(cell.breakdown, language),
            cell.period.label(language),
            versions.get(cell.pk, []),
        )
        for cell in cells
    ]


def journal_of(cells: Iterable[Cell]) -> list[Line]:
    """Entries of the journal that touch some figures, in the order of time; one query."""
    cells = list(cells)
    own = {str(cell.pk) for cell in cells}
    requests = {cell.request_id for cell in cells}
    subjects = {f"request:{number}" for number in requests}
    subjects |= {f"campaign:{cell.request.campaign_id}" for cell in cells}
    found = Line.objects.filter(stream="collection", subject__in=subjects).order_by("id")
    return [each for each in found[:_MOST] if _touches(each, own, requests)]


def _touches(line: Line, cells: set[str], requests: set[int]) -> bool:
    if line.key:
        return False
    values: dict[str, Any] = json.loads(line.content)["values"]
    if isinstance(values.get("cells"), dict):
        return not cells.isdisjoint(values["cells"])
    if isinstance(values.get("requests"), list):
        return not requests.isdisjoint(values["requests"])
    return line.subject.startswith("request:") and values.get("cell") in (
        None,
        *(int(each) for each in cells),
    )
