"""Samples: drawing, what one came to, drawing it again, the list as Excel."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.assurance.actions.draw_sample import DrawSample
from crossfoot.records.assurance.actions.record_misstatement import RecordProjection
from crossfoot.records.assurance.population import SOURCE_NAMES, Source, again
from crossfoot.records.assurance.projection import CERTAIN, FORMULAS, REST, RESULT_NAMES, Result
from crossfoot.records.assurance.redraw import Redrawn, redraw
from crossfoot.records.assurance.sample_models import Sample, SampleLine
from crossfoot.records.assurance.sampling import METHOD_NAMES, Method, Plan
from crossfoot.records.assurance.summing_up import projected_of
from crossfoot.records.collection.labels import metric_title, unit_words
from crossfoot.records.evidence.queries import evidence_of_all
from crossfoot.records.ledger.models import BatchTotal, State
from crossfoot.records.messages import language
from crossfoot.web.exports import csv_answer, excel_answer
from crossfoot.web.forms import day_of
from crossfoot.web.listing import listed, names_of, whole_number
from crossfoot.web.templatetags.figures import decimal
from crossfoot.web.views.assurance.seen import (
    Seen,
    names_in,
    number_of,
    rounded,
    seen,
    subjects_of,
    units_of,
)
from crossfoot.web.words import Words

_EXPLAINS = {
    Method.RANDOM: "sample_explains_random",
    Method.VALUE: "sample_explains_value",
    Method.STRATIFIED: "sample_explains_stratified",
    Method.THRESHOLD: "sample_explains_threshold",
}


@require_GET
def samples(request: HttpRequest, number: int) -> HttpResponse:
    """The samples of an engagement."""
    found, said = seen(request, number), language()
    rows = [
        {
            "sample": each,
            "about": _about(each),
            "source": SOURCE_NAMES[Source(each.source)][said],
            "method": METHOD_NAMES[Method(each.method)][said],
        }
        for each in found.engagement.samples.all()
    ]
    return render(request, "assurance/samples.html", found.drawn("samples", rows=rows))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Draw a sample; the team alone."""
    found = seen(request, number)
    if not found.team:
        raise Http404
    error = None
    if request.method == "POST":
        try:
            made = _drawing(request, number).do(found.person)
            return HttpResponseRedirect(reverse("sample", args=[made.pk]))
        except NotAllowedError:
            raise
        except CrossfootError as refused:
            error = refused
    said, engagement = language(), found.engagement
    usual = {
        "size": "25",
        "seed": str(secrets.randbelow(10**8)),
        "start": engagement.start.isoformat(),
        "end": engagement.end.isoformat(),
        "method": Method.VALUE.value,
        "source": Source.ENTRIES.value,
    }
    units = units_of(engagement)
    codes = [each["code"] for each in units]
    activities = BatchTotal.objects.filter(batch__state=State.STANDING.value, site__in=codes)
    shown = found.drawn(
        "samples",
        sources=[(each.value, SOURCE_NAMES[each][said]) for each in Source],
        methods=[(each.value, METHOD_NAMES[each][said]) for each in Method],
        subjects=subjects_of(engagement),
        activities=sorted(set(activities.order_by().values_list("activity", flat=True).distinct())),
        units=units,
        chosen=request.POST.getlist("unit"),
        given=request.POST if error else usual,
        problems=error.problems if error else (),
    )
    return render(request, "assurance/draw.html", shown, status=400 if error else 200)


@require_GET
def sample(request: HttpRequest, number: int) -> HttpResponse:
    """A sample with its plan, lines, projection; with `?again`, drawn again and compared."""
    row = _sample(number)
    found = seen(request, row.engagement_id)
    redrawn = None
    error = None
    if "again" in request.GET:
        try:
            redrawn = redraw(row)
        except CrossfootError as refused:
            error = refused
    return _page(request, found, row, redrawn, error)


