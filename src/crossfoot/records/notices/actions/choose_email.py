"""Be told by e-mail, or on the page alone."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.records.accounts.actions.change_password import own_account
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.notices.models import Preference


@dataclass(frozen=True)
class ChooseEmail(Action[bool]):
    """From now on the person is told by e-mail, or is not.

    Attributes:
        email: whether.
    """

    verb = "notices.choose_email"
    stream = "notices"
    email: bool

    def check(self, by: Actor) -> None:
        """Everybody chooses for themselves alone."""
        own_account(by)

    def change(self, by: Actor) -> Done[bool]:
        """Keep the choice."""
        user = own_account(by)
        Preference.objects.update_or_create(user=user, defaults={"email": self.email})
        return Done(self.email, user.reference, {"email": self.email})
