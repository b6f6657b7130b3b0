"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crossfoot.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossfoot.workspaces.workspace import Workspace

F = TypeVar("F", bound="Callable[..., Any]")


def workspace_option(function: F) -> F:
    """`--workspace DIR`: the folder to work on, the current one where it is not given."""
    return click.option(
        "--workspace",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(),
        help="The workspace; the current folder unless given.",
    )(function)


def format_option(*formats: str) -> Callable[[F], F]:
    """`--format`: the first one is what people read."""

    def decorate(function: F) -> F:
        return click.option(
            "--format",
            "format_",
            type=click.Choice(formats),
            default=formats[0],
            show_default=True,
            help="json prints one JSON document.",
        )(function)

    return decorate


def language_option(function: F) -> F:
    """`--lang en|zh`: the language of titles and messages."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        default="en",
        show_default=True,
        help="Language of titles and messages.",
    )(function)


def open_workspace(folder: Path) -> Workspace:
    """The workspace of a folder."""
    from crossfoot.workspaces.workspace import Workspace

    return Workspace(folder)


class NameList(click.ParamType[tuple[str, ...]]):
    """Names separated by commas."""

    name = "NAME,NAME"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split at the commas, drop blanks."""
        if isinstance(value, tuple):
            return value
        return tuple(part.strip() for part in str(value).split(",") if part.strip())
