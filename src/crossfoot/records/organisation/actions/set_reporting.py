"""Say which metrics a unit must report, or need not, and take that back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.organisation.actions.set_unit import days
from crossfoot.records.organisation.models import Reporting, Unit
from crossfoot.records.organisation.reporting import standing
from crossfoot.records.organisation.spans import FORMULA, Span
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class SetReporting(Action[Reporting]):
    """For some days a unit must report a metric whatever its kind, or need not.

    Attributes:
        unit: its code.
        metric: id in the catalogue.
        reports: must, or need not.
        span: the days; campaigns whose period ends in them go by it.
        reason: why it need not; it becomes the footnote of the figure.
    """

    verb = "organisation.set_reporting"
    stream = "organisation"
    unit: str
    metric: str
    reports: bool
    span: Span
    reason: str = ""

    def check(self, by: Actor) -> None:
        """Whoever changes the unit; nothing else may be said of the metric for these days."""
        by.require(Duty.CHANGE_ORGANISATION, self.unit)
        self.span.check()
        if not Unit.objects.filter(code=self.unit).exists():
            raise CrossfootError(
                problem(Text("there is no unit {unit}", "没有单位 {unit}"), unit=repr(self.unit))
            )
        known = catalogue().get(self.metric)
        if known is None or known.formula is not None:
            raise CrossfootError(
                problem(
                    Text("{metric} cannot be asked for", "无法收集 {metric}"),
                    why=Text(
                        "it is not in the catalogue, or is computed",
                        "目录中没有该指标，或其由公式计算",
                    ),
                    metric=repr(self.metric),
                )
            )
        if not self.reports and not self.reason.strip():
            raise CrossfootError(
                problem(
                    Text("leaving a metric out needs a reason", "不收集该指标须说明原因"),
                    remedy=Text("say why, such as “leased, no meter”", "请说明，如“租赁，无水表”"),
                )
            )
        if self.reason.startswith(FORMULA):
            raise CrossfootError(
                problem(
                    Text("{text} begins like a formula", "{text} 的开头像公式"),
                    remedy=Text("begin with a letter", "请以文字开头"),
                    text=repr(self.reason[:40]),
                )
            )
        overlapping = standing().filter(
            Q(valid_to=None) | Q(valid_to__gt=self.span.start),
            unit__code=self.unit,
            metric=self.metric,
        )
        if self.span.end is not None:
            overlapping = overlapping.filter(valid_from__lt=self.span.end)
        if overlapping.exists():
            raise CrossfootError(
                problem(
                    Text(
                        "something is said of this metric for these days already",
                        "该指标在此期间已有规定",
                    ),
                    remedy=Text("take that back first", "请先撤销原有规定"),
                )
            )

    def change(self, by: Actor) -> Done[Reporting]:
        """Write it."""
        made = Reporting.objects.create(
            unit=Unit.objects.get(code=self.unit),
            metric=self.metric,
            reports=self.reports,
            reason=self.reason.strip(),
            valid_from=self.span.start,
            valid_to=self.span.end,
            recorded_at=timezone.now(),
        )
        content = {"metric": self.metric, "reports": self.reports, **days(self.span)}
        return Done(made, f"unit:{self.unit}", {**content, "reason": made.reason})


@dataclass(frozen=True)
class EndReporting(Action[Reporting]):
    """It is taken back; campaigns that are open stay as they are.

    Attributes:
        rule: its id.
    """

    verb = "organisation.end_reporting"
    stream = "organisation"
    rule: int

    def check(self, by: Actor) -> None:
        """Whoever changes the unit."""
        by.require(Duty.CHANGE_ORGANISATION, self._rule().unit.code)

    def change(self, by: Actor) -> Done[Reporting]:
        """Note when."""
        rule = self._rule()
        rule.ended_at = timezone.now()
        rule.save(update_fields=["ended_at"])
        return Done(
            rule, f"unit:{rule.unit.code}", {"metric": rule.metric, "reports": rule.reports}
        )

    def _rule(self) -> Reporting:
        found = standing().filter(pk=self.rule).first()
        if found is None:
            raise CrossfootError(problem(Text("there is no such rule", "没有该规定")))
        return found
