"""What a page of figures is asked: whose, and of when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

from crossfoot.facts.fact import Fact
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.records.overview.board import periods_of
from crossfoot.records.overview.carried import Carried
from crossfoot.records.overview.fresh import Freshness, kept_numbers
from crossfoot.records.overview.store import Mark, Numbers
from crossfoot.records.roles import Duty
from crossfoot.web.listing import UnitChoice, units_of
from crossfoot.web.requests import person_of


@dataclass(frozen=True)
class Asked:
    """The unit and the period that a page is about.

    Attributes:
        person: who asks.
        folder: the workspace.
        numbers: the kept numbers; None where there are none yet.
        fresh: how they stand.
        units: those that the person may read, in the order of the tree.
        unit: code of the one that is shown; empty where there is none.
        periods: those in which it has figures, earlier ones first.
        period: the one that is shown; None where there is none.
    """

    person: Person
    folder: Path
    numbers: Numbers | None
    fresh: Freshness
    units: list[UnitChoice]
    unit: str
    periods: list[Period]
    period: Period | None

    @property
    def names(self) -> dict[str, str]:
        """What the units are called."""
        return {unit.code: unit.name for unit in self.units}

    def marks(self, metrics: Sequence[str], dimensions: str | None = None) -> dict[str, list[Mark]]:
        """What does not foot about figures of the unit, or of those below it, in the period."""
        if self.numbers is None or self.period is None:
            return {}
        readable = set(self.names)
        below = readable & _below(self.unit, self.numbers.said("tree"))
        return self.numbers.about(metrics, below, self.period, readable, dimensions)

    def carried(self, fact: Fact | None) -> Carried:
        """What a figure takes over from what it was made of; nothing where there is none."""
        return self.numbers.carried(fact) if self.numbers and fact else Carried()

    def shown(self) -> dict[str, Any]:
        """What the frame of all these pages needs."""
        said = language()
        latest_first = sorted(
            self.periods, key=lambda each: (each.month_count or 0, each.start), reverse=True
        )
        return {
            "units": self.units,
            "unit": self.unit,
            "unit_name": self.names.get(self.unit, self.unit),
            "periods": [(str(each), each.label(said)) for each in latest_first],
            "period": str(self.period or ""),
            "period_label": self.period.label(said) if self.period else "",
            "fresh": self.fresh,
            "has_numbers": self.numbers is not None,
        }


def _below(unit: str, tree: Sequence[tuple[str, str]]) -> set[str]:
    """A unit and those below it, in the tree of the kept numbers."""
    found, waiting = {unit}, [unit]
    while waiting:
        above = waiting.pop()
        new = {id_ for id_, parent in tree if parent == above} - found
        found |= new
        waiting += new
    return found


@contextmanager
def asking(request: HttpRequest) -> Iterator[Asked]:
    """What is asked, with the numbers open; without a unit the highest that may be read.

    Raises:
        Http404: there is no such period, or no such unit; whoever may not read a unit learns
            nothing of it.
    """
    person = person_of(request)
    units = units_of(person, Duty.READ)
    folder = Path(settings.WORKSPACE)
    with kept_numbers(folder) as (numbers, fresh):
        unit = _unit(request, units)
        periods = periods_of(numbers, unit) if numbers is not None and unit else []
        period = _period(request, periods, numbers)
        yield Asked(person, folder, numbers, fresh, units, unit, periods, period)


def _unit(request: HttpRequest, units: list[UnitChoice]) -> str:
    wanted = request.GET.get("unit", "")
    codes = [unit.code for unit in units]
    if not wanted:
        return codes[0] if codes else ""
    if wanted not in codes:
        raise Http404
    return wanted


def _period(request: HttpRequest, periods: list[Period], numbers: Numbers | None) -> Period | None:
    """The period that is asked for; else the reporting year, else the latest year there is."""
    wanted = period_of(request.GET.get("period", ""))
    if wanted is not None:
        return wanted
    years = [each for each in periods if each.month_count == 12]
    usual = Period.year(numbers.said("year")) if numbers is not None else None
    if usual in years:
        return usual
    return years[-1] if years else periods[-1] if periods else usual


def period_of(text: str) -> Period | None:
    """A period as an address has it; None where nothing is asked for.

    Raises:
        Http404: it is none.
    """
    if not text:
        return None
    try:
        found = Period.parse(text.replace("~", "/"))
        found.previous()
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    return found
