"""The sites of the activity data: where they are and how much of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from crossfoot.calculation.keys import category_of, standing_days, standing_text
from crossfoot.facts.entities import Approach, Organisation
from crossfoot.facts.ownership import standings

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Site:
    """A site as the calculation sees it, or a site while the same share of it counts.

    Attributes:
        number: key on the engine, from 0 in the order of the names and days.
        name: id of the site in the activity data and in the organisation.
        region: region of the site, used where a row states none.
        share: share of the site that counts under the approach, 0 to 1.
        known: whether the organisation has the site.
        start: the first day on which that share counts.
        end: the last day.
        standing: the days on which the share changes, and the scope 3 category in which the site
            counts, as keys of rows have it; empty for nearly all sites.
    """

    number: int
    name: str
    region: str = ""
    share: Fraction = Fraction(1)
    known: bool = True
    start: date = date.min
    end: date = date.max
    standing: str = ""

    @property
    def is_parted(self) -> bool:
        """Whether another share of the site counts on other days."""
        return self.start != date.min or self.end != date.max


@dataclass(frozen=True, slots=True)
class Boundary:
    """What of the activity data belongs to the inventory.

    Attributes:
        organisation: where sites are and who holds them; without it each site counts in full.
        approach: how partly owned sites count.
        default_region: region of sites that have none.
        in_full: whether a site that counts in part is counted whole.
    """

    organisation: Organisation | None = None
    approach: Approach = Approach.OPERATIONAL_CONTROL
    default_region: str = ""
    in_full: bool = False

    def share_of(self, name: str, day: date) -> Fraction | None:
        """The share of a site that counts on a day; None where the organisation does not have it.

        What counts in scope 3 is not consolidated: its own scopes 1 and 2 are somebody else's.
        """
        if self.organisation is None:
            return Fraction(1)
        if name not in self.organisation:
            return None
        own = (site for site in self._placed(name) if site.start <= day <= site.end)
        found = next(own, None)
        return Fraction(0) if found is None or category_of(found.standing) else found.share

    def days_of(self, name: str) -> tuple[date, ...]:
        """The days on which the share of a site changes."""
        if self.organisation is None or name not in self.organisation:
            return ()
        return standing_days(next(self._placed(name)).standing)

    def placed(self, names: Iterable[str]) -> tuple[Site, ...]:
        """The sites with region and share, numbered in the order of their names.

        A site of which the share changes is there once for every span of days.
        """
        found = [site for name in sorted(names) for site in self._placed(name)]
        return tuple(replace(site, number=number) for number, site in enumerate(found))

    def _placed(self, name: str) -> Iterator[Site]:
        if self.organisation is None:
            yield Site(0, name, self.default_region)
            return
        if name not in self.organisation:
            yield Site(0, name, share=Fraction(0), known=False)
            return
        region = self.organisation.region(name) or self.default_region
        spans = standings(self.organisation, name, self.approach)
        if not spans:
            yield Site(0, name, region, Fraction(0))
        days = {each.start for each in spans if each.start != date.min}
        days |= {each.end + _DAY for each in spans if each.end != date.max}
        for each in spans:
            share = Fraction(1) if self.in_full else Fraction(each.share)
            standing = standing_text(sorted(days), each.category)
            yield Site(0, name, region, share, start=each.start, end=each.end, standing=standing)
