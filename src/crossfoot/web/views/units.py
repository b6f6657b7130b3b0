"""Units of the organisation: what held of them and when, changing, closing, taking a file in."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Entity, FinancialControl, Organisation
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.labels import metric_title
from crossfoot.records.messages import language, problem
from crossfoot.records.organisation.actions.close_unit import CloseUnit
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.as_of import entity_of, organisation_on, states
from crossfoot.records.organisation.export import as_csv
from crossfoot.records.organisation.fiscal import first_months
from crossfoot.records.organisation.models import FiscalYear, UnitState
from crossfoot.records.organisation.names import units_called
from crossfoot.records.organisation.reporting import standing as rules_standing
from crossfoot.records.organisation.spans import KINDS, Span
from crossfoot.records.roles import Duty
from crossfoot.web.forms import day_of, needed
from crossfoot.web.requests import person_of
from crossfoot.web.words import Words
from crossfoot.workspaces.organisation_file import read_organisation

#: bytes of an organisation's file; ten thousand units are well below
LARGEST = 5_000_000


@require_GET
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """What holds of a unit, what held, and what was once believed."""
    return page_of_unit(request, code)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One more unit."""
    if request.method == "GET":
        return _form(request, Entity("", Text("", "")))
    try:
        action = _set(request, needed(request, "code", Words(language())["unit_code"]))
        action.do(person_of(request), request.POST.get("reason", ""))
    except CrossfootError as error:
        return _form(request, _typed(request, ""), error)
    return HttpResponseRedirect(f"{reverse('unit', args=[action.entity.id])}?saved=1")


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """What holds of the unit from a day on, or for some days."""
    standing = standing_of_unit(request, code)
    person_of(request).require(Duty.CHANGE_ORGANISATION, code)
    if request.method == "GET":
        return _form(request, entity_of(_latest(standing)))
    try:
        _set(request, code).do(person_of(request), request.POST.get("reason", ""))
    except CrossfootError as error:
        return _form(request, _typed(request, code), error)
    return HttpResponseRedirect(f"{reverse('unit', args=[code])}?saved=1")


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """The unit is there no more from a day on."""
    standing_of_unit(request, code)
    try:
        day = day_of(needed(request, "day", Words(language())["unit_last_day"]))
        assert day is not None  # noqa: S101  # an empty one was refused
        CloseUnit(code, day).do(person_of(request), request.POST.get("reason", ""))
    except CrossfootError as error:
        return page_of_unit(request, code, error)
    return HttpResponseRedirect(f"{reverse('unit', args=[code])}?saved=1")


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """A file with the whole tree: first what it would change, then the change."""
    shown: dict[str, Any] = {"day": request.POST.get("day", timezone.now().date().isoformat())}
    if request.method == "GET":
        return render(request, "organisation/import.html", shown)
    person = person_of(request)
    try:
        tree = _given_tree(request)
        action = ImportOrganisation(tree, day_of(shown["day"]) or timezone.now().date())
        if "sure" in request.POST:
            action.do(person, request.POST.get("reason", ""))
            return HttpResponseRedirect(f"{reverse('organisation')}?saved=1&on={shown['day']}")
        would = action.rehearse(person)
    except CrossfootError as error:
        refused = {**shown, "problems": error.problems}
        return render(request, "organisation/import.html", refused, status=400)
    names = {entity.id: entity.name[language()] for entity in tree}
    shown |= {
        "checked": as_csv(tree),
        "set": [(code, names[code]) for code in would.set],
        "closed": would.closed,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "organisation/import.html", shown)


def _given_tree(request: HttpRequest) -> Organisation:
    """The tree of the file that was sent, or of what was checked before."""
    sent, checked = request.FILES.get("file"), request.POST.get("checked", "")
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(sent, UploadedFile):
            if (sent.size or 0) > LARGEST:
                raise CrossfootError(
                    problem(
                        Text(
                            "the file has more than {largest} MB",
                            "文件超过 {largest} MB",
                        ),
                        where=sent.name or "",
                        remedy=Text(
                            "send the organisation alone, as CSV or Excel",
                            "请仅上传组织架构（CSV 或 Excel）",
                        ),
                        largest=LARGEST // 1_000_000,
                    )
                )
            suffix = Path(sent.name or "").suffix.lower()
            path = Path(folder) / f"organisation{suffix}"
            path.write_bytes(b"".join(sent.chunks()))
        elif checked:
            path = Path(folder) / "organisation.csv"
            path.write_text(checked, encoding="utf-8")
        else:
            raise CrossfootError(problem(Text("choose a file", "请选择文件")))
        return read_organisation(path)


def standing_of_unit(request: HttpRequest, code: str) -> list[UnitState]:
    """What stands recorded of a unit that the person may read; others learn nothing of it."""
    person = person_of(request)
    standing = list(states().filter(unit__code=code))
    if not standing or not (_may(person, Duty.READ, code)):
        raise Http404
    return standing


def _may(person: Person, duty: Duty, code: str) -> bool:
    return person.may(duty, code)


