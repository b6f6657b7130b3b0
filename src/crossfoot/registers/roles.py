"""Roles that registers name: `roles.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from crossfoot.definitions.section import Section
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text

BUILT_IN = Path(__file__).parent / "roles.yaml"


@cache
def roles() -> Mapping[str, Text]:
    """Every role and what it is called.

    >>> roles()["hse"].zh
    '安环'
    """
    problems: list[Problem] = []
    whole = Section.of_file(BUILT_IN, problems, BUILT_IN.name)
    found = {role: whole.both(role) for role in whole}
    if problems:
        raise CrossfootError.of(problems)
    return found
