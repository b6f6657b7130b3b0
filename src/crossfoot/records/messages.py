"""Problems in the language of the person who is served."""

from __future__ import annotations

from django.utils.translation import get_language

from crossfoot.errors import Problem
from crossfoot.languages import Language, Text
from crossfoot.records.counting import filled

NOTHING = Text("", "")


def language() -> Language:
    """The language of the request, or of the command line."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def problem(
    what: Text, *, why: Text = NOTHING, remedy: Text = NOTHING, where: str = "", **values: object
) -> Problem:
    """A problem in the language of the moment, with values put in."""
    said = language()
    return Problem(
        filled(what[said], **values),
        where=where,
        why=filled(why[said], **values),
        remedy=filled(remedy[said], **values),
    )
