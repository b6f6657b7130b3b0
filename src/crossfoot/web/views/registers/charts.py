"""Charts of counts: drawn once by the library of the report's charts, kept, and put into pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings

from crossfoot import __version__
from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.overview.store import FOLDER
from crossfoot.reports.charts.draw import draw_svg
from crossfoot.reports.charts.look import Look
from crossfoot.reports.store import Store, key_of

#: bytes of all charts that are kept
_LARGEST = 64_000_000

_WIDTH, _HEIGHT, _BAR = 400, 200, 28

#: a list of bars needs this beside its bars
_EDGE = 40


@dataclass(frozen=True, slots=True)
class Counted:
    """A chart: names and numbers; lying bars, where names are long."""

    id: str
    title: str
    rows: tuple[tuple[str, int], ...]
    lying: bool = True


def svg_of(chart: Counted, said: Language) -> str:
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
    shown = [row for row in chart.rows if row[1] or not chart.lying]
    names = [name for name, _ in shown]
    category = look.category_axis(names, chart.lying)
    value = look.value_axis() | {"minInterval": 1}
    data: Sequence[Any] = [{"value": count, "label": {"show": count > 0}} for _, count in shown]
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
    return option, height
