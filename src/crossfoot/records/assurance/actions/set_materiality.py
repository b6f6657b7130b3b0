"""What is material for a metric."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import engagement_of, require_team
from crossfoot.records.assurance.materiality import PERFORMANCE, TRIVIAL, Measure
from crossfoot.records.assurance.models import SubjectMatter
from crossfoot.records.assurance.totals import bases_of
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
        base: the total on which a percentage rests, where the team states it itself.
        base_metric: the metric whose reported total it is, where it does not; in the same unit.
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
    base_metric: str = ""

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
        if self.base_metric and self.base is not None:
            raise CrossfootError(
                problem(
                    Text("the base is both chosen and typed", "基数既选择了指标又填写了数值"),
                    remedy=Text("leave one of the two empty", "请只保留其中一项"),
                )
            )
        if self.base_metric not in ("", self.metric) and self._base() is None:
            raise CrossfootError(
                problem(
                    Text(
                        "the figure chosen as base has no total in this unit",
                        "所选基数指标没有以该单位计的总量",
                    ),
                    why=Text(
                        "a percentage rests on a reported figure of the same unit and period",
                        "百分比须以同一单位、同一期间的报告数值为基数",
                    ),
                    remedy=Text("choose another figure, or type the base", "请另选指标或填写基数"),
                )
            )
        if self.measure is Measure.PERCENT and not self._base():
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
        base = self._base()
        subject.base = "" if base is None else str(base)
        subject.base_metric = self.base_metric
        subject.performance, subject.trivial = str(self.performance), str(self.trivial)
        subject.set_by, subject.set_at = by.reference, timezone.now()
        subject.save()
        content = {
            "metric": self.metric,
            "measure": subject.measure,
            "value": subject.value,
            "base": subject.base,
            "base_metric": subject.base_metric,
            "performance": subject.performance,
            "trivial": subject.trivial,
        }
        reference = subject.engagement.reference
        return Done(subject, reference, content, key=reference)

    def _base(self) -> Decimal | None:
        """The number that a percentage rests on, as it is reported now where it was chosen."""
        if not self.base_metric:
            return self.base
        engagement = engagement_of(self.engagement)
        found = bases_of(Path(settings.WORKSPACE), engagement, self.metric)
        return found.get(self.base_metric)

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
