"""Problems in the language of the person who is served."""

from __future__ import annotations

from django.utils.translation import get_language

from crossfoot.errors import Problem
from crossfoot.languages import Language, Text

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
        what[said].format(**values),
        where=where,
        why=why[said].format(**values),
        remedy=remedy[said].format(**values),
    )
