"""The chats of teams that are told of what concerns all."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from crossfoot.api.bearer import MANAGE_ACCOUNTS, person_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.languages import Language
from crossfoot.records.notices.actions.add_chat import AddChat
from crossfoot.records.notices.actions.remove_chat import RemoveChat
from crossfoot.records.notices.actions.try_chat import TryChat
from crossfoot.records.notices.models import Chat
from crossfoot.records.roles import Duty

router = Router(auth=MANAGE_ACCOUNTS)

Format = Literal["wecom", "dingtalk", "feishu", "slack", "teams"]


class ChatOf(Schema):
    """A chat; the address of its webhook is a secret and told to nobody."""

    id: int
    name: str
    format: Format
    language: Language

    @classmethod
    def of(cls, row: Chat) -> ChatOf:
        """From a row."""
        return cls.from_orm(row)


class NewChat(Schema):
    """A chat to tell."""

    name: str
    format: Format
    address: str
    secret: str = ""
    language: Language = "zh"


@router.get("/chats", response=Page[ChatOf], summary="Chats")
def chats(request: HttpRequest, which: Which) -> Page[ChatOf]:
    """For those who keep the accounts of the whole organisation."""
    person_of(request).require(Duty.MANAGE_ACCOUNTS)
    rows, more = piece_of(Chat.objects.all(), which)
    return Page[ChatOf](items=[ChatOf.of(row) for row in rows], next=more)


@router.post("/chats", response={201: ChatOf}, summary="Add a chat")
def add(request: HttpRequest, new: NewChat) -> Status[ChatOf]:
    """Its address is kept encrypted."""
    made = AddChat(new.name, new.format, new.address, new.secret, new.language)
    return Status(201, ChatOf.of(made.do(person_of(request))))


@router.post("/chats/{int:chat}/try", response={204: None}, summary="Send a trial message")
def try_out(request: HttpRequest, chat: int) -> Status[None]:
    """To this chat alone."""
    TryChat(_there(request, chat)).do(person_of(request))
    return Status(204, None)


@router.delete("/chats/{int:chat}", response={204: None}, summary="Remove a chat")
def remove(request: HttpRequest, chat: int) -> Status[None]:
    """It is told no more."""
    RemoveChat(_there(request, chat)).do(person_of(request))
    return Status(204, None)


def _there(request: HttpRequest, number: int) -> int:
    person_of(request).require(Duty.MANAGE_ACCOUNTS)
    if not Chat.objects.filter(pk=number).exists():
        raise MissingError
    return number
