"""`crossfoot init DIR`: start a workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from crossfoot.commands.output import console


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", help="Name of the company; the folder's name unless given.")
@click.option("--name-zh", default="", help="Its Chinese name.")
@click.option("--year", type=int, help="Reporting year; last year unless given.")
@click.option("--region", default="CN", show_default=True, help="Where it is: CN, CN-AH, MY, US …")
def init(folder: Path, name: str | None, name_zh: str, year: int | None, region: str) -> int:
    """Start a workspace in DIR: settings, and folders for data."""
    from crossfoot.languages import Text
    from crossfoot.workspaces.settings import Settings
    from crossfoot.workspaces.workspace import Workspace

    name = name or folder.resolve().name
    year = year or date.today().year - 1  # noqa: DTZ011  # the person's own calendar is meant
    settings = Settings(
        company=Text(name, name_zh or name), region=region, year=year, first_year=year
    )
    workspace = Workspace.start(folder, settings)
    console().print(
        f"[green]Started[/] {workspace.folder}\n"
        f"  crossfoot.toml   who reports, for which years: look it over\n"
        f"  next             crossfoot import FILE --as activity --workspace {folder}\n"
        f"                   crossfoot import FILE --as facts --workspace {folder}\n"
        f"                   crossfoot report --workspace {folder}"
    )
    return 0
