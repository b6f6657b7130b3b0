"""The two constructs that chapters add to Markdown, in the syntax of MyST.

{value}`ghg.scope1 year=2022`          a role, within a line

:::{table} ghg                         a directive, a block
:title: Emissions
content, where the directive takes any
:::
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_ROLE = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]{0,40})\}`([^`\n]+)`")
_OPENING = re.compile(r"(:{3,})\s*\{([A-Za-z][A-Za-z0-9_-]{0,40})\}[ \t]*(.*)")
_CLOSING = re.compile(r"(:{3,})[ \t]*")
_OPTION = re.compile(r":([A-Za-z][A-Za-z0-9_-]{0,40}):(?:[ \t]+(.*))?")


@dataclass(frozen=True, slots=True)
class RoleSource:
    """A role as it stands in the text."""

    name: str
    argument: str

    def __str__(self) -> str:
        """The role as its author wrote it."""
        return f"{{{self.name}}}`{self.argument}`"


@dataclass(frozen=True, slots=True)
class DirectiveSource:
    """A directive as it stands in the text.

    Attributes:
        name: which directive.
        argument: what stands behind its name.
        options: name and value of the option lines, in order.
        content: the lines below them.
        content_line: how many lines below the opening the content begins.
        closed: whether it has its closing line.
    """

    name: str
    argument: str
    options: tuple[tuple[str, str], ...]
    content: str
    content_line: int
    closed: bool

    def __str__(self) -> str:
        """The opening line."""
        return f":::{{{self.name}}} {self.argument}".rstrip()


def role_sources(line: str) -> Iterator[RoleSource]:
    """The roles of a line, as far as a glance tells: those in code are among them."""
    return (RoleSource(match[1], match[2].strip()) for match in _ROLE.finditer(line))


def opened(line: str) -> str:
    """The colons of a line that opens a directive; empty of any other."""
    found = _OPENING.fullmatch(line.rstrip())
    return found[1] if found else ""


def closes(line: str, colons: str) -> bool:
    """Whether a line closes the directive that these colons opened."""
    found = _CLOSING.fullmatch(line.rstrip())
    return found is not None and found[1] == colons


def add_rules(parser: MarkdownIt) -> None:
    """Teach the parser roles and directives; tokens `role` and `directive` carry their source."""
    parser.inline.ruler.before("backticks", "role", _role)
    interrupts: RuleOptionsType = {
        "alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    }
    parser.block.ruler.before("fence", "directive", _directive, interrupts)


def _role(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    match = _ROLE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.meta = {"source": RoleSource(match[1], match[2].strip())}
        token.content = match[0]
    state.pos = match.end()
    return True


def _directive(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    if state.is_code_block(first):
        return False
    opening = _OPENING.fullmatch(_line(state, first))
    if opening is None:
        return False
    if silent:
        return True
    after = first + 1
    open_ = 1
    while after < last:
        line = _line(state, after)
        if line and state.sCount[after] < state.blkIndent:
            break
        if line.startswith(opening[1]):
            inner_opening, closing = _OPENING.fullmatch(line), _CLOSING.fullmatch(line)
            open_ += inner_opening is not None and inner_opening[1] == opening[1]
            open_ -= closing is not None and closing[1] == opening[1]
            if not open_:
                break
        after += 1
    closed = not open_
    inner = state.getLines(first + 1, after, state.sCount[first], False).split("\n")
    options: list[tuple[str, str]] = []
    while len(options) < len(inner) and (found := _OPTION.fullmatch(inner[len(options)].strip())):
        options.append((found[1], (found[2] or "").strip()))
    token = state.push("directive", "", 0)
    token.block = True
    token.map = [first, after + closed]
    token.meta = {
        "source": DirectiveSource(
            opening[2],
            opening[3].strip(),
            tuple(options),
            "\n".join(inner[len(options) :]),
            1 + len(options),
            closed,
        )
    }
    state.line = after + closed
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()
