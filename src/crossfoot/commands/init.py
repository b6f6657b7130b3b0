"""`crossfoot init DIR`: start a workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from crossfoot.commands.options import Year


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", help="Name of the company; the folder's name unless given.")
@click.option("--name-zh", default="", help="Its Chinese name.")
@click.option("--year", type=Year(), help="Reporting year; last year unless given.")
@click.option("--region", default="CN", show_default=True, help="Where it is: CN, CN-AH, MY, US …")
def init(folder: Path, name: str | None, name_zh: str, year: int | None, region: str) -> int:
    """Start a workspace in DIR: settings, and folders for data.

    Example: crossfoot init my-group --name "My Group" --name-zh "我的集团" --year 2023
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.languages import Text
    from crossfoot.workspaces.settings import Settings
    from crossfoot.workspaces.workspace import Workspace

    name = name or folder.resolve().name
    year = year or date.today().year - 1  # noqa: DTZ011  # the person's own calendar is meant
    settings = Settings(
        company=Text(name, name_zh or name),
        title=Text(f"ESG report {year}", f"{year}年环境、社会及管治报告"),
        region=region,
        year=year,
        first_year=year,
    )
    Workspace.start(folder, settings)
    show(f"[green]Started[/] {safe(str(folder))}, reporting year {year}")
    steps = (
        ("look over", f"{folder / 'crossfoot.toml'}: who reports, for which years"),
        ("next", f"crossfoot import FILE --as activity --workspace {folder}"),
        ("", f"crossfoot import FILE --as facts --workspace {folder}"),
        ("", f"crossfoot report --start --workspace {folder}"),
        ("", f"crossfoot report --workspace {folder}"),
    )
    for what, how in steps:
        show(f"  [dim]{what:<10}[/]{safe(how)}")
    return 0
