"""Who may know of a confidential entry: access given and ended, passed on, conflicts declared."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.notices.telling import tell
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.confidential.actions.write_message import handled
from crossfoot.records.register.confidential.appointing import holders, kept_away
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import entry_for
from crossfoot.records.register.stored import record_of
from crossfoot.registers.access import may_read, roles_of
from crossfoot.registers.context import Actor as RegisterActor
from crossfoot.registers.definition import OWNER

#: fields that are written by the actions of this file alone
GRANTS, CONFLICTS = "access_grants", "conflict_check"
LONGEST = 180

_NOBODY = Text("there is no such person", "没有该人员")
_SELF = Text("nobody gives access to himself", "不能为自己授权")
_AWAY = Text(
    "this person is a subject of the entry, close to one, or in conflict",
    "该人员为当事人、其上下级或存在利益冲突",
)
_BY_GRANT = Text("who was given access gives none to others", "被授权人不得再授权他人")
_NO_PURPOSE = Text("say for what", "请填写目的")
_DAYS = Text("access lasts 1 to {most} days", "授权期限为 1 至 {most} 天")
_NO_ROLE = Text("this person has no role in the register", "该人员在该台账没有角色")
_NO_GRANTS = Text("this register gives no access to single people", "该台账不支持单独授权")


@dataclass(frozen=True)
class GiveAccess(Action[Entry]):
    """Let somebody read an entry, for a purpose and some days.

    Attributes:
        key: of the entry.
        user: id of the user.
        purpose: for what.
        days: how long, from now.
    """

    verb = "register.give_access"
    stream = "register"
    key: str
    user: int
    purpose: str = field(repr=False)
    days: int = 30

    def check(self, by: Actor) -> None:
        """Whoever handles the entry otherwise than by such access; to nobody who is kept away."""
        entry = handled(by, self.key)
        if active()[entry.register].field(GRANTS) is None:
            raise CrossfootError(problem(_NO_GRANTS))
        _check_authority(by, entry)
        _check_person(by, entry, self.user)
        if not self.purpose.strip():
            raise CrossfootError(problem(_NO_PURPOSE))
        if not 1 <= self.days <= LONGEST:
            raise CrossfootError(problem(_DAYS, most=LONGEST))

    def change(self, by: Actor) -> Done[Entry]:
        """Give it, and tell the person."""
        entry = entry_for(by, self.key)
        user, now = User.objects.get(pk=self.user), timezone.now()
        row = {
            "who": user.reference,
            "purpose": self.purpose.strip(),
            "authorised_by": by.reference,
            "from": now,
            "to": now + timedelta(days=self.days),
        }
        rows = record_of(entry).value(GRANTS) or ()
        done = AmendEntry(self.key, {GRANTS: (*rows, row)}).change(by)
        tell(user, "register.access", entry.reference, f"/cases/{entry.key}", what=entry.ref_no)
        return replace(done, verb=self.verb)


@dataclass(frozen=True)
class EndAccess(Action[Entry]):
    """End the access of somebody now; that it was given stays.

    Attributes:
        key: of the entry.
        user: id of the user.
    """

    verb = "register.end_access"
    stream = "register"
    key: str
    user: int

    def check(self, by: Actor) -> None:
        """Whoever could give it; and everybody his own."""
        entry = handled(by, self.key)
        if by.reference != f"user:{self.user}":
            _check_authority(by, entry)

    def change(self, by: Actor) -> Done[Entry]:
        """End it."""
        entry, now = entry_for(by, self.key), timezone.now()
        rows = tuple(
            _ended(row, now) if row["who"] == f"user:{self.user}" else row
            for row in record_of(entry).value(GRANTS) or ()
        )
        return replace(AmendEntry(self.key, {GRANTS: rows}).change(by), verb=self.verb)


@dataclass(frozen=True)
class PassOn(Action[Entry]):
    """Make somebody else the person responsible.

    Attributes:
        key: of the entry.
        user: id of the user.
    """

    verb = "register.pass_on"
    stream = "register"
    key: str
    user: int

    def check(self, by: Actor) -> None:
        """Whoever handles the entry otherwise than by access; to somebody with a role in it."""
        entry = handled(by, self.key)
        _check_authority(by, entry)
        _check_person(by, entry, self.user)
        definition = active()[entry.register]
        if f"user:{self.user}" not in holders(roles_of(definition), entry.unit):
            raise CrossfootError(problem(_NO_ROLE))

    def change(self, by: Actor) -> Done[Entry]:
        """Pass it on, and tell the person."""
        user = User.objects.get(pk=self.user)
        done = AmendEntry(self.key, {OWNER: user.reference}).change(by)
        entry = done.result
        tell(user, "register.given", entry.reference, f"/cases/{entry.key}")
        return replace(done, verb=self.verb)


@dataclass(frozen=True)
class DeclareConflict(Action[Entry]):
    """Step back from an entry for a conflict: never see it again; the next one is appointed.

    Attributes:
        key: of the entry.
    """

    verb = "register.declare_conflict"
    stream = "register"
    key: str

    def check(self, by: Actor) -> None:
        """Whoever handles the entry."""
        entry = handled(by, self.key)
        if active()[entry.register].field(CONFLICTS) is None:
            raise CrossfootError(problem(_NO_GRANTS))

    def change(self, by: Actor) -> Done[Entry]:
        """Write it down; `appointed` does the rest."""
        entry = entry_for(by, self.key)
        row = {"handler": by.reference, "conflict": True, "checked_on": timezone.now().date()}
        rows = record_of(entry).value(CONFLICTS) or ()
        others = tuple(each for each in rows if each["handler"] != by.reference)
        return replace(AmendEntry(self.key, {CONFLICTS: (*others, row)}).change(by), verb=self.verb)


def authorises(by: Actor, entry: Entry) -> bool:
    """Whether an actor reads an entry otherwise than by access that was given."""
    definition, record = active()[entry.register], record_of(entry)
    without = replace(record, values={**record.values, GRANTS: None})
    actor = RegisterActor(by.reference)
    return may_read(definition, without, actor, timezone.now())


def _check_authority(by: Actor, entry: Entry) -> None:
    if not authorises(by, entry):
        raise NotAllowedError(problem(_BY_GRANT))


def _check_person(by: Actor, entry: Entry, number: int) -> None:
    user = User.objects.filter(pk=number, is_active=True).first()
    if user is None:
        raise CrossfootError(problem(_NOBODY))
    if user.reference == by.reference:
        raise CrossfootError(problem(_SELF))
    if user.reference in kept_away(active()[entry.register], record_of(entry)):
        raise CrossfootError(problem(_AWAY))


def _ended(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {**row, "to": min(row["to"], max(now, row["from"]))}
