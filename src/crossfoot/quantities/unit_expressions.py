"""Unit expressions: `t CO2e/(1e4 CNY)` as a number and powers of known units.

The grammar is that of pint's unit expressions, with two differences that keep people from harm:
what is written side by side after a slash stays below it (`tCO2e/RMB 10,000`), and `a/b*c`, which
half of all readers take for `a/(b*c)`, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.unit_vocabulary import NO_UNIT, Alias, is_currency, tidy, vocabulary

_TOKEN = re.compile(
    r"""(?P<number>(?:\d{1,4}(?:,\d{3,4})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<power>\*\*|\^) \s* (?P<exponent>[+-]?\d+)
      | (?P<operator>[*/()])
      | (?P<joint>[.·])
      | (?P<chinese>[\u4e00-\u9fff]+)
      | (?P<word>[A-Za-zμ][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*|[%‰$¥£€₩₹])
      | (?P<other>\S)""",
    re.VERBOSE,
)
_PER = re.compile(r"(?<![A-Za-z])per(?![A-Za-z])|每", re.IGNORECASE)
_TWO_SLASHES = re.compile(r"/\s*/")
#: of ten and of any unit; brackets with exponents in brackets stay within it too
_LARGEST_EXPONENT = 99
_LONGEST_TEXT = 200
_SHORTEST_POWER_OF_TEN = 3

Token = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UnitExpression:
    """A number times powers of known units, positive powers first, else as written.

    Attributes:
        scale: the number: 1/10000 in `t/(1e4 CNY)`.
        powers: unit symbol or gas id, and its exponent (never 0).
    """

    scale: Fraction = Fraction(1)
    powers: tuple[tuple[str, int], ...] = ()

    def times(self, other: UnitExpression, exponent: int = 1) -> UnitExpression:
        """This unit times another one, the other raised to a power first."""
        powers = dict(self.powers)
        for symbol, power in other.powers:
            powers[symbol] = powers.get(symbol, 0) + power * exponent
        above = tuple((symbol, power) for symbol, power in powers.items() if power > 0)
        below = tuple((symbol, power) for symbol, power in powers.items() if power < 0)
        return UnitExpression(self.scale * other.scale**exponent, above + below)

    def halves(self) -> tuple[UnitExpression, UnitExpression]:
        """What stands above the line and what stands below it, each with positive powers."""
        above = tuple((symbol, power) for symbol, power in self.powers if power > 0)
        below = tuple((symbol, -power) for symbol, power in self.powers if power < 0)
        return (
            UnitExpression(Fraction(self.scale.numerator), above),
            UnitExpression(Fraction(self.scale.denominator), below),
        )

    def __str__(self) -> str:
        """The form that `parse_unit` reads back: `t*CO2e/(1e4*CNY)`."""
        above, below = (half._factors() for half in self.halves())
        if not above and not below:
            return NO_UNIT
        head = "*".join(above) or "1"
        if not below:
            return head
        return f"{head}/{below[0]}" if len(below) == 1 else f"{head}/({'*'.join(below)})"

    def _factors(self) -> list[str]:
        number = [] if self.scale == 1 else [_number_text(self.scale.numerator)]
        return number + [name if power == 1 else f"{name}^{power}" for name, power in self.powers]


ONE = UnitExpression()


@lru_cache(maxsize=8192)
def parse_unit(text: str) -> UnitExpression:
    """Read a unit as people write it.

    >>> str(parse_unit("吨二氧化碳当量/万元"))
    't*CO2e/(1e4*CNY)'

    Raises:
        CrossfootError: a word is not known or has several readings, or the form is not clear.
    """
    if not text.strip():
        raise CrossfootError(
            Problem("the unit is missing", remedy="write one, such as kWh, t or 'dimensionless'")
        )
    if len(text) > _LONGEST_TEXT:
        raise CrossfootError(
            Problem(f"a unit of {len(text)} characters is too long: {text[:40]!r}…")
        )
    return _Parser(text).whole()


def _tokens(text: str) -> list[Token]:
    prepared = vocabulary().replace_phrases(tidy(text))
    prepared = _TWO_SLASHES.sub("/", _PER.sub("/", prepared))
    prepared = _currency_before_number().sub(r"\1 ", prepared)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(prepared):
        kind = str(match.lastgroup)
        tokens.append((kind, match["exponent"] if kind == "exponent" else match[0]))
    return tokens


@lru_cache(maxsize=1)
def _currency_before_number() -> re.Pattern[str]:
    codes = "|".join(sorted(filter(is_currency, vocabulary().symbols)))
    return re.compile(rf"(?<![A-Za-z])(RMB|{codes})(?=\d)")


class _Parser:
    """Reads one text; `unit := group (('*' | '/') group)*`, a group is what stands together."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.position = 0

    def whole(self) -> UnitExpression:
        """The whole text.

        Raises:
            CrossfootError: it is not a unit.
        """
        if self._next() == ("operator", "*"):  # "×10⁴ t"
            self.position += 1
        unit = self._unit()
        if self.position < len(self.tokens):
            self._refuse(repr(self.tokens[self.position][1]))
        return unit

    def _next(self) -> Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else ("end", "")

    def _unit(self) -> UnitExpression:
        unit = ONE if self._next() == ("operator", "/") else self._group()
        below = False
        while (operator := self._next()) in (("operator", "*"), ("operator", "/")):
            self.position += 1
            if operator[1] == "*" and below:
                raise CrossfootError(
                    Problem(
                        f"unit {self.text!r} can be read in two ways",
                        why="after a slash, a product needs brackets: a/b*c is a*c/b to a machine"
                        " and a/(b*c) to many people",
                        remedy="write brackets, as in kg/(t*km)",
                    )
                )
            below = operator[1] == "/"
            unit = unit.times(self._group(), -1 if below else 1)
        return unit

    def _group(self) -> UnitExpression:
        unit = self._factor()
        while True:
            kind, text = self._next()
            if kind == "joint":
                self.position += 1
            elif kind not in ("number", "word", "chinese") and text != "(":
                return unit
            unit = unit.times(self._factor())

    def _factor(self) -> UnitExpression:
        kind, text = self._next()
        self.position += 1
        if kind == "number":
            base = UnitExpression(self._number(text))
        elif kind in ("word", "chinese"):
            base = self._word(text) if kind == "word" else self._chinese(text)
        elif text == "(":
            base = self._unit()
            if self._next()[1] != ")":
                self._refuse("a bracket that is not closed")
            self.position += 1
        else:
            self._refuse(repr(text) if text else "its end")
        kind, text = self._next()
        if kind != "exponent":
            return base
        self.position += 1
        exponent = int(text)
        if _size(base) * abs(exponent) > _LARGEST_EXPONENT:
            self._refuse(f"the exponent {exponent}")
        return ONE.times(base, exponent)

    def _number(self, text: str) -> Fraction:
        number = Decimal(text.replace(",", ""))
        if not number or abs(number.adjusted()) > _LARGEST_EXPONENT:
            self._refuse(f"the number {text}")
        return Fraction(number)

    def _word(self, word: str) -> UnitExpression:
        exact = vocabulary().word(word)
        if exact is not None:
            return self._meaning(exact)
        unit = _mass_of_gas(word)  # before case is ignored: MtCO2e is not MTCO2e
        if unit is not None:
            return unit
        alias = vocabulary().word(word, any_case=True)
        if alias is not None:
            return self._meaning(alias)
        product = _hyphenated(word)
        if product is None:
            raise self._unknown(word)
        return product

    def _chinese(self, run: str) -> UnitExpression:
        unit = ONE
        for part in vocabulary().chinese(run):
            if isinstance(part, str):
                raise self._unknown(part)
            unit = unit.times(self._meaning(part))
        return unit

    def _meaning(self, alias: Alias) -> UnitExpression:
        if alias.could_be:
            choices = " or ".join(alias.could_be)
            raise CrossfootError(
                Problem(
                    f"unit {self.text!r}: {alias.written!r} does not say which unit is meant",
                    why="the readings differ, and a wrong one changes the figure unseen",
                    remedy=f"write {choices}",
                )
            )
        if alias.means == NO_UNIT:
            return ONE
        if alias.means in vocabulary().symbols or alias.means in vocabulary().gases:
            return UnitExpression(powers=((alias.means, 1),))
        return parse_unit(alias.means)

    def _unknown(self, word: str) -> CrossfootError:
        close = vocabulary().suggestions(word)
        whole = "" if word == self.text.strip() else f" (in {self.text!r})"
        return CrossfootError(
            Problem(
                f"unit {word!r} is not known{whole}",
                why="a quantity can only be used with a unit whose meaning is certain",
                remedy=f"did you mean {' or '.join(close)}?"
                if close
                else "write it as in kWh, t, m^3, L, tCO2e/(1e4 CNY)",
            )
        )

    def _refuse(self, what: str) -> NoReturn:
        raise CrossfootError(
            Problem(
                f"unit {self.text!r} cannot be read: stopped at {what}",
                remedy="write it as in kWh, t CO2e/(1e4 CNY), case/(1e6*person*h)",
            )
        )


def _size(unit: UnitExpression) -> int:
    """The largest exponent in a unit, counting that of ten in its number."""
    digits = max(len(str(unit.scale.numerator)), len(str(unit.scale.denominator))) - 1
    return max([1, digits, *(abs(power) for _, power in unit.powers)])


def _mass_of_gas(word: str) -> UnitExpression | None:
    """`kgCO2e` written as one word: a unit of mass, then a gas or equivalent."""
    for cut in range(1, min(len(word), 12)):
        mass = vocabulary().word(word[:cut])
        gas = vocabulary().word(word[cut:], any_case=True)
        if mass and gas and mass.means in MASSES and gas.means in _after_mass():
            return UnitExpression(powers=((mass.means, 1), (gas.means, 1)))
    return None


#: units of mass that people write together with a gas
MASSES = frozenset({"g", "mg", "ug", "kg", "t", "kt", "Mt", "Gt", "lb"})


@lru_cache(maxsize=1)
def _after_mass() -> frozenset[str]:
    return vocabulary().gases | {"CO2e", "CFC11e"}


def _hyphenated(word: str) -> UnitExpression | None:
    """`passenger-mile`: a product."""
    aliases = [vocabulary().word(part, any_case=True) for part in word.split("-")]
    if len(aliases) < 2 or any(alias is None or not alias.means for alias in aliases):
        return None
    unit = ONE
    for alias in aliases:
        unit = unit.times(parse_unit(alias.means)) if alias else unit
    return unit


def _number_text(number: int) -> str:
    digits = str(number)
    short = digits.rstrip("0")
    zeros = len(digits) - len(short)
    return f"{short}e{zeros}" if zeros >= _SHORTEST_POWER_OF_TEN else digits
