"""Documents: what there is, what one is and proves, and what is done to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Action
from crossfoot.records.evidence import queries
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.actions.delete import DeleteEvidence
from crossfoot.records.evidence.actions.describe import DescribeEvidence
from crossfoot.records.evidence.actions.detach import Detach
from crossfoot.records.evidence.actions.revise import ReviseEvidence
from crossfoot.records.evidence.guards import open_to
from crossfoot.records.evidence.kinds import KINDS
from crossfoot.records.evidence.models import Document, Revision
from crossfoot.records.evidence.receiving import Received, evidence_limit
from crossfoot.records.evidence.sniffing import preview_of
from crossfoot.records.evidence.subjects import closed, subjects
from crossfoot.records.messages import language
from crossfoot.records.organisation.names import unit_called
from crossfoot.records.roles import Duty
from crossfoot.web.forms import day_of
from crossfoot.web.listing import listed, names_of, units_of, whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.uploads import sent_file
from crossfoot.web.words import Words

#: days before the last on which a document is said to expire
SOON = 60


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Documents of the units that one may read, with filters."""
    person = person_of(request)
    units = units_of(person, Duty.READ)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "unit", "show")}
    today = timezone.now().date()
    found = queries.documents(
        [unit.code for unit in units],
        person,
        text=asked["q"],
        kind=asked["kind"],
        unit=asked["unit"],
        expiring_by=today + timedelta(SOON) if asked["show"] == "expiring" else None,
        unused=asked["show"] == "unused",
    )
    page = listed(request, found)
    names = {unit.code: unit.name for unit in units}
    rows = [
        {
            "document": document,
            "kind": _kind(document.kind),
            "unit": names.get(document.unit.code, document.unit.code),
            **_expiry(document),
        }
        for document in page.rows
    ]
    said = {"rows": rows, "page": page, "units": units, "kinds": _kinds(), "asked": asked}
    may_add = person.may_somewhere(Duty.ENTER)
    return render(request, "evidence/list.html", {**said, "may_add": may_add})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Send a file; with `?subject=`, it is attached to what it proves at once."""
    person = person_of(request)
    problems: tuple[Any, ...] = ()
    same = None
    units = units_of(person, Duty.ENTER)
    subject = request.POST.get("subject") or request.GET.get("subject", "")
    if request.method == "POST":
        try:
            file = sent_file(request)
            same = _same(person, file) if "anyway" not in request.POST else None
            if same is None:
                document = _added(request, person, file)
                if subject:
                    Attach(subject, document.pk, request.POST.get("page", "")).do(person)
                return HttpResponseRedirect(_address(document.pk))
        except CrossfootError as error:
            problems = error.problems
    said = {
        "units": units,
        "kinds": _kinds(),
        "asked": request.POST,
        "unit": request.POST.get("unit") or request.GET.get("unit", ""),
        "subject": subject,
        "proved": subjects([subject], person).get(subject) if subject else None,
        "same": same,
        "limit": evidence_limit(),
        "megabytes": evidence_limit() >> 20,
        "problems": problems,
    }
    return render(request, "evidence/add.html", said, status=400 if problems or same else 200)


@require_GET
def document(request: HttpRequest, number: int) -> HttpResponse:
    """What a document is, and what it proves."""
    return _draw(request, _document(request, number))


@require_POST
def revise(request: HttpRequest, number: int) -> HttpResponse:
    """A new revision."""
    found = _document(request, number)
    try:
        action = ReviseEvidence(found.pk, sent_file(request), request.POST.get("note", ""))
    except CrossfootError as error:
        return _draw(request, found, error)
    return _do(request, found, action)


@require_POST
def describe(request: HttpRequest, number: int) -> HttpResponse:
    """Title, kind, expiry, retention."""
    found, post = _document(request, number), request.POST
    try:
        valid, kept = day_of(post.get("valid_until", "")), day_of(post.get("kept_until", ""))
    except CrossfootError as error:
        return _draw(request, found, error)
    action = DescribeEvidence(
        found.pk, post.get("title", ""), post.get("kind", ""), valid, kept or found.kept_until
    )
    return _do(request, found, action)


@require_POST
def attach(request: HttpRequest, number: int) -> HttpResponse:
    """It proves something more."""
    found, post = _document(request, number), request.POST
    return _do(request, found, Attach(post.get("subject", ""), found.pk, post.get("page", "")))


@require_POST
def detach(request: HttpRequest, number: int) -> HttpResponse:
    """It proves something no more."""
    found = _document(request, number)
    return _do(request, found, Detach(whole_number(request.POST.get("use", "")) or 0))


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Its files go, after their retention."""
    found = _document(request, number)
    reason = request.POST.get("reason", "").strip()
    return _do(request, found, DeleteEvidence(found.pk), reason, reverse("evidence"))


