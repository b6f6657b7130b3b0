"""People, a report and its mailbox, for tests of confidential registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crossfoot.records.accounts.person import Person, Visitor
from crossfoot.records.register.confidential import forms
from crossfoot.records.register.confidential.actions.file_report import FileReport, Receipt
from crossfoot.records.register.confidential.actions.read_entry import RegisterPurpose
from crossfoot.records.register.confidential.cleaning import Cleaned
from registers_kept import has_role

WORD = "Kickback 回扣 at the Hefei depot"


def form(name: str = "", age: float = 60) -> forms.Form:
    """A form that was open for a minute."""
    return forms.Form(name or forms.new_form(), age)


def reported(
    *files: Cleaned, register: str = "whistleblowing_case", office: bool = False, **values: Any
) -> Receipt:
    """A report from the public form."""
    given = {"entity": "E", "summary": WORD, **values}
    return FileReport(register, given, form(), files, office).do(Visitor("public form"))


def handler(person: Callable[..., Person], role: str = "case_handler", unit: str = "") -> Person:
    """Somebody with a role in the register."""
    return has_role(person(), role, unit)


def visiting(by: Person, key: str) -> Person:
    """The person, with a purpose registered for an entry."""
    RegisterPurpose(key, "handling").do(by)
    return by
