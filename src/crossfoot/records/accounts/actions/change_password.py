"""Change one's own password."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.passwords import check_password_rules
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class ChangePassword(Action[User]):
    """A new password; other sessions end with the old one.

    Attributes:
        old: the password until now.
        new: the password from now on.
    """

    verb = "accounts.change_password"
    stream = "accounts"
    old: str = field(repr=False)
    new: str = field(repr=False)

    def check(self, by: Actor) -> None:
        """One's own, and only with the old one at hand."""
        user = own_account(by)
        if not user.check_password(self.old):
            raise CrossfootError(problem(Text("the old password is wrong", "原密码有误")))
        check_password_rules(self.new, user)

    def change(self, by: Actor) -> Done[User]:
        """Set it."""
        user = own_account(by)
        user.set_password(self.new)
        user.save(update_fields=["password"])
        return Done(user, user.reference)


def own_account(by: Actor) -> User:
    """The account of the person who acts.

    Raises:
        CrossfootError: it is no person with an account.
    """
    if isinstance(by, Person) and by.user.is_active:
        return by.user
    raise CrossfootError(problem(Text("sign in first", "请先登录")))
