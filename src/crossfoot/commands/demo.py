"""`crossfoot demo`: build the example workspaces, write their reports, serve them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.options import language_option
from crossfoot.languages import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from crossfoot.examples.group.records import SignIn
    from crossfoot.examples.start_page import Shown

HOST = "127.0.0.1"

#: what the pages of the records look like
STYLE = Path(__file__).parents[1] / "web" / "assets" / "vendor" / "tabler.min.css"

#: the example that has records
GROUP = "group"

People = tuple[list["SignIn"], str]
_NOBODY: People = ([], "")

_SIGN_INS = Text("Sign-ins of the demo group", "示例集团的登录账户")
_EMAIL = Text("e-mail", "邮箱")
_NAME = Text("name", "姓名")
_ROLE = Text("role", "角色")
_PASSWORD = Text("Password of all:", "统一密码：")


@click.command()
@click.argument("folder", metavar="[DIR]", default=Path("demo"), type=click.Path(path_type=Path))
@click.option("--no-serve", is_flag=True, help="Write everything, then stop.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    help="Port of the records; the reports are on the next.",
)
@language_option
def demo(folder: Path, no_serve: bool, port: int, language: Language) -> int:
    """Build DIR/group, DIR/alphaess-2022, DIR/calb-2023, DIR/kstar-2023, and their reports.

    The group's records are served on the port, with the sign-ins that are printed; the reports on
    the next one. Workspaces that the demo built before are built anew; any other folder is left
    alone.

    Example: crossfoot demo /tmp/demo --no-serve
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.examples.start_page import write_start_page

    _check_assets()
    shown, people = _build(folder)
    start = write_start_page(folder, shown)
    _print(folder, shown, language)
    check = f"crossfoot check --workspace {folder / 'group'}"
    show(f"Start page: {safe(str(start))}")
    show(f"Next:       [cyan]{safe(check)}[/]")
    if people != _NOBODY:
        _print_people(people, language)
    if not no_serve:
        _serve(folder, port)
    return 0


def _check_assets() -> None:
    """What is fetched once must be there before minutes of work begin.

    Raises:
        CrossfootError: charts or pages could not be drawn.
    """
    from crossfoot.errors import CrossfootError, Problem
    from crossfoot.reports.charts.draw import echarts_source

    echarts_source()
    if not STYLE.is_file():
        raise CrossfootError(
            Problem(
                "the style of the pages is missing",
                where=STYLE.name,
                why="the records are served with it",
                remedy="run `make setup`, which fetches it (tools/fetch_assets.py)",
            )
        )


def _build(folder: Path) -> tuple[list[Shown], People]:
    from crossfoot.commands.progress import progress_bar
    from crossfoot.examples.build import EXAMPLES, build
    from crossfoot.examples.group.records import fill_records
    from crossfoot.examples.start_page import Shown
    from crossfoot.records.joined import joined
    from crossfoot.reports.formats import FORMATS
    from crossfoot.reports.from_run import report_model
    from crossfoot.reports.write import books_of, store_of, write_reports
    from crossfoot.runs.run import run_workspace

    shown, people = [], _NOBODY
    with progress_bar("building the workspaces and their reports") as progress:
        for done, example in enumerate(EXAMPLES):
            workspace = build(example, folder / example.slug)
            if example.slug == GROUP:
                people = fill_records(workspace.folder)
                workspace = joined(workspace)
            progress(3 * done + 1, 3 * len(EXAMPLES))
            model = report_model(run_workspace(workspace))
            progress(3 * done + 2, 3 * len(EXAMPLES))
            out, books = workspace.folder / "exports", books_of(model, workspace.folder)
            store = store_of(workspace.folder)  # so that the first change is quick
            files = write_reports(model, books, out, LANGUAGES, FORMATS, store=store)
            shown.append(Shown.of(example, model, files))
            progress(3 * done + 3, 3 * len(EXAMPLES))
    return shown, people


def _print_people(people: People, language: Language) -> None:
    """Who can sign in, as what, and with which password: made up for this demo, kept nowhere."""
    from crossfoot.commands.output import Column, print_table, safe, show
    from crossfoot.records.roles import ROLE_NAMES, Role

    sign_ins, password = people
    columns = [
        Column(_EMAIL[language], style="cyan"),
        Column(_NAME[language]),
        Column(_ROLE[language]),
    ]
    rows = [(each.email, each.name, ROLE_NAMES[Role(each.role)][language]) for each in sign_ins]
    print_table(_SIGN_INS[language], columns, rows, language)
    show(f"{_PASSWORD[language]} [bold]{safe(password)}[/]")


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
    """The records on the port, and the files of all reports on the next one, until Ctrl-C."""
    import subprocess
    import sys

    from crossfoot.commands.output import show
    from crossfoot.commands.serve import run

    pages, files = free_port(port), free_port(port + 1)
    if pages != port:
        show(f"[yellow]Port {port} is taken; another one serves.[/]")
    reports = subprocess.Popen(  # noqa: S603  # Python's own server of files
        [
            sys.executable,
            "-m",
            "http.server",
            str(files),
            "--bind",
            HOST,
            "--directory",
            str(folder),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        show(f"\nServing the records [bold]http://{HOST}:{pages}/[/]")
        show(f"Serving the reports [bold]http://{HOST}:{files}/[/]  (Ctrl-C stops both)")
        run(pages, workers=2)
    finally:
        reports.terminate()
        reports.wait(timeout=10)


def free_port(wanted: int) -> int:
    """This port, or a free one where it is taken."""
    import socket

    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    message = "there is no free port on this machine"
    raise OSError(message)
