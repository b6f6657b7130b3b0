"""Chats, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from crossfoot.client.area import Area
from crossfoot.client.models.chats import Chat


class ChatsArea(Area):
    """Chats."""

    def all(self, *, limit: int = 500) -> Iterator[Chat]:
        """Chats.

        For those who keep the accounts of the whole organisation.
        """
        return self._each(Chat, "chats", {}, limit)

    def add(
        self,
        *,
        name: str,
        format: Literal["wecom", "dingtalk", "feishu", "slack", "teams"],
        address: str,
        secret: str = "",
        language: Literal["en", "zh", "zh-Hant"] = "zh",
    ) -> Chat:
        """Add a chat.

        Its address is kept encrypted.
        """
        return self._ask(
            Chat,
            "POST",
            "chats",
            body={
                "name": name,
                "format": format,
                "address": address,
                "secret": secret,
                "language": language,
            },
        )

    def try_out(self, chat: int) -> None:
        """Send a trial message.

        To this chat alone.
        """
        self._do("POST", f"chats/{chat}/try")

    def remove(self, chat: int) -> None:
        """Remove a chat.

        It is told no more.
        """
        self._do("DELETE", f"chats/{chat}")
