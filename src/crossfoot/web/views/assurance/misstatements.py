"""The log of misstatements, what they come to, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.assurance.actions.record_misstatement import RecordMisstatement, in_unit_of
from crossfoot.records.assurance.actions.settle_misstatement import SettleMisstatement
from crossfoot.records.assurance.kinds import KIND_NAMES, STANDING_NAMES, MisstatementKind, Standing
from crossfoot.records.assurance.sample_models import Misstatement, SampleLine
from crossfoot.records.assurance.summing_up import metric_sums
from crossfoot.records.collection.models import Approval
from crossfoot.records.messages import language
from crossfoot.web.exports import excel_answer
from crossfoot.web.listing import listed, names_of, whole_number
from crossfoot.web.views.assurance.engagements import summed
from crossfoot.web.views.assurance.seen import (
    Seen,
    metric_choice,
    names_in,
    number_of,
    seen,
    subjects_of,
    units_of,
)
from crossfoot.web.words import Words


@require_http_methods(["GET", "POST"])
def misstatements(request: HttpRequest, number: int) -> HttpResponse:
    """The log; the team adds to it."""
    found = seen(request, number)
    error = None
    if request.method == "POST":
        try:
            _recording(request, number).do(found.person)
            return HttpResponseRedirect(f"{reverse('misstatements', args=[number])}?saved=1")
        except NotAllowedError:
            raise
        except CrossfootError as refused:
            error = refused
    page = listed(request, _filtered(request, found))
    given = request.POST if error else request.GET
    shown = found.drawn(
        "misstatements",
        rows=_shown(found, list(page.rows)),
        page=page,
        sums=summed(found, metric_sums(found.engagement)),
        subjects=subjects_of(found.engagement),
        units=units_of(found.engagement),
        kinds=[
            (each.value, KIND_NAMES[each][language()])
            for each in MisstatementKind
            if each is not MisstatementKind.PROJECTED
        ],
        standings=[(each.value, STANDING_NAMES[each][language()]) for each in Standing],
        state=request.GET.get("state", ""),
        given=given if error else _begun(found, given),
        problems=error.problems if error else (),
        saved=error is None and "saved" in request.GET,
    )
    return render(request, "assurance/misstatements.html", shown, status=400 if error else 200)


@require_http_methods(["GET", "POST"])
def misstatement(request: HttpRequest, number: int) -> HttpResponse:
    """One of them; the team settles it."""
    row = (
        Misstatement.objects.filter(pk=number)
        .select_related("engagement", "line", "sample")
        .first()
    )
    if row is None:
        raise Http404
    found = seen(request, row.engagement_id)
    error = None
    if request.method == "POST":
        correction = request.POST.get("correction", "")
        try:
            SettleMisstatement(number, correction, request.POST.get("why", "")).do(found.person)
            return HttpResponseRedirect(f"{reverse('misstatement', args=[number])}?saved=1")
        except NotAllowedError:
            raise
        except CrossfootError as refused:
            error = refused
    (shown_row,) = _shown(found, [row])
    shown = found.drawn(
        "misstatements",
        row=shown_row,
        corrections=_corrections(row) if found.team and row.state == Standing.OPEN else [],
        correction=_correction(row),
        given=request.POST,
        problems=error.problems if error else (),
        saved=error is None and "saved" in request.GET,
    )
    return render(request, "assurance/misstatement.html", shown, status=400 if error else 200)


@require_GET
def workbook(request: HttpRequest, number: int) -> HttpResponse:
    """The log and its sums as Excel."""
    found, words = seen(request, number), Words(language())
    rows = list(_filtered(request, found))

    def log() -> Iterator[list[object]]:
        yield [
            words[key]
            for key in (
                "inquiry_number",
                "mis_kind",
                "assure_metric",
                "unit",
                "mis_amount",
                "mis_unit",
                "mis_text",
                "mis_state",
                "mis_correction",
                "why",
                "who",
                "when",
            )
        ]
        for row in _shown(found, rows):
            each: Misstatement = row["misstatement"]
            yield [
                each.number,
                row["kind"],
                row["metric"]["title"],
                row["unit"],
                each.value,
                row["metric"]["unit"],
                each.text,
                row["state"],
                each.correction,
                each.why,
                row["who"],
                each.at.isoformat(timespec="seconds"),
            ]

    def sums() -> Iterator[list[object]]:
        keys = ["assure_metric", "mis_unit", "mis_over", "mis_under", "mis_net", "mis_corrected"]
        if found.knows:
            keys += ["materiality_amount", "mis_standing"]
        yield [words[key] for key in keys]
        for row in summed(found, metric_sums(found.engagement)):
            own = [row["title"], row["unit"], row["over"], row["under"], row["net"]]
            known = [row["amount"], row["standing_name"]] if found.knows else []
            yield [*own, row["corrected"], *known]

    sheets = [(words["assure_misstatements"], log()), (words["mis_sums"], sums())]
    return excel_answer(f"misstatements-{number}.xlsx", sheets)  # type: ignore[return-value]


def _filtered(request: HttpRequest, found: Seen) -> Any:
    rows = found.engagement.misstatements.select_related("line", "sample").order_by("number")
    state = request.GET.get("state", "")
    return rows.filter(state=state) if state else rows


def _shown(found: Seen, rows: list[Misstatement]) -> list[dict[str, Any]]:
    said, words = language(), Words(language())
    units = names_in(found.engagement)
    people = names_of(
        {name for each in rows for name in (each.by, each.settled_by) if name},
        words["command_line"],
    )
    return [
        {
            "misstatement": each,
            "value": each.value,
            "kind": KIND_NAMES[MisstatementKind(each.kind)][said],
            "metric": metric_choice(each.metric),
            "unit": units.get(each.unit, each.unit) if each.unit else words["whole"],
            "state": STANDING_NAMES[Standing(each.state)][said],
            "who": people[each.by],
            "settled_by": people.get(each.settled_by, ""),
        }
        for each in rows
    ]


def _begun(found: Seen, given: Any) -> dict[str, str]:
    """The form as a line of a sample fills it in."""
    started = {name: given.get(name, "") for name in ("metric", "unit", "line", "amount")}
    number = whole_number(started["line"])
    if number is None:
        return started
    line = (
        SampleLine.objects.filter(pk=number, sample__engagement=found.engagement)
        .select_related("sample")
        .first()
    )
    if line is None:
        return {**started, "line": ""}
    error = line.outcome.error
    try:
        error = in_unit_of(line.sample, error)
    except CrossfootError:  # of another kind: the person works it out
        error = Decimal(0)
    return {
        "line": str(line.pk),
        "metric": line.sample.metric,
        "unit": line.unit,
        "amount": f"{error:f}" if error else "",
        "text": line.note,
    }


def _recording(request: HttpRequest, number: int) -> RecordMisstatement:
    post, words = request.POST, Words(language())
    if post.get("kind", "") not in set(MisstatementKind):
        raise Http404
    return RecordMisstatement(
        number,
        MisstatementKind(post["kind"]),
        post.get("metric", ""),
        number_of(post.get("amount", ""), words["mis_amount"]) or Decimal(0),
        post.get("text", ""),
        post.get("unit", ""),
        whole_number(post.get("line", "")),
    )


def _corrections(row: Misstatement) -> list[dict[str, Any]]:
    """Approved corrections of the metric and unit since it was recorded."""
    approvals = Approval.objects.filter(
        version__gte=2, cell__metric=row.metric, approved__at__gte=row.at
    )
    if row.unit:
        approvals = approvals.filter(cell__request__unit__code=row.unit)
    return _approvals(approvals.order_by("-id")[:50])


def _correction(row: Misstatement) -> dict[str, Any] | None:
    number = row.correction.partition(":")[2]
    return next(iter(_approvals(Approval.objects.filter(entry_id=number or 0))), None)


def _approvals(wanted: QuerySet[Approval]) -> list[dict[str, Any]]:
    """Corrections, each with the version before it; two queries."""
    found = list(wanted.select_related("entry", "cell__request__unit", "approved"))
    versions = Approval.objects.filter(cell__in=[each.cell_id for each in found])
    values = {
        (each.cell_id, each.version): each.entry.value for each in versions.select_related("entry")
    }
    rows = []
    for each in found:
        old, new = values.get((each.cell_id, each.version - 1)), each.entry.value
        rows.append(
            {
                "entry": each.entry.reference,
                "cell": each.cell_id,
                "unit": each.cell.request.unit.code,
                "version": each.entry.version,
                "period": each.cell.period.label(language()),
                "at": each.approved.at,
                "old": old,
                "new": new,
                "change": new - old if old is not None and new is not None else None,
                "reason": each.reason,
            }
        )
    return rows
