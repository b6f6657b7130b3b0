"""Two reports side by side: restated figures, metrics that vanished, other denominators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.footing.report.method_notes import NoteChange, changed_notes
from crossfoot.footing.report.series import Key as _Key
from crossfoot.footing.report.series import figures_by_key as _by_key
from crossfoot.footing.report.settled import agree
from crossfoot.reading.facts import company_id

if TYPE_CHECKING:
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.report import ReadReport

#: metrics that divide by something name it after this word
_PER = "intensity"


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure in both reports."""

    first: Figure
    second: Figure

    @property
    def change(self) -> Decimal | None:
        """Second over first, less one, in per cent; None from zero and between units."""
        if not self.first.value or self.first.unit != self.second.unit:
            return None
        return (self.second.value / self.first.value - 1) * 100

    @property
    def ratio(self) -> Decimal | None:
        """Second over first; None from zero and between units."""
        if not self.first.value or self.first.unit != self.second.unit:
            return None
        return self.second.value / self.first.value


@dataclass(frozen=True)
class Comparison:
    """What two reports say differently.

    Attributes:
        first: the report of the earlier year; the one given first where they are of one year.
        second: the other one.
        same_company: whether they are of one company; then differences are restatements.
        restated: figures of one year that differ by more than their printed digits.
        vanished: metrics of the first report that the second has for no year.
        appeared: metrics that only the second one has.
        divided_otherwise: ratios of one thing that the two divide by different ones.
        notes: notes on method or boundary that say something else.
        other_units: figures of one metric, breakdown and year in units that cannot be compared,
            as in two currencies; of two companies, or of one.
        table: figures that both have: of one company for the year of each report, of two
            companies for the latest year that both print.
    """

    first: ReadReport
    second: ReadReport
    same_company: bool
    restated: tuple[Pair, ...]
    vanished: tuple[Figure, ...]
    appeared: tuple[Figure, ...]
    divided_otherwise: tuple[Pair, ...]
    notes: tuple[NoteChange, ...]
    other_units: tuple[Pair, ...]
    table: tuple[Pair, ...]

    def to_json(self) -> dict[str, Any]:
        """The comparison as `crossfoot foot A B --format json` gives it."""
        return {
            "first": _report(self.first),
            "second": _report(self.second),
            "same_company": self.same_company,
            "restated": [_pair(each) for each in self.restated],
            "vanished": [_figure(each) for each in self.vanished],
            "appeared": [_figure(each) for each in self.appeared],
            "divided_otherwise": [_pair(each) for each in self.divided_otherwise],
            "notes": [each.to_json() for each in self.notes],
            "other_units": [_pair(each) for each in self.other_units],
            "table": [_pair(each) for each in self.table],
        }


def compare(first: ReadReport, second: ReadReport) -> Comparison:
    """What two reports say differently, the earlier one first."""
    if (first.year or 0) > (second.year or 0):
        first, second = second, first
    ours, theirs = _by_key(first), _by_key(second)
    metrics_before = {key[0] for key in ours}
    metrics_after = {key[0] for key in theirs}
    same = bool(first.company) and company_id(first.company) == company_id(second.company)
    both = [Pair(figure, theirs[key]) for key, figure in ours.items() if key in theirs]
    restated = tuple(
        pair for pair in both if _comparable(pair) and not agree(pair.first, pair.second)
    )
    return Comparison(
        first,
        second,
        same,
        restated if same else (),
        _of_metrics(ours, metrics_before - metrics_after),
        _of_metrics(theirs, metrics_after - metrics_before),
        _divided_otherwise(ours, theirs),
        changed_notes(first, second) if same else (),
        tuple(pair for pair in both if not _comparable(pair)),
        _latest(ours, theirs, first.year, second.year) if same else _latest_common(both),
    )


def _comparable(pair: Pair) -> bool:
    """Whether both stand in one unit; figures stand in the metric's, but money may not."""
    return pair.first.unit == pair.second.unit


def _of_metrics(figures: dict[_Key, Figure], metrics: set[str]) -> tuple[Figure, ...]:
    first: dict[str, Figure] = {}
    for (metric, _, _), figure in figures.items():
        if metric in metrics:
            first.setdefault(metric, figure)
    return tuple(first.values())


def _divided_otherwise(ours: dict[_Key, Figure], theirs: dict[_Key, Figure]) -> tuple[Pair, ...]:
    """Ratios of one thing, such as emissions, of which only the denominators differ."""

    def ratios(figures: dict[_Key, Figure]) -> dict[str, dict[str, Figure]]:
        found: dict[str, dict[str, Figure]] = {}
        for (metric, dimensions, _), figure in figures.items():
            subject, _, divisor = metric.rpartition(".")
            if _PER in subject and not dimensions:
                found.setdefault(subject, {})[divisor] = figure
        return found

    before, after = ratios(ours), ratios(theirs)
    return tuple(
        Pair(next(iter(before[subject].values())), next(iter(after[subject].values())))
        for subject in before
        if subject in after and not set(before[subject]) & set(after[subject])
    )


def _latest(
    ours: dict[_Key, Figure], theirs: dict[_Key, Figure], first: int | None, second: int | None
) -> tuple[Pair, ...]:
    """Figures that both reports of one company give for their own year."""
    if first is None or second is None:
        return ()
    pairs = (
        Pair(figure, theirs[metric, dimensions, second])
        for (metric, dimensions, year), figure in ours.items()
        if year == first and (metric, dimensions, second) in theirs
    )
    return tuple(pair for pair in pairs if _comparable(pair))


def _latest_common(both: Iterable[Pair]) -> tuple[Pair, ...]:
    """Figures of two companies for the latest year that both give."""
    latest: dict[tuple[str, tuple[tuple[str, str], ...]], Pair] = {}
    for pair in both:
        key = (pair.first.metric, pair.first.dimensions)
        if key not in latest or (pair.first.year or 0) > (latest[key].first.year or 0):
            latest[key] = pair
    return tuple(pair for pair in latest.values() if _comparable(pair))


def _report(report: ReadReport) -> dict[str, Any]:
    return {"file": report.name, "company": report.company, "year": report.year}


def _pair(pair: Pair) -> dict[str, Any]:
    change = pair.change
    return {
        "metric": pair.first.metric,
        "dimensions": dict(pair.first.dimensions),
        "first": _figure(pair.first),
        "second": _figure(pair.second),
        "change_percent": None if change is None else f"{change:.4g}",
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "metric": figure.metric,
        "label": figure.label,
        "year": figure.year,
        "value": f"{figure.value:f}",
        "unit": figure.unit,
        "line": figure.line,
        **(figure.place.to_json() if figure.place is not None else {}),
    }
