"""Change what an engagement looks at, and who does it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import engagement_of, require_manager
from crossfoot.records.assurance.models import Engagement, Member, SubjectMatter
from crossfoot.records.assurance.notices import tell_members
from crossfoot.records.assurance.team import check_metrics, check_team


@dataclass(frozen=True)
class SetScope(Action[Engagement]):
    """Metrics and team as they are from now on; what was done before stays.

    Attributes:
        engagement: id.
        metrics: ids of what is looked at.
        team: ids of the people.
    """

    verb = "assurance.set_scope"
    stream = "assurance"
    engagement: int
    metrics: tuple[str, ...]
    team: tuple[int, ...]

    def check(self, by: Actor) -> None:
        """Managers, while it is open."""
        engagement = engagement_of(self.engagement)
        require_manager(by, engagement)
        check_metrics(self.metrics)
        check_team(engagement, self.team)

    def change(self, by: Actor) -> Done[Engagement]:
        """End and add; tell those who are new."""
        engagement, now = engagement_of(self.engagement), timezone.now()
        users = check_team(engagement, self.team)
        standing = Member.objects.filter(engagement=engagement, ended_at=None)
        there = set(standing.values_list("user_id", flat=True))
        standing.exclude(user__in=users).update(ended_at=now)
        added = [user for user in users if user.pk not in there]
        Member.objects.bulk_create(
            Member(engagement=engagement, user=user, since=now) for user in added
        )
        wanted = dict.fromkeys(self.metrics)
        known = SubjectMatter.objects.filter(engagement=engagement)
        known.filter(metric__in=wanted).update(removed_at=None)
        known.exclude(metric__in=wanted).filter(removed_at=None).update(removed_at=now)
        have = set(known.values_list("metric", flat=True))
        SubjectMatter.objects.bulk_create(
            SubjectMatter(engagement=engagement, metric=metric)
            for metric in wanted
            if metric not in have
        )
        tell_members(added, engagement, by)
        content = {"metrics": list(wanted), "team": [user.reference for user in users]}
        return Done(engagement, engagement.reference, content)
