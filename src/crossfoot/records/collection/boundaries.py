"""Which units each metric of a campaign covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Min

from crossfoot.facts.boundaries import boundary_note, note_text
from crossfoot.facts.entities import Organisation
from crossfoot.languages import Language
from crossfoot.records.collection.labels import metric_title, unit_texts
from crossfoot.records.collection.models import Campaign, Cell, Exclusion
from crossfoot.records.collection.visible import Visible


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit outside a metric's boundary."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """What a metric of a campaign covers.

    Attributes:
        metric: its id.
        title: its title.
        asked: code and name of the units that the campaign asks for it.
        left_out: those of them that stand outside.
        note: the footnote; empty where all are covered.
    """

    metric: str
    title: str
    asked: Sequence[tuple[str, str]]
    left_out: Sequence[LeftOut]
    note: str

    @property
    def covered(self) -> Sequence[tuple[str, str]]:
        """Units that are asked and not left out."""
        outside = {each.code for each in self.left_out}
        return [unit for unit in self.asked if unit[0] not in outside]


def boundaries(seen: Visible, campaign: Campaign, language: Language) -> list[Boundary]:
    """The boundary of each metric of a campaign, in the order of the cells; three queries.

    Args:
        seen: whose units are shown; those that a person may not read are not counted.
        campaign: which.
        language: of titles and names.
    """
    cells = (
        Cell.objects.filter(request__in=seen.requests.filter(campaign=campaign).order_by())
        .values("metric", "request__unit_id", "request__unit__code")
        .annotate(first=Min("id"))
        .order_by("first")
        .values_list("metric", "request__unit_id", "request__unit__code")
    )
    asked: dict[str, dict[int, str]] = {}
    for metric, unit, code in cells:
        asked.setdefault(metric, {})[unit] = code
    names = unit_texts(unit for units in asked.values() for unit in units)
    out = Exclusion.objects.filter(campaign=campaign, ended_at=None)
    reasons = {(each.metric, each.unit_id): each.reason for each in out}
    found = []
    for metric, units in asked.items():
        named = {
            unit: (code, names[unit][language] if unit in names else code)
            for unit, code in units.items()
        }
        left_out = [
            LeftOut(*named[unit], reasons[metric, unit])
            for unit in units
            if (metric, unit) in reasons
        ]
        covered = len(units) - len(left_out)
        kind = _kind(units.values(), seen.organisation)
        note = boundary_note(covered, len(units), kind) if left_out else ""
        found.append(
            Boundary(
                metric,
                metric_title(metric)[language],
                list(named.values()),
                left_out,
                note_text(note)[language],
            )
        )
    return found


def _kind(codes: Iterable[str], organisation: Organisation | None) -> str:
    """The kind that all units are of; "unit" where they are of several."""
    if organisation is None:
        return "unit"
    kinds = {organisation[code].kind for code in codes if code in organisation}
    return kinds.pop() if len(kinds) == 1 else "unit"
