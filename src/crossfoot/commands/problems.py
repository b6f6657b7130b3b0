"""Mistakes of the user and warnings, on stderr: what, where, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crossfoot.commands.output import console, safe
from crossfoot.errors import CrossfootError, Problem


def print_problems(error: CrossfootError) -> None:
    """What is wrong; nothing was changed."""
    _print(error.problems, "[bold red]error[/]")


def print_warnings(problems: Iterable[Problem]) -> None:
    """What a person should know and what did not stop the work."""
    _print(problems, "[yellow]warning[/]")


def _print(problems: Iterable[Problem], mark: str) -> None:
    terminal = console(stderr=True)
    for problem in problems:
        where = f"{problem.where}: " if problem.where else ""
        terminal.print(f"{mark} {safe(where + problem.what)}", soft_wrap=True)
        if problem.why:
            terminal.print(f"  [dim]why[/] {safe(problem.why)}", soft_wrap=True)
        if problem.remedy:
            terminal.print(f"  [green]do[/]  {safe(problem.remedy)}", soft_wrap=True)


def of_system(error: OSError) -> CrossfootError:
    """What the operating system refused, as a problem of the user's files."""
    where = str(error.filename) if error.filename else ""
    what = (error.strerror or str(error)).lower()
    parent = Path(where).parent if where else None
    remedy = "check the path and who may write there"
    if parent is not None and not parent.is_dir():
        remedy = f"there is no folder {parent}; check the path"
    return CrossfootError(Problem(what, where=where, remedy=remedy))
