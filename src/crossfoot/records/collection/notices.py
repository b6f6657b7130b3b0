"""Telling people: whose turn it is, and what is due. The messages themselves go out elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Actor
from crossfoot.records.collection.models import Request
from crossfoot.records.collection.workflow import TURNS, State
from crossfoot.records.roles import Duty

#: who is told of a request when a duty is asked for
_ASSIGNED = {Duty.ENTER: "owner", Duty.REVIEW: "reviewer", Duty.APPROVE: "approver"}


def whose_turn(request: Request) -> User | None:
    """The person who was assigned what comes next; None where it is nobody's turn."""
    duty = TURNS.get(State(request.state))
    person: User | None = getattr(request, _ASSIGNED[duty]) if duty else None
    return person


def tell_turn(requests: Iterable[Request], by: Actor, reason: str = "") -> None:
    """Tell those whose turn it is now, except who did it."""
    for request in requests:
        person = whose_turn(request)
        if person is not None and person.reference != by.reference:
            tell(person, f"collection.{request.state}", request, reason=reason)


def tell(person: User, kind: str, request: Request, **values: str) -> None:
    """Tell a person of a request; part of the transaction that it tells of."""
    if find_spec("crossfoot.records.notices") is None:
        return
