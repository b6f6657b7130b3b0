"""Passing on tasks that were given to a person by name."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest

from crossfoot.records.accounts.models import User
from crossfoot.records.collection.actions.assign import ASSIGNED, Assign
from crossfoot.records.collection.models import Request
from crossfoot.records.collection.people import Candidates
from crossfoot.records.collection.visible import Visible
from crossfoot.records.collection.workflow import TURNS, State
from crossfoot.records.roles import Duty


def passing(request: HttpRequest, ids: Sequence[int]) -> Assign:
    """The action that gives the ticked tasks to somebody else, in the part whose turn it is.

    Raises:
        Http404: nobody was chosen.
    """
    to = request.POST.get("to", "")
    states = Request.objects.filter(pk__in=ids).values_list("state", flat=True)
    duties = {TURNS.get(State(state)) for state in states}
    part = next((name for name, duty in ASSIGNED.items() if duties == {duty}), None)
    if not to.isdecimal() or part is None:
        raise Http404
    person = int(to)
    return Assign(
        tuple(ids),
        owner=person if part == "owner" else None,
        reviewer=person if part == "reviewer" else None,
        approver=person if part == "approver" else None,
    )


def successors(seen: Visible, duty: Duty, found: list[Request]) -> list[User]:
    """Who could do all tasks of a list that were given to the person by name."""
    user, tree = seen.person.user, seen.organisation
    part = next(name for name, each in ASSIGNED.items() if each is duty)
    mine = {each.unit.code for each in found if getattr(each, f"{part}_id") == user.pk}
    if not mine or tree is None:
        return []
    candidates = Candidates()
    lists = [candidates.on(unit, duty, tree) for unit in sorted(mine)]
    return [each for each in lists[0] if each != user and all(each in one for one in lists)]
