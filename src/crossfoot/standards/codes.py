"""Codes as people write them, brought to one form in which they can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_EDITION = re.compile(r"(?P<number>.+?) ?\((?P<edition>\d{4})\)")
_SEPARATORS = " :.,-/"


def comparable(code: str, prefixes: Sequence[str] = ()) -> str:
    """Bring a code to the form in which codes of one standard are compared.

    Full-width letters, kinds of dashes, letter case, spaces and brackets do not matter; names of
    the standard or of its parts in front fall away, as long as a code is left.

    >>> comparable("GRI 302–1", ["GRI", "Disclosure"])
    '302-1'
    >>> comparable("HKEX KPI A1.1", ["KPI", "HKEX"])
    'a1.1'
    >>> comparable("29 (a) (ii)") == comparable("29a(ii)")
    True
    """
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", code)).casefold()
    text = " ".join(text.split()).strip(_SEPARATORS)
    heads = sorted((" ".join(head.casefold().split()) for head in prefixes), key=len, reverse=True)
    while head := next((head for head in heads if _stands_before(head, text)), ""):
        text = text.removeprefix(head).lstrip(_SEPARATORS)
    return re.sub(r"[ ()]", "", text)


def _stands_before(head: str, text: str) -> bool:
    """Whether `text` is `head` and then a code; "s2" is not the head of "s21"."""
    rest = text.removeprefix(head)
    if rest == text or not rest.lstrip(_SEPARATORS):
        return False
    return not (head[-1].isdigit() and rest[0].isdigit())


def split_edition(code: str) -> tuple[str, str]:
    """The number of a code and the edition written behind it, empty where there is none.

    >>> split_edition("306-3 (2016)"), split_edition("302-1")
    (('306-3', '2016'), ('302-1', ''))
    """
    found = _EDITION.fullmatch(code)
    return (found["number"], found["edition"]) if found else (code, "")
