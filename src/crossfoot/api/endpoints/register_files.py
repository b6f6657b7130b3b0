"""Entries by file: the template of a register, and taking a filled one in."""

from __future__ import annotations

import io

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from crossfoot.api.bearer import ENTER, READ, person_of
from crossfoot.api.description import FILE
from crossfoot.api.files import received
from crossfoot.api.registers import open_register_of
from crossfoot.records.messages import language
from crossfoot.records.register.actions.import_entries import ImportEntries
from crossfoot.records.register.importing.template import write_template

router = Router()


class HowToImport(Schema):
    """What is to happen with a file."""

    dry_run: bool = Field(False, description="Say what would come of it; nothing is kept.")


class ImportedEntriesOf(Schema):
    """What came of a file."""

    opened: int
    changed: int
    same: int = Field(description="Rows that said nothing new.")
    sha256: str
    dry_run: bool


@router.get(
    "/registers/{register_id}/template.xlsx",
    summary="Template of a register",
    auth=READ,
    openapi_extra=FILE,
)
def template(request: HttpRequest, register_id: str) -> HttpResponse:
    """An Excel workbook: a column for each field, a sheet for each repeating group."""
    definition, file = open_register_of(request, register_id), io.BytesIO()
    write_template(definition, file, language())
    answer = HttpResponse(file.getvalue(), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{register_id}.xlsx"'
    return answer


@router.post(
    "/registers/{register_id}/import",
    response=ImportedEntriesOf,
    summary="Import entries",
    auth=ENTER,
)
def take(
    request: HttpRequest, register_id: str, how: Form[HowToImport], file: File[UploadedFile]
) -> ImportedEntriesOf:
    """CSV or Excel as a form with parts; all rows are taken, or none."""
    open_register_of(request, register_id)
    person = person_of(request)
    with received(request, file) as taken:
        action = ImportEntries(register_id, taken.path, taken.name)
        made = action.rehearse(person) if how.dry_run else action.do(person)
    return ImportedEntriesOf(
        opened=made.opened,
        changed=made.changed,
        same=made.same,
        sha256=made.sha256,
        dry_run=how.dry_run,
    )
