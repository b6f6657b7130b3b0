"""Who belongs to the team of an engagement, and who may see what of it.

The team keeps to itself what the entity should not know: what is material, and what misstatements
come to against it. The entity's managers see what was asked, drawn and found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Actor, NotAllowedError
from crossfoot.records.assurance.models import Engagement, Inquiry, Member
from crossfoot.records.assurance.workflow import WAITING
from crossfoot.records.messages import problem
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty

#: duties with which a person has had a hand in the figures
TAKING_PART = (Duty.ENTER, Duty.REVIEW, Duty.APPROVE, Duty.RUN_CAMPAIGNS)


def tops(units: Sequence[str]) -> Sequence[str]:
    """The units on which a duty is asked for: the whole where none is named."""
    return units or ("",)


def has(by: Actor, duty: Duty, units: Sequence[str]) -> bool:
    """Whether somebody has a duty on all units of an engagement."""
    return all(by.may(duty, unit) for unit in tops(units))


def manages(by: Actor, engagement: Engagement) -> bool:
    """Whether somebody may open, change and close it."""
    return has(by, Duty.RUN_CAMPAIGNS, engagement.units)


def assures(by: Actor, engagement: Engagement) -> bool:
    """Whether somebody works on it: named in the team, and an assurer of all its units today."""
    named = Member.objects.filter(engagement=engagement, ended_at=None)
    references = {member.user.reference for member in named.select_related("user")}
    return by.reference in references and has(by, Duty.ASSURE, engagement.units)


def sees(by: Actor, engagement: Engagement) -> bool:
    """Whether somebody may look at the desk: the team, managers, those who approve the whole."""
    return (
        manages(by, engagement)
        or has(by, Duty.APPROVE, engagement.units)
        or assures(by, engagement)
    )


def require_managing(by: Actor, engagement: Engagement) -> None:
    """Go on only as a manager of an engagement, open or closed.

    Raises:
        NotAllowedError: the person is none.
    """
    for unit in tops(engagement.units):
        by.require(Duty.RUN_CAMPAIGNS, unit)


def require_manager(by: Actor, engagement: Engagement) -> None:
    """Go on only as a manager of an open engagement.

    Raises:
        NotAllowedError: the person is none.
        CrossfootError: it is closed.
    """
    require_managing(by, engagement)
    require_open(engagement)


def require_team(by: Actor, engagement: Engagement) -> None:
    """Go on only as a member of the team of an open engagement.

    Raises:
        NotAllowedError: the person is none.
        CrossfootError: it is closed.
    """
    if not assures(by, engagement):
        raise NotAllowedError(
            problem(
                Text("only the team of the engagement may do this", "仅鉴证项目组成员可执行此操作"),
                remedy=Text(
                    "ask an ESG manager to name you in the team",
                    "请联系 ESG 经理将您加入项目组",
                ),
            )
        )
    if takes_part(by, units_within(engagement)):
        raise NotAllowedError(
            problem(
                Text(
                    "you take part in the figures and cannot assure them",
                    "您参与了数据填报或审批，不能担任鉴证人员",
                ),
                why=Text("nobody reviews their own work", "须保持独立性，避免自我评价"),
            )
        )
    require_open(engagement)


def require_open(engagement: Engagement) -> None:
    """Go on only while it is open.

    Raises:
        CrossfootError: it is closed.
    """
    if not engagement.is_open:
        raise CrossfootError(
            problem(
                Text("the engagement is closed", "该鉴证项目已结束"),
                why=Text("what was done is kept as it was concluded", "结论所依据的记录须保持不变"),
                remedy=Text("ask an ESG manager to open it again", "请联系 ESG 经理重新开启该项目"),
            )
        )


def engagement_of(number: int) -> Engagement:
    """The engagement with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = Engagement.objects.filter(pk=number).first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such engagement", "没有该鉴证项目")))
    return found


def units_within(engagement: Engagement, organisation: Organisation | None = None) -> list[str]:
    """Codes of all units that are looked at, as the organisation is at the end of the period."""
    tree = organisation or tree_of(engagement)
    if tree is None:
        return list(engagement.units)
    roots = engagement.units or [tree.root.id]
    found = (each.id for root in roots if root in tree for each in tree.below(root))
    return list(dict.fromkeys(found))


def tree_of(engagement: Engagement) -> Organisation | None:
    """The organisation at the end of the period, of today where it is not over."""
    for day in (engagement.end, timezone.now().date()):
        try:
            return organisation_on(day)
        except CrossfootError:
            continue
    return None


class Desk:
    """Engagements and requests as one person sees them.

    Args:
        person: who looks.
    """

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def engagements(self) -> list[Engagement]:
        """Those that the person may look at, the latest first; two queries."""
        found = list(Engagement.objects.prefetch_related("members__user"))
        return [each for each in found if self._sees(each)]

    @property
    def asked(self) -> QuerySet[Inquiry]:
        """What the person's units are asked for, by all engagements that are open."""
        found = Inquiry.objects.filter(engagement__closed_at=None).select_related(
            "engagement", "unit"
        )
        if self.person.may(Duty.ENTER):
            return found
        tree = self._tree
        units = self.person.units(Duty.ENTER, tree) if tree else frozenset()
        return found.filter(unit__code__in=units)

    @property
    def waiting(self) -> QuerySet[Inquiry]:
        """Of these what waits for the person: theirs, nobody's, and theirs who left."""
        theirs = Q(owner=self.person.user) | Q(owner=None) | Q(owner__is_active=False)
        states = [state.value for state in WAITING]
        return self.asked.filter(theirs, state__in=states).order_by("due", "id")

    @cached_property
    def _tree(self) -> Organisation | None:
        try:
            return organisation_on(timezone.now().date())
        except CrossfootError:
            return None

    def _sees(self, engagement: Engagement) -> bool:
        person = self.person
        if manages(person, engagement) or has(person, Duty.APPROVE, engagement.units):
            return True
        named = {each.user_id for each in engagement.members.all() if each.ended_at is None}
        return person.user.pk in named and has(person, Duty.ASSURE, engagement.units)


def dependent(people: Iterable[Person], codes: Iterable[str]) -> list[str]:
    """Names of those who have a hand in the figures that they would look at.

    Args:
        people: who is to be named in the team.
        codes: of all units that are looked at.
    """
    every = list(codes)
    return [person.user.name for person in people if takes_part(person, every)]


def takes_part(by: Actor, codes: Iterable[str]) -> bool:
    """Whether somebody enters, reviews, approves or manages figures of any of these units."""
    return any(by.may(duty, unit) for unit in codes for duty in TAKING_PART)
