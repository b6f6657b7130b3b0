"""Make the address at which a calendar program reads one's duties, or end it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.utils import timezone

from crossfoot.records.accounts.actions.change_password import own_account
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.feeds import digest_of
from crossfoot.records.collection.models import Feed


@dataclass(frozen=True)
class SetFeed(Action[str]):
    """A new address; one that was made before serves no more.

    The result is the secret of the address, which is kept nowhere else; empty where it ends.

    Attributes:
        on: make one, or end the one there is.
    """

    verb = "collection.set_feed"
    stream = "collection"
    on: bool = True

    def check(self, by: Actor) -> None:
        """One's own."""
        own_account(by)

    def change(self, by: Actor) -> Done[str]:
        """Keep its hash."""
        user = own_account(by)
        Feed.objects.filter(user=user).delete()
        token = secrets.token_urlsafe(32) if self.on else ""
        if token:
            Feed.objects.create(user=user, digest=digest_of(token), at=timezone.now())
        return Done(token, user.reference, {"on": self.on})
