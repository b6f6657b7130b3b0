"""What is done on the page of a case: write, keep a file, give access, pass on, step back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.register.confidential.actions.give_access import (
    DeclareConflict,
    EndAccess,
    GiveAccess,
    PassOn,
)
from crossfoot.records.register.confidential.actions.keep_confidential import KeepConfidential
from crossfoot.records.register.confidential.actions.read_entry import ReadIdentity
from crossfoot.records.register.confidential.actions.write_message import WriteToReporter
from crossfoot.records.register.confidential.cleaning import (
    LARGEST,
    Cleaned,
    check_number,
    cleaned,
)
from crossfoot.records.register.confidential.reading import PurposeNeededError
from crossfoot.records.register.queries import UnknownEntryError, entry_for
from crossfoot.web.requests import person_of
from crossfoot.web.uploads import SentFile, sent_file
from crossfoot.web.views.speak_up.cases import found_entry
from crossfoot.web.views.speak_up.drawn import draw_case

_LARGE = Text("the file is larger than {limit} MB", "文件超过 {limit} MB")


@require_POST
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Write to the one who reported."""
    text = request.POST.get("text", "")
    entry = found_entry(person_of(request), key)
    try:
        files = _files(request)
    except CrossfootError as error:
        return draw_case(request, entry, problems=error.problems)
    action = WriteToReporter(key, text, request.POST.get("kind", ""), files)
    return _done(request, key, action, "#messages", text=text)


def _files(request: HttpRequest) -> tuple[Cleaned, ...]:
    """Files for the one who reported, without what they say of their maker."""
    found = [each.received for each in request.FILES.getlist("files") if isinstance(each, SentFile)]
    refused: CrossfootError | None = getattr(request, "refused_file", None)
    if refused is not None:
        raise refused
    if any(each.size > LARGEST for each in found):
        raise CrossfootError(problem(_LARGE, limit=LARGEST >> 20))
    check_number(len(found))
    return tuple(cleaned(each.name, each.path.read_bytes()) for each in found)


@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a file among those of the case."""
    entry = found_entry(person_of(request), key)
    try:
        received = sent_file(request)
        if received.size > LARGEST:
            raise CrossfootError(problem(_LARGE, limit=LARGEST >> 20))
        action = KeepConfidential(key, cleaned(received.name, received.path.read_bytes()))
    except CrossfootError as error:
        return draw_case(request, entry, problems=error.problems)
    return _done(request, key, action, "#files")


@require_POST
def identity(request: HttpRequest, key: str) -> HttpResponse:
    """Show who reported, this once; the answer is kept by no browser."""
    entry = found_entry(person_of(request), key)
    try:
        told = ReadIdentity(key, request.POST.get("reason", "")).do(person_of(request))
    except PurposeNeededError:
        return HttpResponseRedirect(reverse("case", args=[key]))
    except NotAllowedError:
        raise
    except CrossfootError as error:
        return draw_case(request, entry, problems=error.problems)
    return draw_case(request, entry, identity=told)


@require_POST
def access(request: HttpRequest, key: str) -> HttpResponse:
    """Let somebody read the case."""
    days = request.POST.get("days", "")
    action = GiveAccess(
        key, _number(request), request.POST.get("purpose", ""), int(days) if days.isdecimal() else 0
    )
    return _done(request, key, action, "#access")


@require_POST
def end_access(request: HttpRequest, key: str) -> HttpResponse:
    """End somebody's access."""
    return _done(request, key, EndAccess(key, _number(request)), "#access")


@require_POST
def pass_on(request: HttpRequest, key: str) -> HttpResponse:
    """Make somebody else responsible."""
    return _done(request, key, PassOn(key, _number(request)))


@require_POST
def conflict(request: HttpRequest, key: str) -> HttpResponse:
    """Step back from the case."""
    return _done(request, key, DeclareConflict(key))


def _number(request: HttpRequest) -> int:
    text = request.POST.get("user", "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _done(
    request: HttpRequest, key: str, action: Action[Any], part: str = "", text: str = ""
) -> HttpResponse:
    """Do it, and come back to the case; to the list where the person reads it no more."""
    by = person_of(request)
    entry = found_entry(by, key)
    try:
        action.do(by)
    except PurposeNeededError:
        return HttpResponseRedirect(reverse("case", args=[key]))
    except NotAllowedError:
        raise
    except CrossfootError as error:
        return draw_case(request, entry, problems=error.problems, text=text)
    try:
        entry_for(by, key)
    except UnknownEntryError:
        return HttpResponseRedirect(f"{reverse('cases')}?left=1")
    return HttpResponseRedirect(f"{reverse('case', args=[key])}?saved=1{part}")
