"""How a report prints a unit, in English and Chinese.

`data/unit_labels.csv` has a label for every unit that occurs by itself, and for the products that
readers know by one word (`person*h` is hours); everything else is put together from these.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from crossfoot.languages import TRADITIONAL, Language, Text
from crossfoot.quantities.shipped import shipped_rows
from crossfoot.quantities.unit_expressions import MASSES, UnitExpression, parse_unit
from crossfoot.quantities.unit_vocabulary import NO_UNIT, is_currency
from crossfoot.traditional import in_traditional

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
#: how Chinese counts, largest first
_CHINESE_NUMBERS = ((10**8, "亿"), (10**6, "百万"), (10**4, "万"), (10**3, "千"))
#: singular of the English labels that stand below a line
_SINGULAR = {
    "persons": "person",
    "person-times": "person-time",
    "hours": "hour",
    "days": "day",
    "weeks": "week",
    "months": "month",
    "quarters": "quarter",
    "number": "unit",
    "cases": "case",
    "passengers": "passenger",
    "vehicles": "vehicle",
    "miles": "mile",
    "barrels": "barrel",
    "short tons": "short ton",
    "long tons": "long ton",
    "US gallons": "US gallon",
    "imperial gallons": "imperial gallon",
    "room nights": "room night",
}


def label(unit: str, language: Language) -> str:
    """The unit as a report prints it; the empty text for a plain number.

    >>> label("kWh/m^2", "zh"), label("case/(1e6*person*h)", "en")
    ('千瓦时/平方米', 'cases per million hours worked')

    Raises:
        CrossfootError: the unit is not known.
    """
    if language == TRADITIONAL:
        return in_traditional(label(unit, "zh"))
    known = _labels().get(unit) or _labels().get(str(parse_unit(unit)))
    if known is not None:
        return known[language]
    above, below = parse_unit(unit).halves()
    head, foot = _product(above, language), _product(below, language)
    if not foot:
        return head
    if language == "zh":
        return f"{head}/{foot}" if head else f"每{foot}"
    foot = _SINGULAR.get(foot, foot)
    if not head:
        return f"per {foot}"
    return f"{head} per {foot}" if " " in head + foot else f"{head}/{foot}"


def _product(unit: UnitExpression, language: Language) -> str:
    known = _labels().get(str(unit))
    if known is not None:
        return known[language]
    whole = UnitExpression(powers=unit.powers)
    known = _labels().get(str(whole))
    name = known[language] if known else _joined(whole, language)
    if language == "en" and unit.scale != 1 and _is_money(unit):
        return f"{name} {unit.scale.numerator:,}"
    return _counted(unit.scale, name, language)


def _is_money(unit: UnitExpression) -> bool:
    return len(unit.powers) == 1 and is_currency(unit.powers[0][0])


def _joined(unit: UnitExpression, language: Language) -> str:
    text, previous = "", ""
    for symbol, power in unit.powers:
        name = _power(symbol, power, language)
        if text:
            text += _joint(previous, name, language)
        text, previous = text + name, symbol
    return text


def _joint(previous: str, name: str, language: Language) -> str:
    """What stands between two units: tCO₂e, kg HFC-134a, t·km."""
    if language == "zh":
        return "" if previous in MASSES or name.startswith("（") else "·"
    if previous in MASSES and name.startswith("CO₂"):
        return ""
    return " " if previous in MASSES or name.startswith("(") else "·"


def _power(symbol: str, power: int, language: Language) -> str:
    known = _labels().get(symbol if power == 1 else f"{symbol}^{power}")
    if known is not None:
        return known[language]
    single = _labels().get(symbol)
    name = single[language] if single else _plain(symbol)
    return name if power == 1 else name + str(power).translate(_SUPERSCRIPTS)


def _plain(symbol: str) -> str:
    """A symbol without a label of its own; digits of short formulas become subscripts."""
    formula = symbol.isalnum() and symbol[:1].isupper() and symbol[-1:].isdigit()
    return symbol.translate(_SUBSCRIPTS) if formula else symbol.replace("_", " ")


def _counted(number: Fraction, name: str, language: Language) -> str:
    if number == 1:
        return name
    if language == "zh":
        for size, word in _CHINESE_NUMBERS:
            if number % size == 0:
                count = number // size
                return f"{count if count > 1 else ''}{word}{name}"
        return f"{number}{name}"
    if not name:
        return f"{number.numerator:,}"
    return f"{number.numerator:,} {name}"


@lru_cache(maxsize=1)
def _labels() -> dict[str, Text]:
    labels = {row["unit"]: Text(row["en"], row["zh"]) for row in shipped_rows("unit_labels.csv")}
    return {**labels, NO_UNIT: Text("", "")}
