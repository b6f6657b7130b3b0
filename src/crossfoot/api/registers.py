"""Registers as a program may see them: what its person takes part in, and nothing that is sealed.

Who reads a sealed entry says for what, each time; a program cannot. So sealed registers have no
entries here: not to be listed, read, opened or changed.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from crossfoot.api.bearer import person_of
from crossfoot.api.problems import MissingError
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.messages import language, problem
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import entry_for
from crossfoot.records.register.taking_part import may_create, sets_up, takes_part
from crossfoot.registers.definition import Definition

#: not read by programs
SEALED = "sealed"

_NOT_OPENED = Text("you may not open entries of this register", "您无权在该台账新建记录")


def register_of(request: HttpRequest, register: str, *, setting_up: bool = False) -> Definition:
    """A register that the person takes part in, or sets up; of others nothing is said.

    Raises:
        MissingError: there is none, or the person has nothing to do with it.
    """
    person, library = person_of(request), active()
    definition = library.get(register)
    if definition is None:
        raise MissingError
    if not takes_part(person, definition) and not (setting_up and sets_up(person)):
        raise MissingError
    return definition


def open_register_of(request: HttpRequest, register: str) -> Definition:
    """The same, of a register whose entries a program may read.

    Raises:
        MissingError: there is none, or it is sealed.
    """
    definition = register_of(request, register)
    if definition.access.level == SEALED:
        raise MissingError
    return definition


def entry_of(request: HttpRequest, key: str) -> Entry:
    """An entry that the person reads, of a register that is not sealed.

    Raises:
        UnknownEntryError: there is none; nobody learns which.
    """
    return entry_for(person_of(request), key)  # tokens read no sealed ones (`queries._reads`)


def require_create(person: Person, definition: Definition) -> None:
    """Go on only for who may open entries.

    Raises:
        NotAllowedError: the person may not.
    """
    if not may_create(person, definition):
        raise NotAllowedError(problem(_NOT_OPENED))


def said(text: Any) -> str:
    """A text in the language of the request."""
    found: str = text[language()]
    return found


def period_of(text: str) -> Period:
    """A period as "2024", "2024-Q2", "2024-03".

    Raises:
        CrossfootError: it is none.
    """
    from crossfoot.errors import CrossfootError

    try:
        return Period.parse(text)
    except ValueError as error:
        what = Text("{text} is no period", "{text} 不是期间")
        remedy = Text("write 2024, 2024-Q2 or 2024-03", "请写如 2024、2024-Q2 或 2024-03")
        raise CrossfootError(problem(what, remedy=remedy, text=repr(text))) from error
