"""A run of a workspace as the input of its report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.documents.place import Place
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.reports.build import build_report
from crossfoot.reports.index import ContentIndex
from crossfoot.reports.index import content_index as index_of
from crossfoot.reports.index_chapters import chapters_of, in_chapters
from crossfoot.reports.report_input import (
    CarriedForward,
    FactorEdition,
    ReportInput,
    Source,
    UnresolvedLine,
)
from crossfoot.reports.stated_index import IN_INDEX, Omission, OmissionKind, StatedEntry
from crossfoot.reports.theme import NAME as THEME_FILE
from crossfoot.reports.theme import Theme, theme, theme_of
from crossfoot.reports.units import factor_unit
from crossfoot.reports.words import word
from crossfoot.reports.writing.books import build_books
from crossfoot.reports.writing.folder import report_folder
from crossfoot.standards.own import own_standards

if TYPE_CHECKING:
    from crossfoot.calculation.lines import UsedFactor
    from crossfoot.factors.factor import Factor
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.reports.model import Report
    from crossfoot.runs.run import Run
    from crossfoot.tables.reader import Row

#: rows of a published or stated content index, in the workspace
INDEX_FILE = "index.csv"

#: the totals that a line of a scope goes into
BY_SCOPE = {
    "1": ("ghg.scope1",),
    "2": ("ghg.scope2.location", "ghg.scope2.market"),
    "3": ("ghg.scope3",),
}

#: what a row lacks that has no market-based factor
MARKET_BASED = ("ghg.scope2.market",)

_ACTIVITY = Text("activity data", "活动数据")
_FACTS = Text("facts", "数据")
_PUBLISHED = Text("published report", "已发布的报告")
_MARKED_NA = Text("Marked N/A; no reason is given.", "标注为不适用，未说明原因。")


def report_model(run: Run) -> Report:
    """Everything that the run's report prints, in any language and format.

    Raises:
        CrossfootError: the theme of the report folder is broken.
    """
    return replace(build_report(report_input(run)), house=_house(run.workspace.folder))


def _house(workspace: Path) -> Theme:
    folder = report_folder(workspace)
    if folder is None:
        return theme()
    return theme_of(folder.path, folder.settings.get("theme", THEME_FILE))


def content_index(run: Run, name: str, edition: str = "") -> ContentIndex:
    """The content index of one standard, with the chapters that answer its disclosures.

    Args:
        run: the run.
        name: a standard that ships, or a catalogue of the workspace.
        edition: an edition of it; empty for the one in effect.

    Raises:
        CrossfootError: there is no such standard, or the workspace's `index.csv` is broken.
    """
    given = report_input(run)
    model = build_report(given)
    topics = [topic for section in model.sections for topic in section.topics]
    index = index_of(given, given.standard(name), topics, edition)
    folder = report_folder(run.workspace.folder)
    if folder is None or not folder.languages:
        return index
    return in_chapters(index, chapters_of(build_books(model, folder)), given)


def report_input(run: Run) -> ReportInput:
    """What a report is made from, gathered from a run."""
    settings = run.workspace.settings
    inventory = run.inventory
    catalogues = own_standards(run.workspace.folder)
    return ReportInput(
        company=run.workspace.organisation.root.name,
        title=settings.title,
        period=Period.year(settings.year),
        facts=run.facts,
        catalogue=run.workspace.catalogue,
        entity=run.workspace.root,
        organisation=run.workspace.organisation,
        first_period=Period.year(settings.years[0]),
        variant=run.variant if inventory is not None else None,
        findings=run.findings,
        standards=(*settings.standards, *catalogues),
        catalogues=catalogues,
        claim=settings.claim,
        stated=stated_entries(run.workspace.folder / INDEX_FILE),
        trace=run.trace,
        sources=tuple(_sources(run)),
        factor_editions=tuple(_editions(run)),
        gwp=settings.gwp[0] if inventory is not None else "",
        approach=settings.approach if inventory is not None else None,
        notes=settings.notes,
        unresolved=tuple(_unresolved(run)),
        unresolved_count=inventory.unresolved_count if inventory is not None else 0,
        carried_forward=tuple(_carried_forward(run)),
        run=run.id,
    )


def stated_entries(path: Path) -> dict[str, tuple[StatedEntry, ...]]:
    """Rows of the content indices that somebody stated, by standard; none without a file.

    Raises:
        CrossfootError: a cell cannot be read.
    """
    if not path.is_file():
        return {}
    from crossfoot.tables.reader import read_table
    from crossfoot.tables.schemas import INDEX

    found: dict[str, list[StatedEntry]] = defaultdict(list)
    for row in read_table(path, INDEX).rows:
        found[str(row["standard"])].append(_stated(row))
    return {standard: tuple(entries) for standard, entries in found.items()}


def _stated(row: Row) -> StatedEntry:
    status, line = str(row["status"]), row["line"]
    locations = tuple(part.strip() for part in str(row["locations"]).split(";") if part.strip())
    omission = None
    if status == "not_reported":
        omission = Omission(OmissionKind.NOT_APPLICABLE, _MARKED_NA)
    elif status == "answered_in_index":
        locations = locations or (IN_INDEX,)
    elif status not in ("", "answered"):
        reason = Text(str(row["reason_en"]), str(row["reason_zh"]))
        omission = Omission(OmissionKind(status), reason)
    number = int(line) if isinstance(line, Decimal) else None
    return StatedEntry(
        code=str(row["code"]),
        locations=() if omission else locations,
        omission=omission,
        place=Place(line=number) if number else Place(INDEX_FILE, row=row.place.row),
    )


def _sources(run: Run) -> Iterator[Source]:
    workspace = run.workspace
    if workspace.settings.source:
        yield Source(workspace.settings.source, _PUBLISHED, rows=len(workspace.facts))
    for file in workspace.activity_files():
        yield Source(file.name, _ACTIVITY, file.sha256, file.rows or None)
    rows = {entry.sha256: entry.rows for entry in workspace.imported("facts")}
    for _, fact_file in workspace.fact_files():
        yield Source(fact_file.name, _FACTS, fact_file.sha256, rows.get(fact_file.sha256))


def _editions(run: Run) -> Iterator[FactorEdition]:
    """The factor sets that were really used, with how many of their factors."""
    if run.inventory is None:
        return
    used: dict[str, set[str]] = defaultdict(set)
    for each in run.inventory.factors_used():
        used[each.use.factor.set].add(each.use.factor.id)
    for factor_set in run.inventory.library.sets:
        if factor_set.name in used:
            yield FactorEdition(
                factor_set.name,
                factor_set.title,
                factor_set.source,
                len(used[factor_set.name]),
            )


def _unresolved(run: Run) -> Iterator[UnresolvedLine]:
    if run.lines is None:
        return
    for each in run.lines.unresolved:
        reason = Text(each.reason, each.reason)
        place = f"{each.file}, row {each.row}"
        # a row without a factor of its contract still has one of its grid
        metrics = MARKET_BASED if each.reason.startswith("market-based") else ()
        days = Period(each.start, each.end) if each.start and each.end else None
        yield UnresolvedLine(place, each.activity, each.unit, reason, days, metrics)


def _carried_forward(run: Run) -> Iterator[CarriedForward]:
    """Each factor that stood in for a later one, once for each year it was used for."""
    if run.inventory is None:
        return
    used: dict[tuple[Factor, int], set[str]] = defaultdict(set)
    for each in run.inventory.factors_used():
        if each.use.carried_forward:
            used[each.use.factor, each.year].update(_totals(each))
    titles = {each.name: each.title for each in run.inventory.library.sets}
    for factor, year in sorted(used, key=lambda pair: (pair[1], pair[0].id)):
        valid = str(factor.valid_from.year) if factor.valid_from else ""
        yield CarriedForward(
            factor.title or titles.get(factor.set, Text(factor.set, factor.set)),
            valid,
            Period.year(year),
            _resting_on(used[factor, year], run.workspace.catalogue),
            value=_factor_value(factor),
            source=factor.source,
        )


def _totals(used: UsedFactor) -> tuple[str, ...]:
    """The totals that a factor goes into; of scope 2 only that of its method."""
    totals = BY_SCOPE.get(used.scope, ())
    return tuple(id_ for id_ in totals if not used.method or id_.endswith(used.method)) or totals


def _factor_value(factor: Factor) -> Text:
    """The factor as it is printed: `0.5703 kgCO₂/kWh`."""
    values = [
        word("method.factor_value", value=f"{each.value:f}", unit=factor_unit(each.unit, each.gas))
        for each in factor.values
    ]
    return Text("; ".join(text.en for text in values), "；".join(text.zh for text in values))


def _resting_on(metrics: set[str], catalogue: Catalogue) -> tuple[str, ...]:
    """The metrics themselves, and those that formulas compute from them."""
    found, waiting = set(metrics), list(metrics)
    while waiting:
        for user in catalogue.using(waiting.pop()):
            if user.id not in found:
                found.add(user.id)
                waiting.append(user.id)
    return tuple(sorted(found))
