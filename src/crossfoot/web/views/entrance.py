"""Sign in and out, accept an invitation, choose the language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.actions.accept_invitation import AcceptInvitation, invited
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.oidc.provider import Provider, provider
from crossfoot.records.accounts.sessions import AGENT, ORIGIN, STARTED
from crossfoot.records.accounts.sign_in import sign_in as signed_in

#: name in the session of those whom the provider signed in
BY_PROVIDER = "by_provider"

_TAGS = {"en": "en", "zh": "zh-hans"}


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page on which everything begins."""
    after = request.POST.get("next") or request.GET.get("next", "")
    if request.method in ("GET", "HEAD"):
        out = "out" in request.GET
        return render(request, "web/sign_in.html", {"next": after, "out": out, **offered()})
    email, password = request.POST.get("email", ""), request.POST.get("password", "")
    try:
        user = signed_in(
            request.actor,  # type: ignore[attr-defined]
            email,
            password,
            request.POST.get("code", ""),
        )
    except CrossfootError as error:
        shown = {"next": after, "problems": error.problems, "email": email, **offered()}
        return render(request, "web/sign_in.html", shown, status=400)
    return enter(request, user, after)


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first password."""
    user = invited(token)
    if user is None:
        return render(request, "web/invitation.html", {"over": True}, status=404)
    if request.method == "GET":
        return render(request, "web/invitation.html", {"user": user})
    try:
        action = AcceptInvitation(token, request.POST.get("password", ""))
        user = action.do(request.actor)  # type: ignore[attr-defined]
    except CrossfootError as error:
        shown = {"user": user, "problems": error.problems}
        return render(request, "web/invitation.html", shown, status=400)
    return enter(request, user, "")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; who came in by the provider is told how to sign out there too."""
    there = bool(request.session.get(BY_PROVIDER))
    logout(request)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}{'?out=1' if there else ''}")


def offered() -> dict[str, Provider | None]:
    """The provider that the page offers; none where its set-up is wrong, as `serve` says so."""
    try:
        return {"provider": provider()}
    except CrossfootError:
        return {"provider": None}


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of pages; a cookie keeps it."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_inside(request, request.POST.get("next", "")))
    _remember_language(response, chosen)
    return response


def enter(
    request: HttpRequest, user: User, after: str, *, by_provider: bool = False
) -> HttpResponse:
    """Begin a session of the user's own, and go where the person was going."""
    request.session.pop(BY_PROVIDER, None)
    login(request, user, backend=PATH)
    request.session[STARTED] = timezone.now().isoformat()
    request.session[ORIGIN] = request.META.get("REMOTE_ADDR", "")
    request.session[AGENT] = request.headers.get("User-Agent", "")[:200]
    if by_provider:
        request.session[BY_PROVIDER] = True
    response = HttpResponseRedirect(_inside(request, after))
    _remember_language(response, user.reads)
    return response


def _remember_language(response: HttpResponse, chosen: str) -> None:
    if chosen in _TAGS:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            _TAGS[chosen],
            max_age=365 * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def _inside(request: HttpRequest, address: str) -> str:
    """The address, where it is one of ours; nobody is led elsewhere."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if ours else "/"
