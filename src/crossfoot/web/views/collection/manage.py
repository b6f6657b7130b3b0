"""What whoever runs a campaign does to the whole of it: units, due days, closing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.collection.actions.add_units import AddUnits
from crossfoot.records.collection.actions.close_campaign import CloseCampaign, ReopenCampaign
from crossfoot.records.collection.actions.set_due import SetDue
from crossfoot.records.collection.copying import asked_by
from crossfoot.records.known import get_ready, known_figures
from crossfoot.records.messages import language
from crossfoot.web.forms import day_of, needed
from crossfoot.web.requests import person_of
from crossfoot.web.views.collection import opening
from crossfoot.web.views.collection.campaigns import after, seen_campaign
from crossfoot.web.views.collection.shown import attempt
from crossfoot.web.words import Words


@require_POST
def close(request: HttpRequest, campaign: int) -> HttpResponse:
    """Nothing of it changes any more."""
    seen_campaign(request, campaign)
    return after(request, campaign, attempt(request, CloseCampaign(campaign)))


@require_POST
def reopen(request: HttpRequest, campaign: int) -> HttpResponse:
    """It goes on, with a reason."""
    seen_campaign(request, campaign)
    action = ReopenCampaign(campaign, request.POST.get("why", ""))
    return after(request, campaign, attempt(request, action))


@require_POST
def due(request: HttpRequest, campaign: int) -> HttpResponse:
    """A new due day, for the ticked requests or for all."""
    seen_campaign(request, campaign)
    ticked = tuple(int(each) for each in request.POST.getlist("request") if each.isdecimal())
    try:
        day = day_of(needed(request, "due", Words(language())["campaign_due_new"]))
        assert day is not None  # noqa: S101  # an empty one was refused
        if request.POST.get("which") == "ticked" and not ticked:
            needed(request, "request", Words(language())["campaign_requests"])
    except CrossfootError as error:
        return after(request, campaign, error)
    chosen = ticked if request.POST.get("which") == "ticked" else ()
    return after(request, campaign, attempt(request, SetDue(campaign, day, chosen)))


@require_http_methods(["GET", "POST"])
def units(request: HttpRequest, campaign: int) -> HttpResponse:
    """Ask further units."""
    _, found = seen_campaign(request, campaign)
    error = None
    if request.method == "POST":
        try:
            day = day_of(request.POST.get("due", ""))
            chosen = tuple(request.POST.getlist("unit"))
            known = known_figures(chosen, [line["metric"] for line in found.content])
            AddUnits(campaign, chosen, day, known).do(person_of(request))
            return HttpResponseRedirect(f"{reverse('campaign', args=[campaign])}?saved=1")
        except CrossfootError as refused:
            error = refused
    if request.method == "GET":
        get_ready()
    asked = set(asked_by(found))
    shown = {
        "campaign": found,
        "name": found.title[language()],
        "units": [each for each in opening.units(person_of(request)) if each["code"] not in asked],
        "chosen": request.POST.getlist("unit"),
        "due": request.POST.get("due", found.due.isoformat()),
        "problems": error.problems if error else (),
    }
    return render(request, "collection/add_units.html", shown, status=400 if error else 200)
