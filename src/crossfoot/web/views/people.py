"""People and their roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.accounts.actions.deactivate import Deactivate
from crossfoot.records.accounts.actions.end_grant import EndGrant
from crossfoot.records.accounts.actions.forget import Forget
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.hand_over import HandOver
from crossfoot.records.accounts.actions.invite import Invitation, Invite
from crossfoot.records.accounts.actions.reset_access import ResetAccess
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.people import Keeping, keeping
from crossfoot.records.messages import language
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import ROLE_NAMES, Role
from crossfoot.web.forms import day_of
from crossfoot.web.requests import person_of
from crossfoot.web.words import Words


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whose account the person keeps, with the roles of today."""
    kept, wanted = keeping(person_of(request)), request.GET.get("q", "").strip()
    found = [
        user for user in kept.people() if wanted.lower() in f"{user.name} {user.email}".lower()
    ]
    today = timezone.now().date()
    rows = [
        {
            "user": user,
            "state": _state(user),
            "roles": [_role(grant, kept) for grant in user.grants.all() if _holds(grant, today)],
        }
        for user in found
    ]
    return render(request, "people/people.html", {"rows": rows, "q": wanted, "whole": kept.whole})


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody, with a first role; the link is shown once."""
    kept = keeping(person_of(request))
    given = {name: request.POST.get(name, "").strip() for name in ("email", "name", "role", "unit")}
    given["language"] = request.POST.get("language", language())
    shown: dict[str, Any] = {**_choices(kept), "given": given}
    if request.method == "GET":
        return render(request, "people/invite.html", shown)
    try:
        invitation = _invite(request, given)
    except CrossfootError as error:
        refused = {**shown, "problems": error.problems}
        return render(request, "people/invite.html", refused, status=400)
    return _invited(request, invitation)


@require_GET
def person(request: HttpRequest, user: int) -> HttpResponse:
    """One person: roles, and what can be done."""
    return _page(request, user)


@require_POST
def grant(request: HttpRequest, user: int) -> HttpResponse:
    """One more role."""

    def do() -> None:
        start = day_of(request.POST.get("from", "")) or timezone.now().date()
        span = Span(start, day_of(request.POST.get("until", "")))
        role, unit = _role_given(request.POST.get("role", "")), request.POST.get("unit", "")
        GrantRole(user, role, span, unit).do(person_of(request), _reason(request))

    return _done(request, user, do)


@require_POST
def end(request: HttpRequest, user: int, grant: int) -> HttpResponse:
    """The role ends today."""
    if not Grant.objects.filter(pk=grant, user_id=user).exists():
        raise Http404
    action = EndGrant(grant, timezone.now().date())
    return _done(request, user, lambda: action.do(person_of(request), _reason(request)))


@require_POST
def hand_over(request: HttpRequest, user: int) -> HttpResponse:
    """All roles to a successor, from a day on."""

    def do() -> None:
        successor = request.POST.get("successor", "")
        day = day_of(request.POST.get("day", "")) or timezone.now().date()
        number = int(successor) if successor.isdecimal() else 0
        HandOver(user, number, day).do(person_of(request), _reason(request))

    return _done(request, user, do)


@require_POST
def invite_again(request: HttpRequest, user: int) -> HttpResponse:
    """A new link for somebody who has not accepted the last one."""
    found = _user(request, user)[1]
    action = Invite(found.email, found.name, found.reads)
    try:
        return _invited(request, action.do(person_of(request)))
    except CrossfootError as error:
        return _page(request, user, error)


@require_POST
def reset_access(request: HttpRequest, user: int) -> HttpResponse:
    """A new link for somebody who lost password or telephone."""
    found = _user(request, user)[1]
    try:
        return _invited(request, ResetAccess(found.pk).do(person_of(request), _reason(request)))
    except CrossfootError as error:
        return _page(request, user, error)


@require_POST
def deactivate(request: HttpRequest, user: int) -> HttpResponse:
    """The person leaves."""
    return _done(request, user, lambda: Deactivate(user).do(person_of(request), _reason(request)))


@require_POST
def forget(request: HttpRequest, user: int) -> HttpResponse:
    """Name and address go for good."""
    return _done(request, user, lambda: Forget(user).do(person_of(request), _reason(request)))


def _invite(request: HttpRequest, given: Mapping[str, str]) -> Invitation:
    """Invitation and first role, both or none."""
    from django.db import transaction

    reads: Language = "zh" if given["language"] == "zh" else "en"
    actor = person_of(request)
    with transaction.atomic():
        invitation = Invite(given["email"], given["name"], reads).do(actor)
        if given["role"]:
            span = Span(timezone.now().date())
            role = _role_given(given["role"])
            GrantRole(invitation.user.pk, role, span, given["unit"]).do(actor)
    return invitation


def _invited(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    address = request.build_absolute_uri(reverse("invitation", args=[invitation.token]))
    shown = {"user": invitation.user, "address": address}
    return render(request, "people/invited.html", shown)


def _done(request: HttpRequest, user: int, do: Callable[[], object]) -> HttpResponse:
    """Do it and show the person again; the page says what was wrong where it cannot be done."""
    _user(request, user)
    try:
        do()
    except CrossfootError as error:
        return _page(request, user, error)
    return HttpResponseRedirect(f"{reverse('person', args=[user])}?saved=1")


def _user(request: HttpRequest, user: int) -> tuple[Keeping, User]:
    """The person, if the one who asks keeps the account; whoever does not learns nothing."""
    kept = keeping(person_of(request))
    found = kept.people().filter(pk=user).first()
    if found is None:
        raise Http404
    return kept, found


def _page(request: HttpRequest, user: int, error: CrossfootError | None = None) -> HttpResponse:
    kept, found = _user(request, user)
    today = timezone.now().date()
    others = User.objects.filter(is_active=True).exclude(pk=user) if kept.whole else kept.people()
    shown = {
        **_choices(kept),
        "user": found,
        "state": _state(found),
        "roles": [_role(grant, kept) for grant in found.grants.all()],
        "successors": [each for each in others if each.pk != user],
        "today": today.isoformat(),
        "whole": kept.whole,
        "paused": found.paused_until
        if found.paused_until and timezone.now() < found.paused_until
        else None,
        "linked": found.identities.exists(),
        "itself": found == person_of(request).user,
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "people/person.html", shown, status=400 if error else 200)


def _choices(kept: Keeping) -> dict[str, Any]:
    """Roles and units that can be chosen; the whole only by those who keep the whole."""
    said = language()
    tree = kept.organisation
    units = [(entity.id, entity.name[said]) for entity in (tree or ()) if entity.id in kept.units]
    roles = [(role.value, ROLE_NAMES[role][said]) for role in Role]
    return {"role_choices": roles, "unit_choices": units, "may_whole": kept.whole}


def _role(grant: Grant, kept: Keeping) -> dict[str, Any]:
    said, tree = language(), kept.organisation
    code = grant.unit.code if grant.unit else ""
    name = tree[code].name[said] if tree and code in tree else code
    return {
        "grant": grant,
        "name": ROLE_NAMES[Role(grant.role)][said],
        "unit": name or Words(said)["whole"],
        "ends": _holds(grant, timezone.now().date(), ahead=True) and kept.keeps(grant),
    }


def _holds(grant: Grant, day: date, *, ahead: bool = False) -> bool:
    begun = ahead or grant.valid_from <= day
    return begun and (grant.valid_to is None or grant.valid_to > day)


def _state(user: User) -> str:
    """Key of the word for how an account stands."""
    if user.is_active:
        return "people_active"
    return "people_invited" if user.invitation and user.invited_until else "people_inactive"


def _role_given(text: str) -> Role:
    if text in set(Role):
        return Role(text)
    from crossfoot.languages import Text
    from crossfoot.records.messages import problem

    raise CrossfootError(problem(Text("choose a role", "请选择角色")))


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()
