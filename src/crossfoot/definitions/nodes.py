"""What a definition file is made of. Lines count from 1."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a definition file: where a message sends its reader.

    >>> str(Line("energy.yaml", 12))
    'energy.yaml, line 12'
    """

    file: str
    number: int

    def __str__(self) -> str:
        """The place in words, as messages show it."""
        return f"{self.file}, line {self.number}"


@dataclass(slots=True)
class Scalar:
    """A piece of text; numbers and yes or no are text too, until a definition asks."""

    text: str
    line: int


@dataclass(slots=True)
class Items:
    """Things in order."""

    items: list[Node]
    line: int


@dataclass(slots=True)
class Entries:
    """Things by name, in the order of the file.

    Attributes:
        nodes: the values by key.
        lines: the line of each key.
        line: where the entries begin.
        repeated: keys that occur again, with the line of each later occurrence; the first
            occurrence is the one in `nodes`.
    """

    line: int
    nodes: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)

    def add(self, key: str, line: int, node: Node) -> None:
        """Take in one entry; a key that is there already is kept as repeated."""
        if key in self.nodes:
            self.repeated.append((key, line))
        else:
            self.nodes[key] = node
            self.lines[key] = line


Node = Scalar | Items | Entries
