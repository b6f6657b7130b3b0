"""Monthly facts of safety, by site."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.examples.group.chance import around, between
from crossfoot.examples.group.rows import FactRow
from crossfoot.examples.group.sites import Site

_HOURS_A_MONTH = 176
#: recordable injuries per million hours worked, improving from year to year
_INJURIES = {2021: 2.1, 2022: 1.8, 2023: 1.5}


def safety_rows(site: Site, year: int) -> Iterator[FactRow]:
    """A site's hours worked, injuries and hazards of one year, month by month."""
    people = site.employees[year]
    for month in range(1, 13):
        name = (site.id, year, month)
        hours = round(around(people * _HOURS_A_MONTH, 0.03, "hours", *name))
        injuries = _count(hours / 1e6 * _INJURIES[year], "injuries", *name)
        lost_time = _count(injuries * 0.6, "lost time", *name)
        identified = round(around(people * 0.035, 0.25, "hazards", *name))
        rectified = identified - _count(identified * 0.01, "open", *name)
        values = (
            ("safety.hours_worked", hours, "person*h"),
            ("safety.injuries.recordable", injuries, "case"),
            ("safety.injuries.lost_time", lost_time, "case"),
            ("safety.lost_days", lost_time * round(between(6, 24, "days", *name)), "day"),
            ("safety.fatalities", 0, "person"),
            ("safety.hazards.identified", identified, "count"),
            ("safety.hazards.rectified", rectified, "count"),
            ("safety.inspections", 4 if people > 500 else 2, "count"),
        )
        for metric, value, unit in values:
            yield FactRow(metric, site.id, f"{year}-{month:02d}", value, unit)
        if month in (6, 11):
            yield FactRow("safety.drills", site.id, f"{year}-{month:02d}", 2, "count")
        else:
            yield FactRow("safety.drills", site.id, f"{year}-{month:02d}", 0, "count")


def _count(expected: float, *name: object) -> int:
    """A whole number whose mean is `expected`."""
    whole = int(expected)
    return whole + (between(0, 1, *name) < expected - whole)
