"""From a file to nodes with lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.definitions.nodes import Entries, Items, Line, Node, Scalar
from crossfoot.definitions.plain import BeyondPlain, read_plain
from crossfoot.errors import CrossfootError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_file(path: Path, name: str = "") -> Node:
    """Read a definition file.

    Args:
        path: the file, UTF-8.
        name: how messages call it; the path where empty.

    Raises:
        CrossfootError: the file is missing, not UTF-8, not YAML, or names a key twice.
    """
    name = name or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        problem = Problem(f"cannot be read: {error.strerror}", where=name)
        raise CrossfootError(problem) from error
    except UnicodeDecodeError as error:
        problem = Problem("is not UTF-8 text", where=name, remedy="Save it with encoding UTF-8.")
        raise CrossfootError(problem) from error
    return read_text(text, name)


def read_text(text: str, name: str) -> Node:
    """Read the text of a definition file called `name`.

    >>> node = read_text("gas: SF6", "gases.yaml")
    >>> node.nodes["gas"]
    Scalar(text='SF6', line=1)

    Raises:
        CrossfootError: the text is not YAML, or names a key twice.
    """
    node = _quickly(text) or read_fully(text, name)
    problems = [
        Problem(
            f"{key!r} is defined twice",
            where=str(Line(name, line)),
            why=f"The first definition is on line {entries.lines[key]}; only one can hold",
        )
        for entries in _entries_of(node)
        for key, line in entries.repeated
    ]
    if problems:
        raise CrossfootError.of(problems)
    return node


def _quickly(text: str) -> Node | None:
    try:
        return read_plain(text)
    except BeyondPlain:
        return None


def read_fully(text: str, name: str) -> Node:
    """Read any YAML text with the full reader; slow, but it knows all of the language.

    Raises:
        CrossfootError: the text is not YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = str(Line(name, mark.line + 1)) if mark else name
        problem = Problem(f"is not YAML: {error.problem or error.context}", where=where)
        raise CrossfootError(problem) from error
    except YAMLError as error:
        raise CrossfootError(Problem(f"is not YAML: {error}", where=name)) from error
    if node is None:
        raise CrossfootError(Problem("the file is empty", where=name))
    return _converted(node, name)


def _converted(node: Any, name: str) -> Node:
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    line = node.start_mark.line + 1
    if isinstance(node, SequenceNode):
        return Items([_converted(item, name) for item in node.value], line)
    if isinstance(node, MappingNode):
        entries = Entries(line)
        for key, value in node.value:
            key_line = key.start_mark.line + 1
            if not isinstance(key.value, str):
                problem = Problem("a key must be plain text", where=str(Line(name, key_line)))
                raise CrossfootError(problem)
            found = _converted(value, name)
            if isinstance(found, Scalar) and not found.text:
                found.line = key_line  # where nothing is written, the key is the place
            entries.add(key.value, key_line, found)
        return entries
    return Scalar(node.value, line)


def _entries_of(node: Node) -> Iterator[Entries]:
    """All entries inside a node, outermost first."""
    if isinstance(node, Entries):
        yield node
        for value in node.nodes.values():
            yield from _entries_of(value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _entries_of(item)
