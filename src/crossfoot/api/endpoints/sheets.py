"""The Excel template of a request: fetched, filled, sent back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from crossfoot.api.bearer import ENTER, READ, person_of
from crossfoot.api.description import FILE
from crossfoot.api.endpoints.requests import CellChange, seen_requests
from crossfoot.api.files import received
from crossfoot.errors import CrossfootError
from crossfoot.records.collection.actions.set_cells import SetCells
from crossfoot.records.collection.excel_changes import changes_of
from crossfoot.records.collection.excel_read import read_template
from crossfoot.records.collection.excel_write import write_template
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty

router = Router()

_ONE = "/requests/{int:request_id}/template.xlsx"
_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Filled(Schema):
    """What is said of a filled template that is sent with it."""

    look: bool = Field(False, description="Only say what would change.")


class Sheet(Schema):
    """What a filled template has changed, or would."""

    changes: list[CellChange]
    unchanged: int
    written: bool


@router.get(_ONE, summary="The Excel template of a request", auth=READ, openapi_extra=FILE)
def template(request: HttpRequest, request_id: int) -> HttpResponse:
    """Filled with what stands there now."""
    (found,) = seen_requests(request, [request_id])
    answer = HttpResponse(write_template(found, language()), content_type=_MEDIA)
    name = f"crossfoot-{found.unit.code}-{found.topic}-{found.pk}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@router.post(_ONE, response=Sheet, summary="Send a filled template", auth=ENTER)
def upload(
    request: HttpRequest, request_id: int, about: Form[Filled], file: File[UploadedFile]
) -> Sheet:
    """All of it is written, or nothing; as a form with parts."""
    person = person_of(request)
    (found,) = seen_requests(request, [request_id])
    person.require(Duty.ENTER, found.unit.code)
    with received(request, file) as taken:
        rows, formulas = read_template(taken.path)
    read = changes_of(found, rows)
    if formulas or read.problems:
        raise CrossfootError.of([*formulas, *read.problems])
    if read.changes:
        action = SetCells(found.pk, tuple(read.changes), via="excel")
        action.rehearse(person) if about.look else action.do(person)
    changes = [CellChange.from_orm(each) for each in read.changes]
    return Sheet(changes=changes, unchanged=read.unchanged, written=not about.look)
