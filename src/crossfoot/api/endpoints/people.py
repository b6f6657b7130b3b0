"""People and their roles, for those who keep the accounts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from crossfoot.api.bearer import MANAGE_ACCOUNTS, person_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.languages import Language
from crossfoot.records.accounts.actions.deactivate import Deactivate
from crossfoot.records.accounts.actions.end_grant import EndGrant
from crossfoot.records.accounts.actions.forget import Forget
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.hand_over import HandOver
from crossfoot.records.accounts.actions.invite import Invite
from crossfoot.records.accounts.actions.reset_access import ResetAccess
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.people import keeping
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Role

router = Router(auth=MANAGE_ACCOUNTS)


class GrantOf(Schema):
    """A role on a unit and all below it; on the whole organisation where the unit is empty."""

    id: int
    role: Role
    unit: str
    valid_from: date
    valid_to: date | None

    @classmethod
    def of(cls, grant: Grant) -> GrantOf:
        """From a row."""
        return cls(
            id=grant.pk,
            role=Role(grant.role),
            unit=grant.unit.code if grant.unit else "",
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
        )


class PersonOf(Schema):
    """An account."""

    id: int
    name: str
    email: str
    language: str
    active: bool
    roles: list[GrantOf]


class Invitee(Schema):
    """Somebody to invite."""

    email: str
    name: str
    language: Language = "en"


class InvitationOf(Schema):
    """The way in; it is told once."""

    person: int
    token: str


class NewGrant(Schema):
    """A role to give."""

    role: Role
    unit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    reason: str = ""


class Successor(Schema):
    """Who follows, and from when."""

    successor: int
    day: date
    reason: str = ""


@router.get("/people", response=Page[PersonOf], summary="People")
def people(
    request: HttpRequest, which: Which, text: str = "", active: bool | None = None
) -> Page[PersonOf]:
    """Those whose accounts the person keeps, with all their roles.

    `text` is part of the name or the address.
    """
    kept = keeping(person_of(request)).people()
    if text:
        kept = kept.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if active is not None:
        kept = kept.filter(is_active=active)
    found, more = piece_of(kept, which)
    return Page[PersonOf](items=[_person(user) for user in found], next=more)


@router.post("/people", response={201: InvitationOf}, summary="Invite a person")
def invite(request: HttpRequest, invitee: Invitee) -> Status[InvitationOf]:
    """The token belongs into `/invitation/<token>`; send it to the person by a safe way."""
    made = Invite(invitee.email, invitee.name, invitee.language).do(person_of(request))
    return Status(201, InvitationOf(person=made.user.pk, token=made.token))


@router.get("/people/{int:person}", response=PersonOf, summary="A person")
def one(request: HttpRequest, person: int) -> PersonOf:
    """One of them."""
    return _person(_kept(request, person))


@router.post("/people/{int:person}/invite", response=InvitationOf, summary="Invite again")
def invite_again(request: HttpRequest, person: int) -> InvitationOf:
    """A new token for somebody who has not accepted the last one."""
    found = _kept(request, person)
    made = Invite(found.email, found.name, found.reads).do(person_of(request))
    return InvitationOf(person=made.user.pk, token=made.token)


@router.post("/people/{int:person}/reset", response=InvitationOf, summary="Reset access")
def reset(request: HttpRequest, person: int, reason: str = "") -> InvitationOf:
    """For who lost password or codes: the person is invited anew; roles and history stay."""
    _kept(request, person)
    made = ResetAccess(person).do(person_of(request), reason)
    return InvitationOf(person=made.user.pk, token=made.token)


@router.post("/people/{int:person}/roles", response={201: GrantOf}, summary="Give a role")
def grant(request: HttpRequest, person: int, role: NewGrant) -> Status[GrantOf]:
    """From a day on, today unless given."""
    _kept(request, person)
    span = Span(role.valid_from or timezone.now().date(), role.valid_to)
    made = GrantRole(person, role.role, span, role.unit).do(person_of(request), role.reason)
    return Status(201, GrantOf.of(made))


@router.delete(
    "/people/{int:person}/roles/{int:role}", response={204: None}, summary="End a role today"
)
def end(request: HttpRequest, person: int, role: int, reason: str = "") -> Status[None]:
    """It holds no more from today on."""
    _kept(request, person)
    if not Grant.objects.filter(pk=role, user_id=person).exists():
        raise MissingError
    EndGrant(role, timezone.now().date()).do(person_of(request), reason)
    return Status(204, None)


@router.post("/people/{int:person}/hand-over", response=list[GrantOf], summary="Hand duties over")
def hand_over(request: HttpRequest, person: int, to: Successor) -> list[GrantOf]:
    """All roles to a successor; what the successor holds by it is answered."""
    _kept(request, person)
    passed = HandOver(person, to.successor, to.day).do(person_of(request), to.reason)
    return [GrantOf.of(each) for each in passed]


@router.post("/people/{int:person}/deactivate", response={204: None}, summary="Close an account")
def deactivate(request: HttpRequest, person: int, reason: str = "") -> Status[None]:
    """The person is signed out everywhere and cannot sign in; their tokens serve no more."""
    _kept(request, person)
    Deactivate(person).do(person_of(request), reason)
    return Status(204, None)


@router.post("/people/{int:person}/forget", response={204: None}, summary="Forget a person")
def forget(request: HttpRequest, person: int, reason: str = "") -> Status[None]:
    """Name and address go for good; the journal keeps the number."""
    _kept(request, person)
    Forget(person).do(person_of(request), reason)
    return Status(204, None)


def _kept(request: HttpRequest, number: int) -> User:
    """Whoever does not keep the account learns nothing of it."""
    found = keeping(person_of(request)).people().filter(pk=number).first()
    if found is None:
        raise MissingError
    return found


def _person(user: User) -> PersonOf:
    return PersonOf(
        id=user.pk,
        name=user.name,
        email=user.email,
        language=user.language,
        active=user.is_active,
        roles=[GrantOf.of(grant) for grant in user.grants.all()],
    )
