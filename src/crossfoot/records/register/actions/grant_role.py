"""Register roles of people: given, ended; which entry of the workforce somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.grant_role import account
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.organisation.spans import Span
from crossfoot.records.register.models import Account, Entry, RoleGrant, Superior
from crossfoot.records.register.who import NOT_GRANTED
from crossfoot.records.roles import Duty
from crossfoot.registers.roles import roles

_YOURSELF = Text("you cannot give a role to yourself", "不能为自己授予角色")
_OTHERS = Text("ask another administrator", "请联系其他系统管理员")
_NO_ROLE = Text("there is no register role {role}", "没有台账角色 {role}")
_NO_UNIT = Text("there is no unit {unit}", "没有单位 {unit}")
_NO_GRANT = Text("there is no such role", "没有该角色授权")
_NO_WORKER = Text("there is no such entry of the workforce", "没有该员工记录")
_NOBODY = Text("choose a person", "请选择人员")
_RING = Text("the lines of reporting would go round in a ring", "汇报关系不能循环")


@dataclass(frozen=True)
class GrantRegisterRole(Action[RoleGrant]):
    """The person holds a register role on the unit and all below it.

    Attributes:
        user: id of the person.
        role: a word of `registers/roles.yaml`.
        span: the days.
        unit: code of the unit; empty for the whole organisation.
    """

    verb = "register.grant_role"
    stream = "register"
    user: int
    role: str
    span: Span
    unit: str = ""

    def check(self, by: Actor) -> None:
        """Whoever grants manages accounts there; nobody gives a role to themselves."""
        by.require(Duty.MANAGE_ACCOUNTS, self.unit)
        self.span.check()
        if by.reference == account(self.user).reference:
            raise CrossfootError(problem(_YOURSELF, remedy=_OTHERS))
        if self.role not in roles() or self.role in NOT_GRANTED:
            raise CrossfootError(problem(_NO_ROLE, role=repr(self.role)))
        if self.unit and not Unit.objects.filter(code=self.unit).exists():
            raise CrossfootError(problem(_NO_UNIT, unit=repr(self.unit)))

    def change(self, by: Actor) -> Done[RoleGrant]:
        """Make the grant."""
        grant = RoleGrant.objects.create(
            user_id=self.user,
            role=self.role,
            unit=Unit.objects.get(code=self.unit) if self.unit else None,
            valid_from=self.span.start,
            valid_to=self.span.end,
        )
        return Done(grant, f"user:{self.user}", granted(grant))


@dataclass(frozen=True)
class EndRegisterRole(Action[RoleGrant]):
    """From a day on the person holds the register role no more.

    Attributes:
        grant: its id.
        day: the first day without it.
    """

    verb = "register.end_role"
    stream = "register"
    grant: int
    day: date

    def check(self, by: Actor) -> None:
        """Whoever ends it manages accounts there."""
        grant = self._grant()
        by.require(Duty.MANAGE_ACCOUNTS, grant.unit.code if grant.unit else "")

    def change(self, by: Actor) -> Done[RoleGrant]:
        """Set the day; one that has not begun becomes empty, one that has ended stays."""
        grant = self._grant()
        end(grant, self.day)
        return Done(grant, f"user:{grant.user_id}", granted(grant))

    def _grant(self) -> RoleGrant:
        found = RoleGrant.objects.select_related("unit", "user").filter(pk=self.grant).first()
        if found is None:
            raise CrossfootError(problem(_NO_GRANT))
        return found


@dataclass(frozen=True)
class LinkAccount(Action[Account]):
    """Say which entry of the workforce a person with an account is.

    Who is a subject under one name is kept away under the other.

    Attributes:
        user: id of the person.
        worker: key of the entry in the register `worker`.
    """

    verb = "register.link_account"
    stream = "register"
    user: int
    worker: str

    def check(self, by: Actor) -> None:
        """Whoever manages accounts."""
        by.require(Duty.MANAGE_ACCOUNTS)
        account(self.user)
        if not Entry.objects.filter(register="worker", key=self.worker).exists():
            raise CrossfootError(problem(_NO_WORKER))

    def change(self, by: Actor) -> Done[Account]:
        """Link them; each is linked once."""
        Account.objects.filter(worker=self.worker).exclude(user_id=self.user).delete()
        link, _ = Account.objects.update_or_create(
            user_id=self.user, defaults={"worker": self.worker}
        )
        return Done(link, f"user:{self.user}", {"worker": self.worker})


@dataclass(frozen=True)
class SetSuperior(Action[None]):
    """Say to whom a person reports.

    Attributes:
        person, superior: "user:7", or keys of workers; an empty superior for nobody.
    """

    verb = "register.set_superior"
    stream = "register"
    person: str
    superior: str

    def check(self, by: Actor) -> None:
        """Who keeps lines of reporting; nobody reports to themselves, through others either."""
        if not keeps_lines(by):
            by.require(Duty.MANAGE_ACCOUNTS)
        if not self.person:
            raise CrossfootError(problem(_NOBODY))
        lines = dict(Superior.objects.values_list("person", "superior"))
        above, seen = self.superior, {self.person}
        while above:
            if above in seen:
                raise CrossfootError(problem(_RING))
            seen.add(above)
            above = lines.get(above, "")

    def change(self, by: Actor) -> Done[None]:
        """Keep it."""
        Superior.objects.filter(person=self.person).delete()
        if self.superior:
            Superior.objects.create(person=self.person, superior=self.superior)
        return Done(None, self.person, {"superior": self.superior})


def keeps_lines(by: Actor) -> bool:
    """Whether an actor says who reports to whom: administrators, and ESG managers of the whole."""
    return by.may(Duty.MANAGE_ACCOUNTS) or by.may(Duty.RUN_CAMPAIGNS)


def end(grant: RoleGrant, day: date) -> None:
    """Let a grant hold until the day before, at most."""
    if grant.valid_to is None or grant.valid_to > day:
        grant.valid_to = max(day, grant.valid_from)
        grant.save(update_fields=["valid_to"])


def granted(grant: RoleGrant) -> dict[str, str]:
    """A grant as JSON can hold it."""
    return {
        "role": grant.role,
        "unit": grant.unit.code if grant.unit else "",
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else "",
    }
