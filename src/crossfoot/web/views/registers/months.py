"""The calendar of a register: what is due on each day of a month, and duties that come back."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from crossfoot.quantities.periods import Period
from crossfoot.registers.recurring import duties
from crossfoot.registers.roles import roles
from crossfoot.web.views.registers.seen import Moments, Seen, seen
from crossfoot.web.words import Words

#: records that one month shows
MOST = 500

_WEEKDAYS = (
    "weekday_0",
    "weekday_1",
    "weekday_2",
    "weekday_3",
    "weekday_4",
    "weekday_5",
    "weekday_6",
)
_WEEK = len(_WEEKDAYS)


@require_GET
def months(request: HttpRequest, register: str) -> HttpResponse:
    """A month."""
    shown = seen(request, register)
    today = timezone.now().astimezone(Moments.today().zones.of("")).date()
    first = _month(request.GET.get("month", ""), today)
    last = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    items = _items(shown, first, last)
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    words = Words(shown.language)
    names = [words[each] for each in _WEEKDAYS]
    start = first - timedelta(days=first.weekday())
    days = [start + timedelta(days=each) for each in range(_shown_days(start, last))]
    drawn = shown.drawn(
        "register_months",
        month=Period.month(first.year, first.month).label(shown.language),
        before=f"{before:%Y-%m}",
        after=f"{after:%Y-%m}",
        weekdays=names,
        days=[
            {
                "day": day,
                "number": day.day,
                "name": names[day.weekday()],
                "other": day.month != first.month,
                "today": day == today,
                "items": items.get(day, []),
            }
            for day in days
        ],
    )
    return render(request, "registers/months.html", drawn)


def _shown_days(start: date, last: date) -> int:
    """Whole weeks from a Monday until after a day."""
    return ((last - start).days // _WEEK + 1) * _WEEK


def _month(text: str, today: date) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  # a month has no time zone
    except ValueError:
        return today.replace(day=1)


def _items(shown: Seen, first: date, last: date) -> dict[date, list[dict[str, Any]]]:
    """What stands on each day."""
    moments, said = Moments.today(), shown.language
    found: dict[date, list[dict[str, Any]]] = {}
    zone = moments.zones.of("")
    begin = datetime.combine(first - timedelta(days=1), time.min, zone)
    end = datetime.combine(last + timedelta(days=2), time.min, zone)
    entries = shown.entries.filter(next_due_at__gte=begin, next_due_at__lt=end)
    for each in entries.order_by("next_due_at")[:MOST]:
        if each.next_due_at is None:
            continue
        due = each.next_due_at.astimezone(moments.zones.of(each.unit))
        state = shown.definition.states.get(each.state)
        found.setdefault(due.date(), []).append(
            {
                "label": each.ref_no,
                "title": each.title or (state[said] if state else each.state),
                "address": reverse("entry", args=[each.key]),
                "time": f"{due:%H:%M}" if (due.hour, due.minute) != (23, 59) else "",
                "late": moments.is_over(each.next_due_at),
            }
        )
    known = roles()
    for duty in duties(
        shown.definition, first - timedelta(days=92), last, moments.zones.calendar("")
    ):
        if first <= duty.due_on <= last:
            role = duty.recurrence.role
            found.setdefault(duty.due_on, []).append(
                {
                    "label": duty.recurrence.label[said],
                    "title": known[role][said] if role in known else role,
                    "address": "",
                    "duty": True,
                    "provisional": duty.provisional,
                }
            )
    return found
