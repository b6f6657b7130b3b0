"""Who is whose superior: told when a step is late, and kept away from cases about the other."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.register.actions.grant_role import SetSuperior, keeps_lines
from crossfoot.records.register.who import superiors
from crossfoot.web.access import refused
from crossfoot.web.listing import listed
from crossfoot.web.requests import person_of


@require_http_methods(["GET", "POST"])
def lines(request: HttpRequest) -> HttpResponse:
    """People with their superiors; one is set, changed or taken away."""
    person = person_of(request)
    if not keeps_lines(person):
        return refused(request)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            post = request.POST
            SetSuperior(post.get("person", ""), post.get("superior", "")).do(person)
            return HttpResponseRedirect(f"{reverse('register_superiors')}?saved=1")
        except NotAllowedError:
            raise
        except CrossfootError as error:
            problems = error.problems
    people = User.objects.filter(is_active=True).order_by("name", "id")
    text, known = request.GET.get("q", "").strip(), superiors()
    found = people.filter(Q(name__icontains=text) | Q(email__icontains=text))
    names = {each.reference: each.name for each in User.objects.all()}
    page = listed(request, found)
    drawn = {
        "rows": [
            {
                "person": each,
                "superior": names.get(known.get(each.reference, ""), ""),
                "has": each.reference in known,
            }
            for each in page.rows
        ],
        "page": page,
        "people": people,
        "q": text,
        "given": request.POST if problems else {},
        "problems": problems,
        "saved": not problems and "saved" in request.GET,
    }
    return render(request, "registers/superiors.html", drawn, status=400 if problems else 200)
