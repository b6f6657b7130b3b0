"""The action: the one way in which records change.

An action is a frozen dataclass, one file per verb, in the app that it changes. It says who may
(`check`), makes the change (`change`) and gives back what the journal is to say; `do` puts the
three into one transaction. Pages, the API and commands build the same action and call `do`.

    @dataclass(frozen=True)
    class CloseUnit(Action[Unit]):
        verb = "organisation.close_unit"
        stream = "organisation"
        unit: str
        day: date

        def check(self, by: Actor) -> None:
            by.require(Duty.CHANGE_ORGANISATION, self.unit)

        def change(self, by: Actor) -> Done[Unit]:
            ...
            return Done(unit, f"unit:{unit.code}", {"valid_to": self.day.isoformat()})

    CloseUnit("hefei", date(2024, 7, 1)).do(by, reason="sold")
"""

from __future__ import annotations

import getpass
import os
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.journal.append import Line, append, queue_up
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import DUTY_NAMES, Duty

T = TypeVar("T")


class NotAllowedError(CrossfootError):
    """This person may not do this to this unit."""


class Actor(ABC):
    """Who acts, and from where.

    Attributes:
        reference: who, as the journal names it: "user:7".
        origin: from where: "web 10.0.0.5".
        request: id that all entries of one request share.
    """

    reference: str
    origin: str
    request: str

    @abstractmethod
    def may(self, duty: Duty, unit: str = "") -> bool:
        """Whether the actor has a duty on a unit today; on the whole organisation where empty."""

    def called(self, unit: str) -> str:
        """What a unit is called; its code, as it was given, where the actor may not read it."""
        return unit

    def require(self, duty: Duty, unit: str = "") -> None:
        """Go on only where the actor has the duty.

        Raises:
            NotAllowedError: the actor has not.
        """
        if self.may(duty, unit):
            return
        place = self.called(unit) or Text("the whole organisation", "整个组织")[language()]
        raise NotAllowedError(
            problem(
                Text("you may not {duty}: {place}", "您无权{duty}：{place}"),
                remedy=Text("ask an administrator for the role", "请向系统管理员申请相应角色"),
                duty=DUTY_NAMES[duty][language()],
                place=place,
            )
        )


class CommandLine(Actor):
    """The person at the command line of the server, who may do everything.

    Whoever can run it can also write to the database file; the journal names the account.
    """

    def __init__(self) -> None:
        self.reference = "command line"
        self.origin = f"command line {_account()}"
        self.request = new_request()

    def may(self, duty: Duty, unit: str = "") -> bool:
        """Yes."""
        return True


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What was done.

    Attributes:
        result: what the caller gets.
        subject: what it was done to: "unit:hefei".
        content: the values that were changed, as JSON can hold them.
        key: name of the record whose key encrypts them; empty where they may be read openly.
        verb: where the outcome has a name of its own ("accounts.sign_in_refused").
        actor: who it was, where only doing it shows ("user:7", who signed in).
    """

    result: T
    subject: str
    content: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    verb: str = ""
    actor: str = ""


class Action(ABC, Generic[T]):
    """A change of records: who may, what changes, one journal entry, all or nothing."""

    verb: ClassVar[str]
    stream: ClassVar[str]

    @abstractmethod
    def check(self, by: Actor) -> None:
        """Who may, and whether it can be done at all.

        Raises:
            NotAllowedError: this person may not.
            CrossfootError: what was given cannot be used.
        """

    @abstractmethod
    def change(self, by: Actor) -> Done[T]:
        """Make the change; called inside the transaction, after `check`.

        Raises:
            CrossfootError: it cannot be made; nothing is.
        """

    def do(self, by: Actor, reason: str = "") -> T:
        """Do it.

        Args:
            by: who does it.
            reason: why, in the person's words.

        Raises:
            NotAllowedError: this person may not; nothing was changed.
            CrossfootError: it cannot be done; nothing was changed.
        """
        with transaction.atomic():
            queue_up()  # what is checked still holds when it is changed, on every database
            self.check(by)
            done = self.change(by)
            append(
                Line(
                    stream=self.stream,
                    action=done.verb or self.verb,
                    subject=done.subject,
                    actor=done.actor or by.reference,
                    origin=by.origin,
                    request=by.request,
                    reason=reason,
                    content=done.content,
                    key=done.key,
                )
            )
        return done.result

    def rehearse(self, by: Actor) -> T:
        """What doing it would give, with nothing changed and nothing written: for a preview.

        Raises:
            NotAllowedError, CrossfootError: as `do` would.
        """
        with transaction.atomic():
            queue_up()
            self.check(by)
            done = self.change(by)
            transaction.set_rollback(True)
        return done.result


def new_request() -> str:
    """An id for one request."""
    return uuid.uuid4().hex


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return f"uid {os.getuid()}"
