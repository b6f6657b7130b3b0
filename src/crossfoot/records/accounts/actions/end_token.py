"""End one of one's own tokens."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.change_password import own_account
from crossfoot.records.accounts.models import Token
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class EndToken(Action[Token]):
    """It serves no more, at once.

    Attributes:
        token: its id.
    """

    verb = "accounts.end_token"
    stream = "accounts"
    token: int

    def check(self, by: Actor) -> None:
        """It is one's own."""
        self._token(by)

    def change(self, by: Actor) -> Done[Token]:
        """Say when."""
        token = self._token(by)
        if token.ended_at is None:
            token.ended_at = timezone.now()
            token.save(update_fields=["ended_at"])
        return Done(token, token.user.reference, {"token": token.pk, "name": token.name})

    def _token(self, by: Actor) -> Token:
        found = Token.objects.filter(pk=self.token, user=own_account(by)).first()
        if found is None:
            raise CrossfootError(problem(Text("there is no such token", "没有该令牌")))
        return found
