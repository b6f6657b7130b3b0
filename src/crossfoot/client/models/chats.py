"""What the API says: chats.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat; the address of its webhook is a secret and told to nobody."""

    id: int
    name: str
    format: Literal["wecom", "dingtalk", "feishu", "slack", "teams"]
    language: Literal["en", "zh", "zh-Hant"]
