"""Statistics of a register: by state, by month, by choices, in time; each with its data table."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from crossfoot.errors import CrossfootError
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import round_half_away
from crossfoot.records.register.figures import rollup
from crossfoot.records.register.filtering import MANY, by_field, newest, up_to
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import may_list, units_listed
from crossfoot.registers.fields import Field, FieldType
from crossfoot.reports.units import printed_unit
from crossfoot.web.templatetags.figures import decimal
from crossfoot.web.views.registers.charts import Counted, svg_of
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.filters import Asked, asked, found
from crossfoot.web.views.registers.seen import Seen, seen
from crossfoot.web.words import Words

#: months that are shown
_MONTHS = 12

#: choices that are shown, required ones first
_CHOICES = 4

#: decimals of figures
_PLACES = 2


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
    many = question.looks_inside and up_to(entries) > MANY
    if many:
        entries = newest(entries, MANY)
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
                "svg": svg_of(each, shown.language),
            }
            for each in charts
            if any(count for _, count in each.rows)
        ],
        count=entries.count(),
        has_more=many,
        year=_year(question),
        figures=figures(shown, _year(question), question.unit),
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
    title = Words(shown.language)["register_by_month"]
    last = entries.aggregate(last=Max("period_day"))["last"]
    if last is None:
        return Counted("month", title, ())
    months = [(last.year, last.month)]
    while len(months) < _MONTHS:
        year, month = months[-1]
        months.append((year, month - 1) if month > 1 else (year - 1, 12))
    first = last.replace(year=months[-1][0], month=months[-1][1], day=1)
    days = entries.filter(period_day__gte=first).values_list("period_day").annotate(Count("pk"))
    counts: dict[tuple[int, int], int] = {}
    for day, count in days:
        place = (day.year, day.month)
        counts[place] = counts.get(place, 0) + count
    rows = tuple((f"{year}-{month:02}", counts.get((year, month), 0)) for year, month in months)
    return Counted("month", title, rows[::-1], lying=False)


def _in_time(shown: Seen, entries: QuerySet[Entry]) -> Counted:
    """Of what is open, how much is in time, and how much is late."""
    words, now = Words(shown.language), timezone.now()
    done = shown.definition.closing | shown.definition.finals
    open_ = entries.filter(state__in=set(shown.definition.states) - done)
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
    counts = by_field(entries, shown.definition, field.name)
    rows = [(text[shown.language], counts.get(option, 0)) for option, text in field.options.items()]
    rows = [row for row in rows if row[1]]
    if rows and (nothing := counts.get(None, 0)):
        rows.append((words["register_not_filled"], nothing))
    return Counted(field.name, field.label[shown.language], tuple(rows))


def _year(question: Asked) -> int:
    """The year whose figures are shown: that of the last day that is asked for."""
    day = question.until or question.since
    return day.year if day else timezone.now().year


def figures(shown: Seen, year: int, unit: str) -> list[dict[str, Any]]:
    """The metrics of the register for a year, of the units that the person reads.

    Of confidential registers none: their handlers see cases, the report its approved totals.
    """
    if shown.is_sealed or not may_list(shown.person, shown.definition.id):
        return []
    rolled = rollup(Period.year(year), _units(shown, unit), unit=unit)
    said = shown.language
    found = []
    for name, metric in shown.definition.metrics.items():
        try:
            value = rolled.value(name).value
        except CrossfootError:  # it needs figures of a register that is not there
            value = None
        found.append(
            {
                "label": metric.label[said],
                "value": "–" if value is None else decimal(round_half_away(value, _PLACES)),
                "unit": printed_unit(metric.unit, said),
                "share": metric.unit == "percent",
            }
        )
    return found


def _units(shown: Seen, unit: str) -> frozenset[str] | None:
    """Codes of the units that are counted; None for all."""
    readable = units_listed(shown.person, shown.definition)
    tree = shown.standing.organisation
    if not unit or tree is None or unit not in tree:
        return readable
    below = frozenset(each.id for each in tree.below(unit))
    return below if readable is None else below & readable
