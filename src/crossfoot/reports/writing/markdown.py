"""From Markdown to pieces of HTML: what an author types is escaped, references become pieces.

The renderer writes a placeholder of private-use characters for each reference; the result is cut
at the placeholders, so that no text of an author is ever taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from crossfoot.reports.writing.rules import DirectiveSource, RoleSource, add_rules

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from crossfoot.reports.writing.blocks import Block, Parts
    from crossfoot.reports.writing.inlines import Inline

#: the end of a line that prints nothing
LINE_END = "<wbr>"

_PLACEHOLDER = re.compile("\ue000([0-9]+)\ue001")
_PRIVATE = re.compile("[\ue000\ue001\x00]")

#: addresses that a text may link to; everything else is a place of the report or a mistake
SAFE_LINKS = ("https://", "http://", "mailto:")


@cache
def parser() -> MarkdownIt:
    """Markdown with tables and footnotes, roles and directives; HTML is text."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    made = MarkdownIt("commonmark", {"html": False})
    made.enable(["table", "strikethrough"])
    made.use(footnote_plugin, inline=False, move_to_end=True)
    add_rules(made)
    # links are judged when they are drawn, so that a bad one becomes a finding
    made.validateLink = _any_link  # type: ignore[method-assign]
    rules: dict[str, Callable[..., str]] = {
        "role": _draw_piece,
        "directive": _draw_piece,
        "image": _draw_piece,
        "link_open": _draw_link,
        "softbreak": _draw_softbreak,
        # a heading within a list or a quotation is none of the chapter's outline
        "heading_open": lambda *_: '<p class="heading">',
        "heading_close": lambda *_: "</p>\n",
    }
    for name, rule in rules.items():
        made.add_render_rule(name, rule)
    return made


def _any_link(url: str) -> bool:
    return True


def clean(text: str) -> str:
    """A text without the characters that mark places in the rendering."""
    return _PRIVATE.sub("\ufffd", text)


class Rendering:
    """One text on its way to blocks.

    Args:
        text: Markdown.
        first_line: line of the file that it begins with.
        make: makes a piece of a token: a role, a directive, an image.
        link: judges the address of a link; returns what is written as its `href`.
        name: makes anchors of footnotes unique.
        joins: whether lines follow each other without a space, as in Chinese.
        words: what is done with the words between references, code and addresses.
    """

    def __init__(
        self,
        text: str,
        first_line: int,
        make: Callable[[Token, int], Inline | Block | None],
        link: Callable[[str, int], str],
        name: str,
        joins: bool = False,
        words: Callable[[str], str] = lambda text: text,
    ) -> None:
        self.joins = joins
        self.make = make
        self.link = link
        self.line = first_line
        self._first_line = first_line
        self._pieces: list[Inline | Block | None] = []
        self._env: dict[str, Any] = {"rendering": self, "docId": name}
        self.tokens: list[Token] = parser().parse(clean(text), self._env)
        for token in self.tokens:
            for child in token.children or ():
                if child.type == "text":
                    child.content = words(child.content)
        _number_lines(self.tokens)

    def groups(self) -> Iterator[list[Token]]:
        """The tokens of each block of the top level."""
        group: list[Token] = []
        depth = 0
        for token in self.tokens:
            group.append(token)
            depth += token.nesting
            if depth == 0:
                yield group
                group = []
        if group:
            yield group

    def line_of(self, tokens: Sequence[Token]) -> int:
        """Line of the file that some tokens begin with."""
        return next((self._first_line + t.map[0] for t in tokens if t.map), self._first_line)

    def parts(self, tokens: Sequence[Token]) -> Parts:
        """HTML of some tokens in pieces."""
        self.line = self.line_of(tokens)
        made = parser()
        html = made.renderer.render(tokens, made.options, self._env)
        pieces = _PLACEHOLDER.split(html)
        found: list[str | Inline | Block] = []
        for index, piece in enumerate(pieces):
            if index % 2 == 0:
                if piece:
                    found.append(piece)
            elif (known := self._pieces[int(piece)]) is not None:
                found.append(known)
        return tuple(found)

    def piece(self, token: Token) -> str:
        """Make the piece of a token and return its placeholder."""
        line = self._first_line + token.map[0] if token.map else self.line
        line += token.meta.get("line", 0)
        self._pieces.append(self.make(token, line))
        return f"\ue000{len(self._pieces) - 1}\ue001"


def _number_lines(tokens: Sequence[Token]) -> None:
    """Tell each inline token how many lines below the beginning of its block it stands."""
    last = None
    for token in tokens:
        last = token.map or last
        below = 0
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                below += 1
            child.map = last
            child.meta = {**child.meta, "line": below}
            _number_images(child)


def _number_images(token: Token) -> None:
    # roles within the words of an image are not drawn: its words are plain
    token.children = [each for each in token.children or () if each.type != "role"] or None


def _draw_piece(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    return str(env["rendering"].piece(tokens[index]))


def _draw_link(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    from html import escape

    rendering, token = env["rendering"], tokens[index]
    line = (token.map[0] if token.map else 0) + token.meta.get("line", 0)
    href = rendering.link(str(token.attrGet("href") or ""), rendering._first_line + line)
    if not href:
        return "<a>"
    outside = ' rel="noopener noreferrer"' if href.startswith(SAFE_LINKS) else ""
    return f'<a href="{escape(href)}"{outside}>'


def _draw_softbreak(
    _self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any
) -> str:
    """The end of a line: a space, but not between Chinese words."""
    if not env["rendering"].joins:
        return "\n"
    before = tokens[index - 1].content[-1:] if index else ""
    after = tokens[index + 1].content[:1] if index + 1 < len(tokens) else ""
    latin = all(sign.isascii() and sign.isalnum() for sign in (before, after))
    return "\n" if latin and before and after else LINE_END


def source_of(token: Token) -> RoleSource | DirectiveSource:
    """The role or directive of a token."""
    source: RoleSource | DirectiveSource = token.meta["source"]
    return source
