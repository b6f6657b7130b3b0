"""Any metric over several reports: each value with the report and the place that prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crossfoot.footing.report.settled import settled_figures

if TYPE_CHECKING:
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.report import ReadReport

Key = tuple[str, tuple[tuple[str, str], ...], int]


@dataclass(frozen=True, slots=True)
class Point:
    """A value: `report` is its position in the list of reports, counted from 0."""

    report: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over years and reports.

    Attributes:
        metric: id in the catalogue.
        dimensions: the breakdown.
        unit: the unit of all its values; another currency is another series.
        points: its values by year, then by report.
    """

    metric: str
    dimensions: tuple[tuple[str, str], ...]
    unit: str
    points: tuple[Point, ...]

    @property
    def reports(self) -> frozenset[int]:
        """Which reports have it."""
        return frozenset(point.report for point in self.points)

    def to_json(self) -> dict[str, Any]:
        """The series as JSON."""
        return {
            "metric": self.metric,
            "dimensions": dict(self.dimensions),
            "unit": self.unit,
            "values": [
                {"report": p.report, "year": p.figure.year, **_place(p.figure)} for p in self.points
            ],
        }


def _place(figure: Figure) -> dict[str, Any]:
    stated = {"value": f"{figure.value:f}", "label": figure.label, "line": figure.line}
    return stated | (figure.place.to_json() if figure.place is not None else {})


def figures_by_key(report: ReadReport) -> dict[Key, Figure]:
    """One figure for each key: that of a table before that of a sentence."""
    found: dict[Key, Figure] = {}
    for figure in sorted(settled_figures(report), key=lambda each: not each.table):
        if figure.year is not None:
            found.setdefault((figure.metric, figure.dimensions, figure.year), figure)
    return found


def all_series(reports: Sequence[ReadReport]) -> tuple[Series, ...]:
    """Every figure of the reports over years: those that most reports have first, then by name.

    A figure stands in its metric's unit, whatever was printed; money of two currencies makes two
    series, for nobody can compare them without a rate.
    """
    found: dict[tuple[str, tuple[tuple[str, str], ...], str], list[Point]] = {}
    for at, report in enumerate(reports):
        for (metric, dimensions, _), figure in figures_by_key(report).items():
            found.setdefault((metric, dimensions, figure.unit), []).append(Point(at, figure))
    series = [
        Series(*key, tuple(sorted(points, key=lambda p: (p.figure.year or 0, p.report))))
        for key, points in found.items()
    ]
    return tuple(sorted(series, key=lambda s: (-len(s.reports), s.metric, s.dimensions, s.unit)))
