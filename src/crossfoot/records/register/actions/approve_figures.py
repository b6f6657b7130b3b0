"""Approve figures of a register: they are frozen with their entries, and become facts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.register.approvals import Figure, figures_of, latest
from crossfoot.records.register.cells import silent_units
from crossfoot.records.register.library import active
from crossfoot.records.register.models import ApprovedFigure
from crossfoot.records.roles import Duty

_SILENT = Text(
    "{units} said nothing of this period: no entries, and no statement that there were none",
    "{units} 在该期间既无记录也无零申报",
)
_ASK = Text("let them state that there was nothing, or enter what there was", "请补录或作零申报")
_NO_UNIT = Text("there is no unit {unit}", "没有单位 {unit}")
_WHY = Text("figures that were approved before change: say why", "已审批的数据有变化，请说明原因")
_EARLY = Text("the period is not over yet", "期间尚未结束")


@dataclass(frozen=True)
class ApproveFigures(Action[tuple[ApprovedFigure, ...]]):
    """The figures of a metric for a unit and period, with their breakdowns, count from now on.

    What was approved before and has another value now is restated, for the reason that is given;
    what has the same value stays as it was approved.

    Attributes:
        metric: name of a metric of a register.
        period: the reporting period.
        unit: code of a unit, with all below it; empty for the whole organisation.
        why: the reason of a restatement.
    """

    verb = "register.approve"
    stream = "register"
    metric: str
    period: Period
    unit: str = ""
    why: str = ""

    def check(self, by: Actor) -> None:
        """Whoever approves figures there; of a period that is over; nobody may be silent."""
        by.require(Duty.APPROVE, self.unit)
        metric = active().metric(self.metric)
        if self.unit and not Unit.objects.filter(code=self.unit).exists():
            raise CrossfootError(problem(_NO_UNIT, unit=repr(self.unit)))
        if self.period.end >= timezone.now().date():
            raise CrossfootError(problem(_EARLY))
        if metric.is_count:
            silent = silent_units(active()[metric.register], self.period, self.unit)
            if silent:
                units = ", ".join(silent)
                raise CrossfootError(problem(_SILENT, remedy=_ASK, units=units))

    def change(self, by: Actor) -> Done[tuple[ApprovedFigure, ...]]:
        """Freeze them."""
        metric = active().metric(self.metric)
        before = {
            (row.catalogue, row.dimensions, row.dims, row.key): row
            for row in latest().filter(
                metric=self.metric, unit=self.unit, start=self.period.start, end=self.period.end
            )
        }
        made: list[ApprovedFigure] = []
        for figure in figures_of(metric, self.period, self.unit):
            row = self._row(figure, by)
            old = before.pop((row.catalogue, row.dimensions, row.dims, row.key), None)
            if old is not None and _says_the_same(old, row):
                continue
            made.append(self._kept(row, old))
        for old in before.values():  # what is counted no more
            if old.value not in ("", "0"):
                made.append(self._kept(self._gone(old, by), old))
        content = {
            "metric": self.metric,
            "unit": self.unit,
            "period": str(self.period),
            "why": self.why,
            "figures": [
                {"key": row.key, "value": row.value, "entries": len(row.entries)} for row in made
            ],
        }
        return Done(tuple(made), f"registers:{metric.register}", content)

    def _row(self, figure: Figure, by: Actor) -> ApprovedFigure:
        value = figure.cell.value
        return ApprovedFigure(
            metric=self.metric,
            register=figure.metric.register,
            catalogue=figure.catalogue,
            dimensions=";".join(f"{name}={member}" for name, member in figure.dimensions.pairs),
            unit=self.unit,
            start=self.period.start,
            end=self.period.end,
            dims=",".join(figure.by),
            key="\t".join(figure.key),
            value="" if value is None else f"{value.normalize():f}",
            qualifier=figure.cell.qualifier,
            basis=figure.cell.basis,
            entries=list(figure.cell.ids),
            by=by.reference,
            at=timezone.now(),
        )

    def _gone(self, old: ApprovedFigure, by: Actor) -> ApprovedFigure:
        names = ("metric", "register", "catalogue", "dimensions", "unit", "start", "end")
        kept = {name: getattr(old, name) for name in (*names, "dims", "key")}
        is_count = active().metric(self.metric).is_count
        return ApprovedFigure(
            **kept, value="0" if is_count else "", by=by.reference, at=timezone.now()
        )

    def _kept(self, row: ApprovedFigure, old: ApprovedFigure | None) -> ApprovedFigure:
        if old is not None:
            if not self.why.strip():
                raise CrossfootError(problem(_WHY))
            row.restates, row.revision, row.reason = old, old.revision + 1, self.why.strip()
        row.save()
        return row


def _says_the_same(old: ApprovedFigure, new: ApprovedFigure) -> bool:
    return (old.value, old.qualifier, old.basis) == (new.value, new.qualifier, new.basis)
