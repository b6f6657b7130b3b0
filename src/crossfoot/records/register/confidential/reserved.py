"""What forms of sealed registers must not write: who may know, and people who are kept away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import language, problem
from crossfoot.records.register.confidential.appointing import handling_fields, kept_away
from crossfoot.registers.definition import OWNER, Definition
from crossfoot.registers.records import RecordView
from crossfoot.registers.segregation import persons

#: who may know is decided by `actions.give_access`, and what was deleted by the clock
RESERVED = frozenset({OWNER, "access_grants", "reporter_token", "deleted_on"})

_RESERVED = Text("this is not changed by a form: {names}", "此项不能在表单中修改：{names}")
_THERE = Text("use the page of the case", "请在案件页面操作")
_AWAY = Text(
    "{name} is a subject of the entry, close to one, or in conflict",
    "{name}为当事人、其上下级或存在利益冲突",
)


def check_opening(definition: Definition, values: Mapping[str, Any]) -> None:
    """Go on where whoever opens a sealed entry does not say who may know of it.

    The person responsible may be named; `appointing` sees to it that he may be.

    Raises:
        CrossfootError: access is given with it.
    """
    if definition.access.level == "sealed":
        given = [name for name in RESERVED - {OWNER} if values.get(name)]
        if given:
            raise CrossfootError(problem(_RESERVED, remedy=_THERE, names=", ".join(sorted(given))))


def check_reserved(definition: Definition, record: RecordView, changes: Mapping[str, Any]) -> None:
    """Go on where a form changes nothing of a sealed entry that it must not.

    Raises:
        CrossfootError: it does.
    """
    if definition.access.level != "sealed":
        return
    labels = {each.name: each.label[language()] for each in definition.every_field()}
    found = [labels.get(name, name) for name in changes if name in RESERVED]
    if found:
        raise CrossfootError(problem(_RESERVED, remedy=_THERE, names=", ".join(found)))
    named = [name for name in handling_fields(definition) if changes.get(name)]
    away = kept_away(definition, record) if named else frozenset()
    for name in named:
        value = changes[name]
        if away & set(persons(tuple(value) if isinstance(value, list) else value)):
            raise CrossfootError(problem(_AWAY, name=labels[name]))
