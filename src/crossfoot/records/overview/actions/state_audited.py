"""Say what the auditor has for a figure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.entering import Typed, read_typed
from crossfoot.records.collection.labels import metric_title
from crossfoot.records.messages import language, problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.overview.audited import denominators
from crossfoot.records.overview.models import Audited
from crossfoot.records.roles import Duty

_LONGEST = 80  # characters of a number


@dataclass(frozen=True)
class StateAudited(Action[Audited]):
    """The audited figure of a unit and period; a further one corrects it, with a reason.

    Attributes:
        unit: code.
        metric: one of `audited.denominators`.
        period: the period.
        value: as typed; empty takes it back.
        typed_unit: as typed; empty for the metric's own.
        source: where it stands.
    """

    verb = "overview.state_audited"
    stream = "overview"
    unit: str
    metric: str
    period: Period
    value: str
    typed_unit: str = ""
    source: str = ""
    why: str = ""

    def do(self, by: Actor, reason: str = "") -> Audited:
        """Do it; the journal's reason is that of the correction unless another is given."""
        return super().do(by, reason or self.why)

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns there. A correction needs a reason."""
        by.require(Duty.RUN_CAMPAIGNS, self.unit)
        where = metric_title(self.metric)[language()]
        if self.metric not in denominators():
            raise CrossfootError(
                problem(
                    Text("this figure is not held against audited ones", "该指标不与审计数核对")
                )
            )
        if not Unit.objects.filter(code=self.unit).exists():
            raise CrossfootError(problem(Text("there is no such unit", "没有该单位")))
        last = self._last()
        if self.value.strip():
            self._typed(where)
            if not self.source.strip():
                raise CrossfootError(
                    problem(
                        Text("it does not say where it stands", "未注明出处"),
                        remedy=Text("name the document and the page", "请填写文件名称与页码"),
                        where=where,
                    )
                )
        elif last is None or not last.number:
            raise CrossfootError(problem(Text("there is no value", "尚未填写数值"), where=where))
        if last is not None and last.number and not self.why.strip():
            raise CrossfootError(
                problem(
                    Text("a correction needs a reason", "更正须说明原因"),
                    remedy=Text("say why it changes", "请说明变更原因"),
                    where=where,
                )
            )

    def change(self, by: Actor) -> Done[Audited]:
        """Add the version."""
        last = self._last()
        typed = self._typed("") if self.value.strip() else None
        made = Audited.objects.create(
            unit=Unit.objects.get(code=self.unit),
            metric=self.metric,
            start=self.period.start,
            end=self.period.end,
            version=last.version + 1 if last else 1,
            typed=typed.typed if typed else "",
            typed_unit=typed.unit if typed else "",
            number=f"{typed.number:f}" if typed and typed.number is not None else "",
            source=self.source.strip(),
            reason=self.why.strip(),
            by=by.reference,
            at=timezone.now(),
        )
        content = {
            "unit": self.unit,
            "metric": self.metric,
            "period": str(self.period),
            "value": f"{made.typed} {made.typed_unit}".strip(),
            "source": made.source,
        }
        return Done(made, made.reference, content)

    def _typed(self, where: str) -> Typed:
        typed = read_typed(catalogue()[self.metric], self.value, self.typed_unit, where)
        if (
            typed.number is None
            or len(f"{typed.number:f}") > _LONGEST
            or len(typed.typed) > _LONGEST
        ):
            raise CrossfootError(problem(Text("the number is too long", "数字过长"), where=where))
        return typed

    def _last(self) -> Audited | None:
        return (
            Audited.objects.filter(
                unit__code=self.unit,
                metric=self.metric,
                start=self.period.start,
                end=self.period.end,
            )
            .order_by("-version")
            .first()
        )
