"""`crossfoot report`: the report as HTML and Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.options import NameList, open_workspace, workspace_option
from crossfoot.commands.output import console, progress_bar
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import LANGUAGES, Language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crossfoot.reports.model import Report

FORMATS = ("html", "xlsx")


@click.command()
@click.option("--lang", "languages", type=NameList(), default=LANGUAGES, help="en, zh or en,zh.")
@click.option("--format", "formats", type=NameList(), default=FORMATS, help="html, xlsx or both.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@workspace_option
def report(
    languages: tuple[Language, ...], formats: tuple[str, ...], out: Path | None, folder: Path
) -> int:
    """Write the report; a draft with a findings page while errors or warnings stand (exit 1)."""
    from crossfoot.reports.from_run import report_model
    from crossfoot.runs.run import run_workspace

    _check(languages, LANGUAGES, "language")
    _check(formats, FORMATS, "format")
    workspace = open_workspace(folder)
    with progress_bar("calculating") as progress:
        run = run_workspace(workspace)
        model = report_model(run)
        files = write_reports(model, out or folder / "exports", languages, formats, progress)
    for path in files:
        console().print(f"[green]Wrote[/] {path}")
    standing = [f for f in model.findings if f.severity in ("error", "warning")]
    if standing:
        console().print(f"[yellow]A draft:[/] {len(standing)} errors and warnings stand")
    return 1 if standing else 0


def write_reports(
    model: Report,
    out: Path,
    languages: Sequence[Language],
    formats: Sequence[str],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Path]:
    """Write each format in each language below `out`; returns the files."""
    from crossfoot.reports.excel import write_excel
    from crossfoot.reports.html.write import write_html

    writers = {"html": write_html, "xlsx": write_excel}
    files = []
    steps = [(language, name) for language in languages for name in formats]
    for done, (language, name) in enumerate(steps):
        progress(done, len(steps))
        files.append(writers[name](model, language, out))
    progress(len(steps), len(steps))
    return files


def _check(given: Sequence[str], known: Sequence[str], what: str) -> None:
    for name in given:
        if name not in known:
            raise CrossfootError(
                Problem(f"the {what} {name!r} is not known", remedy=f"choose of {', '.join(known)}")
            )
