"""HTML in pieces as plain text, for contents, checks and search."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from crossfoot.reports.writing.inlines import Inline
from crossfoot.reports.writing.markdown import LINE_END

if TYPE_CHECKING:
    from crossfoot.reports.writing.blocks import Parts

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</(?:p|li|td|th|tr|h\d|blockquote|dd|dt)>|<br ?/?>")


def plain_text(parts: Parts) -> str:
    """The words of some parts; a block within them gives its own."""
    return "".join(
        _without_tags(part) if isinstance(part, str) else part.text for part in parts
    ).strip()


def typed_text(parts: Parts) -> str:
    """The words that an author typed; what references gave is a gap that no word fills."""
    gap = "\u2060"
    return "".join(
        _without_tags(part.replace(LINE_END, "\n"))
        if isinstance(part, str)
        else (gap if isinstance(part, Inline) else part.text)
        for part in parts
    )


def _without_tags(html: str) -> str:
    return unescape(_TAG.sub("", _BREAK.sub("\n", html)))
