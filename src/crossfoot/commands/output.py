"""How results are shown: tables in colour for people, JSON for programs, problems on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from crossfoot.errors import CrossfootError

if TYPE_CHECKING:
    from rich.console import Console


def console() -> Console:
    """The terminal; wide where output goes into a file, so that nothing is cut."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160, highlight=False)


def print_json(document: Any) -> None:
    """One JSON document; decimals as numbers with all their digits."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


@dataclass(frozen=True)
class Column:
    """A column of a table: its title, and whether it holds numbers."""

    title: str
    number: bool = False
    style: str = ""
    no_wrap: bool = False


def print_table(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], caption: str = ""
) -> None:
    """A table for people."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=title or None,
        caption=caption or None,
        title_justify="left",
        caption_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for column in columns:
        table.add_column(
            column.title,
            justify="right" if column.number else "left",
            style=column.style,
            no_wrap=column.number or column.no_wrap,
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def number(value: Decimal, places: int | None = None) -> str:
    """A number with thousands separated, rounded for reading where places are given."""
    if places is not None:
        from crossfoot.quantities.rounding import round_half_away

        value = round_half_away(value, places)
    return f"{value:,f}"


def print_problems(error: CrossfootError) -> None:
    """What is wrong, where, why, and what to do, on stderr."""
    from rich.console import Console

    terminal = Console(stderr=True, highlight=False, soft_wrap=True)
    for problem in error.problems:
        where = f"{problem.where}: " if problem.where else ""
        terminal.print(f"[bold red]error[/] {_safe(where + problem.what)}")
        if problem.why:
            terminal.print(f"  [dim]why[/]  {_safe(problem.why)}")
        if problem.remedy:
            terminal.print(f"  [green]do[/]   {_safe(problem.remedy)}")


def _safe(text: str) -> str:
    from rich.markup import escape

    return escape(text)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr for long work; yields `report(done, total)`. Ctrl-C stops the work."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    terminal = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=terminal,
        transient=True,
        disable=not terminal.is_terminal,
    ) as bar:
        task = bar.add_task(label, total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield report
