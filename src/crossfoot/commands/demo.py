"""`crossfoot demo`: build the example workspaces, write their reports, serve them."""

from __future__ import annotations

import contextlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.output import Column, console, print_table, progress_bar
from crossfoot.languages import LANGUAGES

if TYPE_CHECKING:
    from crossfoot.examples.start_page import Shown

HOST = "127.0.0.1"


@click.command()
@click.argument("folder", metavar="[DIR]", default=Path("demo"), type=click.Path(path_type=Path))
@click.option("--no-serve", is_flag=True, help="Write everything, then stop.")
@click.option("--port", default=8000, show_default=True, help="Port of the file server.")
def demo(folder: Path, no_serve: bool, port: int) -> int:
    """Build DIR/group, DIR/alphaess-2022, DIR/calb-2023, DIR/kstar-2023, and their reports.

    Workspaces that the demo built before are built anew; any other folder is left alone.
    """
    from crossfoot.examples.start_page import write_start_page

    shown = _build(folder)
    start = write_start_page(folder, shown)
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
            "\n".join(str(path) for path in each.files),
        )
        for each in shown
    ]
    print_table("What the demo holds, and what does not foot in it", columns, rows)
    console().print(f"Start page: {start}")
    console().print(f"Next: [cyan]crossfoot check --workspace {folder / 'group'}[/]")
    if not no_serve:
        _serve(folder, port)
    return 0


def _build(folder: Path) -> list[Shown]:
    from crossfoot.commands.report import FORMATS, write_reports
    from crossfoot.examples.build import EXAMPLES, build
    from crossfoot.examples.start_page import Shown
    from crossfoot.reports.from_run import report_model
    from crossfoot.runs.run import run_workspace

    shown = []
    with progress_bar("building the workspaces and their reports") as progress:
        for done, example in enumerate(EXAMPLES):
            workspace = build(example, folder / example.slug)
            progress(3 * done + 1, 3 * len(EXAMPLES))
            model = report_model(run_workspace(workspace))
            progress(3 * done + 2, 3 * len(EXAMPLES))
            files = write_reports(model, workspace.folder / "exports", LANGUAGES, FORMATS)
            shown.append(Shown.of(example, model, files))
            progress(3 * done + 3, 3 * len(EXAMPLES))
    return shown


class _Quiet(SimpleHTTPRequestHandler):
    """A file server that does not fill the terminal."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def _serve(folder: Path, port: int) -> None:
    handler = partial(_Quiet, directory=str(folder))
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError:  # the port is taken, perhaps by an earlier demo
        server = ThreadingHTTPServer((HOST, 0), handler)
        console().print(f"[yellow]Port {port} is taken; another one serves.[/]")
    with server, contextlib.suppress(KeyboardInterrupt):
        console().print(
            f"\nServing [bold]http://{HOST}:{server.server_port}/[/]  (Ctrl-C stops it)"
        )
        server.serve_forever()
