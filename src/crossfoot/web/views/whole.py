"""The whole organisation as one workbook: export, and import with a preview."""

from __future__ import annotations

import base64
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.import_whole import ImportWhole, Taken
from crossfoot.records.accounts.whole import as_workbook, read_workbook, recorded
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import ROLE_NAMES
from crossfoot.web.requests import person_of

#: bytes of a workbook
LARGEST = 5_000_000

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Units over time, fiscal years, reporting, people and roles."""
    response = HttpResponse(as_workbook(recorded()), content_type=_EXCEL)
    response.headers["Content-Disposition"] = 'attachment; filename="organisation.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def whole(request: HttpRequest) -> HttpResponse:
    """First what a workbook would change, then the change; links of invitations are shown once."""
    if request.method == "GET":
        return render(request, "organisation/whole.html")
    person = person_of(request)
    try:
        content = _content(request)
        action = ImportWhole(read_workbook(content))
        if "sure" not in request.POST:
            shown = {
                **_shown(action.rehearse(person)),
                "checked": base64.b64encode(content).decode(),
            }
            return render(request, "organisation/whole.html", {**shown, "preview": True})
        taken = action.do(person, request.POST.get("reason", ""))
    except CrossfootError as error:
        shown = {"problems": error.problems}
        return render(request, "organisation/whole.html", shown, status=400)
    links = [
        (
            each.user,
            request.build_absolute_uri(reverse("invitation", args=[each.token])),
        )
        for each in taken.invitations
    ]
    return render(
        request, "organisation/whole.html", {**_shown(taken), "links": links, "done": True}
    )


def _content(request: HttpRequest) -> bytes:
    """The workbook that was sent, or the one that was checked before."""
    sent, checked = request.FILES.get("file"), request.POST.get("checked", "")
    if isinstance(sent, UploadedFile):
        if (sent.size or 0) > LARGEST:
            raise CrossfootError(
                problem(
                    Text("the file has more than {largest} MB", "文件超过 {largest} MB"),
                    where=sent.name or "",
                    largest=LARGEST // 1_000_000,
                )
            )
        return b"".join(sent.chunks())
    if checked:
        try:
            return base64.b64decode(checked, validate=True)
        except ValueError:
            return b""
    raise CrossfootError(problem(Text("choose a file", "请选择文件")))


def _shown(taken: Taken) -> dict[str, Any]:
    said = language()
    return {
        "taken": taken,
        "roles": [(row, ROLE_NAMES[row.role][said]) for row in taken.roles],
    }
