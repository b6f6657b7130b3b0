"""Approved figures as rows of activity: electricity that a campaign collects is scope 2 as well.

A site either brings its bills to the ledger, or it enters sums in a campaign. Where it does both
for one thing and time, the ledger counts: it has the detail. A site that enters its emissions
itself has them from there.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import Basis, Fact, FactKey
from crossfoot.facts.provenance import Entered
from crossfoot.facts.sources import source_of
from crossfoot.workspaces.stored import ActivityFile, TableFile, write_ledger

if TYPE_CHECKING:
    from crossfoot.quantities.periods import Period

#: how lineage names the rows
NAME = "approved figures"

_FOLDER = ".cache/figures"
_RULES = Path(__file__).with_name("figures_as_activity.csv")

#: figures of a site that stand for themselves: nothing is calculated beside them
_OWN_EMISSIONS = ("ghg.scope1*", "ghg.scope2*")

_COLUMNS = ("site", "activity", "quantity", "unit", "start", "end", "source", "note")

#: seconds after which nobody reads an older state any more
_UNUSED = 86_400


@dataclass(frozen=True, slots=True)
class Rule:
    """A metric whose figures are an activity.

    Attributes:
        metric: its id.
        activity: what it is.
        unit: of its figures.
        why: what else could be meant, and where that belongs.
    """

    metric: str
    activity: str
    unit: str
    why: str


@cache
def rules() -> Mapping[str, Rule]:
    """The lines of `figures_as_activity.csv` by metric."""
    with _RULES.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        return {line["metric"]: Rule(**line) for line in lines}


def figures_file(
    folder: Path, facts: Iterable[Fact], organisation: Organisation, files: Sequence[ActivityFile]
) -> ActivityFile | None:
    """The rows that follow from figures, as a file of the ledger; None where there are none.

    Args:
        folder: the workspace; the file is kept in its cache.
        facts: what people entered and others approved.
        organisation: its sites.
        files: what is in the ledger already.

    Raises:
        CrossfootError: a figure makes no row of activity.
    """
    counted = list(countable(facts, organisation))
    if not counted:
        return None
    rows = rows_of(without(counted, _months(files)))
    if not rows:
        return None
    text = "\n".join("\t".join(row) for row in rows)
    digest = sha256(text.encode()).hexdigest()
    target = folder / _FOLDER / f"{digest}.parquet"
    if not target.exists():
        _write(target, rows, digest, organisation)
    return ActivityFile(target, NAME, digest, len(rows))


def beside_figures(
    totals: Sequence[Fact], facts: Iterable[Fact], organisation: Organisation
) -> list[Fact]:
    """Totals of an inventory without those that the entered figures state themselves.

    What a person entered stays the figure, with its qualifier and its lineage; sums over sites are
    made of these figures and of what the ledger has for other sites.

    Args:
        totals: what the inventory adds up besides emissions.
        facts: what people entered.
        organisation: its sites.
    """
    spans: dict[str, dict[str, list[Period]]] = {}
    for fact in countable(facts, organisation):
        spans.setdefault(fact.metric, {}).setdefault(fact.entity, []).append(fact.period)
    return [
        fact
        for fact in totals
        if fact.metric not in spans
        or fact.dimensions
        or not _is_stated(fact, spans[fact.metric], organisation)
    ]


def _is_stated(
    total: Fact, spans: Mapping[str, Sequence[Period]], organisation: Organisation
) -> bool:
    """Whether a total follows from the figures, or lies inside one of which no parts are known."""
    period = total.period
    near = [
        each
        for entity in organisation.below(total.entity)
        for each in spans.get(entity.id, ())
        if each.overlaps(period)
    ]
    if any(each.contains(period) for each in near):
        return True  # of a year that was entered as a whole nobody knows the months
    if not near or not all(period.contains(each) for each in near):
        return False
    if organisation.children(total.entity):
        return True
    return sum(each.days for each in near) == period.days


def countable(facts: Iterable[Fact], organisation: Organisation) -> Iterator[Fact]:
    """The figures that are activity: of single sites, as they stand, each time once."""
    latest: dict[FactKey, Fact] = {}
    own: set[tuple[str, int]] = set()
    for fact in facts:
        if fact.basis is not Basis.ENTERED:
            continue
        if fact.is_number and any(fnmatchcase(fact.metric, each) for each in _OWN_EMISSIONS):
            own.add((fact.entity, fact.period.start.year))
        if fact.metric in rules() and not fact.dimensions:
            known = latest.get(fact.key)
            if known is None or fact.version > known.version:
                latest[fact.key] = fact
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in latest.values():
        year = fact.period.start.year
        is_site = fact.entity in organisation and not organisation.children(fact.entity)
        if fact.is_number and fact.number >= 0 and is_site and (fact.entity, year) not in own:
            groups.setdefault((fact.entity, fact.metric), []).append(fact)
    for group in groups.values():
        yield from once(group)


def once(facts: Iterable[Fact]) -> list[Fact]:
    """Of figures of several lengths the shortest that make up the whole, no day twice.

    Twelve months count instead of their year; of eleven months and the year, the year counts. Of
    two that share some days only, the shorter counts.
    """
    taken: list[Fact] = []
    for fact in sorted(facts, key=lambda each: (each.period.days, each.period.start)):
        period = fact.period
        near = [each for each in taken if each.period.overlaps(period)]
        are_parts = all(period.contains(each.period) for each in near)
        if are_parts and sum(each.period.days for each in near) < period.days:
            taken = [each for each in taken if each not in near]
            taken.append(fact)
    return sorted(taken, key=lambda each: each.period.start)


def without(facts: Iterable[Fact], months: Collection[tuple[str, str, date]]) -> list[Fact]:
    """The figures of which the ledger has nothing in any of their months.

    Args:
        facts: figures of sites.
        months: site, activity and first day of the months that the ledger has.
    """
    have: dict[str, set[tuple[str, date]]] = {}
    for site, activity, month in months:
        have.setdefault(site, set()).add((activity, month))
    return [
        fact
        for fact in facts
        if not any(
            _like(activity, rules()[fact.metric].activity) and _within(month, fact.period)
            for activity, month in have.get(fact.entity, ())
        )
    ]


def rows_of(facts: Iterable[Fact]) -> list[tuple[str, ...]]:
    """The figures in the columns of a file of activity, by site, activity and time."""
    rows = []
    for fact in facts:
        rule = rules()[fact.metric]
        start, end = fact.period.start.isoformat(), fact.period.end.isoformat()
        rows.append(
            (
                fact.entity,
                rule.activity,
                f"{fact.number:f}",
                rule.unit,
                start,
                end,
                _source(fact),
                fact.metric,
            )
        )
    return sorted(rows)


def _source(fact: Fact) -> str:
    """Where the figure is to be found; no name of a person, since the file may outlive it."""
    origin = fact.provenance
    return f"{origin.request} {origin.entry}" if isinstance(origin, Entered) else source_of(origin)


def _like(activity: str, other: str) -> bool:
    """Whether two activities are of one thing: natural gas in a boiler or in a vehicle."""
    return activity.split(".")[:2] == other.split(".")[:2]


def _within(month: date, period: Period) -> bool:
    return period.start.replace(day=1) <= month <= period.end


def _months(files: Sequence[ActivityFile]) -> set[tuple[str, str, date]]:
    from crossfoot.tables.ledger_rows import totals

    wanted = [rule.activity for rule in rules().values()]
    return {
        (total.site, total.activity, total.month)
        for file in files
        for total in totals(file.parquet)
        if any(_like(total.activity, each) for each in wanted)
    }


def _write(
    target: Path, rows: Sequence[tuple[str, ...]], digest: str, organisation: Organisation
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in target.parent.iterdir():
        if old.stat().st_mtime < time.time() - _UNUSED:
            old.unlink(missing_ok=True)
    made = target.with_name(f"{digest}.{os.getpid()}.csv")
    with made.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows(rows)
    try:
        write_ledger(TableFile(made, NAME, digest), target, organisation)
    finally:
        made.unlink(missing_ok=True)
