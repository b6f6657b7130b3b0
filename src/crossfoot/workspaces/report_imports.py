"""Published reports into a workspace: their figures as facts, and a workspace started from one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.workspaces import imports
from crossfoot.workspaces.imports import ImportResult
from crossfoot.workspaces.published import (
    choose_figures,
    chosen_facts,
    keep_published,
    remarks,
)
from crossfoot.workspaces.published_index import INDEX_FILE, keep_index
from crossfoot.workspaces.settings import FILE_NAME, Settings
from crossfoot.workspaces.workspace import Workspace

if TYPE_CHECKING:
    from crossfoot.reading.report import ReadReport

Progress = Callable[[int, int], None]

#: a workspace started from reports shows no more years than these
_MOST_YEARS = 5
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def import_report(
    workspace: Workspace,
    file: Path,
    report: ReadReport | None = None,
    *,
    entity: str = "",
    dry_run: bool = False,
    reason: str = "",
    progress: Progress | None = None,
) -> ImportResult:
    """Take the recognised figures of a published report into the workspace, as published facts.

    Published values stand beside each other: two values for one thing, in one report or in two,
    are both kept, each with its place; of equally exact ones that of the report imported last
    counts. What no metric was found for is not taken.

    Args:
        workspace: the workspace.
        file: the report.
        report: what it was read as, where that is done already.
        entity: whose figures they are; the reporting entity of the workspace unless given.
        dry_run: check only.
        reason: kept in the journal.
        progress: told how much of the file is read.

    Raises:
        CrossfootError: the file cannot be read, was imported before, is of a later year than the
            workspace, or holds no figure that is recognised.
    """
    from crossfoot.reading.reader import read_report

    given = imports.given_file(file, "")
    entity = entity or workspace.root
    _check_entity(workspace, entity, file)
    imports.refuse_again(workspace, "report", given)
    report = report or read_report(file, progress)  # takes long: nobody waits for it
    with imports.held(workspace, dry_run=dry_run):
        imports.refuse_again(workspace, "report", given)
        _check_year(workspace, report, file)
        chosen = choose_figures(report, workspace.catalogue)
        facts = chosen_facts(report, chosen, entity, given.sha256)
        if not facts:
            raise CrossfootError(_nothing(report, file))
        warnings = (
            *_another_company(workspace, report, entity, file),
            *remarks(facts, chosen, report, file.name),
        )
        entry = None
        if not dry_run:
            read = keep_published(facts, workspace.folder)
            entry = imports.keep(workspace, "report", given, len(facts), reason, read)
            workspace.forget()  # its figures stand before those of earlier reports
    return ImportResult(len(facts), given.sha256, entry, warnings=warnings)


def load_reports(
    folder: Path, files: Sequence[Path], reports: Sequence[ReadReport]
) -> list[ImportResult]:
    """The figures of reports into a workspace, which is started where the folder is none.

    Everything is tried before anything is changed: all of the reports are taken in, or none.

    Raises:
        CrossfootError: as `import_report`; a new workspace needs reports of one company, and a
            reporting year.
    """
    _refuse_twins(files)
    if not (folder / FILE_NAME).is_file():
        settings = settings_of(reports)
        for file, report in zip(files, reports, strict=True):
            if not choose_figures(report, catalogue()).figures:
                raise CrossfootError(_nothing(report, file))
        workspace = Workspace.start(folder, settings)
        keep_index(reports, folder / INDEX_FILE)
    else:
        workspace = Workspace(folder)
        for file, report in zip(files, reports, strict=True):
            import_report(workspace, file, report, dry_run=True)
    by_year = sorted(zip(files, reports, strict=True), key=lambda pair: pair[1].year or 0)
    results = {file: import_report(workspace, file, report) for file, report in by_year}
    return [results[file] for file in files]


def settings_of(reports: Sequence[ReadReport]) -> Settings:
    """The settings of a workspace that holds the figures of these reports."""
    from crossfoot.reading.facts import company_id, report_title
    from crossfoot.standards.catalogue import STANDARDS

    companies = list(dict.fromkeys(report.company for report in reports if report.company))
    if len(companies) > 1:
        raise CrossfootError(
            Problem(
                f"the reports are of {len(companies)} companies: {'; '.join(companies)}",
                why="a workspace belongs to one",
                remedy="give each a folder of its own",
            )
        )
    latest = max(reports, key=lambda report: report.year or 0)
    if latest.year is None:
        raise CrossfootError(
            Problem(
                "no reporting year was found in the report",
                where=latest.name,
                why="a workspace needs one",
                remedy="start it with `crossfoot init DIR --year YEAR`, then import the report",
            )
        )
    chosen = [figure for each in reports for figure in choose_figures(each, catalogue()).figures]
    if not chosen:
        raise CrossfootError(_nothing(latest, Path(latest.name)))
    in_tables = [f.year for f in chosen if f.table and f.year] or [latest.year]
    company = companies[0] if companies else Path(latest.name).stem
    stated = {entry.standard for each in reports for entry in each.index}
    return Settings(
        entity=company_id(company) or "company",
        company=_both(company),
        title=Text(
            f"Figures published by {company}, {latest.year}",
            f"{company}{'' if _CHINESE.search(company) else ' '}{latest.year}年已披露数据",
        ),
        year=latest.year,
        first_year=max(min(in_tables), latest.year - _MOST_YEARS + 1),
        standards=tuple(name for name in STANDARDS if name in stated) or ("gri", "hkex"),
        source=report_title(latest),
    )


def _refuse_twins(files: Sequence[Path]) -> None:
    """One content under two names would stop half way."""
    seen: dict[str, Path] = {}
    for file in files:
        sha256 = imports.given_file(file, "").sha256
        if sha256 in seen:
            raise CrossfootError(
                Problem(
                    f"it is the same file as {seen[sha256]}",
                    where=str(file),
                    why="its figures would count twice",
                    remedy="name it once",
                )
            )
        seen[sha256] = file


def _both(name: str) -> Text:
    """A name in the language that it is in; the other one is not known."""
    return Text("", name) if _CHINESE.search(name) else Text(name, "")


def _check_entity(workspace: Workspace, entity: str, file: Path) -> None:
    if entity not in workspace.organisation:
        known = ", ".join(node.id for node in workspace.organisation)
        problem = Problem(
            f"there is no entity {entity!r}", where=file.name, remedy=f"choose of {known}"
        )
        raise CrossfootError(problem)


def _check_year(workspace: Workspace, report: ReadReport, file: Path) -> None:
    last = workspace.settings.years[-1]
    if report.year is not None and report.year > last:
        raise CrossfootError(
            Problem(
                f"the report is of {report.year}, the workspace reports {last}",
                where=file.name,
                why="its figures would lie after everything that the workspace shows",
                remedy="set report.year in crossfoot.toml",
            )
        )


def _nothing(report: ReadReport, file: Path) -> Problem:
    return Problem(
        "no figure was recognised in the report",
        where=file.name,
        why="only figures of metrics in the catalogue become facts",
        remedy=f"`crossfoot foot {file.name}` shows what was read of it"
        if report.figures or report.tables
        else "it holds no table that was recognised; is it a scan without text?",
    )


def _another_company(
    workspace: Workspace, report: ReadReport, entity: str, file: Path
) -> list[Problem]:
    """A report that names somebody else is loaded, but not without a word."""
    from crossfoot.reading.facts import company_id

    ours = workspace.organisation[entity].name
    named = company_id(report.company)
    same = [company_id(name) for name in (ours.en, ours.zh) if name]
    alike = bool(_CHINESE.search(named)) in [bool(_CHINESE.search(name)) for name in same]
    if not named or not alike or any(named in name or name in named for name in same):
        return []
    return [
        Problem(
            f"the report is of {report.company}; its figures are loaded as those of {entity}",
            where=file.name,
            remedy="reverse the import if they are somebody else's",
        )
    ]
