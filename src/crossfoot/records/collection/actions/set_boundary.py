"""Which units a metric of a campaign leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.actions.requests import campaign_of, open_campaign_of, recount
from crossfoot.records.collection.asking import Asking
from crossfoot.records.collection.labels import metric_title
from crossfoot.records.collection.models import Campaign, Cell, Exclusion
from crossfoot.records.collection.workflow import DONE
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class SetBoundary(Action[Campaign]):
    """A unit is left out of a metric with a reason, or taken in again.

    Attributes:
        campaign: id of the campaign.
        metric: id of the metric.
        unit: code of the unit.
        outside: left out, or taken in again.
        reason: why; needed to leave it out.
    """

    verb = "collection.set_boundary"
    stream = "collection"
    campaign: int
    metric: str
    unit: str
    outside: bool
    reason: str = ""

    def do(self, by: Actor, reason: str = "") -> Campaign:
        """Do it; the journal's reason is the boundary's unless another is given."""
        return super().do(by, reason or self.reason)

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns there, while nothing of it was approved."""
        by.require(Duty.RUN_CAMPAIGNS, self.unit)
        open_campaign_of(self.campaign)
        if self.outside and not self.reason.strip():
            raise CrossfootError(
                problem(
                    Text("leaving a unit out needs a reason", "排除单位须说明原因"),
                    remedy=Text("say why, such as “leased, no meter”", "请说明，如“租赁，无水表”"),
                )
            )
        states = {cell.request.state for cell in self._cells()}
        if states & {state.value for state in DONE}:
            raise CrossfootError(
                problem(
                    Text("the figures were approved already", "该指标数据已审批"),
                    remedy=Text("reopen the request first", "请先重新开放填报单"),
                    where=metric_title(self.metric)[language()],
                )
            )

    def change(self, by: Actor) -> Done[Campaign]:
        """Write it; what was entered stays in the history."""
        campaign = campaign_of(self.campaign)
        standing = Exclusion.objects.filter(
            campaign=campaign, metric=self.metric, unit__code=self.unit, ended_at=None
        )
        if self.outside:
            if not standing.exists():
                asking = Asking(campaign, None, by.reference)
                asking.exclude({self.metric: {self.unit: self.reason}})
        else:
            standing.update(ended_at=timezone.now())
            cells = self._cells()
            Cell.objects.filter(pk__in=[cell.pk for cell in cells]).update(outside=False)
            recount({cell.request_id: cell.request for cell in cells}.values())
        content = {"metric": self.metric, "unit": self.unit, "outside": self.outside}
        return Done(campaign, campaign.reference, content)

    def _cells(self) -> list[Cell]:
        cells = Cell.objects.filter(
            request__campaign=self.campaign, request__unit__code=self.unit, metric=self.metric
        )
        return list(cells.select_related("request"))
