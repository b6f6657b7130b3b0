"""Draw a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import engagement_of, require_team, units_within
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.assurance.population import Population, Source, Wanted, population
from crossfoot.records.assurance.projection import CERTAIN, REST
from crossfoot.records.assurance.sample_models import Sample, SampleLine
from crossfoot.records.assurance.sampling import (
    PROCEDURE,
    Chosen,
    Drawn,
    Item,
    Method,
    Plan,
    added,
    draw,
)
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class DrawSample(Action[Sample]):
    """A sample of what the engagement looks at. Seed and plan are stated before the drawing.

    Attributes:
        engagement: id.
        source: of what.
        name: id of the metric; of rows of the ledger, the activity.
        plan: method, size, seed, threshold.
        units: codes; all that the engagement looks at where empty.
        start, end: within its period; the whole period where None.
        purpose: what the sample is to show.
        metric: of rows of the ledger, the metric that their errors count for; may be empty.
        drawn: the population and the sample, once they are known.
    """

    verb = "assurance.draw_sample"
    stream = "assurance"
    engagement: int
    source: Source
    name: str
    plan: Plan
    units: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    purpose: str = ""
    metric: str = ""
    drawn: tuple[Population, Drawn] | None = field(default=None, repr=False, compare=False)

    def do(self, by: Actor, reason: str = "") -> Sample:
        """Draw first, then write: nobody else waits while a large population is read.

        What is read is fixed by the basis of the population, so nothing that is written meanwhile
        changes it.
        """
        self.check(by)
        return super(DrawSample, replace(self, drawn=self._drawn())).do(by, reason)

    def check(self, by: Actor) -> None:
        """The team, of units that it looks at."""
        engagement = engagement_of(self.engagement)
        require_team(by, engagement)
        if strange := sorted(set(self.units) - set(units_within(engagement))):
            raise CrossfootError(
                problem(
                    Text("the engagement does not look at this unit", "该单位不在鉴证范围内"),
                    where=strange[0],
                )
            )
        if self.source is not Source.ROWS:
            catalogue().find(self.name)
        elif not self.name:
            raise CrossfootError(problem(Text("no activity is chosen", "未选择活动数据类型")))

    def change(self, by: Actor) -> Done[Sample]:
        """Freeze the population, draw, and keep both."""
        engagement = engagement_of(self.engagement)
        found, drawn = self.drawn or self._drawn()
        last = Sample.objects.filter(engagement=engagement).order_by("-number").first()
        parts = strata(self.plan.method, found.items, drawn)
        metric = self.metric if self.source is Source.ROWS else self.name
        made = Sample.objects.create(
            engagement=engagement,
            number=last.number + 1 if last else 1,
            purpose=self.purpose.strip(),
            source=self.source.value,
            metric=metric,
            unit=found.unit,
            basis=found.basis,
            method=self.plan.method.value,
            size=self.plan.size,
            seed=self.plan.seed,
            threshold="" if self.plan.threshold is None else str(self.plan.threshold),
            procedure=PROCEDURE,
            digest=drawn.digest,
            count=drawn.count,
            total=f"{drawn.total:f}",
            interval="" if drawn.interval is None else str(drawn.interval),
            start="" if drawn.start is None else str(drawn.start),
            unreached=drawn.unreached,
            strata={name: [count, f"{total:f}"] for name, (count, total) in parts.items()},
            lines_count=len(drawn.chosen),
            by=by.reference,
            at=timezone.now(),
        )
        SampleLine.objects.bulk_create(lines(made, found, drawn.chosen))
        content = {
            "engagement": engagement.pk,
            "source": made.source,
            "basis": dict(found.basis),
            "method": made.method,
            "size": made.size,
            "seed": made.seed,
            "threshold": made.threshold,
            "procedure": PROCEDURE,
            "population": made.digest,
            "count": made.count,
            "total": made.total,
            "interval": made.interval,
            "start": made.start,
            "items": [each.item.reference for each in drawn.chosen],
        }
        return Done(made, made.reference, content)

    def _drawn(self) -> tuple[Population, Drawn]:
        found = population(self._wanted(engagement_of(self.engagement)))
        return found, draw(found.items, self.plan)

    def _wanted(self, engagement: Engagement) -> Wanted:
        start = max(self.start or engagement.start, engagement.start)
        end = min(self.end or engagement.end, engagement.end)
        units = self.units or units_within(engagement)
        return Wanted(self.source, self.name, tuple(units), start, end)


def stratum_of(method: Method, chosen: Chosen) -> str:
    """The stratum of a line, as the projection takes it."""
    if chosen.certain:
        return CERTAIN
    return chosen.item.stratum if method is Method.STRATIFIED else REST


def strata(method: Method, items: Sequence[Item], drawn: Drawn) -> dict[str, tuple[int, Decimal]]:
    """Number and value of the items of each stratum of the population."""
    certain = {each.item.reference for each in drawn.chosen if each.certain}
    by_name: dict[str, list[Decimal]] = {}
    for item in items:
        if method is Method.VALUE and not (item.value and item.value > 0):
            continue  # no selection can reach it; the page says how many there are
        name = stratum_of(method, Chosen(item, item.reference in certain))
        by_name.setdefault(name, []).append(item.value or Decimal(0))
    return {name: (len(values), added(values)) for name, values in by_name.items()}


def lines(sample: Sample, found: Population, chosen: Sequence[Chosen]) -> list[SampleLine]:
    """The lines of a sample, as they are shown."""
    shown = found.show([each.item.reference for each in chosen])
    method = Method(sample.method)
    return [
        SampleLine(
            sample=sample,
            place=place,
            item=each.item.reference,
            subject=shown[each.item.reference].subject,
            address=shown[each.item.reference].address,
            label=shown[each.item.reference].label.en,
            label_zh=shown[each.item.reference].label.zh,
            unit=each.item.stratum,
            book="" if each.item.value is None else f"{each.item.value:f}",
            stratum=stratum_of(method, each),
        )
        for place, each in enumerate(chosen, start=1)
    ]
