"""Filters for rows of the ledger and meters: names beside codes, quantities as entered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from crossfoot.factors.activities import parse_activity
from crossfoot.records.messages import language

register = template.Library()

#: a plain number of more than three digits; whatever else was typed is shown as it is
_PLAIN = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]{4,})(?P<places>(?:\.[0-9]*)?)")
_THOUSANDS = re.compile(r"(?<=[0-9])(?=(?:[0-9]{3})+$)")


@register.filter
def grouped(entered: str) -> str:
    """A quantity as it was entered, all its digits, with its thousands apart.

    >>> grouped("10921893"), grouped("-1200.500"), grouped("1,200"), grouped("1e6")
    ('10,921,893', '-1,200.500', '1,200', '1e6')
    """
    found = _PLAIN.fullmatch(entered)
    if found is None:
        return entered
    return found["sign"] + _THOUSANDS.sub(",", found["whole"]) + found["places"]


@register.filter
def activity_title(code: str) -> str:
    """What an activity is called in the language of the reader."""
    return parse_activity(code).title[language()]


@register.filter
def name_of(code: str, names: Mapping[str, str]) -> str:
    """Name of a unit; its code where none is known."""
    return names.get(code, code)


@register.filter
def with_code(name: str, code: str) -> SafeString:
    """A name with its code small beside it, once where they are the same."""
    if name == code:
        return format_html("{}", name)
    return format_html("{} <small><code>{}</code></small>", name, code)
