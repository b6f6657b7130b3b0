"""Who may see a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.roles import Duty

View = Callable[..., HttpResponse]


def guarded(view: View, duty: Duty | None, everywhere: bool) -> View:
    """The view for those who are signed in and have a duty.

    Args:
        view: draws the page.
        duty: what a person must have; None for everybody who is signed in.
        everywhere: on the whole organisation, not only on a part.
    """

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        if not isinstance(actor, Person):
            after = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{after}")
        if duty is not None:
            may = actor.may(duty) if everywhere else actor.may_somewhere(duty)
            if not may:
                return refused(request)
        try:
            return view(request, *args, **kwargs)
        except NotAllowedError as error:
            return refused(request, error)
        except (OverflowError, DataError) as error:  # a number that no row can have
            raise Http404 from error

    return guard


def refused(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """The page that says no."""
    problems = getattr(error, "problems", ())
    return render(request, "web/refused.html", {"problems": problems}, status=403)
