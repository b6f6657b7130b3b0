"""Whether a printed unit can be that of a metric, how well, and what the number becomes.

A table of stated allowances beside plain conversion: reports count persons in "EA", print tonnes
of water for cubic metres, tonnes for tonnes of CO2e, and "%" for a rate per million hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from crossfoot.errors import CrossfootError
from crossfoot.metrics.metric import Kind, Metric
from crossfoot.quantities.units import conversion_factor, dimensionality
from crossfoot.reading.printed_units import PrintedUnit

_COUNTS = frozenset(("count", "case", "person", "person_time"))
#: (unit printed, unit of the metric): how well one stands for the other
_COUNTED = {
    ("count", "case"): 0.95,
    ("count", "person"): 0.85,
    ("count", "person_time"): 0.8,
    ("case", "count"): 0.9,
    ("person", "person_time"): 0.7,
    ("person", "case"): 0.6,
    ("person", "count"): 0.55,
    ("person_time", "count"): 0.5,
}
#: a power of ten in the place of a unit: "Units sold, million"
_SCALES = frozenset(("1e2", "1e3", "1e4", "1e6", "1e8", "1e9", "100", "1000", "10000", "1000000"))
#: words that count persons and others alike: 869名供应商
_GENERAL_COUNTERS = {"名": "count", "位": "count"}
#: nouns of units, with the beginnings of ids of the metrics they can count
_NOUNS: dict[str, tuple[str, ...]] = {
    "supplier": ("suppliers.",),
    "session": (
        "training.",
        "safety.",
        "ethics.",
        "suppliers.training",
        "governance.",
        "workforce.",
    ),
    "patent": ("ip.",),
    "complaint": ("complaints.", "ethics.", "privacy.", "environment.", "labour."),
    "lawsuit": ("ethics.", "compliance."),
    "course": ("training.",),
    "country": ("company.",),
    "site": ("company.", "certification.", "environment.", "ethics.", "labour."),
    "vehicle": ("transport.", "product."),
    "sheet": ("materials.",),
}
#: nouns that count events, with the beginnings of ids of things they cannot count
_NO_EVENTS = {
    "time": (
        "product.recalled_units",
        "product.output",
        "product.sales",
        "ip.",
        "suppliers.count",
        "suppliers.new",
    )
}
_TONNES = "tonnes are read as tonnes of CO2e"
#: other allowances: (dimension printed, unit of the metric) to quality, factor, remark
_ALLOWED: dict[tuple[str, str], tuple[float, Decimal, str]] = {
    ("[time]", "person*h"): (1.0, Decimal(1), ""),
    ("[time]/[person]", "h"): (1.0, Decimal(1), ""),
    ("[mass]", "m^3"): (0.95, Decimal(1), "a tonne of water is read as one cubic metre"),
    ("[mass]", "t CO2e"): (0.8, Decimal(1), _TONNES),
    ("[CO2]*[mass]", "t CO2e"): (0.95, Decimal(1), "tonnes of CO2 are read as tonnes of CO2e"),
    ("[count]/[calendar_time]", "1/year"): (1.0, Decimal(1), ""),
    ("[count]", "1/year"): (0.75, Decimal(1), ""),
}
#: what a unit that is printed but not understood takes off
_UNREAD = 0.9
_CURRENCIES = ("USD", "HKD", "EUR", "TWD", "GBP", "JPY", "SGD", "KRW", "INR", "MYR")
_PER_YEAR = "count/year"


@dataclass(frozen=True, slots=True)
class UnitFit:
    """How a printed unit fits a metric.

    Attributes:
        quality: 1 where it is the unit of the metric or converts into it, less by allowance.
        factor: what the printed number is multiplied with.
        unit: the unit of the result; that of the metric, but for other currencies.
        remark: what was allowed; empty where nothing had to be.
    """

    quality: float
    factor: Decimal
    unit: str
    remark: str = ""


def fit(metric: Metric, printed: PrintedUnit, says_share: bool) -> UnitFit | None:
    """How a printed unit fits a metric; None where it cannot.

    Args:
        metric: the metric.
        printed: the unit; empty where none is printed.
        says_share: whether the label speaks of a rate or a share.
    """
    if not printed:
        if printed.text and metric.unit not in (*_COUNTS, "percent"):
            return None  # a unit that is not understood may be any power of ten away
        found = _without(metric, says_share)
        if not printed.text:
            return found
        remark = f"the unit {printed.text} is not known"
        return UnitFit(found.quality * _UNREAD, found.factor, found.unit, remark)
    if printed.noun in _NOUNS and not metric.id.startswith(_NOUNS[printed.noun]):
        return None
    if printed.noun in _NO_EVENTS and metric.id.startswith(_NO_EVENTS[printed.noun]):
        return None
    counted = _GENERAL_COUNTERS.get(printed.text.strip(), printed.unit)
    return _fit(metric.id, metric.unit, metric.kind, counted, printed.dimension, printed.noun)


def fit_above(metric: Metric, printed: PrintedUnit, below: str) -> UnitFit | None:
    """How a unit fits the amount of a ratio, where the label says what it is divided by.

    Args:
        metric: the metric.
        printed: the unit of the amount alone: kg.
        below: the unit of the divisor that the label names: "count", "person".
    """
    above, _, divisor = metric.unit.partition("/")
    if divisor != below or not printed:
        return None
    found = _fit(metric.id, above, metric.kind, printed.unit, printed.dimension, printed.noun)
    if found is None or found.unit != above:
        return None
    return UnitFit(found.quality * _UNREAD, found.factor, metric.unit, "divided as the label says")


def _without(metric: Metric, says_share: bool) -> UnitFit:
    """No unit is printed: counts are usual, shares where the label says so."""
    if metric.unit == "percent":
        quality = 0.85 if says_share else 0.5
    elif says_share:
        a_ratio = metric.unit == "dimensionless" and metric.kind is Kind.RATIO
        quality = 0.85 if "/" in metric.unit or a_ratio else 0.5
    else:
        usual = metric.unit in (*_COUNTS, "dimensionless", "day") and metric.unit != "person_time"
        quality = 0.85 if usual else 0.7
    return UnitFit(quality, Decimal(1), metric.unit, "no unit is printed")


@lru_cache(maxsize=65536)
def _fit(
    id_: str, unit: str, kind: Kind, printed: str, dimension: str, noun: str
) -> UnitFit | None:
    plain = Decimal(1)
    if unit in _COUNTS and printed in _COUNTS:
        if unit == printed:
            return UnitFit(1.0, plain, unit)
        quality = _COUNTED.get((printed, unit))
        return None if quality is None else UnitFit(quality, plain, unit)
    if dimension == "dimensionless" and unit in _COUNTS and printed in _SCALES:
        return UnitFit(0.9, conversion_factor(printed, "dimensionless"), unit)
    if printed == _PER_YEAR and unit in _COUNTS:
        return UnitFit(0.9 if unit == "count" else 0.7, plain, unit)
    if dimension == "dimensionless" or _dimension(unit) == "dimensionless":
        return _dimensionless(unit, kind, printed, dimension, noun)
    if _dimension(unit) == dimension:
        return UnitFit(1.0, conversion_factor(printed, unit), unit)
    allowed = _ALLOWED.get((dimension, unit))
    if allowed is not None and (unit != "m^3" or id_.startswith("water.")):
        return _allowance(allowed, unit, printed)
    if id_.startswith("ghg.") and unit.startswith("t CO2e/"):
        for said, quality in (("t CO2", 0.95), ("t", 0.8)):
            remark = "carbon dioxide is read as CO2e" if said != "t" else _TONNES
            for other in (unit, *_in_other_currencies(unit)):
                by_mass = other.replace("t CO2e", said, 1)
                if _dimension(by_mass) == dimension:
                    return UnitFit(quality, conversion_factor(printed, by_mass), other, remark)
    if id_.startswith("water.") and unit.startswith("m^3/"):
        by_mass = unit.replace("m^3", "t", 1)
        if _dimension(by_mass) == dimension:
            remark = "a tonne of water is read as one cubic metre"
            return UnitFit(0.95, conversion_factor(printed, by_mass), unit, remark)
    for hours in ("1e6", "2e5"):
        loose = [f"{n}/({hours}*{of}h)" for n in ("1", "count", "case") for of in ("", "person*")]
        if unit.endswith(f"({hours}*person*h)") and printed in loose:
            return UnitFit(0.95, plain, unit)
    return _other_currency(unit, printed, dimension)


def _allowance(allowed: tuple[float, Decimal, str], unit: str, printed: str) -> UnitFit:
    quality, factor, remark = allowed
    base = {"person*h": "h", "h": "h/person", "m^3": "t", "t CO2e": "t"}.get(unit)
    if base is not None and _dimension(base) == _dimension(printed):
        factor = conversion_factor(printed, base)
    return UnitFit(quality, factor, unit, remark)


def _dimensionless(
    unit: str, kind: Kind, printed: str, dimension: str, noun: str
) -> UnitFit | None:
    plain = Decimal(1)
    if dimension == "dimensionless" and _dimension(unit) == "dimensionless":
        if ("/" in unit) != ("/" in printed):
            return None
        if noun == "point" and unit == "percent":
            return UnitFit(0.5, plain, unit)
        if unit == "dimensionless" and printed == "percent":
            # a score in percent is read as points; a ratio in percent becomes a number
            factor = plain if kind is Kind.SCORE else Decimal("0.01")
            return UnitFit(0.6, factor, unit)
        return UnitFit(1.0, conversion_factor(printed, unit), unit)
    if printed == "percent" and unit.startswith(("case/", "person/")):
        return UnitFit(0.75, plain, unit, "the unit is printed as %, the label says per hours")
    if unit == "dimensionless" and kind is Kind.SCORE and printed == "count":
        return UnitFit(0.7, plain, unit)
    return None


def _other_currency(unit: str, printed: str, dimension: str) -> UnitFit | None:
    """Money in another currency stays in it; nothing is converted."""
    if "CNY" not in unit:
        return None
    for currency, other in zip(_CURRENCIES, _in_other_currencies(unit), strict=True):
        if f"[{currency}]" in dimension and _dimension(other) == dimension:
            remark = f"stated in {currency}, which is not converted"
            return UnitFit(0.9, conversion_factor(printed, other), other, remark)
    return None


def _in_other_currencies(unit: str) -> tuple[str, ...]:
    return tuple(unit.replace("CNY", currency) for currency in _CURRENCIES) if "CNY" in unit else ()


@lru_cache(maxsize=2048)
def _dimension(unit: str) -> str:
    try:
        return dimensionality(unit)
    except CrossfootError:
        return ""
