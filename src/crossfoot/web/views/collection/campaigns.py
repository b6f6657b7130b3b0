"""Campaigns: the list, a new one, the board, boundaries, steps with many requests."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.collection.actions.remind import Remind
from crossfoot.records.collection.actions.set_boundary import SetBoundary
from crossfoot.records.collection.boundaries import boundaries
from crossfoot.records.collection.labels import people, topic_title, unit_names
from crossfoot.records.collection.models import Campaign
from crossfoot.records.collection.progress import board, progress_of, units_of
from crossfoot.records.collection.templates import LENGTH_NAMES, own_templates
from crossfoot.records.collection.visible import Visible, is_late
from crossfoot.records.collection.workflow import STATE_NAMES, STEP_NAMES, State, Step
from crossfoot.records.counting import filled
from crossfoot.records.known import get_ready
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.web.listing import whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.views.collection import opening
from crossfoot.web.views.collection.shown import attempt, step_action
from crossfoot.web.words import Words

PAGE = 50

#: steps that are offered for many requests at once, with the duty that shows them
_MANY = {Step.REVIEW: Duty.REVIEW, Step.APPROVE: Duty.APPROVE, Step.LOCK: Duty.APPROVE}


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns that ask units which the person may read, the latest first."""
    seen = Visible(person_of(request))
    page = Paginator(seen.campaigns, PAGE).get_page(request.GET.get("page"))
    counts = seen.counts(list(page))
    rows = [
        {
            **counts[each.pk],
            "campaign": each,
            "name": each.title[language()],
            "period": each.period_name[language()],
            "percent": _percent(counts[each.pk]["filled"], counts[each.pk]["figures"]),
        }
        for each in page
    ]
    may_open = seen.person.may_somewhere(Duty.RUN_CAMPAIGNS)
    return render(
        request, "collection/campaigns.html", {"rows": rows, "page": page, "may_open": may_open}
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a campaign: template, period, units, due day."""
    person = person_of(request)
    given = opening.given(request, Visible(person))
    shown: dict[str, Any] = {
        "given": given,
        "templates": [
            (each.id, each.title[language()], LENGTH_NAMES[each.length][language()])
            for each in own_templates().values()
        ],
        "units": opening.units(person),
    }
    if given["copy"]:
        shown["copied"] = seen_campaign(request, int(given["copy"]))[1].title[language()]
    if request.method == "GET":
        get_ready()  # until the form is filled in, the figures of before can be looked up
        return render(request, "collection/new.html", shown)
    try:
        campaign = opening.action(given).do(person)
    except CrossfootError as error:
        refused = {**shown, "problems": error.problems}
        return render(request, "collection/new.html", refused, status=400)
    return HttpResponseRedirect(reverse("campaign", args=[campaign.pk]))


@require_GET
def campaign(request: HttpRequest, campaign: int) -> HttpResponse:
    """The progress board of a campaign."""
    return _board(request, campaign)


@require_POST
def move(request: HttpRequest, campaign: int) -> HttpResponse:
    """One step with all requests that were ticked, all or none."""
    seen, _ = seen_campaign(request, campaign)
    ids = [int(each) for each in request.POST.getlist("request") if each.isdecimal()]
    inside = seen.requests.filter(campaign=campaign, pk__in=ids).count()
    if inside != len(set(ids)):
        raise Http404
    error = attempt(request, step_action(request.POST.get("step", ""), ids))
    return after(request, campaign, error)


@require_POST
def remind(request: HttpRequest, campaign: int) -> HttpResponse:
    """Remind everybody whose turn it is, on units where the person runs campaigns."""
    seen, found = seen_campaign(request, campaign)
    waiting = seen.requests.filter(seen.on(Duty.RUN_CAMPAIGNS), campaign=found)
    try:
        reached = Remind(tuple(each.pk for each in waiting)).do(seen.person)
    except NotAllowedError:
        raise
    except CrossfootError as error:
        return _board(request, campaign, error)
    query = urlencode({"reminded": reached.people, "of": reached.requests})
    return HttpResponseRedirect(f"{reverse('campaign', args=[campaign])}?{query}")


@require_http_methods(["GET", "POST"])
def boundary(request: HttpRequest, campaign: int) -> HttpResponse:
    """Which units each metric covers, and the footnote that says so."""
    seen, found = seen_campaign(request, campaign)
    error = None
    if request.method == "POST":
        post = request.POST
        action = SetBoundary(
            campaign,
            post.get("metric", ""),
            post.get("unit", ""),
            outside=post.get("outside") == "1",
            reason=post.get("why", ""),
        )
        error = attempt(request, action)
        if error is None:
            return HttpResponseRedirect(f"{reverse('boundary', args=[campaign])}?saved=1")
    rows = boundaries(seen, found, language())
    shown = {
        "campaign": found,
        "name": found.title[language()],
        "rows": rows,
        "units": list(dict.fromkeys(unit for row in rows for unit in row.asked)),
        "given": request.POST,
        "may_change": seen.person.may_somewhere(Duty.RUN_CAMPAIGNS),
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "collection/boundary.html", shown, status=400 if error else 200)


def _board(
    request: HttpRequest, campaign: int, error: CrossfootError | None = None
) -> HttpResponse:
    seen, found = seen_campaign(request, campaign)
    said, person = language(), seen.person
    chosen = {name: request.GET.get(name, "") for name in ("state", "topic", "late")}
    progress = progress_of(seen, found)
    wanted = seen.requests.filter(campaign=found)
    if chosen["state"]:
        wanted = wanted.filter(state=chosen["state"])
    if chosen["topic"]:
        wanted = wanted.filter(topic=chosen["topic"])
    if chosen["late"]:
        wanted = wanted.filter(is_late(seen.today))
    page = Paginator(units_of(wanted, seen.organisation), PAGE).get_page(request.GET.get("page"))
    names = unit_names(page.object_list, said)
    tiles = board(wanted.filter(unit__in=list(page)), names, seen.organisation, seen.today, said)
    shown = {
        "campaign": found,
        "name": found.title[said],
        "instructions": found.words[said],
        "opened_by": people([found.opened_by], said)[found.opened_by],
        "period": found.period_name[said],
        "template": _template_title(found, said),
        "board": tiles,
        "page": page,
        "query": f"{urlencode(chosen)}&",
        "states": [
            {"state": state, "name": STATE_NAMES[state][said], "count": progress.states[state]}
            for state in State
            if progress.states[state]
        ],
        "topics": [(topic, topic_title(topic)[said]) for topic in progress.topics],
        "percent": _percent(progress.answered, progress.asked),
        "late": progress.late,
        "steps": [
            (step.value, STEP_NAMES[step][said])
            for step, duty in _MANY.items()
            if person.may_somewhere(duty)
        ],
        "may_remind": person.may_somewhere(Duty.RUN_CAMPAIGNS),
        "chosen": request.POST.getlist("request"),
        "filter": chosen,
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
        "reminded": _reminded(request) if error is None else "",
    }
    shown |= _whole(found, person, said)
    return render(request, "collection/campaign.html", shown, status=400 if error else 200)


def _template_title(found: Campaign, said: Language) -> str:
    """What the template is called now; its id where it is there no more."""
    template = own_templates().get(found.template)
    return template.title[said] if template else found.template


def _whole(found: Campaign, person: Person, said: Language) -> dict[str, Any]:
    """What concerns the whole of a campaign: whether it is closed, and who closed it."""
    closings = list(found.closings.all())
    names = people({each.by for each in closings}, said)
    return {
        "closings": [{"closing": each, "who": names[each.by]} for each in closings],
        "may_run": person.may_somewhere(Duty.RUN_CAMPAIGNS),
        "tickable": not found.is_closed
        and any(person.may_somewhere(duty) for duty in (*_MANY.values(), Duty.RUN_CAMPAIGNS)),
    }


def seen_campaign(request: HttpRequest, campaign: int) -> tuple[Visible, Campaign]:
    """A campaign that asks a unit which the person may read; others are not there."""
    seen = Visible(person_of(request))
    found = seen.campaigns.filter(pk=campaign).first()
    if found is None:
        raise Http404
    return seen, found


def after(request: HttpRequest, campaign: int, error: CrossfootError | None) -> HttpResponse:
    """The board again; it says what was wrong where something could not be done."""
    if error is not None:
        return _board(request, campaign, error)
    return HttpResponseRedirect(f"{reverse('campaign', args=[campaign])}?saved=1")


def _reminded(request: HttpRequest) -> str:
    """Whom the button that reminds has reached, in words; empty where it was not pressed."""
    people, of = (whole_number(request.GET.get(name, "")) for name in ("reminded", "of"))
    if people is None or of is None:
        return ""
    words = Words(language())
    key = "campaign_reminded" if people else "campaign_reminded_nobody"
    return filled(words[key], people=people, requests=of)


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 100
