"""Statistics of a register: by state, by month, by choices, in time; each with its data table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from crossfoot import __version__
from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.overview.store import FOLDER
from crossfoot.records.register.models import Entry
from crossfoot.registers.fields import Field, FieldType
from crossfoot.reports.charts.draw import draw_svg
from crossfoot.reports.charts.look import Look
from crossfoot.reports.store import Store, key_of
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.filters import asked, found
from crossfoot.web.views.registers.seen import Seen, seen
from crossfoot.web.words import Words

#: months that are shown
_MONTHS = 12

#: choices that are shown, required ones first
_CHOICES = 4

#: bytes of all charts that are kept
_LARGEST = 64_000_000

_WIDTH, _HEIGHT, _BAR = 520, 240, 30

#: a list of bars needs this beside its bars
_EDGE = 40


@dataclass(frozen=True, slots=True)
class Counted:
    """A chart: names and numbers."""

    id: str
    title: str
    rows: tuple[tuple[str, int], ...]
    lying: bool = True


@require_GET
def statistics(request: HttpRequest, register: str) -> HttpResponse:
    """The charts of the records that the list's questions find."""
    shown = seen(request, register)
    question = asked(request, shown)
    problems = list(question.wrong)
    try:
        entries = found(shown, question).order_by()
    except CrossfootError as error:
        problems += error.problems
        entries = shown.entries.none().order_by()
    charts = [
        _by_state(shown, entries),
        _by_month(shown, entries),
        _in_time(shown, entries),
        *_by_choice(shown, entries),
    ]
    drawn = shown.drawn(
        "register_statistics",
        charts=[
            {
                "id": each.id,
                "title": each.title,
                "rows": [(name, count) for name, count in each.rows],
                "svg": _svg(each, shown.language),
            }
            for each in charts
            if any(count for _, count in each.rows)
        ],
        count=entries.count(),
        units=Choices(shown.person, shown.library, shown.language).units,
        asked=question,
        problems=problems,
    )
    return render(request, "registers/statistics.html", drawn)


def _by_state(shown: Seen, entries: QuerySet[Entry]) -> Counted:
    counts = dict(entries.values_list("state").annotate(count=Count("pk")))
    rows = tuple(
        (text[shown.language], counts.get(state, 0))
        for state, text in shown.definition.states.items()
    )
    return Counted("state", Words(shown.language)["register_by_state"], rows)


def _by_month(shown: Seen, entries: QuerySet[Entry]) -> Counted:
    """By the month of the period date: the last twelve that there are."""
    counts = dict(
        entries.exclude(period_day=None)
        .annotate(month=TruncMonth("period_day"))
        .values_list("month")
        .annotate(count=Count("pk"))
    )
    if not counts:
        return Counted("month", Words(shown.language)["register_by_month"], ())
    last = max(counts)
    months = []
    year, month = last.year, last.month
    for _ in range(_MONTHS):
        months.append((year, month))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    rows = tuple(
        (f"{year}-{month:02}", counts.get(last.replace(year=year, month=month), 0))
        for year, month in reversed(months)
    )
    return Counted("month", Words(shown.language)["register_by_month"], rows, lying=False)


def _in_time(shown: Seen, entries: QuerySet[Entry]) -> Counted:
    """Of what is open, how much is in time, and how much is late."""
    words, now = Words(shown.language), timezone.now()
    open_ = entries.exclude(state__in=shown.definition.closing | shown.definition.finals)
    late = open_.filter(next_due_at__lt=now).count()
    free = open_.filter(next_due_at=None).count()
    rows = (
        (words["register_in_time"], open_.count() - late - free),
        (words["register_late"], late),
        (words["register_no_due"], free),
    )
    return Counted("time", words["register_time"], rows)


def _by_choice(shown: Seen, entries: QuerySet[Entry]) -> list[Counted]:
    """By choices of the register's own, those that every record has first."""
    words = Words(shown.language)
    readable = {each.name for each in shown.fields()}
    fields = [
        each
        for each in shown.definition.fields.values()
        if each.type is FieldType.CHOICE and each.options and each.name in readable
    ]
    fields.sort(key=lambda each: not each.required)
    return [
        _by_field(shown, entries, each, words) for each in fields[:_CHOICES] if not shown.is_sealed
    ]


def _by_field(shown: Seen, entries: QuerySet[Entry], field: Field, words: Words) -> Counted:
    path = f"content__{field.name}"
    counts = dict(entries.values_list(path).annotate(count=Count("pk")))
    rows = [(text[shown.language], counts.get(option, 0)) for option, text in field.options.items()]
    rows = [row for row in rows if row[1]]
    if nothing := counts.get(None, 0):
        rows.append((words["register_not_filled"], nothing))
    return Counted(field.name, field.label[shown.language], tuple(rows))


def _svg(chart: Counted, said: Language) -> str:
    """The chart, kept from the last time that the same was drawn; empty where nothing draws."""
    option, height = _option(chart, said)
    store = Store(Path(settings.WORKSPACE) / FOLDER / "charts", _LARGEST)
    key = key_of(__version__, json.dumps([option, _WIDTH, height], sort_keys=True))
    kept = store.get(key)
    if kept is None:
        try:
            kept = draw_svg(option, _WIDTH, height).encode()
        except CrossfootError:  # the library of charts was not fetched
            return ""
        store.put(key, kept)
    return _labelled(kept.decode(), chart)


def _labelled(svg: str, chart: Counted) -> str:
    """A drawing with words for those who listen."""
    id_ = f"chart-{chart.id.replace('_', '-')}"
    said = "; ".join(f"{name}: {count}" for name, count in chart.rows)
    head = f'<svg class="chart" role="img" aria-labelledby="{id_}-t {id_}-d" '
    svg = svg.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    svg = svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    svg = svg.replace("<svg ", head, 1)
    end = svg.index(">") + 1
    words = (
        f'<title id="{id_}-t">{escape(chart.title)}</title><desc id="{id_}-d">{escape(said)}</desc>'
    )
    return f"{svg[:end]}{words}{svg[end:]}"


def _option(chart: Counted, said: Language) -> tuple[dict[str, Any], int]:
    """What ECharts draws, and how high."""
    look = Look(said, medium="page")
    names = [name for name, _ in chart.rows]
    category = look.category_axis(names, chart.lying)
    value = look.value_axis() | {"minInterval": 1}
    data: Sequence[Any] = [
        {"value": count, "label": {"show": count > 0}} for _, count in chart.rows
    ]
    option = look.base() | {
        "grid": look.grid(right=40),
        "tooltip": {"show": False},
        "xAxis": value if chart.lying else category,
        "yAxis": category if chart.lying else value,
        "series": [
            {
                "type": "bar",
                "data": data,
                "barMaxWidth": 22 if chart.lying else 36,
                "itemStyle": look.bar() | {"color": look.series(0)},
                "label": look.label("right" if chart.lying else "top"),
            }
        ],
    }
    height = _EDGE + _BAR * len(names) if chart.lying else _HEIGHT
    return option, max(height, 120)
