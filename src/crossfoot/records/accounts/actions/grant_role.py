"""Give a person a role on a part of the organisation."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Duty, Role


@dataclass(frozen=True)
class GrantRole(Action[Grant]):
    """The person holds the role on the unit and all below it.

    Attributes:
        user: id of the person.
        role: which.
        unit: code of the unit; empty for the whole organisation.
        span: the days.
    """

    verb = "accounts.grant_role"
    stream = "accounts"
    user: int
    role: Role
    span: Span
    unit: str = ""

    def check(self, by: Actor) -> None:
        """Whoever grants manages accounts there; nobody gives a role to themselves."""
        by.require(Duty.MANAGE_ACCOUNTS, self.unit)
        self.span.check()
        user = account(self.user)
        if by.reference == user.reference:
            raise CrossfootError(
                problem(
                    Text("you cannot give a role to yourself", "不能为自己授予角色"),
                    why=Text("four eyes see more than two", "授权须由他人完成"),
                    remedy=Text("ask another administrator", "请联系其他系统管理员"),
                )
            )
        if self.unit and not Unit.objects.filter(code=self.unit).exists():
            raise CrossfootError(
                problem(Text("there is no unit {unit}", "没有单位 {unit}"), unit=repr(self.unit))
            )

    def change(self, by: Actor) -> Done[Grant]:
        """Make the grant."""
        grant = Grant.objects.create(
            user_id=self.user,
            role=self.role.value,
            unit=Unit.objects.get(code=self.unit) if self.unit else None,
            valid_from=self.span.start,
            valid_to=self.span.end,
        )
        return Done(grant, grant.user.reference, granted(grant))


def account(user: int) -> User:
    """The account with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = User.objects.filter(pk=user).first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such account", "没有该账户")))
    return found


def granted(grant: Grant) -> dict[str, str]:
    """A grant as JSON can hold it."""
    return {
        "role": grant.role,
        "unit": grant.unit.code if grant.unit else "",
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else "",
    }
