"""The dashboard: headlines of a unit and period, with change, target and chart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crossfoot.records.messages import language
from crossfoot.records.organisation.spans import FORMULA
from crossfoot.records.overview.board import Board, board_of
from crossfoot.records.overview.fresh import kept_numbers
from crossfoot.records.overview.gaps import gaps_of
from crossfoot.reports.units import printed_unit
from crossfoot.web.views.dashboard.asked import Asked, asking
from crossfoot.web.views.dashboard.shown import marked, shown
from crossfoot.web.words import Words


@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """Headlines, and how much is missing behind them."""
    said = language()
    with asking(request) as asked:
        board = _board(asked) if _can_show(asked) else None
        marks = asked.marks([tile.metric.id for tile in board.tiles()]) if board else {}
        shelves = []
        for shelf in board.shelves if board else ():
            tiles = [
                {
                    **shown(tile, asked, said),
                    "marks": marked(marks.get(tile.metric.id, ()), said),
                }
                for tile in shelf.tiles
            ]
            shelves.append({"id": shelf.id, "title": shelf.title[said], "tiles": tiles})
        page = {**asked.shown(), "shelves": shelves}
        if asked.unit:
            found = gaps_of(asked.person, asked.numbers, asked.unit).count(asked.period)
            page |= {"counts": found.here, "elsewhere": found.elsewhere}
    return render(request, "dashboard/board.html", page)


@require_GET
def as_csv(request: HttpRequest) -> HttpResponse:
    """The figures of the page with those of the periods before, as a table."""
    with asking(request) as asked:
        table = list(_rows(asked)) if _can_show(asked) else []
        name = f"dashboard-{asked.unit}-{str(asked.period).replace('/', '-')}.csv"
    words = Words(language())
    text = io.StringIO()
    writer = csv.writer(text)
    heads = (
        "figure_metric",
        "unit",
        "campaign_period",
        "figure_name",
        "figure_value",
        "figure_unit",
    )
    writer.writerow([words[each] for each in (*heads, "target")])
    writer.writerows(table)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """Whether newer figures are there, for the script that waits for them."""
    with kept_numbers(settings.WORKSPACE) as (_, fresh):
        said = {
            "as_of": fresh.as_of.isoformat() if fresh.as_of else None,
            "is_current": fresh.is_current,
            "is_building": fresh.is_building,
        }
    return JsonResponse(said)


def _can_show(asked: Asked) -> bool:
    return asked.numbers is not None and asked.period is not None and bool(asked.unit)


def _board(asked: Asked) -> Board:
    if asked.numbers is None or asked.period is None:
        message = "asked only where there are numbers"
        raise TypeError(message)
    return board_of(asked.numbers, asked.folder, asked.unit, asked.period)


def _rows(asked: Asked) -> Iterator[list[str]]:
    """Numbers with all their digits; the target of the period that is shown."""
    said = language()
    for tile in _board(asked).tiles():
        for period, cell in zip(tile.periods, tile.cells, strict=True):
            if cell is None:
                continue
            planned = tile.target and period == tile.periods[-1] and tile.target.planned
            yield [
                tile.metric.id,
                asked.unit,
                str(period),
                _plain(tile.title[said]),
                f"{cell.fact.number:f}",
                printed_unit(cell.fact.unit, said, tile.metric.id),
                f"{planned:f}" if planned else "",
            ]


def _plain(text: str) -> str:
    """A text that no program of tables takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
