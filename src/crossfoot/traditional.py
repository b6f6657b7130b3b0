"""Traditional Chinese as Hong Kong writes it, converted from Simplified Chinese by OpenCC.

Words are converted as phrases, not character by character, by the table `s2hk`. Terms that a
report has its own Traditional words for are never converted: `traditional_terms` names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from crossfoot.errors import CrossfootError, Problem

#: OpenCC's name for Simplified Chinese to the Traditional Chinese of Hong Kong
CONVERSION = "s2hk"

#: and back
BACK = "hk2s"

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_Terms = tuple[tuple[str, str], ...]

_terms: ContextVar[_Terms] = ContextVar("terms", default=())


def in_traditional(text: str) -> str:
    """A Simplified Chinese text in Traditional Chinese; other text as it is.

    >>> in_traditional("温室气体排放（范围二）"), in_traditional("Scope 2")
    ('温室氣體排放（範圍二）', 'Scope 2')

    Raises:
        CrossfootError: OpenCC is not installed.
    """
    return _converted(text, _terms.get()) if _HAN.search(text) else text


@contextmanager
def traditional_terms(terms: Mapping[str, str]) -> Iterator[None]:
    """Within it, `in_traditional` writes terms as a report's glossary has them.

    >>> with traditional_terms({"范围": "範疇"}):
    ...     in_traditional("范围二的温室气体")
    '範疇二的温室氣體'
    """
    longest_first = sorted(terms.items(), key=lambda term: (-len(term[0]), term))
    token = _terms.set(tuple(longest_first))
    try:
        yield
    finally:
        _terms.reset(token)


def in_simplified(text: str) -> str:
    """A Traditional Chinese text in Simplified Chinese, for comparison.

    >>> in_simplified("温室氣體排放範圍")
    '温室气体排放范围'

    Raises:
        CrossfootError: OpenCC is not installed.
    """
    return _converter(BACK)(text) if _HAN.search(text) else text


@lru_cache(maxsize=100_000)
def _converted(text: str, terms: _Terms) -> str:
    convert = _converter(CONVERSION)
    if not any(term in text for term, _ in terms):
        return convert(text)
    known = dict(terms)
    pieces = re.split(f"({'|'.join(re.escape(term) for term in known)})", text)
    return "".join(known[piece] if at % 2 else convert(piece) for at, piece in enumerate(pieces))


@cache
def _converter(name: str) -> Callable[[str], str]:
    try:
        from opencc import OpenCC
    except ImportError as error:
        raise CrossfootError(
            Problem(
                "Traditional Chinese cannot be written: the library OpenCC is not installed",
                why="the words of the zh-Hant edition are converted from Simplified Chinese",
                remedy="install it: pip install opencc",
            )
        ) from error
    convert: Callable[[str], str] = OpenCC(name).convert
    return convert
