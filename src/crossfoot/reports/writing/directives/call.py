"""What a directive is, and what it is called with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossfoot.reports.writing.blocks import Block
    from crossfoot.reports.writing.here import Here


@dataclass(frozen=True, slots=True)
class Call:
    """A directive as its author calls it.

    Attributes:
        argument: what stands behind its name.
        options: its option lines.
        content: the text within.
        content_line: line of the file that the text begins with.
        line: line of the file.
    """

    argument: str
    options: Mapping[str, str]
    content: str = ""
    content_line: int = 0
    line: int = 0

    def names(self, option: str = "") -> tuple[str, ...]:
        """The names in an option, or in the argument, apart from blanks and commas."""
        text = self.options.get(option, "") if option else self.argument
        return tuple(text.replace(",", " ").replace("，", " ").split())


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive.

    Attributes:
        name: how it is called.
        make: gives the block.
        options: option lines that it takes, beside `if-any`.
        argument: what stands behind its name; empty where it may be left out.
        content: whether it has text within.
    """

    name: str
    make: Callable[[Here, Call], Block | None]
    options: tuple[str, ...] = ()
    argument: str = ""
    content: bool = False
