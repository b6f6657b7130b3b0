"""What a person has to do, and the calendar of what is due."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crossfoot.quantities.periods import Period
from crossfoot.records.collection.duties import duties
from crossfoot.records.collection.labels import topic_title, unit_names
from crossfoot.records.collection.models import Request
from crossfoot.records.collection.progress import tile
from crossfoot.records.collection.visible import Visible
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.web.requests import person_of

PAGE = 50

#: lists of the page by their words, with the duty that they are about
_LISTS = {
    "tasks_enter": Duty.ENTER,
    "tasks_review": Duty.REVIEW,
    "tasks_approve": Duty.APPROVE,
}


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """What waits for the person; one list at a time, the first due first."""
    seen = Visible(person_of(request))
    waiting = {
        name: seen.tasks(duty) for name, duty in _LISTS.items() if seen.person.may_somewhere(duty)
    }
    counts = {name: found.count() for name, found in waiting.items()}
    wanted = request.GET.get("list", "")
    if wanted not in waiting:
        wanted = next((name for name, count in counts.items() if count), next(iter(waiting), ""))
    shown: dict[str, Any] = {"lists": [], "rows": [], "wanted": wanted}
    if wanted:
        shown["lists"] = [
            {"name": name, "count": count, "here": name == wanted} for name, count in counts.items()
        ]
        page = Paginator(waiting[wanted], PAGE).get_page(request.GET.get("page"))
        shown |= {"page": page, "rows": task_rows(list(page), seen.today)}
    return render(request, "collection/tasks.html", shown)


def task_rows(found: list[Request], today: date) -> list[dict[str, Any]]:
    """Requests as rows of a list; one query for the names."""
    said = language()
    names = unit_names((each.unit_id for each in found), said)
    return [
        {
            "tile": tile(each, today, said),
            "unit": names.get(each.unit_id, each.unit.code),
            "topic": topic_title(each.topic)[said],
            "period": each.campaign.period.label(said),
            "campaign": each.campaign.title[said],
        }
        for each in found
    ]


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """What is due in a month, day by day."""
    seen = Visible(person_of(request))
    month = _month(request.GET.get("month", ""), seen.today)
    found = duties(seen, month.start.year, month.start.month)
    days = [
        {"day": day, "past": day < seen.today, "today": day == seen.today, "duties": list(each)}
        for day, each in groupby(found, key=lambda due: due.day)
    ]
    shown = {
        "days": days,
        "month": month.label(language()),
        "before": str(month.previous()),
        "after": str(month.next()),
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
