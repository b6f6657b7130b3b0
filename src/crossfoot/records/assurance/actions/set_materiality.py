"""What is material for a metric."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import engagement_of, require_team
from crossfoot.records.assurance.materiality import PERFORMANCE, TRIVIAL, Measure
from crossfoot.records.assurance.models import SubjectMatter
from crossfoot.records.messages import problem

_WHOLE = Decimal(100)


@dataclass(frozen=True)
class SetMateriality(Action[SubjectMatter]):
    """The team alone knows it: the journal keeps it encrypted.

    Attributes:
        engagement: id.
        metric: id of the metric.
        measure: percent of the total, or an amount in the metric's unit.
        value: of that measure.
        base: the total on which a percentage rests.
        performance, trivial: percent of materiality.
    """

    verb = "assurance.set_materiality"
    stream = "assurance"
    engagement: int
    metric: str
    measure: Measure
    value: Decimal
    base: Decimal | None = None
    performance: Decimal = PERFORMANCE
    trivial: Decimal = TRIVIAL

    def check(self, by: Actor) -> None:
        """The team, while it is open."""
        require_team(by, engagement_of(self.engagement))
        self._subject()
        limit = self.value if self.measure is Measure.AMOUNT else _WHOLE
        sound = 0 < self.value <= limit and 0 <= self.trivial <= self.performance <= _WHOLE
        if not sound:
            raise CrossfootError(
                problem(
                    Text("these percentages do not fit", "百分比设置不合理"),
                    why=Text(
                        "materiality is above zero, at most 100 % of the total; the trivial "
                        "threshold is at most performance materiality, which is at most 100 %",
                        "重要性须大于零且不超过总量的 100%；微小错报临界值不高于实际执行的重要性，"
                        "后者不超过 100%",
                    ),
                )
            )
        if self.measure is Measure.PERCENT and not self.base:
            raise CrossfootError(
                problem(
                    Text("the total that the percentage rests on is missing", "缺少百分比的基数"),
                    remedy=Text("enter the total of the metric", "请填写该指标的总量"),
                )
            )

    def change(self, by: Actor) -> Done[SubjectMatter]:
        """Write it."""
        subject = self._subject()
        subject.measure, subject.value = self.measure.value, str(self.value)
        subject.base = "" if self.base is None else str(self.base)
        subject.performance, subject.trivial = str(self.performance), str(self.trivial)
        subject.set_by, subject.set_at = by.reference, timezone.now()
        subject.save()
        content = {
            "metric": self.metric,
            "measure": subject.measure,
            "value": subject.value,
            "base": subject.base,
            "performance": subject.performance,
            "trivial": subject.trivial,
        }
        reference = subject.engagement.reference
        return Done(subject, reference, content, key=reference)

    def _subject(self) -> SubjectMatter:
        found = (
            SubjectMatter.objects.filter(
                engagement=self.engagement, metric=self.metric, removed_at=None
            )
            .select_related("engagement")
            .first()
        )
        if found is None:
            raise CrossfootError(
                problem(Text("the engagement does not look at it", "该指标不属于鉴证对象"))
            )
        return found
