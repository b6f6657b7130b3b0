"""The words of units: the symbols that are defined, and how people spell them.

Read from `data/units.txt`, `data/gases.csv` and `data/unit_aliases.csv`, once, without pint.
"""

from __future__ import annotations

import difflib
import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from crossfoot.quantities.shipped import DATA, shipped_rows

#: characters that mean the same in a unit; NFKC does the rest (³ is handled before it)
_SAME = str.maketrans(
    {
        **dict.fromkeys("•⋅∙・●", "·"),
        **dict.fromkeys("∕⁄÷", "/"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("’‘`´", "'"),
        "µ": "μ",
        "×": "*",
    }
)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT_RUN = re.compile(f"([⁻⁺]?)([{_SUPERSCRIPTS}]+)")
_DEFINITION = re.compile(r"^([A-Za-z]\w*) *=", re.MULTILINE)
_WORD = re.compile(r"[A-Za-zμ][A-Za-z0-9_-]*|[^\sA-Za-z0-9\u4e00-\u9fff]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_CURRENCY = re.compile("[A-Z]{3}")
_NO_CURRENCIES = frozenset({"FTE"})
#: what a plain number has for a unit
NO_UNIT = "dimensionless"
#: shorter spellings keep their case: "Mt" is a million times "t", and "mL" no "ML"
_SHORTEST_ANY_CASE = 3


def tidy(text: str) -> str:
    """One form for characters that look or mean the same.

    >>> tidy("１０⁴ m³／人・小时")
    '10^4 m^3/人·小时'
    """
    text = _SUPERSCRIPT_RUN.sub(_caret, text)
    text = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    return " ".join(text.split())


def _caret(match: re.Match[str]) -> str:
    sign = "-" if match[1] == "⁻" else ""
    return f"^{sign}" + "".join(str(_SUPERSCRIPTS.index(digit)) for digit in match[2])


def is_currency(symbol: str) -> bool:
    """Whether a unit symbol is a currency code: three capital letters that are defined.

    >>> is_currency("CNY"), is_currency("FTE")
    (True, False)
    """
    return (
        symbol in vocabulary().symbols - _NO_CURRENCIES and _CURRENCY.fullmatch(symbol) is not None
    )


@dataclass(frozen=True)
class Alias:
    """One way in which people write a unit.

    Attributes:
        written: the spelling.
        means: the unit expression it stands for; empty where the spelling has several readings.
        could_be: those readings, for a spelling that has to be refused ("ton", "$").
    """

    written: str
    means: str
    could_be: tuple[str, ...] = ()


class Vocabulary:
    """Everything that may be written where a unit is expected.

    Attributes:
        symbols: the defined units.
        gases: ids of gases, each a dimension of its own.
    """

    def __init__(
        self, symbols: Iterable[str], gases: Iterable[str], aliases: Iterable[Alias]
    ) -> None:
        self.symbols = frozenset(symbols)
        self.gases = frozenset(gases)
        self._aliases = tuple(aliases)

    @cached_property
    def _words(self) -> dict[str, Alias]:
        words = {a.written: a for a in self._aliases if _WORD.fullmatch(a.written)}
        own = sorted(self.symbols | self.gases | {NO_UNIT})
        return words | {name: Alias(name, name) for name in own}

    @cached_property
    def _any_case(self) -> dict[str, Alias | None]:
        folded: dict[str, Alias | None] = {}
        for written, alias in self._words.items():
            if len(written) >= _SHORTEST_ANY_CASE:
                key = written.casefold()
                same = folded.get(key, alias)
                folded[key] = alias if same and same.means == alias.means else None
        return folded

    @cached_property
    def _chinese(self) -> dict[str, Alias]:
        return {a.written: a for a in self._aliases if _CHINESE.fullmatch(a.written)}

    @cached_property
    def _phrases(self) -> tuple[re.Pattern[str], dict[str, Alias]]:
        phrases = {
            _phrase_key(a.written): a
            for a in self._aliases
            if not _WORD.fullmatch(a.written) and not _CHINESE.fullmatch(a.written)
        }
        longest_first = sorted((a.written for a in phrases.values()), key=len, reverse=True)
        pattern = "|".join(_phrase_pattern(phrase) for phrase in longest_first)
        return re.compile(pattern, re.IGNORECASE), phrases

    def word(self, text: str, *, any_case: bool = False) -> Alias | None:
        """The alias or symbol of one word; case may be ignored, but not in short words."""
        found = self._words.get(text)
        return found or (self._any_case.get(text.casefold()) if any_case else None)

    def chinese(self, run: str) -> list[Alias | str]:
        """A run of Chinese characters cut into the longest known words.

        >>> [getattr(part, "means", part) for part in vocabulary().chinese("万吨标准煤")]
        ['1e4', 'tce']
        """
        parts: list[Alias | str] = []
        position = 0
        while position < len(run):
            for length in range(len(run) - position, 0, -1):
                alias = self._chinese.get(run[position : position + length])
                if alias is not None:
                    parts.append(alias)
                    position += length
                    break
            else:
                parts.append(run[position:])
                break
        return parts

    def replace_phrases(self, text: str) -> str:
        """Text with every spelling of several words replaced by what it means, in brackets."""
        pattern, phrases = self._phrases

        def meaning(match: re.Match[str]) -> str:
            alias = phrases[_phrase_key(match[0])]
            return f" ({alias.means}) " if alias.means else match[0]

        return pattern.sub(meaning, text)

    def suggestions(self, word: str) -> list[str]:
        """Up to three units whose spelling looks like the word."""
        known = {
            alias.written.casefold(): alias.means if alias.means in self.symbols else alias.written
            for alias in (*self._words.values(), *self._aliases)
            if alias.means
        }
        close = difflib.get_close_matches(word.casefold(), known, n=5, cutoff=0.6)
        return list(dict.fromkeys(known[spelling] for spelling in close))[:3]


def _phrase_key(text: str) -> str:
    return "".join(text.split()).casefold()


def _phrase_pattern(phrase: str) -> str:
    before = ""
    if phrase[0].isascii() and phrase[0].isalnum():  # "10⁴Nm³" has a phrase after its number
        before = r"(?<![A-Za-z])" if phrase[0].isalpha() else r"(?<![A-Za-z0-9])"
    after = r"(?![A-Za-z0-9])" if phrase[-1].isascii() and phrase[-1].isalnum() else ""
    words = phrase.split()
    pattern = re.escape(words[0])
    for left, right in itertools.pairwise(words):
        apart = left[-1].isalnum() and right[0].isalnum()  # "MW h" is not the "mWh" of a mistake
        pattern += (r"\s+" if apart else r"\s*") + re.escape(right)
    return before + pattern + after


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with Crossfoot."""
    symbols = _DEFINITION.findall((DATA / "units.txt").read_text(encoding="utf-8"))
    gases = [row["id"] for row in shipped_rows("gases.csv")]
    return Vocabulary(symbols, gases, map(_alias, shipped_rows("unit_aliases.csv")))


def _alias(row: dict[str, str]) -> Alias:
    readings = tuple(filter(None, row["could_be"].split(";")))
    return Alias(tidy(row["written"]), row["means"], readings)
