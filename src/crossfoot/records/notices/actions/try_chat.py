"""Send a chat a trial message."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.notices.actions.remove_chat import chat_with
from crossfoot.records.notices.telling import tell_chats
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class TryChat(Action[None]):
    """A message that says that all is well.

    Attributes:
        chat: its id.
    """

    verb = "notices.try_chat"
    stream = "notices"
    chat: int

    def check(self, by: Actor) -> None:
        """Whoever tries it keeps the accounts of the whole."""
        by.require(Duty.MANAGE_ACCOUNTS)
        chat_with(self.chat)

    def change(self, by: Actor) -> Done[None]:
        """Tell that one chat."""
        chat = chat_with(self.chat)
        tell_chats("notices.trial", chat.reference, "/", [chat], what=Text(chat.name, chat.name))
        return Done(None, chat.reference)
