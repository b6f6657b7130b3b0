"""Reporting criteria: what each metric means here, as a document.

Out of the catalogue (definition, formula, unit, requirements, how it is combined), the campaigns
(boundary), the entries (sources, estimates, corrections) and the notes on method.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from crossfoot.languages import Language, Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import dimension, member_label
from crossfoot.metrics.formula import (
    Constant,
    Formula,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
)
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.units import unit_label
from crossfoot.records.assurance.models import MethodNote
from crossfoot.records.collection.labels import unit_texts
from crossfoot.records.collection.models import Approval, Cell, Entry, Exclusion
from crossfoot.records.evidence.kinds import KINDS
from crossfoot.records.evidence.models import Use

#: how the sets of requirements are called
STANDARDS = {
    "gri": "GRI",
    "hkex": "HKEX",
    "ifrs_s2": "IFRS S2",
    "esrs_vsme": "ESRS VSME",
    "sse_szse": "SSE/SZSE",
    "other": "",
}

_FUNCTIONS = {"total": Text("whole of", "总体"), "prev": Text("previous period's", "上期")}


@dataclass(frozen=True, slots=True)
class Outside:
    """A unit that the boundary leaves out, and why."""

    unit: Text
    reason: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that was corrected after its approval."""

    unit: Text
    cell: Cell
    before: Decimal | None
    after: Decimal | None
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is reported under a metric, and how.

    Attributes:
        metric: of the catalogue.
        asked: units that were asked for it in the period.
        outside: those of them that the boundary leaves out.
        via: how many approved figures came by page, Excel, API.
        evidence: how many documents of each kind prove them.
        approved, estimated, bounded: number of approved figures; of those, estimates and figures
            with a qualifier ("about", "at least").
        corrections: in the period.
        notes: versions of the note on method, the latest first.
    """

    metric: Metric
    asked: Sequence[Text]
    outside: Sequence[Outside]
    via: Mapping[str, int]
    evidence: Mapping[str, int]
    approved: int
    estimated: int
    bounded: int
    corrections: Sequence[Correction]
    notes: Sequence[MethodNote]

    @property
    def note(self) -> MethodNote | None:
        """The note on method that counts."""
        return self.notes[0] if self.notes else None

    def evidence_in(self, language: Language) -> list[tuple[str, int]]:
        """Kinds of evidence in words."""
        return [
            (KINDS[kind][language] if kind in KINDS else kind, count)
            for kind, count in self.evidence.items()
        ]


def criteria(
    metrics: Sequence[str], start: date, end: date, units: Iterable[str] | None = None
) -> list[Criterion]:
    """The criteria of metrics in a period; six queries however many there are.

    Args:
        metrics: ids; what the catalogue does not have is left out.
        start: of the figures, the first day.
        end: of the figures, the last day.
        units: codes of units; all where None.
    """
    known = [metric for each in metrics if (metric := catalogue().get(each)) is not None]
    ids = [metric.id for metric in known]
    asked = _within(ids, start, end, units)
    cells = list(asked)
    approvals = _approvals(asked)
    texts = unit_texts({cell.request.unit_id for cell in cells})
    outside = _outside(cells, texts)
    evidence = _evidence(asked)
    notes: dict[str, list[MethodNote]] = {}
    for note in MethodNote.objects.filter(metric__in=ids).order_by("-version"):
        notes.setdefault(note.metric, []).append(note)
    by_metric: dict[str, list[Cell]] = {}
    for cell in cells:
        by_metric.setdefault(cell.metric, []).append(cell)
    return [
        _criterion(
            metric,
            by_metric.get(metric.id, []),
            approvals,
            texts,
            outside.get(metric.id, []),
            evidence.get(metric.id, Counter()),
            notes.get(metric.id, []),
        )
        for metric in known
    ]


def in_words(formula: Formula, language: Language) -> str:
    """A formula with the titles of its metrics instead of their ids."""
    return _said(formula.root, language)


def requirements(metric: Metric) -> list[str]:
    """The requirements that a metric answers: "GRI 302-1, 302-3"."""
    return [
        f"{STANDARDS.get(name, name)} {', '.join(codes)}".strip()
        for name, codes in metric.requirements.items()
        if codes
    ]


def breakdowns(metric: Metric, language: Language) -> list[str]:
    """The dimensions by which a metric may be broken down, each with its members."""
    found = []
    for name in metric.dimensions:
        known = [member_label(name, member)[language] for member in dimension(name).members]
        title = dimension(name).title[language]
        found.append(f"{title} ({', '.join(known)})" if known else title)
    return found


def unit_of(metric: Metric, language: Language) -> str:
    """The unit in words."""
    return (unit_label(metric.unit, language) or metric.unit) if metric.unit else ""


def _within(
    metrics: Sequence[str], start: date, end: date, units: Iterable[str] | None
) -> QuerySet[Cell]:
    found = Cell.objects.filter(metric__in=metrics, start__gte=start, end__lte=end)
    if units is not None:
        found = found.filter(request__unit__code__in=list(units))
    return found.select_related("request__unit").order_by("id")


def _approvals(cells: QuerySet[Cell]) -> dict[int, list[Approval]]:
    found = Approval.objects.filter(cell__in=cells.order_by().values("pk")).select_related(
        "entry", "approved", "cell__request"
    )
    by_cell: dict[int, list[Approval]] = {}
    for each in found.order_by("version"):
        by_cell.setdefault(each.cell_id, []).append(each)
    return by_cell


def _outside(cells: Sequence[Cell], texts: Mapping[int, Text]) -> dict[str, list[Outside]]:
    asked = {(cell.request.campaign_id, cell.metric, cell.request.unit_id) for cell in cells}
    standing = Exclusion.objects.filter(
        ended_at=None, campaign__in={campaign for campaign, _, _ in asked}
    ).select_related("unit")
    found: dict[str, list[Outside]] = {}
    for each in standing:
        if (each.campaign_id, each.metric, each.unit_id) in asked:
            unit = texts.get(each.unit_id, Text(each.unit.code, each.unit.code))
            new = Outside(unit, each.reason)
            if new not in found.setdefault(each.metric, []):
                found[each.metric].append(new)
    return found


def _evidence(cells: QuerySet[Cell]) -> dict[str, Counter[str]]:
    """Documents by kind, each counted once for a metric."""
    entries = Entry.objects.filter(cell__in=cells.order_by().values("pk")).order_by()
    of = {f"entry:{pk}": metric for pk, metric in entries.values_list("pk", "cell__metric")}
    standing = Use.objects.filter(subject__startswith="entry:", ended_at=None)
    pairs = {
        (of[subject], document, kind)
        for subject, document, kind in standing.order_by().values_list(
            "subject", "revision__document_id", "revision__document__kind"
        )
        if subject in of
    }
    found: dict[str, Counter[str]] = {}
    for metric, _, kind in pairs:
        found.setdefault(metric, Counter())[kind] += 1
    return found


def _criterion(
    metric: Metric,
    cells: Sequence[Cell],
    approvals: Mapping[int, Sequence[Approval]],
    texts: Mapping[int, Text],
    outside: Sequence[Outside],
    evidence: Counter[str],
    notes: Sequence[MethodNote],
) -> Criterion:
    def unit(cell: Cell) -> Text:
        code = cell.request.unit.code
        return texts.get(cell.request.unit_id, Text(code, code))

    last = [approvals[cell.pk][-1].entry for cell in cells if cell.pk in approvals]
    corrections = [
        Correction(
            unit(cell), cell, old.entry.value, new.entry.value, new.reason, new.approved.at.date()
        )
        for cell in cells
        for old, new in zip(
            approvals.get(cell.pk, ()), list(approvals.get(cell.pk, ()))[1:], strict=False
        )
    ]
    asked = {cell.request.unit_id: unit(cell) for cell in cells}
    return Criterion(
        metric,
        list(asked.values()),
        outside,
        Counter(entry.via for entry in last),
        dict(sorted(evidence.items())),
        len(last),
        sum(entry.estimated for entry in last),
        sum(entry.qualifier != "exact" for entry in last),
        corrections,
        notes,
    )


def _said(node: Node, language: Language, level: int = 0) -> str:
    match node:
        case Number() | Constant():
            unit = unit_label(node.unit, language) if isinstance(node, Constant) else ""
            return f"{node.value:f} {unit}".strip()
        case Reference():
            return _reference(node, language)
        case Negation():
            return f"−{_said(node.operand, language, 3)}"
        case Operation():
            own = 1 if node.op in "+-" else 2
            sign = {"*": "×", "/": "÷", "-": "−"}.get(node.op, node.op)
            left, right = _said(node.left, language, own), _said(node.right, language, own + 1)
            text = f"{left} {sign} {right}"
            return f"({text})" if own < level else text


def _reference(node: Reference, language: Language) -> str:
    known = catalogue().get(node.metric)
    words = known.title[language] if known else node.metric
    parts = [member_label(key, member)[language] for key, member in node.fixed]
    text = f"{words} ({', '.join(parts)})" if parts else words
    for name, wanted in (("total", node.total), ("prev", node.previous)):
        if wanted:
            joint = " " if language == "en" else ""
            text = f"{_FUNCTIONS[name][language]}{joint}[{text}]"
    return f"[{text}]" if not text.endswith("]") else text
