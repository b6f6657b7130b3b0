"""Drawings (SVG) that an author brings: only those that are nothing but drawings are taken.

An SVG file can hold scripts and load things from elsewhere. Pages show it as an image, where
neither happens; but a reader may open the file by itself, and a report must not call another host.
Such a file is refused, by what is allowed rather than by what is known to do harm. It is not
mended: that would be a drawing that its author never saw.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

#: the largest drawing that is looked through, in bytes
LARGEST = 10_000_000

_TAGS = re.compile(r"<\s*(?:[\w.-]+:)?(script|foreignObject|iframe|embed|object|handler)\b", re.I)
_EVENTS = re.compile(r"[\s\"'/](on[a-z]+)\s*=", re.I)
_DECLARED = re.compile(r"<!(ENTITY)|<\?(xml-stylesheet)|(@import)", re.I)
_REFERENCES = re.compile(r"\b(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_STYLES = re.compile(r"url\(\s*[\"']?([^)\"']*)", re.I)

#: what a reference may be: a place of the drawing, or a picture within it
_ALLOWED = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp)[;,]|$)", re.I)


def unsafe(path: Path) -> str:
    """What makes a drawing unsafe, as its author finds it in the file; empty for a safe one.

    Links (`href`) that a drawing leads to count as well: nobody can follow them in an image.
    """
    if path.stat().st_size > LARGEST:
        return f"> {LARGEST:,} bytes"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return "not UTF-8"
    if "\0" in text:
        return "not UTF-8"
    for pattern in (_TAGS, _EVENTS, _DECLARED):
        if found := pattern.search(text):
            return next(group for group in found.groups() if group)
    for pattern, where in ((_REFERENCES, text), (_STYLES, unescape(text))):
        for found in pattern.finditer(where):
            target = unescape(next((group for group in found.groups() if group), ""))
            if not _ALLOWED.match(target):
                return target[:80]
    return ""
