"""How figures of the overview are named and printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crossfoot.calculation.called import called
from crossfoot.facts.boundaries import nil_text, note_text
from crossfoot.facts.fact import Fact
from crossfoot.facts.left_out import Named
from crossfoot.languages import Language, Text
from crossfoot.quantities.rounding import round_half_away
from crossfoot.records.collection.labels import members, metric_title
from crossfoot.reports.numbers import (
    computed_places,
    decimals_of,
    format_number,
    format_signed,
    qualified,
)

#: more decimals than these are those of a calculation, not of a measurement
_MOST_PLACES = 4

#: decimals of a change that are shown at most; a calculated value is kept with as many
_SMALLEST = 9

#: digits of a long number that a line has room for
_MOST_DIGITS = 8


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


def signed_words(value: Decimal, places: int, language: Language) -> str:
    """A change with its sign; a small one with the digits that show it, never as zero.

    >>> signed_words(Decimal("1.23456"), 2, "en"), signed_words(Decimal("-0.0000123"), 4, "en")
    ('+1.23', '−0.000012')
    >>> signed_words(Decimal("1E-15"), 4, "en"), signed_words(Decimal(0), 4, "en")
    ('< +0.000000001', '0.0000')
    """
    if not value or round_half_away(value, places):
        return format_signed(value, places, language)
    if -value.adjusted() > _SMALLEST:
        least = Decimal(1).scaleb(-_SMALLEST).copy_sign(value)
        return f"{'<' if value > 0 else '>'} {format_signed(least, _SMALLEST, language)}"
    return format_signed(value, min(1 - value.adjusted(), _SMALLEST), language)


def short_words(value: Decimal | str | None, language: Language) -> str:
    """A number of very many digits with the first of them; empty where it has no more."""
    if not isinstance(value, Decimal) or not value:
        return ""
    places = max(_MOST_PLACES, _MOST_DIGITS - 1 - value.adjusted())
    return format_number(value, places, language) if decimals_of(value.normalize()) > places else ""


def fact_words(fact: Fact, language: Language) -> str:
    """The value of a fact with the words that limit it: "at least 855.45"."""
    text = value_words(fact.value, fact.unit, language)
    return qualified(text, fact.qualifier, language) if fact.is_number else text


def waiting_words(reason: str, names: Mapping[str, str]) -> Text:
    """Why a figure has no value; units are called by their names."""
    return nil_text(reason, _called(names))


def footnote_words(note: str, names: Mapping[str, str]) -> Text:
    """The footnote of a figure; units and activities are called by their names."""
    return note_text(note, _called(names))


def _called(names: Mapping[str, str]) -> Named:
    return called({code: Text(name, name) for code, name in names.items()})
