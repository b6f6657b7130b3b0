"""Hand over what is open in a person's name in registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.grant_role import account
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.register.actions.grant_role import end
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, RoleGrant
from crossfoot.records.register.stored import Kept, record_of, with_history
from crossfoot.records.register.writing import write_change
from crossfoot.records.roles import Duty
from crossfoot.registers import handover, transitions
from crossfoot.registers.handover import InName
from crossfoot.registers.segregation import persons

_YOURSELF = Text("somebody else must follow", "接任人须为他人")


@dataclass(frozen=True)
class HandOverEntries(Action[tuple[str, ...]]):
    """What a person holds in registers passes to a successor; the result is what did not pass.

    A sealed case does not pass, nor what the successor may not handle: they are assigned anew.

    Attributes:
        user: id of the person.
        successor: id of the one who follows.
    """

    verb = "register.hand_over"
    stream = "register"
    user: int
    successor: int

    def check(self, by: Actor) -> None:
        """Whoever manages accounts, or the person who hands over."""
        account(self.successor)
        if by.reference != account(self.user).reference:
            by.require(Duty.MANAGE_ACCOUNTS)
        if self.user == self.successor:
            raise CrossfootError(problem(_YOURSELF))

    def change(self, by: Actor) -> Done[tuple[str, ...]]:
        """Pass each."""
        passed, left = pass_entries(f"user:{self.user}", f"user:{self.successor}", by.reference)
        content = {"successor": f"user:{self.successor}", "passed": passed, "left": left}
        return Done(tuple(left), f"user:{self.user}", content)


def in_name_of(person: str) -> list[tuple[Entry, Kept, InName]]:
    """What a person holds in entries that are not closed."""
    library, found = active(), []
    entries = Entry.objects.filter(concerns__person=person, register__in=library).distinct()
    for entry in with_history(entries.order_by("id")):
        definition, record = library[entry.register], record_of(entry)
        held = handover.in_name_of(definition, record, person, context_for(entry.unit))
        if held is not None:
            found.append((entry, record, held))
    return found


def pass_entries(person: str, successor: str, by: str) -> tuple[list[str], list[str]]:
    """Put the successor in the place of a person; keys of what passed, and of what did not."""
    passed, left, library = [], [], active()
    for entry, record, held in in_name_of(person):
        definition, context = library[entry.register], context_for(entry.unit)
        if not held.passes or not handover.may_succeed(definition, record, successor):
            left.append(entry.key)
            continue
        changes = {}
        for name in held.fields:
            value = record.value(name)
            others = tuple(successor if each == person else each for each in persons(value))
            changes[name] = others if isinstance(value, tuple) else successor
        try:
            amended = transitions.amend(definition, record, changes, context)
        except CrossfootError:  # a rule of the register is in the way
            left.append(entry.key)
            continue
        write_change(entry, definition, amended, context, by, context.now)
        passed.append(entry.key)
    return passed, left


def pass_registers(user: int, successor: int, day: date) -> int:
    """What passes with the roles of the accounts: register roles, and entries from the day on."""
    after = Q(valid_to=None) | Q(valid_to__gt=day)
    grants = list(RoleGrant.objects.filter(after, user_id=user))
    for grant in grants:
        RoleGrant.objects.create(
            user_id=successor,
            role=grant.role,
            unit=grant.unit,
            valid_from=max(day, grant.valid_from),
            valid_to=grant.valid_to,
        )
        end(grant, day)
    if day > timezone.now().date():
        return len(grants)  # entries pass when somebody hands them over on that day
    passed, _ = pass_entries(f"user:{user}", f"user:{successor}", f"user:{user}")
    return len(grants) + len(passed)
