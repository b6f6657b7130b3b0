"""The fiscal year of a unit, and what it reports otherwise than templates say."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import Action
from crossfoot.records.organisation.actions.set_fiscal_year import SetFiscalYear
from crossfoot.records.organisation.actions.set_reporting import EndReporting, SetReporting
from crossfoot.records.organisation.reporting import standing
from crossfoot.records.organisation.spans import Span
from crossfoot.web.forms import day_of
from crossfoot.web.listing import whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.views.units import page_of_unit, standing_of_unit


@require_POST
def fiscal(request: HttpRequest, code: str) -> HttpResponse:
    """In which month its year begins."""
    post = request.POST

    def action() -> Action[Any]:
        day = day_of(post.get("from", "")) or timezone.now().date()
        return SetFiscalYear(code, whole_number(post.get("first_month", "")) or 0, day)

    return _done(request, code, action)


@require_POST
def reporting(request: HttpRequest, code: str) -> HttpResponse:
    """One more metric that it must, or need not report."""
    post = request.POST

    def action() -> Action[Any]:
        start = day_of(post.get("from", "")) or timezone.now().date()
        span = Span(start, day_of(post.get("until", "")))
        reports, why = post.get("reports") == "yes", post.get("reason", "")
        return SetReporting(code, post.get("metric", ""), reports, span, why)

    return _done(request, code, action)


@require_POST
def end(request: HttpRequest, code: str, rule: int) -> HttpResponse:
    """It is taken back."""
    if not standing().filter(pk=rule, unit__code=code).exists():
        raise Http404
    return _done(request, code, lambda: EndReporting(rule))


def _done(request: HttpRequest, code: str, action: Any) -> HttpResponse:
    """Do it and show the unit again; the page says what was wrong where it cannot be done."""
    standing_of_unit(request, code)
    try:
        action().do(person_of(request), request.POST.get("reason", ""))
    except CrossfootError as error:
        return page_of_unit(request, code, error)
    return HttpResponseRedirect(f"{reverse('unit', args=[code])}?saved=1")
