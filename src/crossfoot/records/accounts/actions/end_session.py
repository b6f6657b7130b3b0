"""End a session of one's own: the telephone that was lost, the browser at the hotel."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.change_password import own_account
from crossfoot.records.accounts.models import Session
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class EndSession(Action[None]):
    """The session is signed out.

    Attributes:
        session: its public id, see `public_id`.
    """

    verb = "accounts.end_session"
    stream = "accounts"
    session: str

    def check(self, by: Actor) -> None:
        """One's own."""
        self._session(by)

    def change(self, by: Actor) -> Done[None]:
        """Delete it."""
        self._session(by).delete()
        return Done(None, by.reference)

    def _session(self, by: Actor) -> Session:
        for session in Session.objects.filter(user=own_account(by)):
            if public_id(session) == self.session:
                return session
        raise CrossfootError(problem(Text("there is no such session", "没有该会话")))


@dataclass(frozen=True)
class EndOtherSessions(Action[int]):
    """All sessions of the person but one are signed out.

    Attributes:
        kept: key of the session that goes on.
    """

    verb = "accounts.end_other_sessions"
    stream = "accounts"
    kept: str = field(repr=False)

    def check(self, by: Actor) -> None:
        """One's own."""
        own_account(by)

    def change(self, by: Actor) -> Done[int]:
        """Delete them; the result is how many there were."""
        others = Session.objects.filter(user=own_account(by)).exclude(session_key=self.kept)
        ended, _ = others.delete()
        return Done(ended, by.reference, {"ended": ended})


def public_id(session: Session) -> str:
    """An id that may stand on a page; the key itself would let anybody in."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:32]
