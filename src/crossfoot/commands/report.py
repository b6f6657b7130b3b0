"""`crossfoot report`: the report as HTML and Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from crossfoot.commands.options import NameList, open_workspace, unknown, workspace_option
from crossfoot.errors import CrossfootError
from crossfoot.languages import LANGUAGES, Language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crossfoot.reports.model import Report

FORMATS = ("html", "xlsx")


@click.command()
@click.option("--lang", "languages", type=NameList(), default=LANGUAGES, help="en, zh or en,zh.")
@click.option("--format", "formats", type=NameList(), default=FORMATS, help="html, xlsx or both.")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder to write to; `exports` of the workspace unless given.",
)
@click.option(
    "--start", is_flag=True, help="Copy the chapters that come with Crossfoot to report/."
)
@workspace_option
def report(
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    start: bool,
    folder: Path,
) -> int:
    """Write the report as HTML pages and an Excel data book, in each language.

    While errors or warnings stand it is a draft with a findings page, and the exit code is 1.

    Example: crossfoot report --lang en --format html --out site --workspace demo/group
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.commands.progress import progress_bar
    from crossfoot.reports.from_run import report_model
    from crossfoot.runs.run import run_workspace

    chosen = cast("tuple[Language, ...]", _known("language", languages, LANGUAGES))
    _known("format", formats, FORMATS)
    workspace = open_workspace(folder)
    if start:
        return _start(folder)
    with progress_bar("calculating and writing") as progress:
        model = report_model(run_workspace(workspace))
        files = write_reports(model, out or folder / "exports", chosen, formats, progress)
    for path in files:
        show(f"[green]Wrote[/] {safe(str(path))}")
    standing = [each for each in model.findings if each.severity in ("error", "warning")]
    if standing:
        noun = "errors and warnings stand" if len(standing) > 1 else "error or warning stands"
        show(f"[yellow]A draft:[/] {len(standing)} {noun}; `crossfoot check` lists them")
    return 1 if standing else 0


def _start(folder: Path) -> int:
    """Copy the chapters to edit; those that are there already stay."""
    from crossfoot.commands.output import safe, show
    from crossfoot.reports.writing.folder import start_folder

    for path in start_folder(folder):
        show(f"[green]Copied[/] {safe(str(path))}")
    show("Edit the chapters in report/; what is there already was left as it is.")
    return 0


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


def _known(what: str, given: tuple[str, ...], known: Sequence[str]) -> tuple[str, ...]:
    for name in given:
        if name not in known:
            raise CrossfootError(unknown(what, name, known))
    if not given:
        raise CrossfootError(unknown(what, "", known))
    return given
