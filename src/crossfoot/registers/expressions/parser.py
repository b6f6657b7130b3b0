"""From text to a tree. What the words mean is for `binding`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NoReturn

from crossfoot.errors import CrossfootError, Problem
from crossfoot.registers.expressions.spans import Span
from crossfoot.registers.expressions.tree import (
    Binary,
    Call,
    InPeriod,
    Listing,
    Literal,
    Name,
    Node,
    Unary,
)

_TOKEN = re.compile(
    r"\s*(?:(?P<span>\d+ ?(?:bd|wk|mo|h|d|y)\b)|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[a-z_A-Z][\w]*(?:\.[a-z_A-Z][\w]*)*)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<op><=|>=|!=|[-+*/=<>(),\[\]]))"
)
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_PERIODS = ("period", "previous_period")


def parse(text: str, place: str = "") -> Node:
    """Read an expression.

    >>> parse("score < 60 and not blocked").op
    'and'

    Args:
        text: the expression.
        place: where it stands, for messages.

    Raises:
        CrossfootError: it is not an expression of the language.
    """
    return _Parser(text, place).whole()


class _Parser:
    """Recursive descent: or, and, not, comparison, sum, product, sign, value."""

    def __init__(self, text: str, place: str) -> None:
        self.text = text
        self.place = place
        self.tokens = self.split()
        self.at = 0

    def split(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        at, end = 0, len(self.text.rstrip())
        while at < end:
            match = _TOKEN.match(self.text, at)
            if match is None:
                self.refuse(f"{self.text[at:].strip()[:20]!r} cannot be read")
            kind = match.lastgroup or ""
            found.append((kind, match[kind]))
            at = match.end()
        return found

    def whole(self) -> Node:
        if not self.tokens:
            self.refuse("there is nothing in it")
        try:
            node = self.either()
        except RecursionError:
            self.refuse("it is nested too deeply")
        if self.at < len(self.tokens):
            self.refuse(f"{self.peek()!r} is not expected there")
        return node

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self, *words: str) -> str:
        """The next token where it is one of the words, else empty."""
        word = self.peek()
        if word in words and self.kind() in ("name", "op"):
            self.at += 1
            return word
        return ""

    def expect(self, word: str) -> None:
        if not self.take(word):
            seen = f"{self.peek()!r}" if self.peek() else "the end"
            self.refuse(f"{word!r} is expected, not {seen}")

    def either(self) -> Node:
        node = self.both()
        while self.take("or"):
            node = Binary("or", node, self.both())
        return node

    def both(self) -> Node:
        node = self.negated()
        while self.take("and"):
            node = Binary("and", node, self.negated())
        return node

    def negated(self) -> Node:
        if self.take("not"):
            return Unary("not", self.negated())
        return self.comparison()

    def comparison(self) -> Node:
        left = self.added()
        if op := self.take(*_COMPARISONS):
            return Binary(op, left, self.added())
        if op := self.take("filled", "empty"):
            return Unary(op, left)
        if self.take("has"):
            return Binary("has", left, self.added())
        if self.take("in"):
            if word := self.take(*_PERIODS):
                return InPeriod(left, word == "previous_period")
            return Binary("in", left, self.list_behind_in())
        if self.take("not"):  # behind a value, it can only be `not in`
            self.expect("in")
            return Unary("not", Binary("in", left, self.list_behind_in()))
        return left

    def list_behind_in(self) -> Node:
        if self.peek() != "[":
            return self.value()  # a parameter that holds several words
        self.expect("[")
        items = [self.added()]
        while self.take(","):
            items.append(self.added())
        self.expect("]")
        return Listing(tuple(items))

    def added(self) -> Node:
        node = self.multiplied()
        while op := self.take("+", "-"):
            node = Binary(op, node, self.multiplied())
        return node

    def multiplied(self) -> Node:
        node = self.signed()
        while op := self.take("*", "/"):
            node = Binary(op, node, self.signed())
        return node

    def signed(self) -> Node:
        if self.take("-"):
            return Unary("-", self.signed())
        return self.value()

    def value(self) -> Node:
        kind, word = self.kind(), self.peek()
        if self.take("("):
            node = self.either()
            self.expect(")")
            return node
        self.at += 1
        match kind:
            case "number":
                return Literal(Decimal(word))
            case "span":
                return Literal(Span.parse(word))
            case "text":
                return Literal(word[1:-1])
            case "name" if word in ("true", "false"):
                return Literal(word == "true")
            case "name" if self.peek() == "(" and self.kind() == "op":
                return self.call(word)
            case "name":
                return Name(tuple(word.split(".")))
        return self.refuse(f"a value is expected, not {word!r}" if word else "it ends too early")

    def call(self, name: str) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        while not self.take(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.either())
        return Call(name, tuple(arguments))

    def refuse(self, what: str) -> NoReturn:
        remedy = "docs/explanation/registers.md has the language."
        raise CrossfootError(Problem(f"{self.text!r}: {what}", where=self.place, remedy=remedy))
