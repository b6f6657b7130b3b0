"""The quick reader of plain YAML.

A YAML reader in Python takes seconds for a catalogue of hundreds of definitions. Our files keep
to a plain part of the language: entries and items by indentation, `[a, b]` and `{k: v}` on one
line, quoted or unquoted text on one line, and folded text (`>-`). This reader reads that part and
nothing else; whatever it is not sure of it leaves to the full reader by raising `BeyondPlain`.
It never guesses: where it gives an answer, the full reader gives the same one (tested).
"""

from __future__ import annotations

import re

from crossfoot.definitions.nodes import Entries, Items, Node, Scalar


class BeyondPlain(Exception):
    """The text uses more of YAML than the quick reader knows, or is broken."""


#: control characters, tabs, and what some reader takes for a space or the end of a line
_UNUSUAL = re.compile(
    "[^\n\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\ud7ff\uf900-\ufefe\uff00-\ufffd]"
)
_KEY = re.compile(r"(?P<key>\w[^:#]*?) *:(?: +(?P<rest>.*))?")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_FLOW_WORD = re.compile(r"[^\s,\[\]{}#&*!|>'\"%@`:?\-][^,\[\]{}:#]*")
_NOT_FIRST = frozenset("[]{},#&*!|>'\"%@`?:")


def read_plain(text: str) -> Node:
    """Read the text of a definition file.

    Raises:
        BeyondPlain: the full reader must decide.
    """
    if _UNUSUAL.search(text):
        raise BeyondPlain
    reader = _Reader(text)
    node = reader.block(reader.indent())
    if reader.at < len(reader.lines):
        raise BeyondPlain
    return node


class _Reader:
    """Walks over the lines that say something; `at` is the line that comes next."""

    def __init__(self, text: str) -> None:
        self.raw = text.split("\n")
        self.lines: list[tuple[int, int, str]] = []
        for number, line in enumerate(self.raw, start=1):
            content = line.strip(" ")
            if content and content[0] != "#":
                self.lines.append((number, len(line) - len(line.lstrip(" ")), content))
        self.at = 0
        if not self.lines:
            raise BeyondPlain

    def indent(self) -> int:
        """Indentation of the line that comes next, -1 at the end."""
        return self.lines[self.at][1] if self.at < len(self.lines) else -1

    def is_item(self) -> bool:
        content = self.lines[self.at][2]
        return content == "-" or content.startswith("- ")

    def block(self, indent: int) -> Node:
        return self.items(indent) if self.is_item() else self.entries(indent)

    def items(self, indent: int) -> Items:
        found = Items([], self.lines[self.at][0])
        while self.indent() == indent and self.is_item():
            number, _, content = self.lines[self.at]
            rest = content[1:].lstrip(" ")
            if not rest or rest == "-" or rest.startswith("- "):
                raise BeyondPlain
            if _KEY.fullmatch(rest):
                # entries that begin on the line of the dash: read on as if the dash were a space
                inner = indent + len(content) - len(rest)
                self.lines[self.at] = (number, inner, rest)
                found.items.append(self.entries(inner))
            else:
                self.at += 1
                found.items.append(self.value(rest, number, indent))
        return found

    def entries(self, indent: int) -> Entries:
        found = Entries(self.lines[self.at][0])
        while self.indent() == indent and not self.is_item():
            number, _, content = self.lines[self.at]
            match = _KEY.fullmatch(content)
            if match is None:
                raise BeyondPlain
            self.at += 1
            found.add(match["key"], number, self.entry(match["rest"] or "", number, indent))
        if self.indent() > indent:
            raise BeyondPlain
        return found

    def entry(self, rest: str, number: int, indent: int) -> Node:
        if rest and rest[0] != "#":
            return self.value(rest, number, indent)
        below = self.indent()
        if below > indent:
            return self.block(below)
        if below == indent and self.is_item():
            return self.items(indent)
        return Scalar("", number)

    def value(self, rest: str, number: int, indent: int) -> Node:
        """What stands behind a key or a dash on the same line."""
        if rest == ">-":
            return self.folded(number, indent)
        if self.indent() > indent:
            raise BeyondPlain  # the text goes on in the next line
        if rest[0] in "[{":
            node, end = _flow(rest, 0, number)
            _end_of_line(rest[end:])
            return node
        for quoted in (_DOUBLE, _SINGLE):
            if match := quoted.match(rest):
                _end_of_line(rest[match.end() :])
                return Scalar(_unquoted(match), number)
        return Scalar(_word(rest), number)

    def folded(self, number: int, indent: int) -> Scalar:
        """The lines below, joined by spaces."""
        inner = self.indent()
        if inner <= indent:
            raise BeyondPlain
        parts: list[str] = []
        row = number  # index of the line behind `number`, as the list counts from 0
        while row < len(self.raw) and self.raw[row].startswith(" " * inner):
            part = self.raw[row][inner:]
            if not part or part != part.strip(" "):
                raise BeyondPlain  # an empty or deeper line keeps its break in folded text
            parts.append(part)
            row += 1
        if row < len(self.raw) and not self.raw[row].strip(" "):
            # empty lines at the end are cut off, unless more of the text comes behind them
            after = next((line for line in self.raw[row:] if line.strip(" ")), "")
            if len(after) - len(after.lstrip(" ")) > indent:
                raise BeyondPlain
        while self.at < len(self.lines) and self.lines[self.at][0] <= row:
            self.at += 1
        if not parts or self.indent() > indent:
            raise BeyondPlain
        return Scalar(" ".join(parts), number)


