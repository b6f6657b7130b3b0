"""Report something without being signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Visitor
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.register.actions.open_entry import OpenEntry, opened_by
from crossfoot.records.register.confidential import forms
from crossfoot.records.register.confidential.appointing import office
from crossfoot.records.register.confidential.cleaning import Cleaned, check_number
from crossfoot.records.register.confidential.codes import digest, new_code
from crossfoot.records.register.confidential.files import keep_files
from crossfoot.records.register.confidential.intake import Intake, intakes
from crossfoot.records.register.confidential.models import Mailbox
from crossfoot.records.register.confidential.subjects import persons_named
from crossfoot.records.register.context import context_for
from crossfoot.records.register.models import Entry
from crossfoot.records.register.writing import journaled
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import PERSONS

_NOT_PUBLIC = Text("this register has no public form", "该台账没有公开表单")
_NO_COMPANY = Text("say which company it is about", "请选择涉及的公司")
_CONFLICTS = "conflict_check"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody takes along who reported.

    Attributes:
        code: opens the mailbox; shown once and kept nowhere.
        entry: what was opened.
    """

    code: str = field(repr=False)
    entry: Entry


@dataclass(frozen=True)
class FileReport(Action[Receipt]):
    """An entry from the public form of a register, with a mailbox for the way back.

    Attributes:
        register_id: the register.
        values: by field of its form, as text.
        form: the form that was sent, which is taken once.
        files: sent along, cleaned.
        about_office: it is about those who usually handle reports: they are kept away.
    """

    verb = "register.report"
    stream = "register"
    register_id: str
    values: Mapping[str, Any] = field(hash=False, repr=False)
    form: forms.Form
    files: tuple[Cleaned, ...] = ()
    about_office: bool = False

    def check(self, by: Actor) -> None:
        """Everybody who names a company, in a form that was open for a moment."""
        if not isinstance(by, Visitor) or self.register_id not in intakes():
            raise NotAllowedError(problem(_NOT_PUBLIC))
        if not self.values.get("entity"):
            raise CrossfootError(problem(_NO_COMPANY))
        check_number(len(self.files))
        forms.check_age(self.form)

    def change(self, by: Actor) -> Done[Receipt]:
        """Open the entry and its mailbox, and keep the files."""
        forms.take(self.form)
        intake = intakes()[self.register_id]
        definition = intake.definition
        context = context_for(str(self.values["entity"]))
        values = self._values(intake, context.now.date())
        opening = OpenEntry(self.register_id, values, source="app")
        entry, written = opened_by(opening, by, definition, context)
        code = new_code()
        today = timezone.now().date()
        Mailbox.objects.create(entry=entry, digest=digest(code), opened_on=today)
        kept = keep_files(entry, self.files, "")
        content, key = journaled(
            definition, written, register=self.register_id, state=entry.state, files=len(kept)
        )
        return Done(Receipt(code, entry), entry.reference, content, key)

    def _values(self, intake: Intake, today: date) -> dict[str, Any]:
        definition = intake.definition
        values = intake.values(self.values) | {"entity": self.values["entity"]}
        for each in intake.fields:
            if each.type in PERSONS and each.name in values:
                named = persons_named(str(values[each.name]).splitlines())
                values[each.name] = named if each.many else named[:1]
        conflicts = definition.field(_CONFLICTS)
        if self.about_office and conflicts is not None and intake.is_sealed:
            values[_CONFLICTS] = _in_conflict(definition, str(self.values["entity"]), today)
        return values


def _in_conflict(definition: Definition, unit: str, today: date) -> tuple[dict[str, Any], ...]:
    """Rows that keep everybody away who would handle the report in the usual way."""
    return tuple(
        {"handler": person, "conflict": True, "checked_on": today}
        for person in sorted(office(definition, unit))
    )
