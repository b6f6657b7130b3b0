"""Figures of a register: as they are counted, as they were approved, who has said nothing yet."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import round_half_away
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.register.actions.approve_figures import ApproveFigures
from crossfoot.records.register.actions.attest_nil import AttestNil
from crossfoot.records.register.approvals import entries_behind, latest
from crossfoot.records.register.cells import cells_of, silent_units
from crossfoot.records.register.context import overrides
from crossfoot.records.register.library import active
from crossfoot.records.register.models import ApprovedFigure, NilStatement
from crossfoot.records.register.queries import may_list, units_listed
from crossfoot.records.roles import Duty
from crossfoot.reports.units import printed_unit
from crossfoot.web.listing import UnitChoice, listed, names_of
from crossfoot.web.templatetags.figures import decimal
from crossfoot.web.views.registers.columns import columns, lines
from crossfoot.web.views.registers.filters import Asked
from crossfoot.web.views.registers.formulas import choices_among
from crossfoot.web.views.registers.seen import Seen, seen
from crossfoot.web.words import Words

#: decimals of figures
_PLACES = 2

#: years that can be chosen, with their quarters
_YEARS = 4


@require_http_methods(["GET", "POST"])
def figures(request: HttpRequest, register: str) -> HttpResponse:
    """The figures of a period and unit, and approving them."""
    shown = seen(request, register)
    units = _units(shown)
    if not units:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    period = _period(given.get("period", ""))
    codes = [each.code for each in units]
    unit = given.get("unit", codes[0])
    if unit not in codes:
        raise Http404
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            _do(request, shown, period, unit)
            query = urlencode({"period": str(period), "unit": unit, "saved": 1})
            return HttpResponseRedirect(f"{reverse('register_figures', args=[register])}?{query}")
        except NotAllowedError:
            raise
        except CrossfootError as error:
            problems = error.problems
    said = shown.language
    names = {each.code: each.name for each in units}
    drawn = shown.drawn(
        "register_figures",
        rows=rows(shown, period, unit),
        periods=[(str(each), each.label(said)) for each in _periods()],
        period=str(period),
        period_name=period.label(said),
        units=units,
        unit=unit,
        may_approve=shown.person.may(Duty.APPROVE, unit),
        silent=[
            {"code": each, "name": names.get(each, each)}
            for each in silent_units(shown.definition, period, unit)
        ],
        statements=_statements(shown, period, names),
        is_over=period.end < timezone.now().date(),
        why=request.POST.get("why", ""),
        problems=problems,
        saved=not problems and "saved" in request.GET,
    )
    return render(request, "registers/figures.html", drawn, status=400 if problems else 200)


@require_GET
def behind(request: HttpRequest, register: str, number: int) -> HttpResponse:
    """The records that an approved figure counted: those that one sees, and how many more."""
    shown = seen(request, register)
    row = ApprovedFigure.objects.filter(pk=number, register=register).first()
    if row is None or row.unit not in {each.code for each in _units(shown)}:
        raise Http404
    entries, others = entries_behind(shown.person, row)
    page = listed(request, entries.order_by("-id"))
    picked = columns(shown, Asked())
    metric = shown.definition.metrics.get(row.metric)
    drawn = shown.drawn(
        "register_figures",
        label=metric.label[shown.language] if metric else row.metric,
        approved=row,
        value=_printed(row.value),
        unit_name=printed_unit(metric.unit, shown.language) if metric else "",
        period_name=Period(row.start, row.end).label(shown.language),
        who=names_of([row.by], "")[row.by],
        headings=picked,
        rows=lines(shown, list(page.rows), picked),
        page=page,
        others=others,
    )
    return render(request, "registers/behind.html", drawn)


def rows(shown: Seen, period: Period, unit: str) -> list[dict[str, Any]]:
    """Each metric: now, as approved, and whether the two differ."""
    said = shown.language
    approved: dict[str, ApprovedFigure] = {}
    found = latest().filter(
        register=shown.definition.id, unit=unit, start=period.start, end=period.end, dims=""
    )
    for each in found:
        approved.setdefault(each.metric, each)
    people = names_of((each.by for each in approved.values()), Words(said)["command_line"])
    among = choices_among(shown.definition, overrides(active()), period, unit)
    listed_ = []
    for name, metric in shown.definition.metrics.items():
        try:
            value = cells_of(name, period, unit).only.value
        except CrossfootError:  # it needs figures of a register that is not there
            value = None
        row = approved.get(name)
        listed_.append(
            {
                "name": name,
                "label": metric.label[said],
                "unit": printed_unit(metric.unit, said),
                "value": _rounded(value),
                "approved": row,
                "approved_value": _printed(row.value) if row else "",
                "who": people.get(row.by, row.by) if row else "",
                "choice": among.get(name),
                "chosen_by": among[name].param.label[said] if name in among else "",
                "differs": row is not None and _number(row.value) != value,
            }
        )
    return listed_


def _do(request: HttpRequest, shown: Seen, period: Period, unit: str) -> None:
    post = request.POST
    if "attest" in post:
        place, basis = post["attest"], post.get("basis", "")
        AttestNil(shown.definition.id, place, period, basis).do(shown.person)
        return
    among = choices_among(shown.definition, overrides(active()), period, unit)
    for name in post.getlist("metric"):
        if name in shown.definition.metrics and (name not in among or among[name].chosen):
            ApproveFigures(name, period, unit, post.get("why", "").strip()).do(shown.person)


def _units(shown: Seen) -> list[UnitChoice]:
    """Units whose figures the person may see: reads their records, or approves their figures.

    Of confidential registers the total alone is seen, by who approves it.
    """
    person, who = shown.person, shown.standing
    held: frozenset[str] | None = frozenset()
    if not shown.is_sealed and may_list(person, shown.definition.id):
        held = units_listed(person, shown.definition)
    found: list[UnitChoice] = []
    if held is None or person.may(Duty.APPROVE):
        found.append(UnitChoice("", Words(shown.language)["whole"], 0))
    tree = who.organisation
    for each in tree.below(tree.root.id) if tree is not None else ():
        if held is None or each.id in held or person.may(Duty.APPROVE, each.id):
            found.append(UnitChoice(each.id, each.name[shown.language], 0))
    return found


def _periods() -> list[Period]:
    """The last years with their quarters, the latest first."""
    year = timezone.now().year
    found: list[Period] = []
    for each in range(year, year - _YEARS, -1):
        found.append(Period.year(each))
        found += [Period.months(each, 3 * quarter + 1, 3) for quarter in range(4)]
    return found


def _period(text: str) -> Period:
    if not text:
        return Period.year(timezone.now().year - 1)
    try:
        return Period.parse(text)
    except ValueError as error:
        raise Http404 from error


def _statements(shown: Seen, period: Period, names: dict[str, str]) -> Iterable[dict[str, Any]]:
    found = list(
        NilStatement.objects.filter(
            register=shown.definition.id,
            start__lte=period.end,
            end__gte=period.start,
            unit__in=names,
        )
    )
    people = names_of((each.by for each in found), "")
    return [
        {
            "row": each,
            "unit": names.get(each.unit, each.unit),
            "who": people.get(each.by, each.by),
            "period": Period(each.start, each.end).label(shown.language),
        }
        for each in found
    ]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _printed(text: str) -> str:
    return _rounded(_number(text))


def _rounded(value: Decimal | None) -> str:
    return "–" if value is None else decimal(round_half_away(value, _PLACES))