def _document(request: HttpRequest, number: int) -> Document:
    """The document; one that is not there, or that nobody may know of, is no page."""
    person = person_of(request)
    there = Document.objects.filter(pk=number, deleted_at=None).select_related("unit")
    found = open_to(person, there).first()
    if found is None or not person.may(Duty.READ, found.unit.code):
        raise Http404
    return found


def _do(
    request: HttpRequest, found: Document, action: Action[Any], reason: str = "", after: str = ""
) -> HttpResponse:
    try:
        action.do(person_of(request), reason)
    except CrossfootError as error:
        return _draw(request, found, error)
    return HttpResponseRedirect(after or f"{_address(found.pk)}?saved=1")


def _added(request: HttpRequest, person: Person, file: Received) -> Document:
    post = request.POST
    return AddEvidence(
        file,
        post.get("unit", ""),
        post.get("title", ""),
        post.get("kind", "other"),
        day_of(post.get("valid_until", "")),
    ).do(person)


def _same(person: Person, file: Received) -> Document | None:
    """A document with the same bytes that the person may see."""
    units = [unit.code for unit in units_of(person, Duty.READ)]
    return queries.same_content(file.sha256, units, person)


def _draw(
    request: HttpRequest, found: Document, error: CrossfootError | None = None
) -> HttpResponse:
    person = person_of(request)
    revisions = list(found.revisions.select_related("file").order_by("-number"))
    uses = list(queries.uses_of(found))
    proved = subjects([use.subject for use in uses], person)
    hidden = closed([use.subject for use in uses], person)
    others = Words(language())["command_line"]
    names = names_of([found.added_by, *(each.added_by for each in revisions)], others)
    latest = revisions[0]
    said = {
        "document": found,
        "kind": _kind(found.kind),
        "unit_name": unit_called(found.unit.code, language()),
        "kinds": _kinds(),
        "latest": _shown(latest, names),
        "revisions": [_shown(each, names) for each in revisions],
        "uses": [
            {"use": use, "subject": proved.get(use.subject)}
            for use in uses
            if use.subject not in hidden
        ],
        "may_enter": person.may(Duty.ENTER, found.unit.code),
        "may_delete": person.may(Duty.RUN_CAMPAIGNS, found.unit.code),
        "limit": evidence_limit(),
        "megabytes": evidence_limit() >> 20,
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
        **_expiry(found),
    }
    return render(request, "evidence/document.html", said, status=400 if error else 200)


def _shown(revision: Revision, names: dict[str, str]) -> dict[str, Any]:
    media = revision.file.media if revision.file else ""
    return {
        "revision": revision,
        "who": names[revision.added_by],
        "media": media,
        "size": revision.file.size if revision.file else 0,
        "preview": preview_of(media),
    }


def _expiry(document: Document) -> dict[str, bool]:
    """Whether it has expired, or soon will."""
    today, last = timezone.now().date(), document.valid_until
    return {
        "expired": last is not None and last < today,
        "expires_soon": last is not None and today <= last <= today + timedelta(SOON),
    }


def _kind(kind: str) -> str:
    return KINDS[kind][language()] if kind in KINDS else kind


def _kinds() -> list[tuple[str, str]]:
    return [(key, text[language()]) for key, text in KINDS.items()]


def _address(number: int) -> str:
    return reverse("evidence_document", args=[number])