@require_POST
def project(request: HttpRequest, number: int) -> HttpResponse:
    """The errors of a sample become a projected misstatement."""
    row = _sample(number)
    found = seen(request, row.engagement_id)
    try:
        RecordProjection(number, request.POST.get("text", "")).do(found.person)
    except NotAllowedError:
        raise
    except CrossfootError as error:
        return _page(request, found, row, None, error)
    return HttpResponseRedirect(reverse("misstatements", args=[row.engagement_id]))


@require_GET
def population(request: HttpRequest, number: int) -> HttpResponse:
    """The population as CSV, in the order and form that is hashed, to draw with another tool."""
    row = _sample(number)
    found = seen(request, row.engagement_id)
    if not found.knows:
        raise Http404
    items = sorted(again(row.basis).items, key=lambda item: item.reference)
    rows = ((item.reference, item.stratum, item.value) for item in items)
    name = f"population-{row.pk}.csv"
    return csv_answer(name, ("reference", "stratum", "value"), rows)  # type: ignore[return-value]


@require_GET
def workbook(request: HttpRequest, number: int) -> HttpResponse:
    """Plan and lines as Excel."""
    row = _sample(number)
    found = seen(request, row.engagement_id)
    words = Words(language())
    shown = _plan(found, row)
    plan: list[list[object]] = [[words["sample_plan"], ""]]
    plan += [[label, value] for label, value in shown]
    sheets: list[tuple[str, Iterable[list[object]]]] = [
        (words["sample_plan"], plan),
        (words["sample_lines"], _lines(row, words)),
    ]
    name = f"sample-{row.pk}.xlsx"
    return excel_answer(name, sheets)  # type: ignore[return-value]


def _lines(row: Sample, words: Words) -> Iterator[list[object]]:
    said = language()
    yield [
        words[key]
        for key in (
            "sample_place",
            "sample_item",
            "sample_label",
            "unit",
            "sample_book",
            "sample_stratum",
            "sample_result",
            "sample_audited",
            "sample_note",
            "who",
            "when",
        )
    ]
    lines = list(row.lines.all())
    names = names_of((each.by for each in lines if each.by), "")
    for each in lines:
        outcome = each.outcome
        yield [
            each.place,
            each.item,
            each.label if said == "en" else each.label_zh,
            each.unit,
            outcome.book if each.book else "",
            stratum_words(each.stratum, words),
            RESULT_NAMES[outcome.result][said] if outcome.result else "",
            outcome.audited if outcome.audited is not None else "",
            each.note,
            names.get(each.by, ""),
            each.at.isoformat(timespec="seconds") if each.at else "",
        ]


def stratum_words(name: str, words: Words) -> str:
    """A stratum as pages call it."""
    known = {CERTAIN: "sample_certain", REST: "sample_rest"}
    return words[known[name]] if name in known else name


def _sample(number: int) -> Sample:
    found = Sample.objects.filter(pk=number).select_related("engagement").first()
    if found is None:
        raise Http404
    return found


def _about(row: Sample) -> str:
    return metric_title(row.metric)[language()] if row.metric else str(row.basis["name"])


def _plan(found: Seen, row: Sample) -> list[tuple[str, object]]:
    """The plan, label by label."""
    said, words = language(), Words(language())
    names = names_in(found.engagement)
    unit = unit_words(row.unit, said)
    who = names_of([row.by], words["command_line"])[row.by]
    plan = row.plan
    shown: list[tuple[str, object]] = [
        (words["sample_about"], _about(row)),
        (words["sample_source"], SOURCE_NAMES[Source(row.source)][said]),
        (words["sample_name"], row.basis["name"]),
        (words["sample_days"], f"{row.basis['start']} – {row.basis['end']}"),
        (
            words["engagement_units_short"],
            Words(said)["sample_comma"].join(names.get(code, code) for code in row.basis["units"]),
        ),
        (words["sample_method"], METHOD_NAMES[plan.method][said]),
        (words["sample_size"], plan.size),
        (words["sample_seed"], plan.seed),
        (words["sample_count"], row.count),
        (words["sample_total"], f"{decimal(Decimal(row.total))} {unit}".strip()),
        (words["sample_digest"], row.digest),
        (words["sample_procedure"], row.procedure),
        (words["sample_drawn_by"], f"{who}, {row.at:%Y-%m-%d %H:%M} UTC"),
    ]
    if plan.threshold is not None:
        shown.insert(8, (words["sample_threshold"], f"{plan.threshold} {unit}".strip()))
    if row.interval:
        shown += [
            (
                words["sample_interval"],
                f"{decimal(rounded(row.interval_value, 6))} ({row.interval})",
            ),
            (words["sample_start"], f"{decimal(rounded(Fraction(row.start), 6))} ({row.start})"),
            (words["sample_unreached"], row.unreached),
        ]
    return shown


