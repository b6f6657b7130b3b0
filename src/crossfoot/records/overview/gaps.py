"""What is missing, late, or does not foot, in a unit and those below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.models import Cell, Entry, Kind, Request
from crossfoot.records.collection.visible import is_late
from crossfoot.records.collection.workflow import OPEN
from crossfoot.records.evidence.guards import open_to
from crossfoot.records.evidence.models import Document, Use
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.overview.audited import TieOut, counted, tie_outs, unaudited
from crossfoot.records.overview.store import Found, Numbers
from crossfoot.records.roles import Duty

#: days before the last on which a document is said to expire
SOON = 60

_OPEN = [state.value for state in OPEN]


@dataclass(frozen=True, slots=True)
class Counted:
    """How much of each kind of gap there is.

    Attributes:
        here: of a period, where the kind has one; by the name of the kind.
        elsewhere: of all other periods, for the kinds that have one.
    """

    here: dict[str, int]
    elsewhere: dict[str, int]


@dataclass(frozen=True)
class Gaps:
    """What is missing behind the figures of some units.

    Attributes:
        units: codes of the units: one and those below it, as far as the person may read them.
        today: the day on which something is late.
        numbers: the kept numbers; None where there are none.
        unit: the highest of the units.
        by: who looks; documents that are closed to him are left out.
    """

    units: frozenset[str]
    today: date
    numbers: Numbers | None
    unit: str
    by: Person

    @property
    def late(self) -> QuerySet[Request]:
        """Requests that were due and are not handed in, the longest late first."""
        found = Request.objects.filter(is_late(self.today), unit__code__in=self.units)
        return found.select_related("unit", "campaign").order_by("due", "id")

    @property
    def missing(self) -> QuerySet[Request]:
        """Open requests that lack an answer that they need, with `lacking`; first due first."""
        lacking = Count("cells", filter=_lacks("cells__"))
        found = Request.objects.filter(state__in=_OPEN, unit__code__in=self.units)
        found = found.annotate(lacking=lacking).filter(lacking__gt=0)
        return found.select_related("unit", "campaign").order_by("due", "id")

    @property
    def unproved(self) -> QuerySet[Cell]:
        """Values of which evidence is asked for, and that have none."""
        used = Use.objects.filter(ended_at=None).values("subject")
        name = Concat(Value("entry:"), Cast("pk", CharField()))
        proved = Entry.objects.filter(cell=OuterRef("pk")).annotate(name=name)
        values = Cell.objects.filter(
            ~Exists(proved.filter(name__in=used)),
            proof=True,
            outside=False,
            current__kind=Kind.VALUE,
            request__unit__code__in=self.units,
        )
        return values.select_related("request__unit").order_by("request__due", "pk")

    @property
    def expiring(self) -> QuerySet[Document]:
        """Documents that prove something and have expired, or soon will."""
        until = self.today + timedelta(SOON)
        used = Use.objects.filter(ended_at=None).values("revision__document")
        expiring = Document.objects.filter(
            deleted_at=None, unit__code__in=self.units, valid_until__lte=until, pk__in=used
        )
        return open_to(self.by, expiring).order_by("valid_until", "id")

    def findings(self, limit: int, start: int = 0) -> list[Found]:
        """What does not foot, errors first."""
        return self.numbers.findings(self.units, limit, start) if self.numbers else []

    @cached_property
    def findings_total(self) -> int:
        """How many findings there are, in all periods."""
        return sum(inside for inside, _ in self._severities(None).values())

    def _severities(self, period: Period | None) -> Mapping[str, tuple[int, int]]:
        """How many findings there are by severity: of the period, and others."""
        return self.numbers.count_findings(self.units, period) if self.numbers else {}

    @cached_property
    def unresolved(self) -> list[Mapping[str, Any]]:
        """Rows of activity data that no factor was found for, the first of them."""
        rows = self.numbers.said("unresolved") if self.numbers else []
        return [row for row in rows if row["site"] in self.units]

    @cached_property
    def tie_outs(self) -> list[TieOut]:
        """Figures against the audited ones, of the reporting year."""
        if self.numbers is None or not self.unit:
            return []
        return tie_outs(self.numbers, self.unit, Period.year(self.numbers.said("year")))

    @property
    def counts(self) -> dict[str, int]:
        """How much of each there is, in all periods."""
        return self.count().here

    def count(self, period: Period | None = None) -> Counted:
        """How much of each there is, with what lies in other periods.

        Of a period are the requests that ask about a part of it, and the findings with a figure
        inside it.
        """
        severities = self._severities(period)
        missing = Cell.objects.filter(
            _lacks(""), request__state__in=_OPEN, request__unit__code__in=self.units
        )
        split = {
            "late": _split(self.late, "campaign", period),
            "missing": _split(missing, "request__campaign", period),
            "unproved": _split(self.unproved, "request__campaign", period),
            "errors": severities.get("error", (0, 0)),
            "warnings": severities.get("warning", (0, 0)),
        }
        here = {
            **{name: inside for name, (inside, _) in split.items()},
            "unresolved": len(self.unresolved),
            "expiring": self.expiring.count(),
            "tie_out": counted(self.tie_outs),
            "unaudited": unaudited(self.tie_outs),
        }
        return Counted(here, {name: outside for name, (_, outside) in split.items()})


def gaps_of(person: Person, numbers: Numbers | None, unit: str) -> Gaps:
    """What is missing in a unit and below it, as far as the person may read."""
    today = timezone.now().date()
    tree = _tree(today)
    if tree is None or unit not in tree:
        return Gaps(frozenset(), today, numbers, unit, person)
    below = {entity.id for entity in tree.below(unit)}
    return Gaps(frozenset(person.units(Duty.READ, tree) & below), today, numbers, unit, person)


def _tree(day: date) -> Organisation | None:
    try:
        return organisation_on(day)
    except CrossfootError:
        return None


def _split(found: QuerySet[Any], campaign: str, period: Period | None) -> tuple[int, int]:
    """How many are of campaigns that overlap a period, and how many are not; one query."""
    if period is None:
        return found.count(), 0
    overlap = Q(**{f"{campaign}__start__lte": period.end, f"{campaign}__end__gte": period.start})
    counts = found.order_by().aggregate(whole=Count("pk"), inside=Count("pk", filter=overlap))
    return counts["inside"], counts["whole"] - counts["inside"]


def _lacks(prefix: str) -> Q:
    """Cells that need an answer and have none."""
    needs = Q(**{f"{prefix}required": True, f"{prefix}outside": False})
    empty = Q(**{f"{prefix}current": None}) | Q(**{f"{prefix}current__kind": Kind.EMPTY})
    return needs & empty
