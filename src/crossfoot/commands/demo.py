"""`crossfoot demo`: build the example workspaces, write their reports, serve them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.options import language_option
from crossfoot.languages import LANGUAGES, Language

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

    from crossfoot.examples.start_page import Shown

HOST = "127.0.0.1"


@click.command()
@click.argument("folder", metavar="[DIR]", default=Path("demo"), type=click.Path(path_type=Path))
@click.option("--no-serve", is_flag=True, help="Write everything, then stop.")
@click.option("--port", default=8000, show_default=True, help="Port of the file server.")
@language_option
def demo(folder: Path, no_serve: bool, port: int, language: Language) -> int:
    """Build DIR/group, DIR/alphaess-2022, DIR/calb-2023, DIR/kstar-2023, and their reports.

    Workspaces that the demo built before are built anew; any other folder is left alone.

    Example: crossfoot demo /tmp/demo --no-serve
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.examples.start_page import write_start_page

    shown = _build(folder)
    start = write_start_page(folder, shown)
    _print(folder, shown, language)
    check = f"crossfoot check --workspace {folder / 'group'}"
    show(f"Start page: {safe(str(start))}")
    show(f"Next:       [cyan]{safe(check)}[/]")
    if not no_serve:
        _serve(folder, port)
    return 0


def _build(folder: Path) -> list[Shown]:
    from crossfoot.commands.progress import progress_bar
    from crossfoot.examples.build import EXAMPLES, build
    from crossfoot.examples.start_page import Shown
    from crossfoot.reports.formats import FORMATS
    from crossfoot.reports.from_run import report_model
    from crossfoot.reports.write import books_of, store_of, write_reports
    from crossfoot.runs.run import run_workspace

    shown = []
    with progress_bar("building the workspaces and their reports") as progress:
        for done, example in enumerate(EXAMPLES):
            workspace = build(example, folder / example.slug)
            progress(3 * done + 1, 3 * len(EXAMPLES))
            model = report_model(run_workspace(workspace))
            progress(3 * done + 2, 3 * len(EXAMPLES))
            out, books = workspace.folder / "exports", books_of(model, workspace.folder)
            store = store_of(workspace.folder)  # so that the first change is quick
            files = write_reports(model, books, out, LANGUAGES, FORMATS, store=store)
            shown.append(Shown.of(example, model, files))
            progress(3 * done + 3, 3 * len(EXAMPLES))
    return shown


def _print(folder: Path, shown: list[Shown], language: Language) -> None:
    from crossfoot.commands.output import Column, print_table
    from crossfoot.commands.words import say

    columns = [
        Column("workspace", style="cyan"),
        Column("facts", number=True),
        Column("errors", number=True, style="red"),
        Column("warnings", number=True, style="yellow"),
        Column("reports"),
    ]
    rows = [
        (
            str(folder / each.slug),
            f"{each.facts:,}",
            str(each.errors),
            str(each.warnings),
            "\n".join(str(path.relative_to(folder / each.slug)) for path in each.files),
        )
        for each in shown
    ]
    title = say("What the demo holds, and what does not foot in it", language)
    print_table(title, columns, rows, language)


def _serve(folder: Path, port: int) -> None:
    import contextlib

    from crossfoot.commands.output import show

    with _server(folder, port) as server, contextlib.suppress(KeyboardInterrupt):
        if server.server_port != port:
            show(f"[yellow]Port {port} is taken; another one serves.[/]")
        show(f"\nServing [bold]http://{HOST}:{server.server_port}/[/]  (Ctrl-C stops it)")
        server.serve_forever()


def _server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder's files on this port, or on a free one where it is taken."""
    import contextlib
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Quiet(SimpleHTTPRequestHandler):
        """Does not fill the terminal."""

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing of each request."""

    handler = partial(Quiet, directory=str(folder))
    with contextlib.suppress(OSError):
        return ThreadingHTTPServer((HOST, port), handler)
    return ThreadingHTTPServer((HOST, 0), handler)
