"""Tiles as pages and files print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from crossfoot.facts.fact import Dimensions, Fact
from crossfoot.facts.left_out import not_said
from crossfoot.languages import Language
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import round_half_away
from crossfoot.records.collection.labels import metric_title
from crossfoot.records.overview.board import CHANGE_PLACES, Tile
from crossfoot.records.overview.carried import Carried
from crossfoot.records.overview.charts import chart_of, kept_svg
from crossfoot.records.overview.store import Mark
from crossfoot.records.overview.wording import footnote_words, waiting_words
from crossfoot.reports.charts.values import printed
from crossfoot.reports.model import Change
from crossfoot.reports.numbers import format_number, format_signed
from crossfoot.reports.units import printed_unit
from crossfoot.web.views.dashboard.asked import Asked
from crossfoot.web.words import Words

#: words of how sure a finding is
SEVERITIES = {
    "error": "severity_error",
    "warning": "severity_warning",
    "note": "severity_note",
}

#: findings that are told beside one figure; the list has all
MOST_MARKS = 3

#: words of how a value stands to a target
_STATUSES = {
    "achieved": "target_achieved",
    "on_track": "target_on_track",
    "behind": "target_behind",
}


def shown(tile: Tile, asked: Asked, said: Language) -> Any:
    """A tile for a template."""
    names, entity = asked.names, asked.unit
    also = asked.carried(tile.cell.fact if tile.cell else None)
    chart = chart_of(tile)
    sentence = " ".join(chart.sentences(said)) if chart else ""
    period = tile.periods[-1]
    return {
        "id": tile.metric.id,
        "title": tile.title[said],
        "value": printed(tile.cell, said) if tile.cell else "–",
        "unit": printed_unit(tile.unit, said, tile.metric.id),
        "address": address(tile.metric.id, entity, period) if tile.cell or tile.waits else "",
        "waits": waiting_words(tile.waits, names)[said] if tile.waits else "",
        "estimated": bool(tile.cell and (tile.cell.fact.estimated or also.estimated)),
        "notes": notes(tile.cell.fact, also, names, said) if tile.cell else [],
        "change": change_words(tile.change, said),
        "direction": _direction(tile.change),
        "improved": tile.improved,
        "before": period.previous().label(said),
        "target": target(tile, said),
        "svg": kept_svg(asked.folder, tile, tile.title, sentence, said),
        "rows": rows(tile, entity, said),
    }


def notes(fact: Fact, also: Carried, names: dict[str, str], said: Language) -> list[str]:
    """Footnotes of a figure, and of those that it was made of, which say whose they are."""
    own = [footnote_words(fact.note, names)[said]] if fact.note else []
    return own + [
        f"{metric_title(of)[said]}: {footnote_words(further, names)[said]}"
        for of, note in also.notes
        if (further := not_said(note, fact.note))
    ]


def marked(marks: Sequence[Mark], said: Language) -> list[dict[str, str]]:
    """What does not foot about a figure, for a template; the first few."""
    words = Words(said)
    return [
        {
            "severity": each.severity,
            "name": words[SEVERITIES[each.severity]],
            "message": each.message[said],
            "unit": each.entity,
        }
        for each in marks[:MOST_MARKS]
    ]


def rows(tile: Tile, entity: str, said: Language) -> list[dict[str, str]]:
    """The data of the chart: period, value, and where its lineage is."""
    return [
        {
            "period": period.label(said),
            "value": printed(cell, said) if cell else "–",
            "address": address(tile.metric.id, entity, period) if cell else "",
        }
        for period, cell in zip(tile.periods, tile.cells, strict=True)
    ]


def target(tile: Tile, said: Language) -> dict[str, str] | None:
    """A target as a tile prints it."""
    line = tile.target
    if line is None or tile.cell is None:
        return None
    places = tile.cell.places
    planned = line.planned
    return {
        "title": line.title[said],
        "year": str(line.target.year),
        "value": format_number(line.target.value, places, said),
        "planned": "" if planned is None else format_number(planned, places, said),
        "status": line.status,
        "status_name": Words(said)[_STATUSES[line.status]] if line.status else "",
    }


def change_words(change: Change | None, said: Language) -> str:
    """`+12.3 %`, or `−0.8` percentage points; empty where there is none."""
    if change is None:
        return ""
    text = format_signed(change.value, CHANGE_PLACES, said)
    unit = Words(said)["percentage_points"] if change.points else "%"
    return f"{text} {unit}"


def _direction(change: Change | None) -> str:
    if change is None or not round_half_away(change.value, CHANGE_PLACES):
        return ""
    return "up" if change.value > 0 else "down"


def address(metric: str, entity: str, period: Period, breakdown: Dimensions | None = None) -> str:
    """Where the lineage of a figure is."""
    where = reverse("figure", args=[metric, entity, str(period).replace("/", "~")])
    return f"{where}?{urlencode({'breakdown': str(breakdown)})}" if breakdown else where
