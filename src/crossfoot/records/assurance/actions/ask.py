"""Ask the entity for something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import engagement_of, require_team, units_within
from crossfoot.records.assurance.models import Inquiry
from crossfoot.records.assurance.notices import tell_owner
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.roles import Duty

LONGEST = 200


@dataclass(frozen=True)
class Ask(Action[Inquiry]):
    """One line of the request list.

    Attributes:
        engagement: id.
        title: what is asked, in a line.
        unit: code of the unit whose people answer.
        due: until when.
        text: what exactly.
        metric: id of the metric that it is about; may be empty.
        figure: "cell:12" or "line:5"; may be empty.
        owner: id of who is to answer; anybody who enters figures of the unit where None.
    """

    verb = "assurance.ask"
    stream = "assurance"
    engagement: int
    title: str
    unit: str
    due: date
    text: str = ""
    metric: str = ""
    figure: str = ""
    owner: int | None = None

    def check(self, by: Actor) -> None:
        """The team, of units that it looks at."""
        engagement = engagement_of(self.engagement)
        require_team(by, engagement)
        if not self.title.strip() or len(self.title.strip()) > LONGEST:
            raise CrossfootError(
                problem(
                    Text("the title is missing or too long", "标题为空或过长"),
                    remedy=Text("at most 200 characters", "请不超过 200 个字符"),
                )
            )
        if self.unit not in units_within(engagement):
            raise CrossfootError(
                problem(
                    Text("the engagement does not look at this unit", "该单位不在鉴证范围内"),
                    where=self.unit,
                )
            )
        if self.metric:
            catalogue().find(self.metric)
        self._owner()

    def change(self, by: Actor) -> Done[Inquiry]:
        """Write it, and tell who is to answer."""
        engagement = engagement_of(self.engagement)
        last = Inquiry.objects.filter(engagement=engagement).order_by("-number").first()
        made = Inquiry.objects.create(
            engagement=engagement,
            number=last.number + 1 if last else 1,
            title=self.title.strip(),
            text=self.text.strip(),
            metric=self.metric,
            unit=Unit.objects.get(code=self.unit),
            figure=self.figure,
            owner=self._owner(),
            due=self.due,
            by=by.reference,
            at=timezone.now(),
        )
        tell_owner(made, "assurance.asked")
        content = {
            "engagement": engagement.pk,
            "title": made.title,
            "text": made.text,
            "unit": self.unit,
            "metric": made.metric,
            "figure": made.figure,
            "due": made.due.isoformat(),
            "owner": made.owner.reference if made.owner else "",
        }
        return Done(made, made.reference, content)

    def _owner(self) -> User | None:
        if self.owner is None:
            return None
        found = User.objects.filter(pk=self.owner, is_active=True).first()
        if found is None or not Person(found, "").may(Duty.ENTER, self.unit):
            raise CrossfootError(
                problem(
                    Text(
                        "who is to answer enters no figures of this unit",
                        "答复人不负责该单位的数据填报",
                    ),
                    remedy=Text("choose another person", "请另选答复人"),
                )
            )
        return found
