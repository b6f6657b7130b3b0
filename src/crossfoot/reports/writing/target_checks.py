"""Whether the stated status of a target is what its facts say."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Dimensions
from crossfoot.languages import Text
from crossfoot.reports.charts.pathway import target_of
from crossfoot.reports.charts.target import Target
from crossfoot.reports.figures import Figures
from crossfoot.reports.lists.records import Record
from crossfoot.reports.model import Cell, Report
from crossfoot.reports.numbers import format_number
from crossfoot.reports.words import word
from crossfoot.reports.writing.findings import WritingFinding, WritingKind, writing_finding
from crossfoot.reports.writing.folder import ReportFolder

TARGETS = "targets"

#: what a status says that a value is, of those that `standing` knows; `new` says nothing
_AGREES = {
    "achieved": ("achieved",),
    "on_track": ("on_track", "achieved"),
    "behind": ("behind",),
}


def target_findings(report: Report, folder: ReportFolder) -> Iterator[WritingFinding]:
    """Stated statuses that the value of the reporting period contradicts.

    A target is on track while the value is on the straight way from base to goal, or better. A
    target without a way, or without a value in the reporting period, is taken as stated.
    """
    if report.given is None:
        return
    try:
        found = folder.lists.get(TARGETS)
    except CrossfootError:  # said by the check of lists
        return
    figures = Figures(report.given)
    where = f"{folder.lists.name}/{TARGETS}.csv"
    choices = found.schema.by_name["status"].choices
    for row in found.rows:
        stated = str(row["status"] or "")
        cell, target = _of(row, figures)
        if cell is None or target is None or stated not in _AGREES:
            continue
        says = standing(target, cell, report.period.start.year)
        if says and says not in _AGREES[stated]:
            yield writing_finding(
                WritingKind.TARGET_STATUS,
                word(
                    "writing.target_status",
                    title=target.title,
                    stated=choices[stated],
                    found=choices[says],
                    year=report.period.start.year,
                    value=_printed(cell),
                    planned=_planned(target, cell, report.period.start.year),
                ),
                where,
                row.row,
                target.metric,
                (cell.fact,),
            )


def standing(target: Target, cell: Cell, year: int) -> str:
    """`achieved`, `on_track` or `behind`; empty where there is no way to compare with."""
    kept = target.kept(year, cell.fact.number)
    if kept is None:
        return ""
    if target.reached(cell.fact.number):
        return "achieved"
    return "on_track" if kept else "behind"


def _of(row: Record, figures: Figures) -> tuple[Cell | None, Target | None]:
    metric = figures.catalogue.get(str(row["metric"] or ""))
    if metric is None:
        return None, None
    breakdown = Dimensions.parse(str(row["dimensions"] or ""))
    cell = figures.cell(metric, figures.given.period, breakdown)
    if cell is None or not cell.fact.is_number:
        return None, None
    return cell, target_of(row, metric, figures)


def _printed(cell: Cell) -> Text:
    return Text(*(format_number(cell.fact.number, cell.places, each) for each in ("en", "zh")))


def _planned(target: Target, cell: Cell, year: int) -> Text:
    value = target.planned(year)
    if value is None:
        return Text("", "")
    return Text(*(format_number(value, cell.places, each) for each in ("en", "zh")))
