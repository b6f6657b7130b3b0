"""The mailbox of the one who reported: opened with the receipt code, which is in no address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.messages import language
from crossfoot.records.register.confidential import forms
from crossfoot.records.register.confidential.actions.write_message import AnswerReport
from crossfoot.records.register.confidential.files import bytes_of, name_of
from crossfoot.records.register.confidential.mailboxes import (
    UnknownCodeError,
    file_for_reporter,
    open_mailbox,
)
from crossfoot.records.register.library import active
from crossfoot.web.views.speak_up.public import public, sent_files
from crossfoot.web.views.speak_up.report import limits


@public
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest) -> HttpResponse:
    """Asks for the code; shows how the report stands and what was written; takes an answer."""
    if request.method != "POST":
        return _door(request)
    code = request.POST.get("code", "")
    try:
        sent = forms.read_form(request.POST.get("form", ""))
        forms.check_code_age(sent)
        open_mailbox(code)
    except UnknownCodeError as error:
        forms.count_wrong()
        return _door(request, error)
    except CrossfootError as error:
        return _door(request, error)
    if "file" in request.POST:
        return _file(request, code)
    if "text" not in request.POST:
        return _box(request, code)
    text = request.POST["text"]
    try:
        files = sent_files(request)
        answer = AnswerReport(code, text, sent, files)
        answer.do(request.actor)  # type: ignore[attr-defined]
    except CrossfootError as error:
        return _box(request, code, error, text)
    return _box(request, code, files=files, sent=True)


def _file(request: HttpRequest, code: str) -> HttpResponse:
    """A file that came with a message, for download alone."""
    number = request.POST["file"]
    kept = file_for_reporter(code, int(number)) if number.isdecimal() and len(number) < 19 else None
    if kept is None:
        return _box(request, code)
    response = HttpResponse(bytes_of(kept), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name_of(kept))
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _door(request: HttpRequest, error: CrossfootError | None = None) -> HttpResponse:
    shown = {"form": forms.new_form(), "problems": error.problems if error else ()}
    return render(request, "speak_up/door.html", shown, status=400 if error else 200)


def _box(
    request: HttpRequest,
    code: str,
    error: CrossfootError | None = None,
    text: str = "",
    files: object = (),
    *,
    sent: bool = False,
) -> HttpResponse:
    box, said = open_mailbox(code), language()
    clocks = active()[box.mailbox.entry.register].clocks
    shown = {
        "box": box,
        "code": code,
        "title": box.title[said],
        "stands": f"report_{box.stands}",
        "answers": [(each.label[said], each) for each in box.answers],
        "messages": [
            (each, clocks[each.kind].label[said] if each.kind in clocks else "")
            for each in box.said
        ],
        "form": forms.new_form(),
        "text": text,
        "sent": sent,
        "files": files,
        "problems": error.problems if error else (),
        "no_switch": True,
        "limits": limits(),
    }
    return render(request, "speak_up/mailbox.html", shown, status=400 if error else 200)
