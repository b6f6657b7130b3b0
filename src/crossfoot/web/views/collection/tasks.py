"""What a person has to do, and the calendar of what is due."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.quantities.periods import Period
from crossfoot.records.assurance.access import Desk
from crossfoot.records.assurance.models import Inquiry
from crossfoot.records.collection.duties import duties
from crossfoot.records.collection.labels import topic_title, unit_names
from crossfoot.records.collection.models import Feed, Request
from crossfoot.records.collection.progress import tile
from crossfoot.records.collection.visible import Visible
from crossfoot.records.collection.workflow import STEP_NAMES, Step
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.web.requests import person_of
from crossfoot.web.views.collection.passing import passing, successors
from crossfoot.web.views.collection.shown import ICONS, attempt, step_action

PAGE = 50

#: lists of the page by their words, with the duty that they are about
_LISTS = {
    "tasks_enter": Duty.ENTER,
    "tasks_review": Duty.REVIEW,
    "tasks_approve": Duty.APPROVE,
}

#: what can be done with many requests of a list at once
_STEPS = {
    "tasks_enter": (Step.SUBMIT,),
    "tasks_review": (Step.REVIEW,),
    "tasks_approve": (Step.APPROVE, Step.LOCK),
}


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest) -> HttpResponse:
    """What waits for the person, one list at a time, the first due first; a step with many."""
    seen = Visible(person_of(request))
    error, chosen = None, []
    if request.method == "POST":
        chosen = [int(each) for each in request.POST.getlist("request") if each.isdecimal()]
        if seen.requests.filter(pk__in=chosen).count() != len(set(chosen)):
            raise Http404
        step = request.POST.get("step", "")
        error = attempt(
            request,
            passing(request, chosen) if step == "pass" else step_action(step, chosen),
        )
        if error is None:
            query = urlencode({"list": request.GET.get("list", ""), "saved": 1})
            return HttpResponseRedirect(f"{reverse('tasks')}?{query}")
    waiting = {
        name: seen.tasks(duty) for name, duty in _LISTS.items() if seen.person.may_somewhere(duty)
    }
    counts = {name: found.count() for name, found in waiting.items()}
    wanted = request.GET.get("list", "") or request.POST.get("list", "")
    if wanted not in waiting:
        wanted = next((name for name, count in counts.items() if count), next(iter(waiting), ""))
    shown: dict[str, Any] = {
        "lists": [],
        "rows": [],
        "wanted": wanted,
        "chosen": chosen,
        "problems": error.problems if error else (),
        "saved": "saved" in request.GET,
        "questions": _questions(seen),
    }
    if wanted:
        shown["lists"] = [
            {"name": name, "count": count, "here": name == wanted} for name, count in counts.items()
        ]
        page = Paginator(waiting[wanted], PAGE).get_page(request.GET.get("page"))
        steps = [(step.value, STEP_NAMES[step][language()], ICONS[step]) for step in _STEPS[wanted]]
        shown |= {"page": page, "rows": task_rows(list(page), seen.today), "steps": steps}
        shown["others"] = successors(seen, _LISTS[wanted], list(page))
    return render(request, "collection/tasks.html", shown, status=400 if error else 200)


def task_rows(found: list[Request], today: date) -> list[dict[str, Any]]:
    """Requests as rows of a list; one query for the names."""
    said = language()
    names = unit_names((each.unit_id for each in found), said)
    return [
        {
            "tile": tile(each, today, said),
            "unit": names.get(each.unit_id, each.unit.code),
            "topic": topic_title(each.topic)[said],
            "period": each.campaign.period_name[said],
            "campaign": each.campaign.title[said],
        }
        for each in found
    ]


def _questions(seen: Visible) -> list[dict[str, Any]]:
    """What assurers wait for from the person's units, the first due first."""
    if not seen.person.may_somewhere(Duty.ENTER):
        return []
    found = list(Desk(seen.person).waiting[:PAGE])
    names = unit_names({each.unit_id for each in found}, language()) if found else {}
    return [
        {
            "inquiry": each,
            "unit": names.get(each.unit_id, each.unit.code),
            "late": each.due < seen.today,
        }
        for each in found
    ]


def _questions_due(seen: Visible, month: Period) -> list[Inquiry]:
    """What assurers wait for until a day of a month."""
    if not seen.person.may_somewhere(Duty.ENTER):
        return []
    return list(Desk(seen.person).waiting.filter(due__gte=month.start, due__lte=month.end))


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """What is due in a month, day by day."""
    return calendar_page(request)


def calendar_page(request: HttpRequest, feed: str = "") -> HttpResponse:
    """The page, with the address for calendar programs where it was just made."""
    seen = Visible(person_of(request))
    month = _month(request.GET.get("month", ""), seen.today)
    found = duties(seen, month.start.year, month.start.month)
    questions = _questions_due(seen, month)
    days = [
        {
            "day": day,
            "past": day < seen.today,
            "today": day == seen.today,
            "duties": [due for due in found if due.day == day],
            "questions": [each for each in questions if each.due == day],
        }
        for day in sorted({due.day for due in found} | {each.due for each in questions})
    ]
    shown = {
        "days": days,
        "month": month.label(language()),
        "before": str(month.previous()),
        "after": str(month.next()),
        "feed": feed,
        "has_feed": Feed.objects.filter(user=seen.person.user).exists(),
        "saved": "saved" in request.GET,
    }
    return render(request, "collection/duties.html", shown)


def _month(text: str, today: date) -> Period:
    """The month that is asked for; that of today where it is none."""
    usual = Period.month(today.year, today.month)
    try:
        asked = Period.parse(text)
        return asked if asked.month_count == 1 and asked.previous() and asked.next() else usual
    except (ValueError, OverflowError):
        return usual
