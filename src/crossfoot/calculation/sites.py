"""The sites of the activity data: where they are and how much of them counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from crossfoot.facts.entities import Approach, Organisation


@dataclass(frozen=True, slots=True)
class Site:
    """A site as the calculation sees it.

    Attributes:
        number: key on the engine, from 0 in the order of the names.
        name: id of the site in the activity data and in the organisation.
        region: region of the site, used where a row states none.
        share: share of the site that counts under the approach, 0 to 1.
        known: whether the organisation has the site.
    """

    number: int
    name: str
    region: str = ""
    share: Fraction = Fraction(1)
    known: bool = True


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

    def share_of(self, name: str) -> Fraction | None:
        """The share of a site that counts; None where the organisation does not have it."""
        if self.organisation is None:
            return Fraction(1)
        return self._placed(0, name).share if name in self.organisation else None

    def placed(self, names: Iterable[str]) -> tuple[Site, ...]:
        """The sites with region and share, numbered in the order of their names."""
        return tuple(self._placed(number, name) for number, name in enumerate(sorted(names)))

    def _placed(self, number: int, name: str) -> Site:
        if self.organisation is None:
            return Site(number, name, self.default_region)
        if name not in self.organisation:
            return Site(number, name, share=Fraction(0), known=False)
        region = self.organisation.region(name) or self.default_region
        share = Fraction(self.organisation.share(name, self.approach))
        return Site(number, name, region, Fraction(1) if share and self.in_full else share)
