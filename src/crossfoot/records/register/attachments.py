"""Documents that entries name: written down with the entry, and named only by who may open them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Actor
from crossfoot.records.evidence.guards import may_open
from crossfoot.records.evidence.models import Document
from crossfoot.records.messages import problem
from crossfoot.records.register.models import Attached, Entry
from crossfoot.records.register.stored import files_in
from crossfoot.registers.definition import Definition
from crossfoot.registers.records import Record

_BATCH = 500
#: an id of a document has fewer digits
_DIGITS = 19
_NO_FILE = Text("there is no file {number} that you may open", "没有您可打开的文件 {number}")
_SEND = Text("send the file with the form", "请随表单上传文件")


def keep_attached(definition: Definition, pairs: Iterable[tuple[Entry, Record]]) -> None:
    """Keep which documents entries name; what they no longer name stays known.

    Called where entries are written.
    """
    rows = [
        Attached(document=int(file), register=definition.id, entry=entry, field=name)
        for entry, record in pairs
        for name, file in sorted(set(files_in(definition, record.values)))
        if _is_number(file)
    ]
    if rows:
        Attached.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)


def check_files(
    by: Actor, definition: Definition, given: Mapping[str, Any], old: Mapping[str, Any]
) -> None:
    """Go on only where an actor may open every document that he names anew.

    Whoever reads an entry opens its files: so nobody makes a file of others readable by naming it.

    Args:
        by: who writes; what he sent himself he may name.
        definition: of the register.
        given: typed values that are written.
        old: of the entry as it stands; nothing where it is new.

    Raises:
        CrossfootError: there is no such document, or it is closed to the actor.
    """
    known = {file for _, file in files_in(definition, old)}
    named = {(name, file) for name, file in files_in(definition, given) if file not in known}
    wanted = {int(file) for _, file in named if _is_number(file)}
    if not wanted:
        return
    there = Document.objects.filter(pk__in=wanted, deleted_at=None).select_related("unit")
    allowed = {
        str(each.pk) for each in there if each.added_by == by.reference or may_open(by, each)
    }
    refused = sorted(
        (name, file) for name, file in named if _is_number(file) and file not in allowed
    )
    if refused:
        raise CrossfootError.of(
            [problem(_NO_FILE, where=name, remedy=_SEND, number=file) for name, file in refused]
        )


def _is_number(file: str) -> bool:
    return file.isdecimal() and len(file) < _DIGITS
