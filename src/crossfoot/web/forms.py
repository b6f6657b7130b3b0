"""What views do with a form: read a field, do an action, say what is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action
from crossfoot.records.messages import problem


def attempt(request: HttpRequest, action: Action[Any], reason: str = "") -> CrossfootError | None:
    """Do an action as the one who asks; what was wrong where it could not be done."""
    try:
        action.do(request.actor, reason)  # type: ignore[attr-defined]
    except CrossfootError as error:
        return error
    return None


def day_of(text: str) -> date | None:
    """A day as a form gives it; None where it is empty.

    Raises:
        CrossfootError: it is none.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CrossfootError(
            problem(
                Text("{text} is not a date, such as 2024-03-31", "{text} 不是日期，如 2024-03-31"),
                text=repr(text),
            )
        ) from error


def needed(request: HttpRequest, name: str, label: str) -> str:
    """A field that must be filled in.

    Raises:
        CrossfootError: it is empty; its label is named.
    """
    value = request.POST.get(name, "").strip()
    if not value:
        raise CrossfootError(problem(Text("{label} is missing", "缺少{label}"), label=label))
    return value
