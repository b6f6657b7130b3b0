"""Sign-in by the organisation's identity provider: there, back, one more proof, out again.

What the browser keeps on the way is one signed cookie, which serves once: no row is written for a
stranger. The way there is a link and not a form, as the policy of the pages lets forms lead nowhere
else.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.oidc.flow import Begun, way_out, way_there, who_came_back
from crossfoot.records.accounts.oidc.id_token import Identified
from crossfoot.records.accounts.oidc.provider import Provider, provider
from crossfoot.records.accounts.oidc.sign_in import LinkIdentity, needs_code, sign_in_as
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.web.requests import person_of
from crossfoot.web.views.account import page as account_page
from crossfoot.web.views.account import unlinked
from crossfoot.web.views.entrance import enter, offered

COOKIE = "crossfoot_provider"

#: seconds that somebody has to come back, and to type a code
ON_THE_WAY, FOR_THE_CODE = 600, 300


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the provider."""
    found, begun = _provider(), Begun.now()
    try:
        there = way_there(found, begun, _back(request), language())
    except CrossfootError as error:
        return _sign_in_page(request, error)
    kept = {**asdict(begun), "next": request.GET.get("next", "")[:400]}
    return _keep(HttpResponseRedirect(there), kept, ON_THE_WAY)


@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Go to the provider to link one's own account; a link leads there."""
    found, begun = _provider(), Begun.now()
    try:
        there = way_there(found, begun, _back(request), language())
    except CrossfootError as error:
        return account_page(request, error)
    shown = render(request, "web/provider_go.html", {"there": there, "provider": found})
    return _keep(shown, {**asdict(begun), "link": person_of(request).user.pk}, ON_THE_WAY)


@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    """The provider signs the person in no more."""
    _provider()
    return unlinked(request)


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """What the provider says."""
    found, kept = _provider(), _kept(request, ON_THE_WAY)
    begun = Begun(kept["state"], kept["nonce"], kept["verifier"]) if "state" in kept else None
    person = request.actor if isinstance(request.actor, Person) else None  # type: ignore[attr-defined]
    try:
        who = who_came_back(found, begun, request.GET.dict(), _back(request))
        if "link" in kept:
            LinkIdentity(int(kept["link"]), who).do(request.actor)  # type: ignore[attr-defined]
            return _forget(HttpResponseRedirect(f"{reverse('account')}?saved=1"))
        if needs_code(who):
            asked = {"who": asdict(who), "next": kept["next"]}
            return _keep(HttpResponseRedirect(reverse("provider_code")), asked, FOR_THE_CODE)
        user = sign_in_as(request.actor, who)  # type: ignore[attr-defined]
    except CrossfootError as error:
        if person is not None and "link" in kept:
            return _forget(account_page(request, error))
        return _forget(_sign_in_page(request, error))
    return _forget(enter(request, user, kept["next"], by_provider=True))


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The one-time code of somebody whom the provider knows."""
    _provider()
    kept = _kept(request, FOR_THE_CODE)
    if "who" not in kept:
        return HttpResponseRedirect(settings.LOGIN_URL)
    if request.method == "GET":
        return render(request, "web/provider_code.html")
    try:
        who = Identified(**kept["who"])
        user = sign_in_as(request.actor, who, request.POST.get("code", ""))  # type: ignore[attr-defined]
    except CrossfootError as error:
        shown = {"problems": error.problems}
        return render(request, "web/provider_code.html", shown, status=400)
    return _forget(enter(request, user, kept["next"], by_provider=True))


@require_GET
def out(request: HttpRequest) -> HttpResponse:
    """Sign out at the provider too, where it has a page for that."""
    found = _provider()
    home = request.build_absolute_uri(settings.LOGIN_URL)
    try:
        return HttpResponseRedirect(way_out(found, home) or settings.LOGIN_URL)
    except CrossfootError as error:
        return _sign_in_page(request, error)


def _provider() -> Provider:
    """The provider that is set up; without one there are no such pages."""
    try:
        found = provider()
    except CrossfootError:
        found = None
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("provider_back"))


def _sign_in_page(request: HttpRequest, error: CrossfootError) -> HttpResponse:
    shown = {"problems": error.problems, **offered()}
    return render(request, "web/sign_in.html", shown, status=400)


def _keep(response: HttpResponse, what: dict[str, Any], seconds: int) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        signing.dumps(what, salt=COOKIE),
        max_age=seconds,
        httponly=True,
        samesite="Lax",  # it comes back from another site, by a link
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _kept(request: HttpRequest, seconds: int) -> dict[str, Any]:
    """What the browser kept; empty where it kept nothing, too long, or something else."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=seconds)
    except signing.BadSignature:
        return {}
    return {"next": "", **found} if isinstance(found, dict) else {}


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
