"""Options that several commands share, and the kinds of values that options take."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crossfoot.workspaces.workspace import Workspace

F = TypeVar("F", bound="Callable[..., Any]")


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


class Year(click.ParamType[int]):
    """A year of four digits."""

    name = "YEAR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it."""
        if str(value).isdecimal() and 1900 <= int(value) <= 2200:
            return int(value)
        return self.fail(f"{value!r} is not a year, such as 2023", param, ctx)


class Day(click.ParamType[date]):
    """A date."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            return self.fail(f"{value!r} is not a date, such as 2024-03-31", param, ctx)


def workspace_option(function: F) -> F:
    """`--workspace DIR`: the folder to work on, the current one where it is not given."""
    return click.option(
        "--workspace",
        "folder",
        metavar="DIR",
        type=click.Path(path_type=Path),
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
            help="A table for people; one JSON document, or CSV, for programs."
            if "csv" in formats
            else "A table for people; one JSON document for programs.",
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
        envvar="CROSSFOOT_LANG",
        show_envvar=True,
        help="Language of headings and titles.",
    )(function)


def open_workspace(folder: Path) -> Workspace:
    """The workspace of a folder, with what people entered into its records."""
    from crossfoot.records.joined import open_joined

    return open_joined(folder)


def check_entity(workspace: Workspace, entity: str | None) -> None:
    """An unknown name is a mistake of typing, not an empty answer.

    Raises:
        CrossfootError: the workspace has no such entity.
    """
    if entity is not None and entity not in workspace.organisation:
        known = [node.id for node in workspace.organisation]
        raise CrossfootError(unknown("entity", entity, known))


def unknown(what: str, name: str, known: Iterable[str], otherwise: str = "") -> Problem:
    """A name that is none of the known ones, with what was probably meant.

    Args:
        what: what it should name.
        name: as the user wrote it.
        known: the names there are.
        otherwise: what to do where none of them is like it; they are listed unless given.
    """
    known = list(known)
    near = difflib.get_close_matches(name, known, n=3)
    otherwise = otherwise or f"choose of {', '.join(known)}"
    remedy = f"did you mean {', '.join(near)}?" if near else otherwise
    return Problem(f"there is no {what} {name!r}", remedy=remedy)
