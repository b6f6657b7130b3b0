"""Open an engagement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import tops
from crossfoot.records.assurance.models import Engagement, Member, SubjectMatter
from crossfoot.records.assurance.notices import tell_members
from crossfoot.records.assurance.standards import STANDARDS, Level
from crossfoot.records.assurance.team import check_days, check_metrics, check_team
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class OpenEngagement(Action[Engagement]):
    """What was agreed with an assurer.

    Attributes:
        name: in both languages; the Chinese one may be empty.
        standard: a key of `standards.STANDARDS`.
        level: limited or reasonable.
        start, end: the period.
        metrics: ids of what is looked at.
        team: ids of the people; each is an assurer of all units and enters or approves nothing.
        units: codes, each with all below it; empty for the whole organisation.
        terms: what else was agreed.
    """

    verb = "assurance.open"
    stream = "assurance"
    name: Text
    standard: str
    level: str
    start: date
    end: date
    metrics: tuple[str, ...]
    team: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    terms: str = ""

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns on all its units."""
        for unit in tops(self.units):
            by.require(Duty.RUN_CAMPAIGNS, unit)
        if not self.name.en.strip() and not self.name.zh.strip():
            raise CrossfootError(problem(Text("the name is missing", "缺少名称")))
        if self.standard not in STANDARDS or self.level not in set(Level):
            raise CrossfootError(
                problem(
                    Text("there is no such standard or level", "没有该鉴证标准或保证程度"),
                )
            )
        known = set(Unit.objects.filter(code__in=self.units).values_list("code", flat=True))
        if strange := sorted(set(self.units) - known):
            raise CrossfootError(
                problem(Text("there is no unit {unit}", "没有单位 {unit}"), unit=strange[0])
            )
        check_days(self.start, self.end)
        check_metrics(self.metrics)
        check_team(self._engagement(by), self.team)

    def change(self, by: Actor) -> Done[Engagement]:
        """Write it, and tell the team."""
        made = self._engagement(by)
        made.save()
        users = check_team(made, self.team)
        Member.objects.bulk_create(
            Member(engagement=made, user=user, since=made.opened_at) for user in users
        )
        SubjectMatter.objects.bulk_create(
            SubjectMatter(engagement=made, metric=metric) for metric in dict.fromkeys(self.metrics)
        )
        tell_members(users, made, by)
        content = {
            "name": made.name,
            "standard": made.standard,
            "level": made.level,
            "start": made.start.isoformat(),
            "end": made.end.isoformat(),
            "units": list(made.units),
            "metrics": list(self.metrics),
            "team": [user.reference for user in users],
            "terms": made.terms,
        }
        return Done(made, made.reference, content)

    def _engagement(self, by: Actor) -> Engagement:
        return Engagement(
            name=self.name.en.strip() or self.name.zh.strip(),
            name_zh=self.name.zh.strip(),
            standard=self.standard,
            level=self.level,
            start=self.start,
            end=self.end,
            units=list(dict.fromkeys(self.units)),
            terms=self.terms.strip(),
            opened_by=by.reference,
            opened_at=timezone.now(),
        )
