"""Pictures that a telephone scans, drawn in place: no script, no style, no other host."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def picture(text: str) -> SafeString:
    """A text as a QR code (ISO/IEC 18004), dark on white in either theme, as scanners want it.

    >>> picture("crossfoot").startswith("<svg ")
    True
    """
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # numbers alone; the text is not in it
