"""Appoint somebody for a case that nobody is responsible for, or whose person has left."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Action, Actor, CommandLine, Done, NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.register.confidential.appointing import appointed, kept_away, responsible
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.stored import record_of
from crossfoot.records.register.writing import journaled, write_change

_BY_ITSELF = Text("the server does this by itself", "由服务器自动执行")


@dataclass(frozen=True)
class Appoint(Action[Entry]):
    """The next person who may becomes responsible for an entry without one.

    Attributes:
        key: of the entry.
    """

    verb = "register.appoint"
    stream = "register"
    key: str

    def check(self, by: Actor) -> None:
        """The clock of the server."""
        if not isinstance(by, CommandLine):
            raise NotAllowedError(problem(_BY_ITSELF))

    def change(self, by: Actor) -> Done[Entry]:
        """Appoint."""
        entry = Entry.objects.get(key=self.key)
        definition, context = active()[entry.register], context_for(entry.unit)
        record = record_of(entry, definition)
        gone = entry.owner if entry.owner not in _working([entry.owner]) else ""
        found = appointed(definition, record, gone=gone)
        written = write_change(entry, definition, found, context, "system", context.now)
        content, key = journaled(definition, written)
        return Done(written.entry, entry.reference, content, key)


def appoint_all() -> int:
    """Appoint somebody for every open case without a person who can act; how many cases."""
    by = CommandLine()
    by.origin = "timer of the server"
    done = 0
    for definition in active().values():
        if definition.access.level != "sealed":
            continue
        entries = list(
            Entry.objects.filter(register=definition.id).exclude(
                state__in=[*definition.closing, *definition.finals]
            )
        )
        working = _working([entry.owner for entry in entries])
        for entry in entries:
            record = record_of(entry, definition)
            away = kept_away(definition, record) | ({entry.owner} - working)
            if responsible(definition, record, away) not in ("", entry.owner):
                Appoint(entry.key).do(by)
                done += 1
    return done


def _working(owners: list[str]) -> frozenset[str]:
    """Of some persons, those whose account is open."""
    numbers = {int(each.removeprefix("user:")) for each in owners if each.startswith("user:")}
    people = User.objects.filter(pk__in=numbers, is_active=True)
    return frozenset(user.reference for user in people)
