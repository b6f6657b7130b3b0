"""The request list: what the team asks for, answers with evidence, the list as Excel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.assurance.access import assures, sees
from crossfoot.records.assurance.actions.ask import Ask
from crossfoot.records.assurance.actions.step import STEPS
from crossfoot.records.assurance.models import Inquiry
from crossfoot.records.assurance.workflow import (
    STATE_NAMES,
    STEP_NAMES,
    WAITING,
    InquiryStep,
    Party,
    State,
    steps_from,
)
from crossfoot.records.collection.labels import metric_title
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.queries import evidence_of, evidence_of_all
from crossfoot.records.evidence.receiving import evidence_limit
from crossfoot.records.evidence.sniffing import preview_of
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.web.exports import excel_answer
from crossfoot.web.forms import day_of, needed
from crossfoot.web.listing import listed, names_of, whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.uploads import sent_file
from crossfoot.web.views.assurance.seen import (
    Seen,
    metric_choice,
    names_in,
    people_with,
    seen,
    subjects_of,
    units_of,
)
from crossfoot.web.words import Words

_WAITING = [state.value for state in WAITING]
_USUAL_DAYS = 14  # until an answer is due


@require_http_methods(["GET", "POST"])
def requests(request: HttpRequest, number: int) -> HttpResponse:
    """The list of an engagement; the team asks for more."""
    found = seen(request, number)
    error = None
    if request.method == "POST":
        try:
            made = _asking(request, number).do(found.person)
            return HttpResponseRedirect(reverse("inquiry", args=[made.pk]))
        except NotAllowedError:
            raise
        except CrossfootError as refused:
            error = refused
    return _list(request, found, error)


@require_GET
def workbook(request: HttpRequest, number: int) -> HttpResponse:
    """The list, with its filters, as Excel."""
    found = seen(request, number)
    said, words = language(), Words(language())
    rows = _filtered(request, found).select_related("owner")

    def lines() -> Iterator[list[object]]:
        keys = ("inquiry_number", "inquiry_title", "inquiry_text", "assure_metric", "unit")
        more = ("inquiry_owner", "inquiry_due", "inquiry_state", "inquiry_late", "evidence")
        yield [words[key] for key in (*keys, *more, "inquiry_last")]
        shown = _shown(found, list(rows.prefetch_related("messages")))
        for row in shown:
            each = row["inquiry"]
            said_last = [message.text for message in each.messages.all()][-1:]
            yield [
                each.number,
                each.title,
                each.text,
                metric_title(each.metric)[said] if each.metric else "",
                row["unit"],
                each.owner.name if each.owner else "",
                each.due.isoformat(),
                row["state"],
                words["yes"] if row["late"] else "",
                "; ".join(f"{proof.title} ({proof.sha256[:12]})" for proof in row["proofs"]),
                *said_last,
            ]

    name = f"requests-{found.engagement.pk}.xlsx"
    return excel_answer(name, [(words["assure_requests"], lines())])  # type: ignore[return-value]


@require_http_methods(["GET", "POST"])
def inquiry(request: HttpRequest, number: int) -> HttpResponse:
    """One request: what is asked, what was said, evidence, the next step."""
    found = _seen(request, number)
    if request.method == "GET":
        return _page(request, found)
    try:
        _step(request, found)
    except NotAllowedError:
        raise
    except CrossfootError as error:
        found.refresh_from_db()
        return _page(request, found, error)
    return HttpResponseRedirect(f"{reverse('inquiry', args=[number])}?saved=1")


def _seen(request: HttpRequest, number: int) -> Inquiry:
    """A request of an engagement that one sees, or of a unit for which one answers."""
    person = person_of(request)
    found = Inquiry.objects.filter(pk=number).select_related("engagement", "unit", "owner").first()
    if found is None:
        raise Http404
    if not person.may(Duty.ENTER, found.unit.code) and not sees(person, found.engagement):
        raise Http404
    return found


def _step(request: HttpRequest, found: Inquiry) -> None:
    """The step of the form; a file that comes with an answer becomes evidence of it."""
    person, post = person_of(request), request.POST
    try:
        step = InquiryStep(post.get("step", ""))
    except ValueError:
        raise Http404 from None
    with transaction.atomic():  # the answer and its evidence, or neither
        if step is InquiryStep.ANSWER:
            page = post.get("page", "")
            if "file" in request.FILES:
                file = sent_file(request)
                title = post.get("title", "") or found.title
                document = AddEvidence(file, found.unit.code, title).do(person)
                Attach(found.reference, document.pk, page).do(person)
            if (document_id := whole_number(post.get("document", ""))) is not None:
                Attach(found.reference, document_id, page).do(person)
        STEPS[step](found.pk, post.get("text", "")).do(person)


def _asking(request: HttpRequest, number: int) -> Ask:
    post, words = request.POST, Words(language())
    due = day_of(needed(request, "due", words["inquiry_due"]))
    return Ask(
        number,
        post.get("title", ""),
        post.get("unit", ""),
        due or timezone.now().date(),
        post.get("text", ""),
        post.get("metric", ""),
        post.get("figure", ""),
        whole_number(post.get("owner", "")),
    )


def _filtered(request: HttpRequest, found: Seen) -> QuerySet[Inquiry]:
    rows = found.engagement.inquiries.select_related("unit", "owner")
    state = request.GET.get("state", "")
    if state == "late":
        rows = rows.filter(Q(state__in=_WAITING), due__lt=timezone.now().date())
    elif state:
        rows = rows.filter(state=state)
    for name in ("metric", "unit__code"):
        if wanted := request.GET.get(name.partition("__")[0], ""):
            rows = rows.filter(**{name: wanted})
    return rows.order_by("number")


def _shown(found: Seen, rows: list[Inquiry]) -> list[dict[str, Any]]:
    said, today = language(), timezone.now().date()
    proofs = evidence_of_all([each.reference for each in rows])
    names = names_in(found.engagement)
    return [
        {
            "inquiry": each,
            "unit": names.get(each.unit.code, each.unit.code),
            "metric": metric_title(each.metric)[said] if each.metric else "",
            "state": STATE_NAMES[State(each.state)][said],
            "late": each.state in _WAITING and each.due < today,
            "proofs": proofs.get(each.reference, ()),
        }
        for each in rows
    ]


def _list(request: HttpRequest, found: Seen, error: CrossfootError | None) -> HttpResponse:
    page = listed(request, _filtered(request, found))
    due = timezone.now().date() + timedelta(_USUAL_DAYS)
    shown = found.drawn(
        "requests",
        rows=_shown(found, list(page.rows)),
        page=page,
        query=request.GET.urlencode(),
        states=[(each.value, STATE_NAMES[each][language()]) for each in State],
        asked={name: request.GET.get(name, "") for name in ("state", "metric", "unit")},
        subjects=subjects_of(found.engagement),
        units=units_of(found.engagement),
        people=people_with(Duty.ENTER) if found.team else [],
        given=request.POST if error else {**request.GET.dict(), "due": due.isoformat()},
        problems=error.problems if error else (),
    )
    return render(request, "assurance/requests.html", shown, status=400 if error else 200)


def _page(
    request: HttpRequest, found: Inquiry, error: CrossfootError | None = None
) -> HttpResponse:
    person, said, words = person_of(request), language(), Words(language())
    engagement = found.engagement
    messages = list(found.messages.all())
    names = names_of([found.by, *(each.by for each in messages)], words["command_line"])
    answers = engagement.is_open and person.may(Duty.ENTER, found.unit.code)
    judges = engagement.is_open and assures(person, engagement)
    parties = {Party.ENTITY: answers, Party.ASSURER: judges}
    open_to = [each for each in steps_from(State(found.state)) if parties[each.party]]
    kind, _, figure = found.figure.partition(":")
    shown = {
        "inquiry": found,
        "engagement": engagement,
        "title": engagement.title[said],
        "sees": sees(person, engagement),
        "metric": metric_choice(found.metric) if found.metric else None,
        "unit": names_in(engagement).get(found.unit.code, found.unit.code),
        "figure": {"kind": kind, "id": figure} if figure.isdecimal() else None,
        "state": STATE_NAMES[State(found.state)][said],
        "late": found.state in _WAITING and found.due < timezone.now().date(),
        "who": names[found.by],
        "messages": [
            {
                "message": each,
                "who": names[each.by],
                "step": STEP_NAMES[InquiryStep(each.step)][said],
            }
            for each in messages
        ],
        "proofs": [
            {"proof": each, "preview": preview_of(each.media)}
            for each in evidence_of(found.reference)
        ],
        "may_answer": any(each.step is InquiryStep.ANSWER for each in open_to),
        "judging": [
            (each.step.value, STEP_NAMES[each.step][said], each.with_text)
            for each in open_to
            if each.party is Party.ASSURER
        ],
        "given": request.POST,
        "limit": evidence_limit(),
        "megabytes": evidence_limit() >> 20,
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "assurance/inquiry.html", shown, status=400 if error else 200)
