"""Units as reports print them, brought to units of `crossfoot.quantities.units`.

A published report is metric and writes for readers, not for programs: "ton", "RMB 0'000",
"tCO2-e/RMB 10,000 revenue", "Person-times", "EA". What the strict parser of quantities refuses is
tidied by stated rules and tried again; every rule used is told with the result.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.quantities.unit_vocabulary import tidy, vocabulary
from crossfoot.quantities.units import canonical_unit, dimensionality

_UNITS = Path(__file__).parent / "synonyms" / "units.csv"
_LONGEST = 80
_WORDS = re.compile(r"(?<![\d.])[A-Za-zμ][A-Za-z_]*(?:[0-9][A-Za-z0-9]*)?")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_GAS_WITHIN = re.compile(r"CO2|CH4|N2O|CFC|HFC|SF6|NF3", re.IGNORECASE)
_JOINING = frozenset(("per", "e", "E", "eq"))
_SPACED_GAS = re.compile(r"CO\s?[₂2]\s?[-‑–]?\s?(?:e(?:q(?:uivalents?|\.)?)?\b)?", re.IGNORECASE)
_SPACED_POWER = re.compile(r"(?<=[A-Za-z])\s+(?=[²³⁻])")
_OWN_POWER = re.compile(r"\bM\s?[\^]?\s?([23³²])(?![A-Za-z0-9])")
_PLURAL = re.compile(r"\((?:e?s|次|人)\)", re.IGNORECASE)
_TENS = re.compile(r"(?<![\d.,])0\s?['’‘`,]\s?000\b")
_CURRENCY = r"(?:RMB|CNY|HKD|USD|EUR|HK\$|US\$|人民币)"
_MONEY_TENS = re.compile(rf"({_CURRENCY})\s*['’‘`]\s*0,?000\b", re.IGNORECASE)
_TON = re.compile(
    r"(?<![A-Za-z])(?:metric\s+)?tons?(?![A-Za-z-])(?!\s+of\s+(?:standard|coal))", re.IGNORECASE
)
_KILOTON = re.compile(r"\bkilo\s?-?(?:metric )?ton(?:ne)?s?\b", re.IGNORECASE)
_CO2E_FIRST = re.compile(
    r"(?:carbon dioxide equivalen(?:t|ce)s?|CO2e|二氧化碳当量)\s*(?P<below>/\s*[^()]+?)?\s*"
    r"\((?P<mass>k?t|kg|tonnes?|tons?|吨|千克)\)",
    re.IGNORECASE,
)
#: "'000 kWh", "0000'kWh"
_ZEROS = re.compile(r"^['’]?(0{3,4})['’]?\s*(?=[A-Za-z])")
#: "CO2 equivalent – T/ten thousand RMB revenue"
_GAS_FIRST = re.compile(
    r"(?:CO2e?|carbon dioxide)\s*(?:equivalents?)?\s*[-–—]\s*(?:t|tons?|tonnes?)\b\s*(/.*)?",
    re.IGNORECASE,
)
#: "sq.m.", "sqm", "square metres"
_SQUARE = re.compile(r"\b(?:sq(?:uare)?\.?\s?)(m|met(?:er|re)s?|ft|feet|foot)\b\.?", re.IGNORECASE)
#: a cubic metre of gas at normal conditions
_NORMAL_VOLUME = re.compile(r"\bNm\s?\^?[3³]|标准?立方米|标方")
#: "HKD'000000", "RMB'000,000"
_MONEY_MILLIONS = re.compile(rf"({_CURRENCY})\s*['’‘`]\s*000[,'’]?000\b", re.IGNORECASE)
#: "kWh in '000s", "cubic metres ('000)"
_THOUSANDS_BEHIND = re.compile(
    r"(?P<unit>[A-Za-z][A-Za-z0-9^²³ .]*?)\s*(?:\bin\b|[(,])\s*['’‘`]000s?\s*\)?"
)
#: what is made, as people call it: "per vehicle", "/set of products"
_PRODUCT_BELOW = re.compile(
    r"(?:/|\bper\b)\s*(?:(?:unit|set|piece)s?\s+of\s+)?(?:electric |complete |finished )?"
    r"(?:vehicles?|cars?|sets?|pieces?|pcs?)\b\.?(?:\s*(?:produced|manufactured|of products?))?$",
    re.IGNORECASE,
)
#: "per capita", "/full-time employee", "/number of employees"
_PERSON_BELOW = re.compile(
    r"(?:/|\bper\b)\s*(?:(?:total )?(?:number|no\.) of )?(?:full[- ]time )?(?:equivalent )?"
    r"(?:employees?|staff|headcount|capita|heads?|FTEs?|people)\b\.?$",
    re.IGNORECASE,
)
#: "RMB in million", "in RMB million"
_MONEY_IN = re.compile(
    rf"^in\s+(?={_CURRENCY}|million|thousand)|({_CURRENCY})\s+in\s+(?=million|thousand|ten|billion)",
    re.IGNORECASE,
)
#: "港币千元": the scale between currency and unit
_MONEY_SCALED = re.compile("(港币|港幣|港元|美元)(千|万|百万|亿)元")
#: "tonnes (t)", "percentage (%)": the word and its symbol
_WITH_SYMBOL = re.compile(r"([^()（）]+?)\s*[(（]([^()（）]+)[)）]")
#: "吨二氧化碳当量 tCO2e", "MWh 兆瓦时"
_IN_TWO_LANGUAGES = re.compile(
    r"(?P<zh>[\u4e00-\u9fff/]*[\u4e00-\u9fff])(?P<gap>\s*)(?P<en>[A-Za-z%][^\u4e00-\u9fff]*)"
    r"|(?P<en2>[A-Za-z][^\u4e00-\u9fff]*?)(?:\s|[(（])\s*(?P<zh2>[\u4e00-\u9fff][\u4e00-\u9fff/]*)[)）]?"
)
#: a divisor alone: "per million hours", "每百万工时"
_DIVISOR_ALONE = re.compile(r"\s*(?:per\s|/|每)", re.IGNORECASE)
_COUNTED = re.compile(r"\[(?:count|case|person|participation)\]")
_SHARE_OF = re.compile(r"(?:%|per ?cent(?:age)?)\s*(?:of\s.+|\(%\))", re.IGNORECASE)
_MONEY_WORDS = re.compile(r"revenue|income|turnover|sales|output value|营收|收入|产值")
_MONEY = re.compile(r"\[[A-Z]{3}\]")
_MALFORMED_THOUSANDS = re.compile(r"\d,\d{4}(?!\d)|\d{4},\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """A unit as printed and what it means.

    Attributes:
        text: as printed.
        unit: canonical unit; empty where the text is not a unit.
        dimension: what it measures, in base dimensions.
        noun: what is counted, where the unit is a noun: "supplier", "complaint".
        words: describing words that stand in the unit: "revenue" in "t/RMB 10,000 revenue".
        doubt: why the reading is not certain; empty where it is.
    """

    text: str
    unit: str = ""
    dimension: str = ""
    noun: str = ""
    words: str = ""
    doubt: str = ""

    def __bool__(self) -> bool:
        """Whether there is a unit."""
        return bool(self.unit)


@dataclass(frozen=True, slots=True)
class _Noun:
    unit: str
    noun: str


@cache
def _nouns() -> dict[str, _Noun]:
    rows = csv.DictReader(_UNITS.read_text(encoding="utf-8").splitlines())
    return {row["written"].casefold(): _Noun(row["unit"], row["noun"]) for row in rows}


@cache
def _describing() -> re.Pattern[str]:
    """Words that describe what a denominator is of; the unit is complete without them."""
    words = [word for word, noun in _nouns().items() if noun.unit == "describes"]
    english = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True) if w.isascii())
    other = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True) if not w.isascii())
    return re.compile(rf"(?<![A-Za-z])(?:{english})(?![A-Za-z])|(?:{other})", re.IGNORECASE)


@lru_cache(maxsize=4096)
def read_unit(text: str) -> PrintedUnit:
    """The unit that a text is, empty where it is none.

    >>> read_unit("RMB 0'000").unit, read_unit("M^3").unit, read_unit("Person-times").unit
    ('1e4*CNY', 'm^3', 'person_time')
    >>> read_unit("tCO2-e/RMB 10,000 revenue").words, read_unit("Remarks").unit
    ('revenue', '')
    """
    plain = " ".join(text.replace("\u3000", " ").split()).strip(" :：;；,，")
    plain = _unbracketed(plain)
    if not plain or len(plain) > _LONGEST or plain in ("/", "-", "—"):
        return PrintedUnit(text)
    noun = _nouns().get(plain.casefold())
    if noun is None:
        noun = _nouns().get(_PLURAL.sub("", plain).casefold().removesuffix("s"))
    if noun is not None and noun.unit != "describes":
        return _known(text, noun.unit, noun=noun.noun)
    if not _may_be_unit(plain):
        return PrintedUnit(text)
    if (twice := _WITH_SYMBOL.fullmatch(plain)) is not None:
        word, symbol = read_unit(twice[1]), read_unit(twice[2])
        if word and word.unit == symbol.unit:
            return PrintedUnit(text, *_meaning(symbol))
    if (both := _of_two_languages(plain)) is not None:
        return PrintedUnit(text, *_meaning(both))
    doubt = ""
    if _MALFORMED_THOUSANDS.search(plain):
        doubt = "digits of the unit are not grouped in threes"
    for attempt, words in _attempts(plain):
        found = _known(text, attempt, words=words, doubt=doubt)
        if found:
            return found
    return PrintedUnit(text)


def _of_two_languages(plain: str) -> PrintedUnit | None:
    """What a unit in two languages is: "件 cases", "起/百万小时 per million hours".

    The halves mean the same; of two counts the one that says more of what it counts, and of a
    ratio and a divisor alone the ratio. English that nobody knows takes nothing from a unit.
    """
    found = _IN_TWO_LANGUAGES.fullmatch(plain)
    if found is None:
        return None
    first, second = (
        read_unit(found["zh"] or found["zh2"]),
        read_unit(found["en"] or found["en2"]),
    )
    if not first:
        return None
    if first.unit == second.unit:
        return second
    if _COUNTED.fullmatch(first.dimension) and _COUNTED.fullmatch(second.dimension):
        return first if second.unit == "count" else second
    if _DIVISOR_ALONE.match(second.text) or not second:
        return None if _DIVISOR_ALONE.match(first.text) else first
    apart = bool(found["zh2"] or found["gap"]) and second.dimension not in ("[CO2]", "[CO2e]")
    return PrintedUnit(plain) if apart else None


def _meaning(unit: PrintedUnit) -> tuple[str, str, str]:
    return unit.unit, unit.dimension, unit.noun


def _unbracketed(plain: str) -> str:
    """A unit that stands in brackets as a whole: "(kWh)", "（吨）"."""
    if len(plain) > 2 and (plain[0], plain[-1]) in (("(", ")"), ("（", "）"), ("[", "]")):
        inner = plain[1:-1]
        if not any(c in inner for c in "()（）[]"):
            return inner.strip()
    return plain


def _may_be_unit(plain: str) -> bool:
    """A quick refusal of prose: many words, or digits alone."""
    return len(plain.split()) <= 9 and not plain.replace(".", "").replace(",", "").isdigit()


def _attempts(plain: str) -> list[tuple[str, str]]:
    """Tidier and tidier forms of a unit, each with the describing words left out."""
    text = plain.translate(str.maketrans("（）／，", "()/,"))
    text = text.replace("^ ", "^")
    if _SHARE_OF.fullmatch(text):
        return [("%", "")]
    text = _PLURAL.sub("", text)
    if behind := _THOUSANDS_BEHIND.fullmatch(text):
        text = f"1e3 {behind['unit']}"
    text = _SQUARE.sub(lambda m: "m^2" if m[1][0].lower() == "m" else "ft^2", text)
    text, normal = _NORMAL_VOLUME.subn("m^3", text)
    text = _MONEY_MILLIONS.sub(r"\1 1,000,000", text)
    before = text
    text = _PERSON_BELOW.sub("/person", text)
    text = _MONEY_IN.sub(lambda m: f"{m[1]} " if m[1] else "", text)
    text = _MONEY_SCALED.sub(lambda m: f"{m[2]}{'美元' if m[1] == '美元' else '港元'}", text)
    text = text.replace("个千瓦时", "千瓦时")
    said_otherwise = text != before
    text, product = _PRODUCT_BELOW.subn("/count", text)
    text = _SPACED_POWER.sub("", text)
    found = _CO2E_FIRST.fullmatch(text)
    if found:
        mass = "kg" if found["mass"].lower() in ("kg", "千克") else "t"
        text = f"{mass} CO2e{found['below'] or ''}"
    text = _SPACED_GAS.sub(lambda m: _gas(m[0]), text.replace("eq.", "eq"))
    text = _OWN_POWER.sub(lambda m: "m^" + {"³": "3", "²": "2"}.get(m[1], m[1]), text)
    text = _MONEY_TENS.sub(r"\1 10,000", text)
    text = _TENS.sub("10,000", text)
    text = re.sub(r"\s+", " ", text)
    text = _ZEROS.sub(lambda m: f"1e{m[1].count('0')} ", text)
    if turned := _GAS_FIRST.fullmatch(text):
        text = f"t CO2e{turned[1] or ''}"
    text, kilo = _KILOTON.subn("kt", text)
    metric = _TON.sub("t", text)
    of_gas = re.sub(r"\b(k?t|tonnes?|kg) of (?=CO2|carbon)", r"\1 ", metric, flags=re.IGNORECASE)
    words = " ".join(m[0] for m in _describing().finditer(of_gas))
    bare = re.sub(r"\(\s*\)", "", _describing().sub("", of_gas)).strip()
    bare = re.sub(r"\s*\b(?:of|the|in)\b\s*$", "", bare).strip(" /-")
    bare = re.sub(r"/\s*of\s+", "/", bare)
    of_gas = re.sub(r"\b(k?t|tonnes?|kg) of (?=CO2|carbon)", r"\1 ", metric, flags=re.IGNORECASE)
    attempts = [
        (text if said_otherwise or found or product or normal or kilo else plain, ""),
        (text, ""),
        (metric, ""),
        (of_gas, ""),
    ]
    if words and bare:
        attempts.append((bare, words.lower()))
    return list(dict.fromkeys(attempts))


def _gas(text: str) -> str:
    compact = re.sub(r"[\s₂2]", "", text).lower()
    return "CO2e " if compact not in ("co", "co-") else "CO2 "


def _plausible(unit: str) -> bool:
    """Whether every word may be a unit; spares the parser, and its suggestions, all prose."""
    known = vocabulary()
    text = known.replace_phrases(tidy(unit))
    for word in _WORDS.findall(text):
        bare = word.rstrip("0123456789")
        if word in _JOINING or _GAS_WITHIN.search(word) or known.word(word, any_case=True):
            continue
        if not known.word(bare, any_case=True):
            return False
    return not any(
        isinstance(part, str) and part not in ("每",)
        for run in _CHINESE.findall(text)
        for part in known.chinese(run.replace("每", ""))
    )


def _known(
    text: str, unit: str, *, noun: str = "", words: str = "", doubt: str = ""
) -> PrintedUnit:
    if not _plausible(unit):
        return PrintedUnit(text)
    try:
        canonical = canonical_unit(unit)
        dimension = dimensionality(unit)
    except CrossfootError:
        return PrintedUnit(text)
    if _MONEY_WORDS.search(words) and not _MONEY.search(dimension):
        return PrintedUnit(text)  # "per million of revenue" does not say of which currency
    cancelled = "/" in unit and "/" not in canonical and dimension == "dimensionless"
    if not canonical or cancelled or canonical.replace(".", "").isdigit():
        return PrintedUnit(text)
    return PrintedUnit(text, canonical, dimension, noun, words, doubt)
