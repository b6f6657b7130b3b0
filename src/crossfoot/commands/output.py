"""How results are shown: tables in colour for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.words import say
from crossfoot.languages import Language

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

#: columns of a file or a pipe, which have no width of their own
UNLIMITED = 160
#: a terminal narrower than this leaves out the columns that are nice to have
NARROW = 110
#: rows that a table shows people; programs get them all
MOST_ROWS = 100
#: digits that say enough to people
_SIGNIFICANT, _PLACES = 6, 4

#: stands in a JSON text for a number whose digits a float would lose
_NUMBER = re.compile(r'"\\u0000(-?[0-9.]+)"')


def console(*, stderr: bool = False) -> Console:
    """The terminal; wide where output goes into a file, so that nothing is cut."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    known = stream.isatty() or "COLUMNS" in os.environ
    return Console(width=None if known else UNLIMITED, highlight=False, stderr=stderr, emoji=False)


def show(*parts: RenderableType) -> None:
    """Print for people: coloured in a terminal, without blanks at the ends of lines in a file."""
    terminal = console()
    if terminal.is_terminal:
        terminal.print(*parts)
        return
    with terminal.capture() as captured:
        terminal.print(*parts)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def note(text: str) -> None:
    """Say something beside the result, on stderr: it never gets into a file or a pipe."""
    console(stderr=True).print(f"[dim]{safe(text)}[/]", soft_wrap=True)


def safe(text: str) -> str:
    """Text whose square brackets are meant as such."""
    from rich.markup import escape

    return escape(text)


def print_json(document: Any) -> None:
    """One JSON document; decimals are numbers with all their digits."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_plain)
    click.echo(_NUMBER.sub(r"\1", text))


def _plain(value: Any) -> Any:
    return f"\0{value:f}" if isinstance(value, Decimal) and value.is_finite() else str(value)


def print_csv(heading: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows for programs, the heading even where there is no row."""
    writer = csv.DictWriter(sys.stdout, heading, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row[name]) for name in heading})


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping):
        return ";".join(f"{key}={member}" for key, member in value.items())
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:f}" if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: its heading, a key of `words`.
        number: whether it holds numbers: they stand to the right and are never broken.
        style: colour.
        no_wrap: whether its cells stay on one line.
        extra: whether a narrow terminal leaves it out.
    """

    title: str
    number: bool = False
    style: str = ""
    no_wrap: bool = False
    extra: bool = False


def print_table(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    language: Language = "en",
    *,
    most: int = MOST_ROWS,
    count: int | None = None,
    hint: str = "",
) -> None:
    """A table for people.

    Args:
        title: what it shows.
        columns: its columns.
        rows: a text for each column.
        language: that of the headings.
        most: how many rows are shown.
        count: how many rows there are, where not all were handed over.
        hint: how to see those that are not shown, a key of `words`.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if title:  # by itself: the title of a narrow table would be broken to its width
        show(Text(title, style="bold"))
    if not rows:
        show(f"[dim]{say('Nothing was found.', language)}[/]")
        return
    is_narrow = console().width < NARROW
    shown = [i for i, column in enumerate(columns) if not (column.extra and is_narrow)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in (columns[i] for i in shown):
        table.add_column(
            say(column.title, language),
            justify="right" if column.number else "left",
            style=column.style,
            no_wrap=column.number or (column.no_wrap and not is_narrow),
            overflow="fold",
        )
    for row in rows[:most]:
        table.add_row(*(Text(row[i]) for i in shown))
    show(table)
    more = (len(rows) if count is None else count) - min(len(rows), most)
    if more:
        words = say("and {count} more; {hint}", language, count=more, hint=say(hint, language))
        note(words)


def readable(value: Decimal) -> str:
    """A number for people: thousands separated, as many digits as say something.

    >>> readable(Decimal("0.2559294980333937584")), readable(Decimal("309252.193967873"))
    ('0.255929', '309,252.194')
    >>> readable(Decimal("2517199.20")), readable(Decimal("1E+3")), readable(Decimal("0"))
    ('2,517,199.2', '1,000', '0')
    """
    from crossfoot.quantities.rounding import round_half_away

    places = max(_PLACES, _SIGNIFICANT - 1 - value.adjusted())
    text = number(round_half_away(value, places))
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: Decimal, places: int | None = None) -> str:
    """A number with thousands separated, rounded where places are given."""
    if places is not None:
        from crossfoot.quantities.rounding import round_half_away

        value = round_half_away(value, places)
    return f"{value:,f}"


def shortened(text: str, most: int = 40) -> str:
    """The beginning of a long text, on one line; `most` is its width in a terminal."""
    from rich.cells import cell_len, set_cell_size

    line = " ".join(text.split())
    return line if cell_len(line) <= most else set_cell_size(line, most - 1).rstrip() + "…"
