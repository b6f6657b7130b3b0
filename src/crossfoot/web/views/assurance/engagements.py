"""Engagements: the list, a new one, one with its scope, materiality and conclusion."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, NotAllowedError
from crossfoot.records.assurance.access import Desk, manages
from crossfoot.records.assurance.actions.close_engagement import CloseEngagement
from crossfoot.records.assurance.actions.conclude import Conclude
from crossfoot.records.assurance.actions.open_engagement import OpenEngagement
from crossfoot.records.assurance.actions.reopen_engagement import ReopenEngagement
from crossfoot.records.assurance.actions.set_materiality import SetMateriality
from crossfoot.records.assurance.actions.set_scope import SetScope
from crossfoot.records.assurance.kinds import KIND_NAMES
from crossfoot.records.assurance.materiality import (
    MEASURE_NAMES,
    PERFORMANCE,
    STANDING_NAMES,
    TRIVIAL,
    Measure,
)
from crossfoot.records.assurance.models import Engagement, Member, SubjectMatter
from crossfoot.records.assurance.standards import STANDARDS, Level
from crossfoot.records.assurance.summing_up import MetricSum, metric_sums
from crossfoot.records.assurance.totals import approved_so_far, bases_of, totals_of
from crossfoot.records.assurance.workflow import STATE_NAMES, WAITING, State
from crossfoot.records.collection.labels import metric_unit
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.web.forms import day_of
from crossfoot.web.listing import listed, names_of, whole_number
from crossfoot.web.listing import units_of as units_on
from crossfoot.web.requests import person_of
from crossfoot.web.views.assurance.seen import (
    Seen,
    metric_choice,
    names_in,
    number_of,
    people_with,
    rounded,
    seen,
    topics,
)
from crossfoot.web.words import Words

_WAITING = [state.value for state in WAITING]


@require_GET
def engagements(request: HttpRequest) -> HttpResponse:
    """Engagements that one may look at, and what one's units are asked for."""
    person, said = person_of(request), language()
    desk, today = Desk(person), timezone.now().date()
    asked = desk.asked.filter(state__in=_WAITING).order_by("due", "id")
    page = listed(request, asked)
    names = {each.code: each.name for each in units_on(person, Duty.READ)}
    shown = {
        "rows": [
            {
                "engagement": each,
                "title": each.title[said],
                "standard": each.standard_title[said],
                "level": each.level_title[said],
                "period": each.period.label(said),
            }
            for each in desk.engagements
        ],
        "asked": [
            {
                "inquiry": each,
                "unit": names.get(each.unit.code, each.unit.code),
                "state": STATE_NAMES[State(each.state)][said],
                "late": each.due < today,
            }
            for each in page.rows
        ],
        "page": page,
        "may_open": person.may_somewhere(Duty.RUN_CAMPAIGNS),
    }
    return render(request, "assurance/list.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open an engagement."""
    person, said, post = person_of(request), language(), request.POST
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            made = _opening(request).do(person)
            return HttpResponseRedirect(reverse("engagement", args=[made.pk]))
        except NotAllowedError:
            raise
        except CrossfootError as error:
            problems = error.problems
    year = timezone.now().year - 1
    shown = {
        "standards": [(key, each.title[said]) for key, each in STANDARDS.items()],
        "levels": [(each.value, STANDARDS["isae3000"].levels[each][said]) for each in Level],
        "units": units_on(person, Duty.RUN_CAMPAIGNS),
        "people": people_with(Duty.ASSURE),
        "topics": topics(),
        "given": {name: post.get(name, "") for name in post}
        or {"start": f"{year}-01-01", "end": f"{year}-12-31"},
        "chosen": post.getlist("metric"),
        "members": [int(each) for each in post.getlist("member") if each.isdecimal()],
        "units_chosen": post.getlist("unit"),
        "problems": problems,
    }
    return render(request, "assurance/new.html", shown, status=400 if problems else 200)


@require_GET
def engagement(request: HttpRequest, number: int) -> HttpResponse:
    """What it looks at, how far it is, what it came to."""
    return _overview(request, seen(request, number))


@require_POST
def scope(request: HttpRequest, number: int) -> HttpResponse:
    """Metrics and team from now on."""
    found, post = seen(request, number), request.POST
    team = tuple(int(each) for each in post.getlist("member") if each.isdecimal())
    return _after(request, found, SetScope(number, tuple(post.getlist("metric")), team))


@require_POST
def conclude(request: HttpRequest, number: int) -> HttpResponse:
    """The conclusion of the team."""
    found = seen(request, number)
    return _after(request, found, Conclude(number, request.POST.get("opinion", "")))


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """The end of it."""
    found = seen(request, number)
    return _after(request, found, CloseEngagement(number, request.POST.get("why", "")))


@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """The work goes on."""
    found = seen(request, number)
    return _after(request, found, ReopenEngagement(number, request.POST.get("why", "")))


@require_http_methods(["GET", "POST"])
def materiality(request: HttpRequest, number: int) -> HttpResponse:
    """What is material for each metric; the team alone sees it."""
    found = seen(request, number)
    if not found.knows:
        raise Http404
    error = None
    if request.method == "POST":
        try:
            _materiality(request, found.engagement).do(found.person)
            return HttpResponseRedirect(
                f"{reverse('engagement_materiality', args=[number])}?saved=1"
            )
        except NotAllowedError:
            raise
        except CrossfootError as refused:
            error = refused
    subjects = list(SubjectMatter.objects.filter(engagement=number, removed_at=None))
    names = names_of((each.set_by for each in subjects if each.set_by), "")
    totals = totals_of(settings.WORKSPACE, found.engagement, [each.metric for each in subjects])
    lacking = [each.metric for each in subjects if each.metric not in totals]
    partly = approved_so_far(found.engagement, lacking)
    rows = []
    for each in subjects:
        material = each.materiality
        rows.append(
            {
                **metric_choice(each.metric),
                "total": totals.get(each.metric),
                "partly": partly.get(each.metric),
                "subject": each,
                "who": names.get(each.set_by, ""),
                "measure": MEASURE_NAMES[material.measure][language()] if material else "",
                "value": material.value if material else None,
                "base": material.base if material else None,
                "base_of": metric_choice(each.base_metric)["title"] if each.base_metric else "",
                "amount": rounded(material.amount) if material else None,
                "performance": rounded(material.performance_amount) if material else None,
                "trivial": rounded(material.trivial_amount) if material else None,
            }
        )
    shown = found.drawn(
        "materiality",
        rows=rows,
        bases=_bases(found.engagement, [each.metric for each in subjects]),
        measures=[(each.value, MEASURE_NAMES[each][language()]) for each in Measure],
        usual={"performance": PERFORMANCE, "trivial": TRIVIAL},
        given=request.POST,
        problems=error.problems if error else (),
        saved=error is None and "saved" in request.GET,
    )
    return render(request, "assurance/materiality.html", shown, status=400 if error else 200)


def _bases(engagement: Engagement, metrics: list[str]) -> list[dict[str, Any]]:
    """Figures that a percentage may rest on, in the units of what is looked at."""
    found: dict[str, Decimal] = {}
    asked: set[str] = set()
    for metric in metrics:
        unit = metric_unit(metric)
        if unit and unit not in asked:
            asked.add(unit)
            found |= bases_of(settings.WORKSPACE, engagement, metric)
    return [{**metric_choice(each), "total": total} for each, total in found.items()]


def summed(found: Seen, sums: list[MetricSum]) -> list[dict[str, Any]]:
    """Sums by metric as pages show them; what is material only to those who may know."""
    said = language()
    return [
        {
            **metric_choice(each.metric),
            "counts": [
                (KIND_NAMES[kind][said], count) for kind, count in each.counts.items() if count
            ],
            "over": each.uncorrected.over,
            "under": each.uncorrected.under,
            "net": each.uncorrected.net,
            "corrected": each.corrected,
            "amount": rounded(each.materiality.amount)
            if found.knows and each.materiality
            else None,
            "standing": each.standing.value if found.knows else "",
            "standing_name": STANDING_NAMES[each.standing][said] if found.knows else "",
        }
        for each in sums
    ]


def _overview(
    request: HttpRequest, found: Seen, error: CrossfootError | None = None
) -> HttpResponse:
    said, current = language(), found.engagement
    today = timezone.now().date()
    members = list(Member.objects.filter(engagement=current).select_related("user"))
    people = [current.opened_by, current.closed_by, current.reopened_by]
    names = names_of(people, Words(said)["command_line"])
    states = dict(current.inquiries.order_by().values_list("state").annotate(count=Count("id")))
    sums = metric_sums(current)
    samples = list(current.samples.all())
    shown = found.drawn(
        "overview",
        units=[names_in(current).get(code, code) for code in current.units]
        if current.units
        else [],
        members=[each for each in members if each.ended_at is None],
        opened_by=names.get(current.opened_by, ""),
        closed_by=names.get(current.closed_by, ""),
        reopened_by=names.get(current.reopened_by, ""),
        may_reopen=not current.is_open and manages(found.person, current),
        states=[(each.value, STATE_NAMES[each][said], states.get(each.value, 0)) for each in State],
        late=current.inquiries.filter(Q(state__in=_WAITING), due__lt=today).count(),
        lines=sum(each.lines_count for each in samples),
        tested=sum(each.tested for each in samples),
        samples=len(samples),
        sums=summed(found, sums),
        topics=topics() if found.manages else [],
        people=people_with(Duty.ASSURE) if found.manages else [],
        chosen=[
            each.metric
            for each in SubjectMatter.objects.filter(engagement=current, removed_at=None)
        ],
        member_ids=[each.user_id for each in members if each.ended_at is None],
        given=request.POST,
        problems=error.problems if error else (),
        saved=error is None and "saved" in request.GET,
    )
    return render(request, "assurance/engagement.html", shown, status=400 if error else 200)


def _after(request: HttpRequest, found: Seen, action: Action[Any]) -> HttpResponse:
    try:
        action.do(found.person)
    except NotAllowedError:
        raise
    except CrossfootError as error:
        return _overview(request, found, error)
    return HttpResponseRedirect(f"{reverse('engagement', args=[found.engagement.pk])}?saved=1")


def _opening(request: HttpRequest) -> OpenEngagement:
    post = request.POST
    start, end = day_of(post.get("start", "")), day_of(post.get("end", ""))
    today = timezone.now().date()
    return OpenEngagement(
        Text(post.get("name", ""), post.get("name_zh", "")),
        post.get("standard", ""),
        post.get("level", ""),
        start or today,
        end or today,
        tuple(post.getlist("metric")),
        tuple(int(each) for each in post.getlist("member") if whole_number(each) is not None),
        tuple(post.getlist("unit")),
        post.get("terms", ""),
    )


def _materiality(request: HttpRequest, engagement: Engagement) -> SetMateriality:
    """A percentage rests on the total as it is reported now, unless another is given."""
    post, words = request.POST, Words(language())
    typed = {
        name: number_of(post.get(name, ""), words[f"materiality_{name}"])
        for name in ("value", "base", "performance", "trivial")
    }
    measure = post.get("measure", "")
    if measure not in set(Measure):
        raise Http404
    metric, base, chosen = post.get("metric", ""), typed["base"], post.get("base_metric", "")
    if base is None and measure == Measure.PERCENT:
        chosen = chosen or metric
    return SetMateriality(
        engagement.pk,
        metric,
        Measure(measure),
        Decimal(0) if typed["value"] is None else typed["value"],
        base,
        PERFORMANCE if typed["performance"] is None else typed["performance"],
        TRIVIAL if typed["trivial"] is None else typed["trivial"],
        chosen,
    )
