"""The calendar of duties for other programs: making the address, and what stands there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from crossfoot.records.collection.actions.set_feed import SetFeed
from crossfoot.records.collection.feeds import calendar_of, owner_of
from crossfoot.web.requests import person_of
from crossfoot.web.views.collection.tasks import calendar_page


@require_POST
def set_feed(request: HttpRequest) -> HttpResponse:
    """Make the address, shown once, or end it."""
    token = SetFeed(on=request.POST.get("on") == "1").do(person_of(request))
    if not token:
        return HttpResponseRedirect(f"{reverse('duties')}?saved=1")
    return calendar_page(request, request.build_absolute_uri(reverse("feed", args=[token])))


@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The duties of whose address it is; nobody signs in here, the address is the proof."""
    user = owner_of(token)
    if user is None:
        raise Http404
    text = calendar_of(user, request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="crossfoot.ics"'
    return response
