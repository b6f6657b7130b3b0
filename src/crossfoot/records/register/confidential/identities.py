"""Who reported: taken out of the content, and kept apart with a key of its own.

A record of a sealed register never holds the value of a `sealed_text` field: the storage calls
`kept_apart` for each record that it writes. So whoever reads a case reads no name, unless he asks
for it by an action that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from crossfoot.records.journal.keys import ForgottenError, seal, unseal
from crossfoot.records.register.confidential.models import Identity, identity_key
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import FieldType
from crossfoot.registers.records import Record

R = TypeVar("R", bound=Record)
SEALED = "sealed"


def fields_apart(definition: Definition) -> tuple[str, ...]:
    """The fields of a register that are kept apart; none where it is not sealed."""
    if definition.access.level != SEALED:
        return ()
    fields = definition.every_field()
    return tuple(each.name for each in fields if each.type is FieldType.SEALED_TEXT)


def kept_apart(definition: Definition, record: R) -> R:
    """The record without its identities, which are kept; called while it is written."""
    found = {
        name: record.values[name]
        for name in fields_apart(definition)
        if record.values.get(name) not in (None, "")
    }
    if not found:
        return record
    for name, value in found.items():
        Identity.objects.update_or_create(
            entry_key=record.id,
            field=name,
            defaults={"text": seal(str(value), identity_key(record.id))},
        )
    values = {name: value for name, value in record.values.items() if name not in found}
    return replace(record, values=values)


def is_known(entry_key: str) -> bool:
    """Whether an identity is kept for an entry."""
    return Identity.objects.filter(entry_key=entry_key).exists()


def identities(entry_key: str) -> Mapping[str, str]:
    """Identities behind an entry by field; only the action that logs it asks for them."""
    found: dict[str, str] = {}
    for each in Identity.objects.filter(entry_key=entry_key):
        try:
            found[each.field] = unseal(each.text, each.key_name)
        except ForgottenError:
            continue
    return found