def _word(rest: str) -> str:
    """Unquoted text without the comment behind it."""
    text = rest.partition(" #")[0].rstrip(" ")
    dashed = text[0] == "-" and text[1:2] in ("", " ")
    if text[0] in _NOT_FIRST or dashed or ": " in text or text.endswith(":"):
        raise BeyondPlain
    return text


def _unquoted(match: re.Match[str]) -> str:
    if match.re is _SINGLE:
        return match[1].replace("''", "'")
    return re.sub(r"\\(.)", r"\1", match[1])


def _end_of_line(rest: str) -> None:
    if rest.strip(" ") and not rest.lstrip(" ").startswith("#"):
        raise BeyondPlain
    if rest.startswith("#"):
        raise BeyondPlain


def _flow(text: str, at: int, number: int) -> tuple[Node, int]:
    """`[...]`, `{...}` or a word inside one of them, from position `at`; also where it ends."""
    if text[at] == "[":
        return _flow_items(text, at + 1, number)
    if text[at] == "{":
        return _flow_entries(text, at + 1, number)
    for quoted in (_DOUBLE, _SINGLE):
        if match := quoted.match(text, at):
            return Scalar(_unquoted(match), number), match.end()
    word = _FLOW_WORD.match(text, at)
    if word is None:
        raise BeyondPlain
    return Scalar(word[0].rstrip(" "), number), word.end()


def _flow_items(text: str, at: int, number: int) -> tuple[Node, int]:
    found = Items([], number)
    at = _skip(text, at)
    while text[at] != "]":
        node, at = _flow(text, at, number)
        found.items.append(node)
        at = _comma(text, at, "]")
    return found, at + 1


def _flow_entries(text: str, at: int, number: int) -> tuple[Node, int]:
    found = Entries(number)
    at = _skip(text, at)
    while text[at] != "}":
        key, at = _flow(text, at, number)
        at = _skip(text, at)
        if not isinstance(key, Scalar) or text[at : at + 2] != ": ":
            raise BeyondPlain
        node, at = _flow(text, _skip(text, at + 1), number)
        found.add(key.text, number, node)
        at = _comma(text, at, "}")
    return found, at + 1


def _skip(text: str, at: int) -> int:
    """The next position that is not a space."""
    while at < len(text) and text[at] == " ":
        at += 1
    if at == len(text):
        raise BeyondPlain
    return at


def _comma(text: str, at: int, closing: str) -> int:
    """Past a comma, or on the closing bracket."""
    at = _skip(text, at)
    if text[at] == ",":
        return _skip(text, at + 1)
    if text[at] != closing:
        raise BeyondPlain
    return at
