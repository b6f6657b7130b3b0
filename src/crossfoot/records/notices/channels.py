"""How each chat wants a message to look, and how it is signed.

Sources: the makers' documents of incoming webhooks (WeCom group robots, DingTalk custom robots,
Feishu custom bots, Slack incoming webhooks, Teams workflows with adaptive cards).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from crossfoot.languages import Text


@dataclass(frozen=True, slots=True)
class Message:
    """What is said.

    Attributes:
        words: one sentence.
        link: the page that it leads to; empty for none.
        more: the words of the link.
    """

    words: str
    link: str
    more: str

    @property
    def markdown(self) -> str:
        """As Markdown that all chats draw alike."""
        return f"{self.words}\n\n[{self.more}]({self.link})" if self.link else self.words


@dataclass(frozen=True, slots=True)
class Post:
    """What is sent: address and JSON."""

    address: str
    body: Mapping[str, Any]


#: (message, address, secret, moment in seconds since 1970) to what is sent
Write = Callable[[Message, str, str, float], Post]


def wecom(message: Message, address: str, secret: str, at: float) -> Post:
    """WeCom (企业微信) group robot; its key stands in the address, it signs nothing."""
    return Post(address, {"msgtype": "markdown", "markdown": {"content": message.markdown}})


def dingtalk(message: Message, address: str, secret: str, at: float) -> Post:
    """DingTalk (钉钉) custom robot; where it has a secret, time and signature join the address."""
    body = {
        "msgtype": "markdown",
        "markdown": {"title": message.words[:40], "text": message.markdown},
    }
    if not secret:
        return Post(address, body)
    stamp = str(round(at * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    signed = urlencode({"timestamp": stamp, "sign": base64.b64encode(digest).decode()})
    return Post(f"{address}{'&' if '?' in address else '?'}{signed}", body)


def feishu(message: Message, address: str, secret: str, at: float) -> Post:
    """Feishu (飞书) custom bot; where it has a secret, time and signature join the body."""
    line: list[dict[str, str]] = [{"tag": "text", "text": message.words + " "}]
    if message.link:
        line.append({"tag": "a", "text": message.more, "href": message.link})
    post = {"zh_cn": {"title": "", "content": [line]}}
    body: dict[str, Any] = {"msg_type": "post", "content": {"post": post}}
    if secret:
        stamp = str(int(at))
        digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
        body |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
    return Post(address, body)


def slack(message: Message, address: str, secret: str, at: float) -> Post:
    """Slack incoming webhook; its key stands in the address."""
    words = message.words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = f"{words} <{message.link}|{message.more}>" if message.link else words
    return Post(address, {"text": text})


def teams(message: Message, address: str, secret: str, at: float) -> Post:
    """Teams workflow that takes an adaptive card; its key stands in the address."""
    card: dict[str, Any] = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.4",
        "body": [{"type": "TextBlock", "text": message.words, "wrap": True}],
    }
    if message.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": message.more, "url": message.link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return Post(address, {"type": "message", "attachments": [attachment]})


#: what an administrator chooses of; a new chat costs a function and a line
FORMATS: dict[str, tuple[Text, Write]] = {
    "wecom": (Text("WeCom", "企业微信"), wecom),
    "dingtalk": (Text("DingTalk", "钉钉"), dingtalk),
    "feishu": (Text("Feishu", "飞书"), feishu),
    "slack": (Text("Slack", "Slack"), slack),
    "teams": (Text("Teams", "Teams"), teams),
}


def refusal(answer: Mapping[str, Any]) -> str:
    """Why a chat did not take a message although it answered with 200; empty where it did.

    WeCom and DingTalk say `errcode`, Feishu says `code`.
    """
    for name in ("errcode", "code", "StatusCode"):
        if answer.get(name):
            return f"{name} {answer[name]}: {answer.get('errmsg') or answer.get('msg') or ''}"
    return ""
