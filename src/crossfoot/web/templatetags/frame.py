"""Tags of the frame.

`{% asset "app.css" %}`, `{% icon "check" %}`, `{% word key %}`, `{% counted key count %}`,
`{% numbered key number %}`, `|spoken`.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from crossfoot.records.counting import filled
from crossfoot.records.messages import language
from crossfoot.web.spoken import spoken as in_words

ASSETS = Path(__file__).parents[1] / "assets"

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Address of a style sheet or script, new where its content is.

    A name in a template is a SafeString, which no path takes; a slice of it is a plain string.
    """
    return f"{settings.STATIC_URL}{name}?v={_digest(name[:])}"


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon in place; it says nothing to those who listen, the words beside it do."""
    return mark_safe(_drawing(name[:], size))  # noqa: S308  # our own file, no user's text


@register.simple_tag(takes_context=True)
def word(context: template.Context, key: Any) -> str:
    """The words of a key that a variable holds."""
    return str(context["words"][str(key)])


@register.simple_tag(takes_context=True)
def counted(context: template.Context, key: str, count: int) -> str:
    """Words that stand beside a count, in the number that it asks for."""
    return filled(str(context["words"][key]), count=count)


@register.simple_tag(takes_context=True)
def numbered(context: template.Context, key: str, number: object) -> str:
    """Words around a number, such as that of a page."""
    return filled(str(context["words"][key]), number=number)


@register.filter
def spoken(text: str) -> str:
    """A sentence of a problem, in the language of the page."""
    return in_words(text[:], language())


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:12]


@cache
def _drawing(name: str, size: int) -> str:
    path = ASSETS / "vendor" / f"icon-{name}.svg"
    inside = re.sub(r"<!--.*?-->|\s+", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    start = f'<svg class="icon" width="{size}" height="{size}" aria-hidden="true" focusable="false"'
    return re.sub(r'\s(?:class|width|height|xmlns)="[^"]*"', "", inside, count=4).replace(
        "<svg", start, 1
    )
