"""Targets of the report's list, and how a value stands to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.metric import Metric
from crossfoot.reports.charts.pathway import target_of
from crossfoot.reports.charts.target import Target
from crossfoot.reports.figures import Figures
from crossfoot.reports.lists.records import Record
from crossfoot.reports.model import Cell
from crossfoot.reports.writing.folder import report_folder
from crossfoot.reports.writing.target_checks import TARGETS, standing


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target and how the value of a year stands to it.

    Attributes:
        target: the target.
        planned: the value on the straight way in this year; None where there is no way.
        status: `achieved`, `on_track` or `behind`; empty where nothing can be said.
    """

    target: Target
    planned: Decimal | None
    status: str

    @property
    def title(self) -> Text:
        """The target in words."""
        return self.target.title


def target_rows(folder: Path) -> tuple[Record, ...]:
    """The rows of the list of targets; none where there is no list, or a broken one."""
    path = folder / "report" / "lists" / f"{TARGETS}.csv"
    try:
        known = path.stat()
    except OSError:
        return ()
    return _rows(folder, known.st_mtime_ns, known.st_size)


@lru_cache(maxsize=8)
def _rows(folder: Path, _changed: int, _size: int) -> tuple[Record, ...]:
    found = report_folder(folder)
    try:
        return found.lists.get(TARGETS).rows if found is not None else ()
    except CrossfootError:  # `crossfoot report` says what is wrong with it
        return ()


def target_line(
    rows: Iterable[Record], metric: Metric, cell: Cell, figures: Figures
) -> TargetLine | None:
    """The first target of a whole figure, with how its value stands; None where there is none."""
    year = cell.fact.period.start.year
    for row in rows:
        if str(row["metric"] or "") != metric.id or row["dimensions"]:
            continue
        target = target_of(row, metric, figures)
        if target is not None and year <= target.year:
            return TargetLine(target, _planned(target, year), standing(target, cell, year))
    return None


def _planned(target: Target, year: int) -> Decimal | None:
    return None if target.base_value is None else target.planned(year)


def metrics_of(rows: Iterable[Record]) -> Mapping[str, int]:
    """The metrics that have a target, with the first year that their way needs."""
    years: dict[str, int] = {}
    for row in rows:
        metric, base = str(row["metric"] or ""), row["base_year"]
        if metric and isinstance(base, Decimal):
            years[metric] = min(int(base), years.get(metric, int(base)))
    return years
