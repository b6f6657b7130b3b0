"""Files that come with a form: kept first, so that a refused form does not lose them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from crossfoot.records.evidence.receiving import evidence_limit
from crossfoot.records.register.actions.keep_file import KeepFile
from crossfoot.registers.fields import Field, FieldType
from crossfoot.web.requests import person_of
from crossfoot.web.uploads import SentFile
from crossfoot.web.views.registers.typed import PREFIX, several

#: what every form with files is told
LIMITS: dict[str, Any] = {"limit": evidence_limit(), "megabytes": evidence_limit() >> 20}


def with_files(
    request: HttpRequest,
    fields: Iterable[Field],
    typed: dict[str, Any],
    register: str,
    unit: str,
    key: str = "",
) -> list[str]:
    """Keep the files of a form, and put their ids where its fields have them.

    Args:
        request: with the files.
        fields: of the form.
        typed: what the form sent; changed.
        register: id of the register.
        unit: to which the files belong.
        key: of the record, where it is there already.

    Returns:
        The ids of the documents that were made.

    Raises:
        CrossfootError: one cannot be taken: too large, empty, or a program.
    """
    refused = getattr(request, "refused_file", None)
    if refused is not None:
        raise refused
    made: list[str] = []
    for field in fields:
        if field.type is FieldType.ATTACHMENT:
            ids = _kept(request, f"{PREFIX}{field.name}.file", register, unit, key)
            made += ids
            if ids:
                typed[field.name] = (
                    [*typed.get(field.name, []), *ids] if several(field) else ids[-1]
                )
        for inner in field.rows.values():
            if inner.type is FieldType.ATTACHMENT:
                made += _in_rows(request, field, inner, typed, (register, unit, key))
    return made


def _in_rows(
    request: HttpRequest,
    group: Field,
    inner: Field,
    typed: dict[str, Any],
    place: tuple[str, str, str],
) -> list[str]:
    """Files in the rows of a group: each row's input is named by its number in the form."""
    made: list[str] = []
    numbers = sorted(
        {
            int(part)
            for name in (*request.POST, *request.FILES)
            if name.startswith(f"{PREFIX}{group.name}.")
            and (part := name.split(".")[2]).isdecimal()
        }
    )
    rows = typed.get(group.name, [])
    for row, number in zip(rows, numbers, strict=False):
        name = f"{PREFIX}{group.name}.{number}.{inner.name}.file"
        ids = _kept(request, name, *place)
        made += ids
        if ids:
            row[inner.name] = [*row.get(inner.name, []), *ids] if several(inner) else ids[-1]
    return made


def _kept(request: HttpRequest, name: str, register: str, unit: str, key: str) -> list[str]:
    person = person_of(request)
    return [
        str(KeepFile(file.received, register, unit, key).do(person).pk)
        for file in request.FILES.getlist(name)
        if isinstance(file, SentFile)
    ]
