"""Filters for numbers: `{{ total|decimal }}`."""

from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def decimal(value: object) -> str:
    """A number with its thousands apart and no empty places.

    >>> decimal(Decimal("1200.500000")), decimal(Decimal("-3000000"))
    ('1,200.5', '-3,000,000')
    """
    if not isinstance(value, (Decimal, int)):
        return "" if value is None else str(value)
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
