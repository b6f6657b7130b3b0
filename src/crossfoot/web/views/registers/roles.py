"""Register roles of people: who holds which, where, and until when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.messages import language
from crossfoot.records.organisation.spans import Span
from crossfoot.records.register.actions.grant_role import EndRegisterRole, GrantRegisterRole
from crossfoot.records.register.library import active
from crossfoot.records.register.models import RoleGrant
from crossfoot.records.register.who import NOT_GRANTED, grants_on
from crossfoot.records.roles import Duty
from crossfoot.registers.access import roles_of
from crossfoot.registers.roles import roles as known_roles
from crossfoot.web.forms import day_of
from crossfoot.web.listing import listed, units_of, whole_number
from crossfoot.web.requests import person_of


@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest) -> HttpResponse:
    """The roles that hold today, giving one, ending one."""
    person, said = person_of(request), language()
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            _done(request)
            return HttpResponseRedirect(f"{reverse('register_roles')}?saved=1")
        except NotAllowedError:
            raise
        except CrossfootError as error:
            problems = error.problems
    role = request.GET.get("role", "")
    grants = grants_on(timezone.now().date()).order_by("user__name", "id")
    if not person.may(Duty.MANAGE_ACCOUNTS):
        codes = [each.code for each in units_of(person, Duty.MANAGE_ACCOUNTS)]
        grants = grants.filter(unit__code__in=codes)
    page = listed(request, grants.filter(role=role) if role else grants)
    units = {each.code: each.name for each in units_of(person, Duty.READ)}
    used: dict[str, list[str]] = {}
    for definition in active().values():
        for each in roles_of(definition) | set(definition.access.create):
            used.setdefault(each, []).append(definition.title[said])
    named = {key: text[said] for key, text in known_roles().items() if key not in NOT_GRANTED}
    drawn = {
        "rows": [_row(each, named, units, used) for each in page.rows],
        "page": page,
        "roles": [(key, name, used.get(key, [])) for key, name in named.items()],
        "role": role,
        "people": User.objects.filter(is_active=True).exclude(pk=person.user.pk),
        "units": units_of(person, Duty.MANAGE_ACCOUNTS),
        "may_all": person.may(Duty.MANAGE_ACCOUNTS),
        "today": timezone.now().date(),
        "given": request.POST,
        "problems": problems,
        "saved": not problems and "saved" in request.GET,
    }
    return render(request, "registers/roles.html", drawn, status=400 if problems else 200)


def _done(request: HttpRequest) -> None:
    post, person = request.POST, person_of(request)
    today = timezone.now().date()
    if "end" in post:
        EndRegisterRole(whole_number(post["end"]) or 0, today).do(person)
        return
    span = Span(day_of(post.get("from", "")) or today, day_of(post.get("until", "")))
    user = whole_number(post.get("user", "")) or 0
    GrantRegisterRole(user, post.get("role", ""), span, post.get("unit", "")).do(person)


def _row(
    grant: RoleGrant, named: dict[str, str], units: dict[str, str], used: dict[str, list[str]]
) -> dict[str, Any]:
    code = grant.unit.code if grant.unit else ""
    return {
        "grant": grant,
        "name": grant.user.name,
        "role": named.get(grant.role, grant.role),
        "unit": units.get(code, code),
        "registers": used.get(grant.role, []),
    }
