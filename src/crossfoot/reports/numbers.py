"""How numbers are printed: decimals by origin and unit, separators by language.

A published value keeps the decimals it was printed with, an entered one those it was entered
with. A computed value takes the decimals of its printed counterpart where there is one, else
those that its unit asks for (number_styles.toml). Halves are rounded away from zero, as
everywhere.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from crossfoot.facts.fact import Basis, Fact
from crossfoot.languages import LOCALES, Language
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reports.words import word

#: no printed number has more; what is smaller is zero for a reader
MOST_PLACES = 8


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

    The unit says how many; small values get more, until three digits count. Units that are not
    listed print four significant digits.

    >>> computed_places(Decimal("1529.2200"), "t CO2e"), computed_places(Decimal("0.00862"), "t")
    (2, 5)
    """
    decimals, digits = _styles()
    if not value:
        return decimals.get(unit, 0)
    magnitude = value.adjusted()
    if unit not in decimals:
        return min(max(0, digits - 1 - magnitude), MOST_PLACES)
    if decimals[unit] == 0 and value == value.to_integral_value():
        return 0
    return min(max(decimals[unit], 2 - magnitude if magnitude < 0 else 0), MOST_PLACES)


def places_of(fact: Fact, printed: Fact | None = None) -> int:
    """Decimals that a fact is printed with.

    Args:
        fact: a fact with a number.
        printed: the published fact about the same key, where there is one.
    """
    if fact.decimals is not None:
        return max(0, fact.decimals)  # "4 million" has decimals of -6, and is printed whole
    if fact.basis is not Basis.COMPUTED:
        return min(decimals_of(fact.number), MOST_PLACES)
    if printed is not None and printed.decimals is not None:
        # a share printed without decimals is no reason to compute it so coarsely
        return max(printed.decimals, _styles()[0].get(fact.unit, 0), 0)
    return computed_places(fact.number, fact.unit)


def format_number(value: Decimal, places: int, language: Language) -> str:
    """A number as readers of a language write it, rounded to `places` decimals.

    >>> format_number(Decimal("2517199.25"), 1, "en"), format_number(Decimal("-0.04"), 1, "zh")
    ('2,517,199.3', '0.0')
    """
    from babel.numbers import format_decimal

    rounded = round_half_away(value, places)
    if not rounded:
        rounded = abs(rounded)  # no minus before a nought
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(
        format_decimal(
            rounded, format=pattern, locale=LOCALES[language], decimal_quantization=False
        )
    )


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
    rounded = round_half_away(value, places)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return sign + format_number(abs(rounded), places, language)
