"""Typed access to a definition; what is missing or wrong becomes a problem with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from crossfoot.definitions.nodes import Entries, Items, Line, Node, Scalar
from crossfoot.definitions.reader import read_file
from crossfoot.errors import Problem
from crossfoot.languages import Text

_YES_NO = {"true": True, "yes": True, "false": False, "no": False}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest known word, empty where none is near.

    >>> did_you_mean("ghg.scop1", ["ghg.scope1", "water.use"])
    "Did you mean 'ghg.scope1'?"
    """
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else ""


class Section:
    """Entries of a definition file, asked for by name.

    Every question that finds something missing or wrong adds to `problems` and answers with an
    empty value, so that one reading names all mistakes.
    """

    def __init__(
        self,
        node: Node,
        file: str,
        problems: list[Problem],
        name: str = "",
        *,
        line: int | None = None,
    ) -> None:
        self.file = file
        self.name = name
        self.problems = problems
        self.number = node.line if line is None else line
        if not isinstance(node, Entries):
            what = f"{name!r} has no entries" if name else "the file has no entries"
            remedy = "Write one 'name: value' per line."
            problems.append(Problem(what, where=str(Line(file, self.number)), remedy=remedy))
            node = Entries(node.line)
        self._entries = node

    @classmethod
    def of_file(cls, path: Path, problems: list[Problem], name: str = "") -> Section:
        """The whole of a file, which messages call `name`.

        Raises:
            CrossfootError: the file cannot be read as YAML at all.
        """
        file = name or str(path)
        return cls(read_file(path, file), file, problems)

    def __contains__(self, key: str) -> bool:
        """Whether the section has an entry of that name."""
        return key in self._entries.nodes

    def __iter__(self) -> Iterator[str]:
        """The names of the entries, in the order of the file."""
        return iter(self._entries.nodes)

    def line(self, key: str = "") -> Line:
        """The line of an entry, or where the section begins."""
        return Line(self.file, self._entries.lines.get(key, self.number))

    def problem(self, what: str, key: str = "", *, why: str = "", remedy: str = "") -> None:
        """Add a problem at the line of an entry."""
        self.problems.append(Problem(what, where=str(self.line(key)), why=why, remedy=remedy))

    def only(self, known: Iterable[str]) -> None:
        """Add a problem for each entry that is not known."""
        known = tuple(known)
        for key in self:
            if key not in known:
                remedy = did_you_mean(key, known) or f"Known here: {', '.join(known)}."
                self.problem(f"{self._called(key)} is not known", key, remedy=remedy)

    def text(self, key: str, *, required: bool = False) -> str:
        """The text of an entry, empty where it is absent."""
        node = self._entries.nodes.get(key)
        if isinstance(node, Items | Entries):
            self.problem(f"{self._called(key)} must be one text", key)
            return ""
        if required and (node is None or not node.text):
            self.problem(f"{self._called(key)} is missing", key)
        return node.text if node else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list; one text counts as a list of one."""
        node = self._entries.nodes.get(key)
        if node is None:
            return ()
        items = node.items if isinstance(node, Items) else [node]
        found = [item.text for item in items if isinstance(item, Scalar) and item.text]
        if len(found) != len(items):
            self.problem(f"{self._called(key)} must be a list of texts", key)
        for text in sorted({text for text in found if found.count(text) > 1}):
            self.problem(f"{self._called(key)} names {text!r} twice", key)
        return tuple(found)

    def choice(self, key: str, choices: Iterable[str]) -> str:
        """One of some words; a problem and empty where it is none of them."""
        text = self.text(key, required=True)
        choices = tuple(choices)
        if not text or text in choices:
            return text
        remedy = did_you_mean(text, choices) or f"Write one of: {', '.join(choices)}."
        self.problem(f"{self._called(key)} is {text!r}, which is not known", key, remedy=remedy)
        return ""

    def flag(self, key: str) -> bool:
        """Yes or no; no where the entry is absent."""
        text = self.text(key)
        if text.lower() not in {"", *_YES_NO}:
            self.problem(f"{self._called(key)} is {text!r}, not yes or no", key)
        return _YES_NO.get(text.lower(), False)

    def decimal(self, key: str) -> Decimal | None:
        """A number exactly as written; None where it is absent or not a number."""
        text = self.text(key, required=True)
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or "_" in text:
            self.problem(f"{self._called(key)} is {text!r}, not a number", key)
            return None
        return number

    def both(self, key: str) -> Text:
        """A text in both languages; a problem where one of them is missing."""
        if key not in self:
            self.problem(f"{self._called(key)} is missing", remedy="Give it in en and zh.")
            return Text("", "")
        inner = self.section(key)
        inner.only(("en", "zh"))
        return Text(inner.text("en", required=True), inner.text("zh", required=True))

    def remark(self, key: str) -> Text:
        """A text of one or of both languages; what is said once stands for both."""
        if isinstance(self._entries.nodes.get(key), Entries):
            return self.both(key)
        text = self.text(key)
        return Text(text, text)

    def section(self, key: str, *, called: str | None = None) -> Section:
        """The entries under a name; none where it is absent.

        Args:
            key: the name.
            called: how messages name the section, where its path in the file says too much.
        """
        line = self.line(key).number
        node = self._entries.nodes.get(key)
        if node is None or (isinstance(node, Scalar) and not node.text):
            node = Entries(line)
        name = self._path(key) if called is None else called
        return Section(node, self.file, self.problems, name, line=line)

    def node(self, key: str) -> Node | None:
        """What stands under a name, as it was read; None where it is absent."""
        return self._entries.nodes.get(key)

    def sections(self) -> Iterator[tuple[str, Section]]:
        """Every entry as a section, by name."""
        for key in self:
            yield key, self.section(key)

    def list_of_sections(self, key: str) -> list[Section]:
        """The entries of each item in a list."""
        node = self._entries.nodes.get(key)
        if node is None:
            return []
        if not isinstance(node, Items):
            self.problem(f"{self._called(key)} must be a list", key, remedy="Begin each with '- '.")
            return []
        return [Section(item, self.file, self.problems, self._path(key)) for item in node.items]

    def _path(self, key: str) -> str:
        return f"{self.name}: {key}" if self.name else key

    def _called(self, key: str) -> str:
        return f"{key!r} of {self.name!r}" if self.name else repr(key)
