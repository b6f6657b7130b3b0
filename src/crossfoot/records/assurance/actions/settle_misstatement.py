"""A misstatement was corrected, or turned out to be none."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import require_team
from crossfoot.records.assurance.kinds import Standing
from crossfoot.records.assurance.sample_models import Misstatement
from crossfoot.records.collection.models import Approval
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class SettleMisstatement(Action[Misstatement]):
    """It counts no more, for one of two reasons.

    Attributes:
        misstatement: id.
        correction: approved version that corrected it ("entry:12"), of the same metric and
            approved after it was recorded; empty to withdraw it.
        why: needed to withdraw it.
    """

    verb = "assurance.settle_misstatement"
    stream = "assurance"
    misstatement: int
    correction: str = ""
    why: str = ""

    def do(self, by: Actor, reason: str = "") -> Misstatement:
        """Do it; the journal's reason is the one given here."""
        return super().do(by, reason or self.why.strip())

    def check(self, by: Actor) -> None:
        """The team, while it stands."""
        found = misstatement_of(self.misstatement)
        require_team(by, found.engagement)
        if found.state != Standing.OPEN:
            raise CrossfootError(
                problem(
                    Text("it was settled before", "该错报已处理"),
                    remedy=Text("record another one", "如有需要请另行登记"),
                    where=str(found),
                )
            )
        if not self.correction and not self.why.strip():
            raise CrossfootError(
                problem(Text("say why it is withdrawn", "请说明撤销原因"), where=str(found))
            )
        if self.correction:
            self._approval(found)

    def change(self, by: Actor) -> Done[Misstatement]:
        """Settle it."""
        found = misstatement_of(self.misstatement)
        state = Standing.CORRECTED if self.correction else Standing.WITHDRAWN
        found.state, found.correction, found.why = state.value, self.correction, self.why.strip()
        found.settled_by, found.settled_at = by.reference, timezone.now()
        found.save()
        content = {"state": found.state, "correction": found.correction}
        return Done(found, found.reference, content)

    def _approval(self, found: Misstatement) -> Approval:
        kind, _, number = self.correction.partition(":")
        approvals = Approval.objects.filter(
            entry_id=number if kind == "entry" and number.isdecimal() and len(number) < 19 else 0,
            cell__metric=found.metric,
            version__gte=2,
        ).select_related("approved", "cell__request__unit")
        approval = approvals.first()
        fits = (
            approval is not None
            and approval.approved.at >= found.at
            and found.unit in ("", approval.cell.request.unit.code)
        )
        if approval is None or not fits:
            raise CrossfootError(
                problem(
                    Text(
                        "this is no correction of it: {correction}",
                        "该版本不是对此错报的更正：{correction}",
                    ),
                    why=Text(
                        "a correction is a further approved version of the metric and unit, "
                        "approved after the misstatement was recorded",
                        "更正须为同一指标和单位在错报登记之后审批的新版本",
                    ),
                    correction=self.correction,
                )
            )
        return approval


def misstatement_of(number: int) -> Misstatement:
    """The misstatement with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = Misstatement.objects.filter(pk=number).select_related("engagement").first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such misstatement", "没有该错报")))
    return found
