"""Units as a report prints them, with the measure words that Chinese counts things by."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.languages import TRADITIONAL, Language, Text
from crossfoot.quantities.units import unit_label
from crossfoot.traditional import in_traditional

COUNT = "count"


def printed_unit(unit: str, language: Language, metric: str = "") -> str:
    """A unit beside a number; empty for a plain number.

    Args:
        unit: unit expression.
        language: the language of the page.
        metric: what is counted, where the unit is a count.

    >>> printed_unit("count", "zh", "suppliers.count"), printed_unit("count", "zh")
    ('家', '个')
    >>> printed_unit("t/t", "en")
    't/t'
    """
    if language == TRADITIONAL:
        return in_traditional(_printed_unit(unit, "zh", metric))
    return _printed_unit(unit, language, metric)


@cache
def _printed_unit(unit: str, language: Language, metric: str) -> str:
    if not unit:
        return ""
    if unit == COUNT and language == "zh" and (measure := _measure_word(metric)):
        return measure
    label = unit_label(unit, language)
    numerator, slash, denominator = unit.partition("/")
    if slash and not label:  # a ratio whose units cancel still says of what it is
        return f"{unit_label(numerator, language)}/{unit_label(denominator, language)}"
    return label


@cache
def factor_unit(unit: str, gas: str) -> Text:
    """The unit of an emission factor with its gas in it.

    >>> factor_unit("kg/kWh", "CO2").en, factor_unit("t/t", "CO2").zh
    ('kgCO₂/kWh', '吨二氧化碳/吨')
    """
    numerator, _, denominator = unit.partition("/")
    mass = numerator if gas in numerator else f"{numerator} {gas}"
    return Text(*(_factor_unit(mass, denominator, unit, each) for each in ("en", "zh")))


def _factor_unit(mass: str, denominator: str, unit: str, language: Language) -> str:
    try:
        label = unit_label(f"{mass}/({denominator})", language)
        return (
            label
            if "/" in label or " per " in label
            else (f"{unit_label(mass, language)}/{unit_label(denominator, language)}")
        )
    except CrossfootError:  # a refrigerant has no unit of its own
        return printed_unit(unit, language)


def _measure_word(metric: str) -> str:
    return next((word for pattern, word in _measure_words() if fnmatchcase(metric, pattern)), "")


@cache
def _measure_words() -> tuple[tuple[str, str], ...]:
    path = Path(__file__).with_name("measure_words.toml")
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        (pattern, word) for word, patterns in document["zh"].items() for pattern in patterns
    )
