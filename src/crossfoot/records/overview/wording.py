"""How figures of the overview are named and printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crossfoot.facts.boundaries import nil_text
from crossfoot.facts.fact import Fact
from crossfoot.languages import Language, Text
from crossfoot.records.collection.labels import members, metric_title
from crossfoot.reports.numbers import computed_places, decimals_of, format_number

#: more decimals than these are those of a calculation, not of a measurement
_MOST_PLACES = 4

#: digits of a long number that a line has room for
_MOST_DIGITS = 8

_WAITS = {
    "missing entities": Text("missing: {names}", "尚缺：{names}"),
    "missing periods": Text("missing periods: {names}", "尚缺期间：{names}"),
}


def figure_label(fact: Fact, names: Mapping[str, str], language: Language) -> str:
    """What a fact is about: `Employees · Female · Hefei plant · 2023`."""
    parts = (
        metric_title(fact.metric)[language],
        members(fact.dimensions, language),
        names.get(fact.entity, fact.entity),
        fact.period.label(language),
    )
    return " · ".join(part for part in parts if part)


def value_words(
    value: Decimal | str | None, unit: str, language: Language, *, stated: bool = False
) -> str:
    """A value with the digits that it has; a calculated one with those that say something.

    Args:
        value: a number, a text, or None where there is none.
        unit: of the number.
        language: of the reader.
        stated: the number was stated by somebody, as factors are: all its digits count.
    """
    if value is None:
        return "–"
    if not isinstance(value, Decimal):
        return value
    places = decimals_of(value)
    if places > _MOST_PLACES:
        places = decimals_of(value.normalize())
    if places > _MOST_PLACES and not stated:
        places = max(_MOST_PLACES, computed_places(value, unit))
    return format_number(value, places, language)


def short_words(value: Decimal | str | None, language: Language) -> str:
    """A number of very many digits with the first of them; empty where it has no more."""
    if not isinstance(value, Decimal) or not value:
        return ""
    places = max(_MOST_PLACES, _MOST_DIGITS - 1 - value.adjusted())
    return format_number(value, places, language) if decimals_of(value.normalize()) > places else ""


def waiting_words(reason: str, names: Mapping[str, str]) -> Text:
    """Why a figure has no value; units are called by their names."""
    what, _, listed = reason.partition(": ")
    if what not in _WAITS:
        return nil_text(reason)
    called = [names.get(each, each) for each in listed.split(", ")] if listed else []
    words = _WAITS[what]
    return Text(words.en.format(names=", ".join(called)), words.zh.format(names="、".join(called)))
