"""The Excel template of a request: download, and upload with a preview."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.collection.actions.set_cells import SetCells
from crossfoot.records.collection.changes import Change
from crossfoot.records.collection.excel_changes import Upload, changes_of
from crossfoot.records.collection.excel_columns import KINDS
from crossfoot.records.collection.excel_read import read_template
from crossfoot.records.collection.excel_write import write_template
from crossfoot.records.collection.labels import (
    figure,
    metric_unit,
    people,
    request_title,
    unit_words,
)
from crossfoot.records.collection.models import Cell, Kind, Request
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import Duty
from crossfoot.web.requests import person_of
from crossfoot.web.uploads import sent_file
from crossfoot.web.views.grid import may_enter, readable

_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "crossfoot.excel-upload"
#: seconds for which a preview can be confirmed
_HOLDS = 3600


@require_GET
def template(request: HttpRequest, request_id: int) -> HttpResponse:
    """The template, filled with what stands there now."""
    found = readable(request, request_id)
    answer = HttpResponse(write_template(found, language()), content_type=_MEDIA)
    name = f"crossfoot-{found.unit.code}-{found.topic}-{found.pk}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, request_id: int) -> HttpResponse:
    """First what a file would change, then the change: all of it, or nothing."""
    found = readable(request, request_id)
    person = person_of(request)
    person.require(Duty.ENTER, found.unit.code)
    shown: dict[str, Any] = {"found": found, "title": request_title(found, language())}
    shown["may_enter"] = may_enter(person, found)
    if request.method == "GET":
        return render(request, "grid/upload.html", shown)
    try:
        if "checked" in request.POST:
            changes = _confirmed(found, person.user.pk, request.POST["checked"])
            SetCells(found.pk, changes, via="excel").do(person)
            return HttpResponseRedirect(f"{reverse('grid', args=[found.pk])}?saved=1")
        read = _read(request, found)
        if read.problems:
            raise CrossfootError.of(read.problems)
        if read.changes:
            SetCells(found.pk, tuple(read.changes), via="excel").rehearse(person)
    except CrossfootError as error:
        refused = {**shown, "problems": error.problems}
        return render(request, "grid/upload.html", refused, status=400)
    shown |= {
        "looked": True,
        "rows": _preview(found, read),
        "unchanged": read.unchanged,
        "checked": signing.dumps(
            [found.pk, person.user.pk, [asdict(change) for change in read.changes]],
            salt=_SALT,
            compress=True,
        ),
    }
    return render(request, "grid/upload.html", shown)


def _read(request: HttpRequest, found: Request) -> Upload:
    rows, formulas = read_template(sent_file(request).path)
    read = changes_of(found, rows)
    read.problems[:0] = formulas
    return read


def _confirmed(found: Request, user: int, checked: str) -> tuple[Change, ...]:
    """What the person saw in the preview, which nobody has altered since.

    Raises:
        CrossfootError: it is of somebody else, of another request, or too old.
    """
    try:
        request, by, changes = signing.loads(checked, salt=_SALT, max_age=_HOLDS)
    except signing.BadSignature as error:
        raise _too_old() from error
    if (request, by) != (found.pk, user):
        raise _too_old()
    return tuple(
        Change(**{**each, "kind": Kind(each["kind"]) if each["kind"] else None}) for each in changes
    )


def _too_old() -> CrossfootError:
    return CrossfootError(
        problem(
            Text("the preview does not hold any more", "预览已失效"),
            remedy=Text("upload the file again", "请重新上传文件"),
        )
    )


def _preview(found: Request, read: Upload) -> list[dict[str, Any]]:
    """What stands there, and what would."""
    said = language()
    cells = Cell.objects.filter(request=found, pk__in=read.rows).select_related("current")
    by_id = {cell.pk: cell for cell in cells}
    names = people({cell.current.by for cell in cells if cell.current}, said)
    rows = []
    for change in read.changes:
        cell = by_id[change.cell]
        current = cell.current
        rows.append(
            {
                "row": read.rows[change.cell].where("value"),
                "figure": figure(cell, said),
                "before": _said(
                    cell, current.kind, current.text or current.typed, current.typed_unit
                )
                if current
                else "",
                "who": names.get(current.by, "") if current else "",
                "after": _said(cell, change.kind or Kind.VALUE, change.value or "", change.unit),
                "remark": change.reason or change.explanation or change.comment,
            }
        )
    return rows


def _said(cell: Cell, kind: str, value: str, unit: str) -> str:
    if kind in (Kind.NONE, Kind.NOT_APPLICABLE):
        return KINDS[kind][language()]
    if not value.strip():
        return ""
    return f"{value} {unit_words(unit or metric_unit(cell.metric), language())}".strip()
