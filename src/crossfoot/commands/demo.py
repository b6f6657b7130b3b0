"""`crossfoot demo`: build the example workspaces, write their reports, serve them."""

from __future__ import annotations

import contextlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from crossfoot.commands.output import Column, console, print_table, progress_bar
from crossfoot.languages import LANGUAGES

HOST = "127.0.0.1"


@click.command()
@click.argument("folder", metavar="[DIR]", default=Path("demo"), type=click.Path(path_type=Path))
@click.option("--no-serve", is_flag=True, help="Write everything, then stop.")
@click.option("--port", default=8000, show_default=True, help="Port of the file server.")
def demo(folder: Path, no_serve: bool, port: int) -> int:
    """Build DIR/group, DIR/alphaess-2022, DIR/calb-2023, DIR/kstar-2023, and their reports.

    Workspaces that the demo built before are built anew; any other folder is left alone.
    """
    from crossfoot.commands.report import FORMATS, write_reports
    from crossfoot.examples.build import EXAMPLES, build
    from crossfoot.examples.start_page import write_start_page
    from crossfoot.runs.run import run_workspace

    rows = []
    written = {}
    with progress_bar("building") as progress:
        for done, example in enumerate(EXAMPLES):
            progress(done, len(EXAMPLES))
            workspace = build(example, folder / example.slug)
            run = run_workspace(workspace)
            files = write_reports(
                run, workspace.folder / "exports", LANGUAGES, FORMATS, lambda _done, _total: None
            )
            written[example] = (run, files)
            errors = sum(finding.severity == "error" for finding in run.findings)
            warnings = sum(finding.severity == "warning" for finding in run.findings)
            rows.append((example.slug, str(len(run.facts)), str(errors), str(warnings)))
    columns = [
        Column("workspace", style="cyan"),
        Column("facts", number=True),
        Column("errors", number=True, style="red"),
        Column("warnings", number=True, style="yellow"),
    ]
    print_table("What the demo holds, and what does not foot in it", columns, rows)
    files = [(str(path),) for _, paths in written.values() for path in paths]
    print_table("Reports", [Column("file", no_wrap=True)], files)
    write_start_page(folder, written)
    console().print(f"Try [cyan]crossfoot check --workspace {folder}/group[/] next.")
    if not no_serve:
        _serve(folder, port)
    return 0


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
    with server, contextlib.suppress(KeyboardInterrupt):
        console().print(
            f"\nServing [bold]http://{HOST}:{server.server_port}/[/]  (Ctrl-C stops it)"
        )
        server.serve_forever()
