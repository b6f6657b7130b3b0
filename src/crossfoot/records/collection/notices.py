"""Telling people: whose turn it is, what is new, what is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Actor
from crossfoot.records.collection.labels import topic_title, unit_texts
from crossfoot.records.collection.models import Campaign, Request
from crossfoot.records.collection.workflow import TURNS, State
from crossfoot.records.notices.telling import tell, tell_chats
from crossfoot.records.roles import Duty

#: who is told of a request when a duty is asked for
ASSIGNED = {Duty.ENTER: "owner", Duty.REVIEW: "reviewer", Duty.APPROVE: "approver"}


def whose_turn(request: Request) -> User | None:
    """The person who was assigned what comes next; None where it is nobody's turn, or they left."""
    duty = TURNS.get(State(request.state))
    person: User | None = getattr(request, ASSIGNED[duty]) if duty else None
    return person if person is not None and person.is_active else None


def tell_turn(requests: Iterable[Request], by: Actor, reason: str = "") -> None:
    """Tell those whose turn it is now, except who did it."""
    tell_of(
        [
            (person, request)
            for request in requests
            if (person := whose_turn(request)) is not None and person.reference != by.reference
        ],
        by_state=True,
        reason=reason,
    )


def tell_of(
    told: list[tuple[User, Request]], kind: str = "", *, by_state: bool = False, **values: str
) -> None:
    """Tell people of requests; part of the transaction that it tells of.

    Args:
        told: whom, of which.
        kind: a notice of `notices`.
        by_state: the kind is that of the state that each request came to.
        values: what is put into the words.
    """
    names = unit_texts(request.unit_id for _, request in told)
    for person, request in told:
        unit = names.get(request.unit_id, Text(request.unit.code, request.unit.code))
        topic = topic_title(request.topic)
        what = Text(f"{unit.en} · {topic.en}", f"{unit.zh} · {topic.zh}")
        name = f"collection.{request.state}" if by_state else kind
        due = request.due.isoformat()
        said = {"due": due, **values}
        tell(person, name, request.reference, f"/requests/{request.pk}", what=what, **said)


def tell_opened(campaign: Campaign, requests: Iterable[Request], *, chats: bool = True) -> None:
    """Tell every owner once, and the chats of teams."""
    owners = dict.fromkeys(request.owner for request in requests if request.owner is not None)
    what, due, about = campaign.title, campaign.due.isoformat(), campaign.reference
    for owner in owners:
        tell(owner, "collection.opened", about, "/tasks", what=what, due=due)
    page = f"/campaigns/{campaign.pk}"
    if not chats:
        return
    tell_chats("collection.opened", about, page, what=what, due=due)


def tell_many(told: list[tuple[User, Request, str]]) -> int:
    """Tell people of requests, one notice for all of a campaign that are alike.

    Args:
        told: whom, of which, with which kind; "collection.reminder" has a form for many,
            "collection.reminders".

    Returns:
        How many notices there were.
    """
    alike: dict[tuple[int, str, int, date], list[tuple[User, Request]]] = {}
    for person, request, kind in told:
        key = (person.pk, kind, request.campaign_id, request.due)
        alike.setdefault(key, []).append((person, request))
    for (_, kind, campaign, due), each in alike.items():
        person, first = each[0]
        waited = dict.fromkeys(
            turn.name for _, request in each if (turn := whose_turn(request)) is not None
        )
        who = ", ".join(waited) or "-"
        if len(each) == 1:
            tell_of(each, kind, who=who)
            continue
        about = f"/campaigns/{campaign}"
        tell(
            person,
            f"{kind}s",
            first.campaign.reference,
            about if kind == "collection.escalated" else "/tasks",
            what=first.campaign.title,
            due=due.isoformat(),
            count=str(len(each)),
            who=who,
        )
    return len(alike)
