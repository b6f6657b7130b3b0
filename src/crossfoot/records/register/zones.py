"""The time zone of a unit, and its working days: by the region in which it stands.

`zones.csv` names the zone of each region that has one; a narrower region (CN-AH) goes by the wider
one. A unit without a region, or of a country with several zones, has that of
`CROSSFOOT_TIME_ZONE`, Asia/Shanghai unless given.
"""

from __future__ import annotations

import csv
import os
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.languages import Text
from crossfoot.quantities.calendars import SpecialDay, WorkingCalendar, china
from crossfoot.records.collection.working_days import FILE_NAME, WorkingDays, working_days
from crossfoot.records.organisation.as_of import organisation_on

#: of units that do not say where they are
USUAL = "Asia/Shanghai"


class Zones:
    """Zones and calendars of units; the organisation is read once."""

    @cached_property
    def _tree(self) -> Organisation | None:
        try:
            return organisation_on(timezone.now().date())
        except CrossfootError:
            return None

    def region(self, unit: str) -> str:
        """The region of a unit; empty where it is not known."""
        tree = self._tree
        return tree.region(unit) if tree is not None and unit in tree else ""

    def knows(self, unit: str) -> bool:
        """Whether a unit belongs to the organisation of today; others may be recorded."""
        return self._tree is not None and unit in self._tree

    def holds(self, entity: str, site: str) -> bool:
        """Whether a site belongs to an entity; yes where nobody recorded where it belongs."""
        tree = self._tree
        if tree is None or site not in tree or entity not in tree:
            return True
        while site != entity and tree[site].parent:
            site = tree[site].parent
        return site == entity

    def chain(self, unit: str) -> tuple[str, ...]:
        """A unit and those that hold it, nearest first."""
        found, tree = [unit], self._tree
        while tree is not None and unit in tree and tree[unit].parent:
            unit = tree[unit].parent
            found.append(unit)
        return tuple(found)

    def of(self, unit: str) -> ZoneInfo:
        """The time zone of a unit."""
        region = self.region(unit)
        return _zone(region) if region else usual()

    def calendar(self, unit: str) -> WorkingCalendar:
        """The working days of a unit: China's as announced, elsewhere those of the workspace."""
        country = self.region(unit).partition("-")[0]
        if country in ("", "CN"):
            return china()
        return _of_workspace(working_days(Path(settings.WORKSPACE)))


def usual() -> ZoneInfo:
    """The zone of units that do not say where they are."""
    return ZoneInfo(os.environ.get("CROSSFOOT_TIME_ZONE") or USUAL)


@cache
def _by_region() -> dict[str, str]:
    path = Path(__file__).with_name("zones.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["region"]: row["zone"] for row in csv.DictReader(file)}


def _zone(region: str) -> ZoneInfo:
    known = _by_region()
    name = known.get(region) or known.get(region.partition("-")[0])
    return ZoneInfo(name) if name else usual()


@cache
def _of_workspace(days: WorkingDays) -> WorkingCalendar:
    name = Text("Days off of the workspace", "工作区节假日")
    special = [SpecialDay(day, False, name, date.min, FILE_NAME) for day in sorted(days.off)]
    special += [SpecialDay(day, True, name, date.min, FILE_NAME) for day in sorted(days.worked)]
    return WorkingCalendar(FILE_NAME, special)
