"""Drawing a sample again, years later: does it still give the same lines?"""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.records.assurance.population import again
from crossfoot.records.assurance.sample_models import Sample
from crossfoot.records.assurance.sampling import draw


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What drawing a sample again gave.

    Attributes:
        same_population: its hash is what it was.
        same_lines: the same items were selected.
        digest: of the population as it was made again.
    """

    same_population: bool
    same_lines: bool
    digest: str


def redraw(sample: Sample) -> Redrawn:
    """Make the population again from its basis, draw with seed and plan, and compare.

    Raises:
        CrossfootError: a file of the ledger is gone.
    """
    drawn = draw(again(sample.basis).items, sample.plan)
    lines = list(sample.lines.order_by("place").values_list("item", flat=True))
    return Redrawn(
        drawn.digest == sample.digest,
        [each.item.reference for each in drawn.chosen] == lines,
        drawn.digest,
    )
