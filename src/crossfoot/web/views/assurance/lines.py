"""A line of a sample: what the records say, its evidence, what the test came to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.assurance.actions.record_test import RecordTest
from crossfoot.records.assurance.projection import RESULT_NAMES, Result
from crossfoot.records.assurance.sample_models import SampleLine
from crossfoot.records.collection.labels import unit_words
from crossfoot.records.evidence.queries import evidence_of
from crossfoot.records.evidence.sniffing import preview_of
from crossfoot.records.messages import language
from crossfoot.web.listing import names_of
from crossfoot.web.views.assurance.following import first_page
from crossfoot.web.views.assurance.samples import stratum_words
from crossfoot.web.views.assurance.seen import number_of, seen
from crossfoot.web.words import Words


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, number: int) -> HttpResponse:
    """Show a line; take in what its test came to, and go on to the next one."""
    row = SampleLine.objects.filter(pk=number).select_related("sample__engagement").first()
    if row is None:
        raise Http404
    found = seen(request, row.sample.engagement_id)
    error = None
    if request.method == "POST":
        try:
            _test(request, row).do(found.person)
        except NotAllowedError:
            raise
        except CrossfootError as refused:
            error = refused
        else:
            after = _untested(row)
            address = reverse("sample", args=[row.sample_id])
            if after is not None:
                address = reverse("sample_line", args=[after])
            return HttpResponseRedirect(f"{address}?saved=1")
    said, words = language(), Words(language())
    places = dict(row.sample.lines.values_list("place", "pk"))
    shown = found.drawn(
        "samples",
        sample=row.sample,
        line=row,
        label=row.label if said == "en" else row.label_zh,
        book=row.outcome.book if row.book else None,
        unit=unit_words(row.sample.unit, said),
        stratum=stratum_words(row.stratum, words),
        before=places.get(row.place - 1),
        after=places.get(row.place + 1),
        results=[(each.value, RESULT_NAMES[each][said]) for each in Result],
        who=names_of([row.by], words["command_line"])[row.by] if row.by else "",
        error=row.outcome.error if row.result else None,
        proofs=[
            {
                "proof": each,
                "preview": preview_of(each.media),
                "at": first_page(each.page),
            }
            for each in evidence_of(row.subject)
        ],
        misstatements=list(row.misstatements.all()),
        given=request.POST
        if error
        else {"result": row.result, "audited": row.audited, "note": row.note},
        problems=error.problems if error else (),
        saved=error is None and "saved" in request.GET,
    )
    return render(request, "assurance/line.html", shown, status=400 if error else 200)


def _test(request: HttpRequest, row: SampleLine) -> RecordTest:
    post = request.POST
    result = post.get("result", "")
    if result and result not in set(Result):
        raise Http404
    return RecordTest(
        row.pk,
        Result(result) if result else None,
        number_of(post.get("audited", ""), Words(language())["sample_audited"]),
        post.get("note", ""),
    )


def _untested(row: SampleLine) -> int | None:
    """The next line without a result."""
    open_ = row.sample.lines.filter(result="", place__gt=row.place).order_by("place")
    return open_.values_list("pk", flat=True).first()
