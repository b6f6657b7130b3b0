"""Tell a chat no more."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.journal.keys import forget
from crossfoot.records.journal.verify import FORGET
from crossfoot.records.messages import problem
from crossfoot.records.notices.models import Chat
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class RemoveChat(Action[str]):
    """Its address and secret are forgotten; what was not sent yet is not sent.

    Attributes:
        chat: its id.
    """

    verb = "notices.remove_chat"
    stream = "notices"
    chat: int

    def check(self, by: Actor) -> None:
        """Whoever removes it keeps the accounts of the whole."""
        by.require(Duty.MANAGE_ACCOUNTS)
        chat_with(self.chat)

    def change(self, by: Actor) -> Done[str]:
        """Delete it, and its key; the entry says so, or the journal would be broken."""
        chat = chat_with(self.chat)
        subject, name = chat.reference, chat.name
        forget(subject)
        chat.delete()
        return Done(name, subject, {"chat": name}, verb=FORGET)


def chat_with(number: int) -> Chat:
    """The chat with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = Chat.objects.filter(pk=number).first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such chat", "没有该聊天群")))
    return found
