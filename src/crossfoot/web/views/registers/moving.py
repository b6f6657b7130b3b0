"""A card of the board goes to another column: the step that leads there, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.registers.access import roles_of
from crossfoot.registers.definition import Definition
from crossfoot.web.views.registers.entry import seen_entry
from crossfoot.web.views.registers.seen import Seen
from crossfoot.web.views.registers.steps import offered

_NO_WAY = Text("no step leads from {here} to {there}", "没有从“{here}”到“{there}”的步骤")
_LOOK = Text("open the record: its steps stand there", "请打开该记录查看可执行的步骤")


def moves(shown: Seen) -> bool:
    """Whether the person takes steps in the register somewhere, so that cards can be moved."""
    roles = roles_of(shown.definition)
    owns = any("owner" in each.roles for each in shown.definition.transitions)
    held = shown.standing.held.values()
    return not shown.is_sealed and (owns or any(each & roles for each in held))


def targets(definition: Definition, state: str) -> Iterable[str]:
    """States to which people take an entry from a state."""
    steps = (each for each in definition.leaving(state) if not each.is_automatic)
    return dict.fromkeys(each.target for each in steps)


def move(request: HttpRequest, shown: Seen) -> HttpResponse | None:
    """Take the step to the column; one that asks for something opens its form.

    Returns:
        Where to go on; None where the card went, and the board is to be drawn anew.

    Raises:
        CrossfootError: with the reason why it may not go there.
    """
    if shown.is_sealed:
        raise Http404
    post, definition = request.POST, shown.definition
    entry = seen_entry(request, post.get("entry", ""))
    here, there = entry.entry.state, post.get("to", "")
    if entry.entry.register != definition.id or there not in definition.states:
        raise Http404
    keys = {
        each.key
        for each in definition.leaving(here)
        if each.target == there and not each.is_automatic
    }
    if not keys:
        states, said = definition.states, shown.language
        raise CrossfootError(
            problem(
                _NO_WAY,
                where=entry.entry.ref_no,
                remedy=_LOOK,
                here=states[here][said],
                there=states[there][said],
            )
        )
    revision = post.get("revision", "")
    read = int(revision) if revision.isdecimal() else None
    found = [each for each in offered(entry) if each.transition.key in keys]
    if found and any(not each.against for each in found):
        found = [each for each in found if not each.against]
        if len(found) > 1:
            return HttpResponseRedirect(reverse("entry", args=[entry.entry.key]))
        (step,) = found
        if step.missing or step.transition.verifies:
            address = reverse("entry_step", args=[entry.entry.key, step.transition.key])
            return HttpResponseRedirect(address)
    # one that is not offered is refused by the record itself, with its reason
    key = found[0].transition.key if found else sorted(keys)[0]
    TakeStep(entry.entry.key, key, {}, read).do(shown.person)
    return None
