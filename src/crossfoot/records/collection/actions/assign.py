"""Say whose task a request is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.collection.actions.requests import requests_of
from crossfoot.records.collection.labels import request_title
from crossfoot.records.collection.models import Request
from crossfoot.records.collection.notices import tell_of
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import DUTY_NAMES, Duty

#: what a person may be to a request, and the duty that it needs
ASSIGNED = {"owner": Duty.ENTER, "reviewer": Duty.REVIEW, "approver": Duty.APPROVE}


@dataclass(frozen=True)
class Assign(Action[tuple[Request, ...]]):
    """Owner, reviewer, approver and due day of requests; what is None stays.

    Whoever runs campaigns may change all of it; a person to whom a task was given may pass that
    one on.

    Attributes:
        requests: their ids.
        owner, reviewer, approver: id of the person.
        due: the day by which they must be submitted.
    """

    verb = "collection.assign"
    stream = "collection"
    requests: tuple[int, ...]
    owner: int | None = None
    reviewer: int | None = None
    approver: int | None = None
    due: date | None = None

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns there, or passes on what is theirs; to one who may do it."""
        found = requests_of(self.requests)
        people = self._people()
        for request in found:
            self._check_right(by, request)
        for name, user in people.items():
            person = Person(user, "")
            for request in found:
                if not person.may(ASSIGNED[name], request.unit.code):
                    raise CrossfootError(
                        problem(
                            Text("{who} may not {duty} there", "{who} 无权{duty}"),
                            remedy=Text(
                                "choose somebody who has the role", "请选择具有相应角色的人员"
                            ),
                            where=request_title(request, language()),
                            who=user.name,
                            duty=DUTY_NAMES[ASSIGNED[name]][language()],
                        )
                    )

    def change(self, by: Actor) -> Done[tuple[Request, ...]]:
        """Write it, and tell those who have a new task."""
        found = requests_of(self.requests)
        people = self._people()
        told = []
        for request in found:
            for name, user in people.items():
                if getattr(request, f"{name}_id") != user.pk and user.reference != by.reference:
                    told.append((user, request))
                setattr(request, name, user)
            request.due = self.due or request.due
        tell_of(told, "collection.assigned")
        Request.objects.bulk_update(found, [*ASSIGNED, "due"], batch_size=500)
        content: dict[str, Any] = {"requests": [request.pk for request in found]}
        content |= {name: user.reference for name, user in people.items()}
        if self.due:
            content["due"] = self.due.isoformat()
        subject = found[0].reference if len(found) == 1 else found[0].campaign.reference
        return Done(tuple(found), subject, content)

    def _people(self) -> dict[str, User]:
        wanted = {name: getattr(self, name) for name in ASSIGNED}
        wanted = {name: id_ for name, id_ in wanted.items() if id_ is not None}
        users = User.objects.filter(is_active=True).in_bulk(wanted.values())
        if len(users) < len(set(wanted.values())):
            raise CrossfootError(problem(Text("there is no such account", "没有该账户")))
        return {name: users[id_] for name, id_ in wanted.items()}

    def _check_right(self, by: Actor, request: Request) -> None:
        if by.may(Duty.RUN_CAMPAIGNS, request.unit.code):
            return
        theirs = {
            name
            for name in ASSIGNED
            if isinstance(by, Person) and getattr(request, f"{name}_id") == by.user.pk
        }
        wanted = set(self._people())
        if not wanted or self.due or not wanted <= theirs:
            raise NotAllowedError(
                problem(
                    Text(
                        "you may pass on only what was given to you",
                        "您只能转交分配给自己的事项",
                    ),
                    remedy=Text("ask the ESG manager", "请联系 ESG 经理"),
                    where=request_title(request, language()),
                )
            )
