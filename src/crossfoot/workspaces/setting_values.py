"""The values of a settings file: from TOML, checked, and back to TOML.

Each reader takes what TOML says and raises ValueError with the words that follow "write …".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, TypeVar

from crossfoot.facts.entities import Approach
from crossfoot.languages import EDITIONS, TRADITIONAL, OwnTraditional, Text
from crossfoot.quantities.gases import WARMING_POTENTIAL_SETS

T = TypeVar("T")

CLAIMS = ("with reference", "in accordance")


def _expect(right: object, what: str) -> None:
    if not right:
        raise ValueError(what)


def word(value: Any) -> str:
    """One text."""
    _expect(isinstance(value, str), 'a text in quotes, such as "CN"')
    return str(value)


def words(value: Any) -> Text:
    """A text, the same in both languages, or one in each; Traditional Chinese may have its own."""
    by_language = {"en": value, "zh": value} if isinstance(value, str) else value
    _expect(
        isinstance(by_language, Mapping)
        and by_language.keys() <= set(EDITIONS)
        and all(isinstance(text, str) for text in by_language.values())
        and any(by_language.values()),
        'a text in quotes, or one in each language: { en = "…", zh = "…" }',
    )
    en, zh = by_language.get("en", ""), by_language.get("zh", "")
    own = by_language.get(TRADITIONAL)
    return OwnTraditional(en, zh, own) if own else Text(en, zh)


def year(value: Any) -> int:
    """A year as a number of four digits."""
    _expect(
        isinstance(value, int) and 1990 <= value <= 2100,
        "a year between 1990 and 2100, without quotes, such as 2023",
    )
    return int(value)


def day(value: Any) -> date:
    """A date, quoted or not."""
    found = value
    if isinstance(value, str):
        with suppress(ValueError):
            found = date.fromisoformat(value)
    _expect(
        isinstance(found, date) and not isinstance(found, datetime), "a date, such as 2024-03-31"
    )
    return found  # type: ignore[no-any-return]  # just checked


def many(each: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    """A list whose members are all of one kind."""

    def read(value: Any) -> tuple[T, ...]:
        _expect(isinstance(value, list), 'a list in square brackets, such as ["a", "b"]')
        return tuple(each(member) for member in value)

    return read


def one_of(*known: str) -> Callable[[Any], str]:
    """One of a few texts."""

    def read(value: Any) -> str:
        _expect(value in known, f"one of {', '.join(known)}")
        return str(value)

    return read


def some_of(*known: str) -> Callable[[Any], tuple[str, ...]]:
    """A list of some of a few texts."""

    def read(value: Any) -> tuple[str, ...]:
        _expect(
            isinstance(value, list) and all(member in known for member in value),
            f"a list in square brackets, of {', '.join(known)}",
        )
        return tuple(value)

    return read


claim = one_of(*CLAIMS)


def approach(value: Any) -> Approach:
    """A consolidation approach."""
    return Approach(one_of(*map(str, Approach))(value))


def standards(value: Any) -> tuple[str, ...]:
    """Ids of standards that ship."""
    from crossfoot.standards.catalogue import STANDARDS

    return some_of(*STANDARDS)(value)


def warming_potentials(value: Any) -> tuple[str, ...]:
    """One or more sets of warming potentials."""
    chosen = some_of(*WARMING_POTENTIAL_SETS)(value)
    _expect(chosen, f"at least one of {', '.join(WARMING_POTENTIAL_SETS)}")
    return chosen


def toml(value: Any) -> str:
    r"""A value as TOML writes it.

    >>> print(toml(("a", "b")), toml(Text("b", "乙")), toml(date(2024, 3, 31)), toml('5" pipe'))
    ["a", "b"] { en = "b", zh = "乙" } 2024-03-31 "5\" pipe"
    """
    match value:
        case OwnTraditional(en=en, zh=zh, traditional=str(own)):
            return f"{{ en = {toml(en)}, zh = {toml(zh)}, {TRADITIONAL} = {toml(own)} }}"
        case Text(en=en, zh=zh):
            return f"{{ en = {toml(en)}, zh = {toml(zh)} }}"
        case (Text(), *_):
            return "".join(("[\n", *(f"  {toml(member)},\n" for member in value), "]"))
        case tuple():
            return f"[{', '.join(toml(member) for member in value)}]"
        case str():
            return f'"{"".join(map(_escaped, value))}"'
        case _:
            return str(value)


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    short = {"\n": "\\n", "\t": "\\t"}.get(letter)
    return short or (letter if letter.isprintable() else f"\\U{ord(letter):08x}")
