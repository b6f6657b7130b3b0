"""Who asks, and what they may."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from crossfoot.api.bearer import person_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.records.accounts.actions.end_token import EndToken
from crossfoot.records.accounts.models import Token
from crossfoot.records.collection.actions.set_feed import SetFeed
from crossfoot.records.notices.actions.choose_email import ChooseEmail
from crossfoot.records.notices.models import Preference
from crossfoot.records.roles import Duty

router = Router()


class Me(Schema):
    """The person for whom the program acts, and the token that it shows."""

    id: int
    name: str
    email: str
    token: str
    expires_at: datetime
    duties: list[Duty]


class TokenOf(Schema):
    """What a program of the person may do, and until when; its text is told to nobody again."""

    id: int
    name: str
    duties: list[str]
    expires_at: datetime
    ended_at: datetime | None


class Telling(Schema):
    """How the person is told: on the page always, by e-mail where chosen."""

    email: bool


class FeedChange(Schema):
    """Whether a calendar program may read one's duties."""

    on: bool = True


class FeedOf(Schema):
    """Where it reads them; empty where it may not."""

    path: str


@router.get("/me", response=Me, summary="Who asks, and what they may")
def me(request: HttpRequest) -> Me:
    """The person, the token, and the duties that both have somewhere."""
    person = person_of(request)
    return Me(
        id=person.user.pk,
        name=person.user.name,
        email=person.user.email,
        token=person.token.name,
        expires_at=person.token.expires_at,
        duties=[duty for duty in Duty if person.may_somewhere(duty)],
    )


@router.get("/me/tokens", response=Page[TokenOf], summary="One's tokens")
def tokens(request: HttpRequest, which: Which) -> Page[TokenOf]:
    """Those that serve, and those that did. New ones are made on the account page alone."""
    rows, more = piece_of(Token.objects.filter(user=person_of(request).user), which)
    return Page[TokenOf](items=[TokenOf.from_orm(row) for row in rows], next=more)


@router.delete("/me/tokens/{int:token}", response={204: None}, summary="End a token")
def end_token(request: HttpRequest, token: int) -> Status[None]:
    """It serves no more, at once."""
    person = person_of(request)
    if not Token.objects.filter(pk=token, user=person.user).exists():
        raise MissingError
    EndToken(token).do(person)
    return Status(204, None)


@router.post("/me/feed", response=FeedOf, summary="The address of one's calendar")
def feed(request: HttpRequest, wanted: FeedChange) -> FeedOf:
    """A new one, told once; the one before serves no more. Or none."""
    token = SetFeed(wanted.on).do(person_of(request))
    return FeedOf(path=f"/calendar/{token}.ics" if token else "")


@router.get("/me/telling", response=Telling, summary="How one is told")
def telling(request: HttpRequest) -> Telling:
    """By e-mail too, or on the page alone."""
    return Telling(email=Preference.wants_email(person_of(request).user))


@router.put("/me/telling", response=Telling, summary="Choose how one is told")
def choose(request: HttpRequest, chosen: Telling) -> Telling:
    """By e-mail too, or on the page alone."""
    return Telling(email=ChooseEmail(chosen.email).do(person_of(request)))
