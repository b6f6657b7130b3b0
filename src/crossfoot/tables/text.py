"""Texts as people type them: what surrounds a value, and when two headings are the same."""

from __future__ import annotations

import re
import unicodedata

#: what may stand around a value without anybody seeing it: spaces of all widths, line ends,
#: the no-break space, zero-width characters, the byte-order mark
INVISIBLE = (
    " \t\r\n\v\f\u00a0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)

_EDGES = frozenset(INVISIBLE)
_SEPARATORS = re.compile(r"[\s_\-*:：/]+")


def clean(text: str) -> str:
    r"""The text without what surrounds it invisibly.

    >>> clean(" hefei\u3000")
    'hefei'
    """
    if text and text[0] not in _EDGES and text[-1] not in _EDGES:
        return text  # nearly all; to strip them costs thirty times as much
    return text.strip(INVISIBLE)


def fold(text: str) -> str:
    """The form in which two headings or names are compared.

    Full-width letters, capitals, spaces, underscores and the asterisk of a required column make
    no difference.

    >>> fold("Start_Date *"), fold("ＳＩＴＥ")
    ('startdate', 'site')
    """
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", clean(text)).casefold())
