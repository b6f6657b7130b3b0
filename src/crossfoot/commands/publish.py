"""`crossfoot publish`: the final report, or what stands in its way."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.options import language_option, open_workspace, workspace_option
from crossfoot.languages import LANGUAGES, Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossfoot.reports.writing.standing import Obstacle


@click.command()
@click.option("--by", default="", help="Who publishes; the account on this machine unless given.")
@click.option("--dry-run", is_flag=True, help="Only say what stands in the way.")
@language_option
@workspace_option
def publish(by: str, dry_run: bool, language: Language, folder: Path) -> int:
    """Write the final report, without watermark, into `published/YEAR-EDITION` with a manifest.

    Refuses while anything does not foot, is unexplained or unapproved: lists what stands in the
    way and what to do about it, and ends with 1. Nothing is written then.

    Example: crossfoot publish --workspace demo/group
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.commands.progress import progress_bar
    from crossfoot.reports.formats import FORMATS
    from crossfoot.reports.from_run import report_model
    from crossfoot.reports.words import Words
    from crossfoot.reports.write import write_reports
    from crossfoot.reports.writing.approvals import read_approvals
    from crossfoot.reports.writing.edition import Edition, publish_edition
    from crossfoot.reports.writing.folder import report_folder
    from crossfoot.reports.writing.standing import explanations, obstacles, settled
    from crossfoot.runs.run import run_workspace

    workspace = open_workspace(folder)
    texts = report_folder(workspace.folder)
    model, books = settled(report_model(run_workspace(workspace)), texts)
    given = explanations(texts)
    approvals = read_approvals(texts.path) if texts else read_approvals(folder)
    standing = obstacles(model, books, approvals)
    words = Words(language)
    if standing:
        _print(standing, language)
        return 1
    if dry_run:
        show(f"[green]{words('publish.ready')}[/]")
        return 0
    editions = tuple(dict.fromkeys((*LANGUAGES, *books)))
    edition = Edition(model, books, approvals, given, by)
    with progress_bar("publishing") as progress:
        path = publish_edition(
            workspace,
            edition,
            lambda out: write_reports(model, books, out, editions, FORMATS, progress),
        )
    show(f"[green]{words('publish.done')}[/] {safe(str(path))}")
    return 0


def _print(standing: Sequence[Obstacle], language: Language) -> None:
    """What stands in the way, by group, each with what to do about it."""
    from crossfoot.commands.output import safe, show
    from crossfoot.reports.words import Words, counted

    words = Words(language)
    show(f"[yellow]{safe(counted('publish.standing', len(standing))[language])}[/]")
    for group, members in groupby(standing, key=lambda each: each.group):
        found = list(members)
        show(f"\n[bold]{safe(words(f'publish.{group}'))}[/] ({len(found)})")
        show(f"  [green]{safe(words(f'publish.do_{group}'))}[/]")
        for each in found:
            severity = (
                "" if each.severity == "missing" else f"{words(f'severity.{each.severity}')} "
            )
            where = f"[dim]{safe(each.where)}[/] " if each.where else ""
            show(f"  - {severity}{where}{safe(each.what[language])}")
