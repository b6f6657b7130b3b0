"""Small charts of tiles: drawn by the charts of the report, kept, and only looked up by pages.

A chart is named by the hash of all that is drawn. Pages show those that are there; the process
that makes the numbers draws the others after it, so that no page starts an engine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crossfoot import __version__
from crossfoot.errors import CrossfootError
from crossfoot.languages import Language, Text
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.overview.board import Tile, adds_up, board_of, periods_of
from crossfoot.records.overview.store import FOLDER, open_numbers, path_of
from crossfoot.reports.charts.category import CategoryChart, Series
from crossfoot.reports.charts.chart import Form
from crossfoot.reports.charts.draw import draw_svg
from crossfoot.reports.charts.look import Look
from crossfoot.reports.figures import period_label
from crossfoot.reports.model import Cell
from crossfoot.reports.numbers import format_number
from crossfoot.reports.store import Store, key_of

WIDTH, HEIGHT = 320, 120

#: bytes of all charts that are kept
_LARGEST = 64_000_000

#: a drawing inside of a page needs none
_NAMESPACES = re.compile(r' xmlns(?::xlink)?="[^"]*"')

#: how a bound stands before its number in a drawing, which has no language
_BOUNDS = {
    Qualifier.EXACT: "",
    Qualifier.APPROXIMATE: "≈ ",
    Qualifier.AT_LEAST: "≥ ",
    Qualifier.MORE_THAN: "> ",
    Qualifier.LESS_THAN: "< ",
}

#: a value alone is no chart
_LEAST = 2


def chart_of(tile: Tile) -> CategoryChart | None:
    """The chart of a tile; None where there is nothing to compare."""
    if sum(cell is not None for cell in tile.cells) < _LEAST or not adds_up(tile):
        return None
    return CategoryChart(
        id=tile.metric.id,
        form=Form.BARS,
        title=tile.title,
        unit=tile.unit,
        metric=tile.metric.id,
        categories=tuple(period_label(each) for each in tile.periods),
        series=(Series(tile.title, tile.cells),),
    )


def kept_svg(folder: Path, tile: Tile, title: Text, said: str, language: Language) -> str:
    """The chart of a tile with its title and its sentences; empty where it is not drawn yet."""
    found = _store(folder).get(_key(option)) if (option := _option(tile)) else None
    if found is None:
        return ""
    names = f"chart-{tile.metric.id.replace('.', '-')}"
    head = f'<svg class="chart" role="img" aria-labelledby="{names}-t {names}-d" '
    words = (
        f'<title id="{names}-t">{_escaped(title[language])}</title>'
        f'<desc id="{names}-d">{_escaped(said)}</desc>'
    )
    svg = _NAMESPACES.sub("", found.decode()).replace("<svg ", head, 1)
    end = svg.index(">") + 1
    return f"{svg[:end]}{words}{svg[end:]}"


def draw_all(folder: Path) -> int:
    """Draw what is not drawn yet, of all units; how many were drawn."""
    drawn, store = 0, _store(folder)
    with open_numbers(path_of(folder)) as numbers:
        if numbers is None:
            return 0
        for entity in numbers.entities():
            for period in _drawn_periods(periods_of(numbers, entity)):
                for tile in board_of(numbers, folder, entity, period).tiles():
                    option = _option(tile)
                    if option is None or store.get(_key(option)) is not None:
                        continue
                    try:
                        svg = draw_svg(option, WIDTH, HEIGHT)
                    except CrossfootError:  # the library of charts was not fetched
                        return drawn
                    store.put(_key(option), svg.encode())
                    drawn += 1
    return drawn


def _drawn_periods(periods: list[Period]) -> Iterator[Period]:
    """All years, latest first, then the latest month of the others."""
    yield from (each for each in reversed(periods) if each.month_count == 12)
    yield from [each for each in periods if each.month_count == 1][-1:]


def _store(folder: Path) -> Store:
    return Store(folder / FOLDER / "charts", _LARGEST)


def _option(tile: Tile) -> dict[str, Any] | None:
    """What is drawn: bars without an axis of numbers, since the table beside has them."""
    chart = chart_of(tile)
    if chart is None:
        return None
    look = Look("en", medium="page")  # periods and numbers alone, the same in both languages
    option = chart.option(look)
    option["grid"] = {"left": 4, "right": 4, "top": 18, "bottom": 22}
    option["yAxis"]["show"] = False
    option["xAxis"]["data"] = [_short(each) for each in tile.periods]
    option["tooltip"] = {"show": False}
    drawn = option["series"][0]
    drawn["barMaxWidth"] = 36
    for at, datum in enumerate(drawn["data"]):
        if datum is not None:
            last = at == len(drawn["data"]) - 1
            datum["label"] |= {"show": last, "formatter": _label(tile.cells[at])}
            shade = look.series(0) if last else look.palette["muted"]
            datum["itemStyle"] = {"color": shade}
    return dict(option)


def _label(cell: Cell | None) -> str:
    """The value above a bar, a bound with a sign, which both languages read."""
    if cell is None:
        return ""
    return _BOUNDS[cell.fact.qualifier] + format_number(cell.fact.number, cell.places, "en")


def _short(period: Period) -> str:
    if period.month_count == 12 and period.start.month == 1:
        return str(period.start.year)
    return f"{period.start:%y-%m}" if period.month_count == 1 else period.label("en")


def _key(option: dict[str, Any]) -> str:
    return key_of(__version__, json.dumps([option, WIDTH, HEIGHT], sort_keys=True))


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)
