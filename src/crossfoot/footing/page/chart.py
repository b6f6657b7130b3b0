"""A chart of a metric over years and reports, as SVG: columns by year, one colour per report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.footing.report.series import Series

_WIDTH, _HEIGHT = 340, 190
_TOP, _BOTTOM, _SIDE = 18, 20, 4
#: more columns than this leave no room for a number above each
_MOST_NUMBERS = 10
_WIDEST = 34


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart, in the coordinates of the drawing.

    Attributes:
        report: which report; it gives the colour.
        x: left side.
        y: upper side.
        width: width.
        height: height; a value other than nought is never invisible.
        text: the value for people; empty where there is no room.
        text_y: where its text stands.
        title: year, report and value, for a pointer and for those who hear the page.
    """

    report: int
    x: float
    y: float
    width: float
    height: float
    text: str
    text_y: float
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws.

    Attributes:
        columns: the columns, by year and report.
        years: each year with the middle of its columns.
        zero: where the line of nought lies.
        width: of the drawing.
        height: of the drawing.
        label: what is drawn, in words.
    """

    columns: tuple[Column, ...]
    years: tuple[tuple[int, float], ...]
    zero: float
    width: int
    height: int
    label: str


def chart_of(
    series: Series, names: Sequence[str], label: str, number: Callable[[Decimal], str]
) -> Chart:
    """A chart of one figure.

    Args:
        series: its values.
        names: what the reports are called.
        label: what is drawn, in words.
        number: a value for people.
    """
    points = series.points
    years = list(dict.fromkeys(p.figure.year or 0 for p in points))
    places = [(years.index(p.figure.year or 0), p) for p in points]
    # a gap of one column between years
    step = (_WIDTH - 2 * _SIDE) / (len(points) + len(years))
    width = min(step * 0.9, _WIDEST)
    high = max(Decimal(0), *(p.figure.value for p in points))
    low = min(Decimal(0), *(p.figure.value for p in points))
    room = _HEIGHT - _TOP - _BOTTOM - (14 if low < 0 else 0)
    scale = room / float(high - low) if high != low else 0.0
    zero = _TOP + float(high) * scale if scale else float(_HEIGHT - _BOTTOM)
    columns: list[Column] = []
    middles: dict[int, list[float]] = {}
    for at, (year, point) in enumerate(places):
        value = point.figure.value
        x = _SIDE + (at + year + 1) * step - width / 2
        height = max(abs(float(value)) * scale, 1.0 if value else 0.0)
        y = zero - height if value >= 0 else zero
        shown = number(value)
        columns.append(
            Column(
                report=point.report,
                x=round(x, 1),
                y=round(y, 1),
                width=round(width, 1),
                height=round(height, 1),
                text=shown if len(points) <= _MOST_NUMBERS else "",
                text_y=round(y - 4 if value >= 0 else y + height + 11, 1),
                title=f"{point.figure.year} · {names[point.report]}: {shown} {series.unit}",
            )
        )
        middles.setdefault(point.figure.year or 0, []).append(x + width / 2)
    marks = tuple((year, round(sum(xs) / len(xs), 1)) for year, xs in middles.items())
    return Chart(tuple(columns), marks, round(zero, 1), _WIDTH, _HEIGHT, label)
