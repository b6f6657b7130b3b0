"""Which metrics units report, where that is otherwise than templates say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from crossfoot.facts.entities import Organisation
from crossfoot.records.organisation.models import Reporting


@dataclass(frozen=True, slots=True)
class ReportingOn:
    """What holds on a day.

    Attributes:
        asked: unit and metric that must be reported whatever the unit's kind.
        unasked: unit and metric that need not be reported, with the reason; for the units below
            too, unless they must themselves.
    """

    asked: frozenset[tuple[str, str]]
    unasked: Mapping[tuple[str, str], str]

    @classmethod
    def day(cls, day: date, organisation: Organisation) -> ReportingOn:
        """What holds on a day, in one query."""
        asked: set[tuple[str, str]] = set()
        unasked: dict[tuple[str, str], str] = {}
        for rule in standing().filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day):
            code = rule.unit.code
            if rule.reports:
                asked.add((code, rule.metric))
            elif code in organisation:
                for entity in organisation.below(code):
                    unasked.setdefault((entity.id, rule.metric), rule.reason)
        return cls(
            frozenset(asked), {each: why for each, why in unasked.items() if each not in asked}
        )

    def must(self, unit: str, metric: str) -> bool:
        """Whether a unit is asked whatever its kind."""
        return (unit, metric) in self.asked

    def left_out(self, asked: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
        """Of what is asked, what is left out, with the reason, by metric and unit."""
        found: dict[str, dict[str, str]] = {}
        for unit, metric in sorted(asked):
            if (unit, metric) in self.unasked:
                found.setdefault(metric, {})[unit] = self.unasked[unit, metric]
        return found


def standing() -> QuerySet[Reporting]:
    """What was recorded and not taken back, of all days."""
    return Reporting.objects.filter(ended_at=None).select_related("unit")
