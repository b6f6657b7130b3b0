"""Who asks, and what they may."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from crossfoot.api.bearer import person_of
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
