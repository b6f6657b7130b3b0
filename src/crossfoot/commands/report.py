"""`crossfoot report`: the report as HTML, PDF and Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from crossfoot.commands.options import NameList, open_workspace, unknown, workspace_option
from crossfoot.errors import CrossfootError
from crossfoot.languages import EDITIONS, LANGUAGES, Language
from crossfoot.reports.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command()
@click.option(
    "--lang",
    "languages",
    type=NameList(),
    default=LANGUAGES,
    help="en, zh, zh-Hant; several with commas.",
)
@click.option("--format", "formats", type=NameList(), default=FORMATS, help="html, pdf, xlsx.")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder to write to; `exports` of the workspace unless given.",
)
@click.option("--anew", is_flag=True, help="Use nothing that was made before.")
@click.option(
    "--start", is_flag=True, help="Copy the chapters that come with Crossfoot to report/."
)
@workspace_option
def report(
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    anew: bool,
    start: bool,
    folder: Path,
) -> int:
    """Write the report as HTML pages, as PDF and as an Excel data book, in each language.

    While errors or warnings stand it is a draft with a findings page, and the exit code is 1.
    What is made from the same facts and texts as before is kept; `.cache/` may be deleted.

    Example: crossfoot report --lang en --format html --out site --workspace demo/group
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.commands.progress import progress_bar
    from crossfoot.reports.from_run import report_model
    from crossfoot.reports.write import store_of, write_reports
    from crossfoot.reports.writing.folder import report_folder
    from crossfoot.reports.writing.standing import settled
    from crossfoot.runs.run import run_workspace

    chosen = cast("tuple[Language, ...]", _known("language", languages, EDITIONS))
    _known("format", formats, FORMATS)
    workspace = open_workspace(folder)
    if start:
        return _start(folder)
    with progress_bar("calculating and writing") as progress:
        texts = report_folder(workspace.folder)
        model, books = settled(report_model(run_workspace(workspace)), texts, chosen)
        to, store = out or folder / "exports", None if anew else store_of(folder)
        files = write_reports(model, books, to, chosen, formats, progress, store)
    for path in files:
        show(f"[green]Wrote[/] {safe(str(path))}")
    written = {finding for book in books.values() for finding in book.standing}
    standing = [*model.standing, *written]
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


def _known(what: str, given: tuple[str, ...], known: Sequence[str]) -> tuple[str, ...]:
    for name in given:
        if name not in known:
            raise CrossfootError(unknown(what, name, known))
    if not given:
        raise CrossfootError(unknown(what, "", known))
    return given
