"""A person's own notices."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from crossfoot.records.messages import language
from crossfoot.records.notices.actions.choose_email import ChooseEmail
from crossfoot.records.notices.models import Preference
from crossfoot.records.notices.reading import mark_read, notices_of, unread
from crossfoot.web.requests import person_of

PAGE = 50


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Latest first, those not seen yet marked."""
    user, said = person_of(request).user, language()
    page = Paginator(notices_of(user), PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": [{"notice": notice, "words": notice.said(said)} for notice in page],
        "unread": unread(user),
        "by_email": Preference.wants_email(user),
        "can_email": bool(settings.EMAIL_HOST),
        "saved": "saved" in request.GET,
    }
    return render(request, "notices/notices.html", shown)


@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """How many the person has not seen, for the bell."""
    return JsonResponse({"unread": unread(person_of(request).user)})


@require_POST
def follow(request: HttpRequest, notice: int) -> HttpResponse:
    """Go where a notice leads; it was seen then."""
    user = person_of(request).user
    found = notices_of(user).filter(pk=notice).first()
    if found is None:
        raise Http404
    mark_read(user, [notice])
    return HttpResponseRedirect(found.address or reverse("notices"))


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All of them were seen."""
    mark_read(person_of(request).user)
    return HttpResponseRedirect(reverse("notices"))


@require_POST
def email(request: HttpRequest) -> HttpResponse:
    """By e-mail too, or not."""
    ChooseEmail(request.POST.get("email") == "1").do(person_of(request))
    return HttpResponseRedirect(f"{reverse('notices')}?saved=1")
