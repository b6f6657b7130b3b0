"""Add a chat of a team that is told of what concerns all."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language, Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.journal.keys import seal
from crossfoot.records.messages import problem
from crossfoot.records.notices.channels import FORMATS
from crossfoot.records.notices.models import Chat
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class AddChat(Action[Chat]):
    """From now on the chat is told.

    Attributes:
        name: as people call it.
        format: a name of `channels.FORMATS`.
        address: of the webhook; a secret, as whoever knows it can write to the chat.
        secret: of the signature, where the chat asks for one.
        language: of its messages.
    """

    verb = "notices.add_chat"
    stream = "notices"
    name: str
    format: str
    address: str = field(repr=False)
    secret: str = field(default="", repr=False)
    language: Language = "zh"

    def check(self, by: Actor) -> None:
        """Whoever adds it keeps the accounts of the whole; the address is one of HTTPS."""
        by.require(Duty.MANAGE_ACCOUNTS)
        if not 0 < len(self.name.strip()) <= 200:
            raise CrossfootError(problem(Text("the name is missing", "缺少名称")))
        if self.format not in FORMATS:
            raise CrossfootError(problem(Text("choose a chat", "请选择聊天工具")))
        parts = urlsplit(self.address.strip())
        if parts.scheme != "https" or not parts.hostname:
            raise CrossfootError(
                problem(
                    Text(
                        "the address of a webhook begins with https://",
                        "Webhook 地址须以 https:// 开头",
                    ),
                    why=Text("it carries a key", "其中含有密钥"),
                    remedy=Text("copy it from the chat's settings", "请从聊天工具的设置中复制"),
                )
            )

    def change(self, by: Actor) -> Done[Chat]:
        """Keep it; address and secret are encrypted with a key of the chat's own."""
        chat = Chat.objects.create(
            name=self.name.strip(), format=self.format, language=self.language, target=""
        )
        target = {"address": self.address.strip(), "secret": self.secret.strip()}
        chat.target = seal(json.dumps(target), chat.reference)
        chat.save(update_fields=["target"])
        return Done(chat, chat.reference, {"name": chat.name, "format": chat.format})