def _page(
    request: HttpRequest,
    found: Seen,
    row: Sample,
    redrawn: Redrawn | None,
    error: CrossfootError | None,
) -> HttpResponse:
    said, words = language(), Words(language())
    summed = projected_of(row)
    rows = row.lines.all()
    result = request.GET.get("result", "")
    if result == "untested":
        rows = rows.filter(result="")
    elif result:
        rows = rows.filter(result=result)
    page = listed(request, rows)
    shown = found.drawn(
        "samples",
        sample=row,
        about=_about(row),
        plan=_plan(found, row),
        explanation=words[_EXPLAINS[row.plan.method]],
        unit=unit_words(row.unit, said),
        percent=100 * row.tested // max(row.lines_count, 1),
        rows=[_line(each, said) for each in _with_proofs(list(page.rows))],
        page=page,
        results=[(each.value, RESULT_NAMES[each][said]) for each in Result],
        result=result,
        strata=[
            {
                "name": stratum_words(each.stratum.name, words),
                "count": each.stratum.count,
                "total": each.stratum.total,
                "lines": each.lines,
                "tested": each.tested,
                "book": each.book,
                "error": each.error,
                "projected": rounded(each.projected),
            }
            for each in summed.strata
        ],
        known=summed.known,
        projected=rounded(summed.total),
        beyond=rounded(summed.total - summed.known_fraction) if summed.total is not None else None,
        formula=FORMULAS[row.method == Method.VALUE][said],
        may_project=found.team and bool(row.metric) and summed.total is not None,
        redrawn=redrawn,
        problems=error.problems if error else (),
    )
    return render(request, "assurance/sample.html", shown, status=400 if error else 200)


def _with_proofs(lines: list[SampleLine]) -> list[tuple[SampleLine, int]]:
    proofs = evidence_of_all({each.subject for each in lines})
    return [(each, len(proofs.get(each.subject, ()))) for each in lines]


def _line(row: tuple[SampleLine, int], said: str) -> dict[str, Any]:
    line, proofs = row
    outcome = line.outcome
    return {
        "line": line,
        "label": line.label if said == "en" else line.label_zh,
        "book": outcome.book if line.book else None,
        "audited": outcome.audited,
        "result": RESULT_NAMES[outcome.result]["zh" if said == "zh" else "en"]
        if outcome.result
        else "",
        "proofs": proofs,
    }


def _drawing(request: HttpRequest, number: int) -> DrawSample:
    post, words = request.POST, Words(language())
    method, source = post.get("method", ""), post.get("source", "")
    if method not in set(Method) or source not in set(Source):
        raise Http404
    rows = source == Source.ROWS
    plan = Plan(
        Method(method),
        whole_number(post.get("size", "").strip()) or 0,
        post.get("seed", "").strip()[:200],
        number_of(post.get("threshold", ""), words["sample_threshold"]),
    )
    return DrawSample(
        number,
        Source(source),
        post.get("activity" if rows else "metric", ""),
        plan,
        tuple(post.getlist("unit")),
        day_of(post.get("start", "")),
        day_of(post.get("end", "")),
        post.get("purpose", "")[:200],
        post.get("metric", "") if rows else "",
    )
