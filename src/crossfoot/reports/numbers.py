"""How numbers are printed: decimals by origin and unit, separators by language.

A published value keeps the decimals it was printed with, an entered one those it was entered
with. A computed value takes the decimals of its printed counterpart where there is one, else
those that its unit asks for (number_styles.toml), the same in all years of a table. Halves are
rounded away from zero, as everywhere.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.provenance import Printed
from crossfoot.languages import LOCALES, Language
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reports.words import word

#: no printed number has more; what is smaller is zero for a reader
MOST_PLACES = 8

MINUS = "−"


@cache
def _styles() -> tuple[dict[str, int], int]:
    document = tomllib.loads(
        Path(__file__).with_name("number_styles.toml").read_text(encoding="utf-8")
    )
    return dict(document["decimals"]), int(document["significant"]["digits"])


def decimals_of(value: Decimal) -> int:
    """Decimals that a number is written with.

    >>> decimals_of(Decimal("2517199.2")), decimals_of(Decimal("1.2E+3"))
    (1, 0)
    """
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def computed_places(value: Decimal, unit: str) -> int:
    """Decimals that a computed value is printed with.

    The unit says how many; small values get more, until two digits count. Units that are not
    listed print four significant digits.

    >>> computed_places(Decimal("1529.2200"), "t CO2e"), computed_places(Decimal("0.00862"), "t")
    (2, 4)
    """
    decimals, digits = _styles()
    if not value:
        return decimals.get(unit, 0)
    magnitude = value.adjusted()
    if unit not in decimals:
        return min(max(0, digits - 1 - magnitude), MOST_PLACES)
    if decimals[unit] == 0 and value == value.to_integral_value():
        return 0
    return min(max(decimals[unit], 1 - magnitude if magnitude < 0 else 0), MOST_PLACES)


def places_of(fact: Fact, printed: Fact | None = None) -> int:
    """Decimals that a fact is printed with.

    Args:
        fact: a fact with a number.
        printed: the published fact about the same key, where there is one.
    """
    if fact.decimals is not None:
        return _as_printed(fact, max(0, fact.decimals))  # "4 million" has -6, and is printed whole
    if fact.basis is not Basis.COMPUTED:
        return min(decimals_of(fact.number), MOST_PLACES)
    if printed is not None and printed.decimals is not None:
        # a share printed without decimals is no reason to compute it so coarsely
        return max(printed.decimals, _styles()[0].get(fact.unit, 0), 0)
    return computed_places(fact.number, fact.unit)


def _as_printed(fact: Fact, places: int) -> int:
    """Decimals of a published value, without the noughts that its conversion added.

    300,000 yuan are 30.00 in 10^4 yuan; 30.0000 would be true as well, but nobody prints it.
    """
    printed = fact.provenance.as_printed if isinstance(fact.provenance, Printed) else ""
    usual = _styles()[0].get(fact.unit, places)
    if not printed or _DECIMALS.search(printed) or places - usual < _ADDED:
        return places
    return max(usual, decimals_of(fact.number.normalize()))


#: decimals above those of the unit that only a conversion adds
_ADDED = 2

_DECIMALS = re.compile(r"\d\.\d")


def places_beside(fact: Fact, row: Iterable[Fact]) -> int:
    """Decimals of an entered or computed value that stands in a row with those of other years.

    Computed values have as many as the largest of them needs, and the smallest shows two digits
    at least where its unit says nothing. An entered value gets the noughts that files lose (12.5
    beside 12.25), up to the decimals of its unit.
    """
    alike = [other for other in row if other.basis is fact.basis]
    if fact.basis is not Basis.COMPUTED:
        most = max((places_of(other) for other in alike), default=0)
        return max(places_of(fact), min(most, _styles()[0].get(fact.unit, 0)))
    values = [abs(other.number) for other in alike if other.number]
    if not values:
        return places_of(fact)
    places = computed_places(max(values), fact.unit)
    if fact.unit in _styles()[0]:
        return places
    return min(max(places, 1 - min(values).adjusted()), MOST_PLACES)


@lru_cache(maxsize=100_000)
def format_number(value: Decimal, places: int, language: Language) -> str:
    """A number as readers of a language write it, rounded to `places` decimals.

    >>> format_number(Decimal("2517199.25"), 1, "en"), format_number(Decimal("-0.04"), 1, "zh")
    ('2,517,199.3', '0.0')
    >>> format_number(Decimal("-71.59"), 1, "en")
    '−71.6'
    """
    rounded = round_half_away(value, places)
    if not rounded:
        rounded = abs(rounded)  # no minus before a nought
    pattern, locale = _pattern(places), _locale(language)
    text = str(pattern.apply(rounded, locale, decimal_quantization=False))
    return text.replace("-", MINUS)


@cache
def _pattern(places: int) -> Any:
    from babel.numbers import parse_pattern

    return parse_pattern("#,##0" + ("." + "0" * places if places else ""))


@cache
def _locale(language: Language) -> Any:
    from babel import Locale

    return Locale.parse(LOCALES[language])


def qualified(text: str, qualifier: Qualifier, language: Language) -> str:
    """A printed number with the words that limit it: "more than 20"."""
    if qualifier is Qualifier.EXACT:
        return text
    return word(f"qualifier.{qualifier}", number=text)[language]


def format_signed(value: Decimal, places: int, language: Language) -> str:
    """A number with its sign, as changes are printed.

    >>> format_signed(Decimal("12.345"), 1, "en"), format_signed(Decimal("-3"), 1, "en")
    ('+12.3', '−3.0')
    """
    text = format_number(value, places, language)
    return f"+{text}" if round_half_away(value, places) > 0 else text
