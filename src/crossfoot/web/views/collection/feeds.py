"""The calendar of duties for other programs: making the address, and what stands there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from crossfoot.languages import Language
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.assurance.access import Desk
from crossfoot.records.collection.actions.set_feed import SetFeed
from crossfoot.records.collection.feeds import Event, as_ical, owner_of, requests_due, since
from crossfoot.records.collection.labels import unit_names
from crossfoot.records.collection.visible import Visible
from crossfoot.records.roles import Duty
from crossfoot.web.requests import person_of
from crossfoot.web.views.collection.tasks import calendar_page
from crossfoot.web.words import Words


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


def calendar_of(user: User, address: str) -> str:
    """The duties of a person: requests to fill, review and approve, and questions of assurers.

    Args:
        user: who.
        address: where the pages are, without a stroke at the end.
    """
    seen, said = Visible(Person(user, "calendar")), user.reads
    events = [*requests_due(seen, said), *_questions(seen, said)]
    return as_ical(events, address, said, timezone.now())


def _questions(seen: Visible, said: Language) -> list[Event]:
    """What assurers wait for from the person."""
    if not seen.person.may_somewhere(Duty.ENTER):
        return []
    waiting = Desk(seen.person).waiting.filter(due__gte=since(seen.today))
    found = list(waiting.select_related("engagement"))
    names = unit_names((each.unit_id for each in found), said)
    words = Words(said)
    return [
        Event(
            f"inquiry-{each.pk}",
            each.due,
            f"{names.get(each.unit_id, '')} · {words['feed_question']}: {each.title}",
            each.engagement.title[said],
            reverse("inquiry", args=[each.pk]),
        )
        for each in found
    ]
