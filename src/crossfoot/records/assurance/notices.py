"""Telling people: the team of its engagement, owners of what is asked, askers of answers."""

from __future__ import annotations

from collections.abc import Iterable

from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Actor
from crossfoot.records.assurance.access import tree_of
from crossfoot.records.assurance.models import Engagement, Inquiry
from crossfoot.records.collection.people import Candidates
from crossfoot.records.notices.telling import tell
from crossfoot.records.roles import Duty


def tell_members(users: Iterable[User], engagement: Engagement, by: Actor) -> None:
    """Tell people that they belong to a team, except who named them."""
    for user in users:
        if user.reference != by.reference:
            address = f"/assurance/{engagement.pk}"
            tell(user, "assurance.opened", engagement.reference, address, what=engagement.title)


def tell_owner(inquiry: Inquiry, kind: str, **values: str) -> None:
    """Tell who is to answer: who was named, else all who enter figures of the unit."""
    for user in _answering(inquiry):
        _tell(user, inquiry, kind, **values)


def tell_asker(inquiry: Inquiry, kind: str) -> None:
    """Tell who asked."""
    kind_of, _, number = inquiry.by.partition(":")
    asker = User.objects.filter(pk=number).first() if kind_of == "user" else None
    if asker is not None:
        _tell(asker, inquiry, kind)


def _answering(inquiry: Inquiry) -> list[User]:
    if inquiry.owner is not None and inquiry.owner.is_active:
        return [inquiry.owner]
    tree = tree_of(inquiry.engagement)
    if tree is None:
        return []
    return Candidates().on(inquiry.unit.code, Duty.ENTER, tree)


def _tell(user: User, inquiry: Inquiry, kind: str, **values: str) -> None:
    title = inquiry.title
    said = {"due": inquiry.due.isoformat(), **values}
    address = f"/assurance/requests/{inquiry.pk}"
    tell(user, kind, inquiry.reference, address, what=Text(title, title), **said)