def _latest(standing: list[UnitState]) -> UnitState:
    today = timezone.now().date()
    now = [state for state in standing if state.valid_from <= today]
    return now[-1] if now else standing[0]


def page_of_unit(
    request: HttpRequest, code: str, error: CrossfootError | None = None
) -> HttpResponse:
    """The page of a unit, with what was wrong."""
    standing = standing_of_unit(request, code)
    superseded = UnitState.objects.filter(unit__code=code).exclude(superseded_at=None)
    latest = entity_of(_latest(standing))
    earlier = list(superseded.select_related("unit", "parent").order_by("-superseded_at"))
    above = {each.parent.code for each in (*standing, *earlier) if each.parent}
    may_know = [unit for unit in above if _may(person_of(request), Duty.READ, unit)]
    names = units_called(may_know, language())
    shown = {
        "code": code,
        "name": latest.name[language()],
        "standing": [_row(state, names) for state in reversed(standing)],
        "earlier": [_row(state, names) for state in earlier],
        "may_change": _may(person_of(request), Duty.CHANGE_ORGANISATION, code),
        "open": any(state.valid_to is None for state in standing),
        "today": timezone.now().date().isoformat(),
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    shown |= _reported(code, latest)
    return render(request, "organisation/unit.html", shown, status=400 if error else 200)


def _reported(code: str, latest: Entity) -> dict[str, Any]:
    """Its fiscal year, and what it reports otherwise than templates say."""
    said, today = language(), timezone.now().date()
    try:
        month = first_months(today, organisation_on(today)).get(code)
    except CrossfootError:
        month = None
    metrics = catalogue()
    titles = {topic.id: topic.title[said] for topic in metrics.topics}
    return {
        "first_month": month,
        "fiscal_years": list(FiscalYear.objects.filter(unit__code=code)),
        "months": range(1, 13),
        "reporting": [
            {"rule": rule, "title": metric_title(rule.metric)[said]}
            for rule in rules_standing().filter(unit__code=code)
        ],
        "metrics": [
            (metric.id, f"{titles[metric.topic]} · {metric.title[said]}")
            for metric in metrics
            if metric.formula is None
        ],
    }


def _row(state: UnitState, names: Mapping[str, str]) -> dict[str, Any]:
    entity = entity_of(state)
    words = Words(language())
    return {
        "state": state,
        "entity": entity,
        "name": entity.name[language()],
        "kind": words[entity.kind],
        "parent": names.get(entity.parent, entity.parent),
        "financial_control": words[entity.financial_control.value],
        "equity": format(entity.equity.normalize(), "f"),
    }


def _form(
    request: HttpRequest, entity: Entity, error: CrossfootError | None = None
) -> HttpResponse:
    """The fields of a unit; parents are those units that the person may change."""
    person, said, words = person_of(request), language(), Words(language())
    try:
        tree = organisation_on(timezone.now().date())
        below = {each.id for each in tree.below(entity.id)} if entity.id in tree else set()
        changing = person.units(Duty.CHANGE_ORGANISATION, tree) - below
        parents = [(each.id, each.name[said]) for each in tree if each.id in changing]
    except CrossfootError:  # the first unit of all
        parents = []
    shown = {
        "entity": entity,
        "new": request.path == reverse("new_unit"),
        "equity": format(entity.equity.normalize(), "f"),
        "day": request.POST.get("from", timezone.now().date().isoformat()),
        "until": request.POST.get("until", ""),
        "reason": request.POST.get("reason", ""),
        "kinds": [(kind, words[kind]) for kind in KINDS],
        "controls": [(control.value, words[control.value]) for control in FinancialControl],
        "parents": parents,
        "problems": error.problems if error else (),
    }
    return render(request, "organisation/form.html", shown, status=400 if error else 200)


def _set(request: HttpRequest, code: str) -> SetUnit:
    start: date = day_of(request.POST.get("from", "")) or timezone.now().date()
    return SetUnit(
        _typed(request, code, strict=True), Span(start, day_of(request.POST.get("until", "")))
    )


def _typed(request: HttpRequest, code: str, *, strict: bool = False) -> Entity:
    """The unit as the form has it; where not strict, a number that is none is left at one."""
    given = request.POST
    try:
        equity = Decimal(given.get("equity", "1").strip() or "1")
        control = FinancialControl(given.get("financial_control", "full"))
    except (InvalidOperation, ValueError) as error:
        if strict:
            raise CrossfootError(
                problem(
                    Text("{text} is no share from 0 to 1", "{text} 不是 0 至 1 之间的比例"),
                    text=repr(given.get("equity", "")),
                )
            ) from error
        equity, control = Decimal(1), FinancialControl.FULL
    name = given.get("name_en", "").strip() or given.get("name_zh", "").strip()
    return Entity(
        id=code or given.get("code", "").strip(),
        name=Text(name, given.get("name_zh", "").strip() or name),
        kind=given.get("kind", "site"),
        parent=given.get("parent", ""),
        region=given.get("region", "").strip(),
        equity=equity,
        operational_control=given.get("operational_control", "yes") == "yes",
        financial_control=control,
    )
