"""Reporting criteria: a page per metric, and all of an engagement as one document to print."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Approach
from crossfoot.languages import LANGUAGE_TAGS, LANGUAGES, Language, Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.metric import FORMULA, WEIGHTED, Kind
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.assurance.access import units_within
from crossfoot.records.assurance.actions.write_method import WriteMethod
from crossfoot.records.assurance.criteria import (
    Criterion,
    breakdowns,
    criteria,
    in_words,
    requirements,
    unit_of,
)
from crossfoot.records.assurance.following import newest_year
from crossfoot.records.assurance.models import SubjectMatter
from crossfoot.records.collection.labels import metric_title
from crossfoot.records.messages import language
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty
from crossfoot.web.listing import names_of, whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.views.assurance.seen import Seen, metric_choice, seen
from crossfoot.web.words import Words
from crossfoot.workspaces.workspace import Workspace

_CALCULATED = "ghg"  # topic whose figures rest on emission factors

_KINDS = {
    Kind.ACTIVITY: "criteria_kind_activity",
    Kind.STOCK: "criteria_kind_stock",
    Kind.FLOW: "criteria_kind_flow",
    Kind.RATIO: "criteria_kind_ratio",
    Kind.SCORE: "criteria_kind_score",
    Kind.TEXT: "criteria_kind_text",
}
_RULES = {
    "sum": "criteria_rule_sum",
    "mean": "criteria_rule_mean",
    "last": "criteria_rule_last",
    "none": "criteria_rule_none",
    FORMULA: "criteria_rule_formula",
}
_VIA = {"page": "criteria_via_page", "excel": "criteria_via_excel", "api": "criteria_via_api"}
_APPROACHES = {
    Approach.OPERATIONAL_CONTROL: "criteria_operational_control",
    Approach.FINANCIAL_CONTROL: "criteria_financial_control",
    Approach.EQUITY_SHARE: "criteria_equity_share",
}


@require_http_methods(["GET", "POST"])
def criterion(request: HttpRequest, metric: str) -> HttpResponse:
    """What is reported under a metric; a manager writes how it is measured here."""
    person = person_of(request)
    if catalogue().get(metric) is None:
        raise Http404
    error = None
    if request.method == "POST":
        words = Text(request.POST.get("text", ""), request.POST.get("text_zh", ""))
        try:
            WriteMethod(metric, words).do(person)
            return HttpResponseRedirect(f"{request.path}?saved=1")
        except NotAllowedError:
            raise
        except CrossfootError as refused:
            error = refused
    units = _readable(person)
    newest = newest_year(settings.WORKSPACE, metric, units) or timezone.now().year - 1
    year = whole_number(request.GET.get("year", "")) or newest
    if not 1900 <= year <= 2999:
        raise Http404
    (found,) = criteria([metric], date(year, 1, 1), date(year, 12, 31), units)
    names = names_of({note.by for note in found.notes}, Words(language())["command_line"])
    note = found.note
    shown = {
        "criterion": _shown(found, language()),
        "titles": metric_title(metric),
        "year": year,
        "notes": [{"note": each, "who": names[each.by]} for each in found.notes],
        "may_write": person.may(Duty.RUN_CAMPAIGNS),
        "given": request.POST
        if error
        else {"text": note.text if note else "", "text_zh": note.text_zh if note else ""},
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "assurance/criterion.html", shown, status=400 if error else 200)


@require_GET
def document(request: HttpRequest, number: int) -> HttpResponse:
    """The criteria of an engagement, in the language of the page."""
    found = seen(request, number)
    shown = found.drawn("criteria", **_document(found, language()))
    return render(request, "assurance/criteria.html", shown)


@require_GET
def printed(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The same in both languages as one page to print, or as PDF."""
    found = seen(request, number)
    if form not in ("html", "pdf"):
        raise Http404
    css = (settings.STATIC_ROOT / "criteria-print.css").read_text(encoding="utf-8")
    parts = [
        {
            "words": Words(each),
            "tag": LANGUAGE_TAGS[each],
            "title": found.engagement.title[each] or found.engagement.name,
            "standard": found.engagement.standard_title[each],
            "level": found.engagement.level_title[each],
            "period": found.engagement.period.label(each),
            **_document(found, each),
        }
        for each in LANGUAGES
    ]
    shown = {"parts": parts, "engagement": found.engagement, "css": css if form == "pdf" else ""}
    if form == "html":
        return render(request, "assurance/criteria_print.html", shown)
    text = render_to_string("assurance/criteria_print.html", shown, request)
    response = HttpResponse(_pdf(text), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="criteria-{number}.pdf"'
    return response


def _document(found: Seen, said: Language) -> dict[str, Any]:
    engagement = found.engagement
    subjects = SubjectMatter.objects.filter(engagement=engagement, removed_at=None)
    ids = [each.metric for each in subjects]
    read = criteria(ids, engagement.start, engagement.end, units_within(engagement))
    return {"criteria": [_shown(each, said) for each in read], "made": timezone.now()}


def _shown(found: Criterion, said: Language) -> dict[str, Any]:
    metric, words = found.metric, Words(said)
    note = found.note
    formula = metric.formula
    comma = words["sample_comma"]
    return {
        "id": metric.id,
        "title": metric.title[said],
        "topic": catalogue().topic(metric).title[said],
        "kind": words[_KINDS[metric.kind]],
        "unit": unit_of(metric, said),
        "unit_expression": metric.unit,
        "comment": metric.comment[said],
        "formula": formula.text if formula else "",
        "formula_words": in_words(formula, said) if formula else "",
        "inputs": [
            metric_choice(each)["title"]
            for each in dict.fromkeys(ref.metric for ref in formula.references())
        ]
        if formula
        else [],
        "requirements": requirements(metric),
        "breakdowns": breakdowns(metric, said),
        "over_sites": _rule(metric.over_sites, said),
        "over_periods": _rule(metric.over_periods, said),
        "asked": len(found.asked),
        "covers": words["criteria_covers"].format(
            covered=len(found.asked) - len(found.outside), asked=len(found.asked)
        ),
        "units": comma.join(each[said] for each in found.asked),
        "outside": [(each.unit[said], each.reason) for each in found.outside],
        "via": [
            (words[_VIA[name]] if name in _VIA else name, count)
            for name, count in found.via.items()
        ],
        "evidence": found.evidence_in(said),
        "approved": found.approved,
        "figures": words["criteria_approved"].format(count=found.approved),
        "estimates": words["criteria_estimated"].format(
            count=found.approved, estimated=found.estimated, bounded=found.bounded
        ),
        "corrections": [
            {
                "unit": each.unit[said],
                "period": each.cell.period.label(said),
                "before": each.before,
                "after": each.after,
                "reason": each.reason,
                "on": each.on,
            }
            for each in found.corrections
        ],
        "note": note.words[said] if note else "",
        "note_version": note.version if note else 0,
        "note_at": note.at if note else None,
        "calculation": _calculation(said) if metric.topic == _CALCULATED else [],
    }


def _rule(rule: str, said: Language) -> str:
    """How values combine, in words."""
    words = Words(said)
    if rule.startswith(WEIGHTED):
        title = metric_title(rule.removeprefix(WEIGHTED))[said]
        return words["criteria_rule_weighted"].format(title)
    return words[_RULES[rule]] if rule in _RULES else rule


def _calculation(said: Language) -> list[tuple[str, str]]:
    """How emissions are calculated in this workspace."""
    words = Words(said)
    try:
        chosen = Workspace(settings.WORKSPACE).settings
    except CrossfootError:
        return []
    return [
        (words["criteria_approach"], words[_APPROACHES[chosen.approach]]),
        (words["criteria_gwp"], "IPCC " + ", ".join(chosen.gwp)),
        (
            words["criteria_factors"],
            ", ".join(chosen.factors) or words["criteria_factors_default"],
        ),
    ]


def _readable(person: Person) -> list[str]:
    try:
        return sorted(person.units(Duty.READ, organisation_on(timezone.now().date())))
    except CrossfootError:
        return []


def _pdf(text: str) -> bytes:
    """The page as PDF/UA; it loads nothing."""
    from weasyprint import HTML

    def nothing(url: str, *_: object, **__: object) -> dict[str, Any]:
        message = f"{url} is not loaded"
        raise ValueError(message)

    written: bytes = HTML(string=text, url_fetcher=nothing).write_pdf(pdf_variant="pdf/ua-1")
    return written
