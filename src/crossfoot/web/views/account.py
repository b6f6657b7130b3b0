"""The person's own account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts import totp
from crossfoot.records.accounts.actions.change_password import ChangePassword
from crossfoot.records.accounts.actions.codes import TurnCodesOff, TurnCodesOn
from crossfoot.records.accounts.actions.end_session import (
    EndOtherSessions,
    EndSession,
    public_id,
)
from crossfoot.records.accounts.devices import device
from crossfoot.records.accounts.models import Session
from crossfoot.records.accounts.oidc.sign_in import UnlinkIdentity
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Action
from crossfoot.records.messages import language
from crossfoot.records.organisation.names import units_called
from crossfoot.records.roles import ROLE_NAMES, Duty, Role
from crossfoot.web.pictures import picture
from crossfoot.web.views.entrance import offered

#: roles whose first page are the figures, whatever they may do besides
_LEADING = frozenset({Role.ESG_MANAGER, Role.EXECUTIVE})


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The first page: the figures for those who lead and who read, the tasks for those who do."""
    person: Person = request.actor  # type: ignore[attr-defined]
    leads = any(Role(grant.role) in _LEADING for grant in person.grants)
    acts = any(person.may_somewhere(duty) for duty in (Duty.ENTER, Duty.REVIEW, Duty.APPROVE))
    reads = "dashboard" if person.may_somewhere(Duty.READ) else "account"
    where = "tasks" if acts and not leads else reads
    return HttpResponseRedirect(reverse(where))


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Roles, sessions, password, codes."""
    return page(request)


@require_POST
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password; this session goes on, others end."""
    action = ChangePassword(request.POST.get("old", ""), request.POST.get("new", ""))
    refusal = _try(request, action)
    if refusal is None:
        update_session_auth_hash(request, request.actor.user)  # type: ignore[attr-defined]
    return refusal or _back()


@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """Turn one-time codes on, or off."""
    if request.actor.user.totp:  # type: ignore[attr-defined]
        off = TurnCodesOff(request.POST.get("password", ""), request.POST.get("code", ""))
        return _try(request, off) or _back()
    action = TurnCodesOn(request.POST.get("secret", ""), request.POST.get("code", ""))
    return _try(request, action) or _back()


@require_POST
def end_session(request: HttpRequest, session: str) -> HttpResponse:
    """End one of one's own sessions."""
    return _try(request, EndSession(session)) or _back()


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    return _try(request, EndOtherSessions(request.session.session_key or "")) or _back()


def unlinked(request: HttpRequest) -> HttpResponse:
    """The provider signs the person in no more."""
    return _try(request, UnlinkIdentity()) or _back()


def _try(request: HttpRequest, action: Action[Any]) -> HttpResponse | None:
    """Do it; the page with the problems where it cannot be done."""
    try:
        action.do(request.actor)  # type: ignore[attr-defined]
    except CrossfootError as error:
        return page(request, error)
    return None


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('account')}?saved=1")


def page(request: HttpRequest, error: CrossfootError | None = None) -> HttpResponse:
    """The page of the account, with what was wrong."""
    person: Person = request.actor  # type: ignore[attr-defined]
    # the form brings it back, so that looking at the page writes nothing; a refused code keeps it
    secret = "" if person.user.totp else request.POST.get("secret", "") or totp.new_secret()
    sessions = [
        {
            "id": public_id(session),
            "started_at": session.started_at,
            "origin": session.origin,
            "until": session.expire_date,
            "agent": session.agent,
            "device": device(session.agent),
            "this": session.session_key == request.session.session_key,
        }
        for session in Session.objects.filter(
            user=person.user, expire_date__gt=timezone.now()
        ).order_by("started_at")
    ]
    names = units_called((each.unit.code for each in person.grants if each.unit), language())
    grants = [
        (ROLE_NAMES[Role(each.role)][language()], each, names[each.unit.code] if each.unit else "")
        for each in person.grants
    ]
    shown = {
        "grants": grants,
        "sessions": sessions,
        "secret": secret,
        "picture": picture(totp.address(secret, person.user.email)) if secret else "",
        "has_password": person.user.has_usable_password(),
        **_provided(person),
        "secret_address": totp.address(secret, person.user.email) if secret else "",
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "web/account.html", shown, status=400 if error else 200)


def _provided(person: Person) -> dict[str, Any]:
    """The provider, where there is one, and since when the person is linked to it."""
    found = offered()["provider"]
    if found is None:
        return {}
    identities = list(person.user.identities.filter(issuer=found.issuer))
    return {"provider": found, "identities": identities}
