"""`crossfoot approve CHAPTER --by NAME`: approve a chapter as it is now."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import click

from crossfoot.commands.options import (
    NameList,
    language_option,
    open_workspace,
    unknown,
    workspace_option,
)
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import EDITIONS, LANGUAGES, Language


@click.command()
@click.argument("chapters", metavar="[CHAPTER]...", nargs=-1)
@click.option("--by", default="", help="Who approves.")
@click.option("--all", "every", is_flag=True, help="All chapters.")
@click.option(
    "--of",
    "texts",
    type=NameList(),
    default=LANGUAGES,
    help="en, zh, zh-Hant; several with commas.",
)
@language_option
@workspace_option
def approve(
    chapters: tuple[str, ...],
    by: str,
    every: bool,
    texts: tuple[str, ...],
    language: Language,
    folder: Path,
) -> int:
    """Approve the text of a CHAPTER, in both languages unless `--of` names one.

    The approval is bound to the text: a chapter that changes has none any more. Without chapters,
    says which of them are approved; exit code 1 where any is not.

    Example: crossfoot approve climate --by "Li Na" --workspace demo/group
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.reports.words import Words
    from crossfoot.reports.writing.approvals import approve as write
    from crossfoot.reports.writing.approvals import read_approvals
    from crossfoot.reports.writing.folder import report_folder

    workspace = open_workspace(folder)
    report = report_folder(workspace.folder)
    if report is None:
        raise CrossfootError(
            Problem(
                "the workspace has no report folder",
                where=str(folder),
                remedy="`crossfoot report --start` copies the chapters that come with Crossfoot",
            )
        )
    for text in texts:
        if text not in EDITIONS:
            raise CrossfootError(unknown("language", text, EDITIONS))
    files = (f for text in texts for f in report.chapters(cast("Language", text)))
    known = [file for file in files if not file.converted]
    for chapter in chapters:
        if chapter not in {file.id for file in known}:
            raise CrossfootError(unknown("chapter", chapter, sorted({file.id for file in known})))
    words = Words(language)
    chosen = tuple(file for file in known if every or file.id in chapters)
    if chosen and not by.strip():
        raise CrossfootError(
            Problem("nobody is named who approves", remedy='add --by "Name of the person"')
        )
    if chosen:
        today = date.today()  # noqa: DTZ011  # the person's own calendar is meant
        for new in write(workspace, report.path, chosen, by, today):
            show(f"[green]{words('publish.approved')}[/] {safe(f'{new.language}/{new.chapter}')}")
        return 0
    approvals = read_approvals(report.path)
    missing = 0
    for file in known:
        approval = approvals.of(file)
        missing += approval is None
        who = f"{approval.by}, {approval.date}" if approval else words("publish.not_approved")
        show(f"  {safe(f'{file.language}/{file.id}')}: {safe(who)}")
    return 1 if missing else 0
