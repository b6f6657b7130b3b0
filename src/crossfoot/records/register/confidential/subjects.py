"""Names that a reporter wrote, as accounts where they are some: so that they are kept away."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crossfoot.records.accounts.models import User

#: a name of one letter would keep half of the house away
_SHORTEST = 2


def persons_named(lines: Iterable[str]) -> tuple[str, ...]:
    """Who is meant by lines of text, one person each: accounts, and the words themselves.

    A name that several people have stands for all of them: it is better to keep one too many away,
    and whoever handles the case mends it. The words stay beside the account where they say more.

    Args:
        lines: as the reporter wrote them.
    """
    found: list[str] = []
    people = list(User.objects.filter(is_active=True))
    for line in (each.strip() for each in lines):
        if not line:
            continue
        meant = [user for user in people if _is_in(user.name, line) or _is_in(user.email, line)]
        found += [user.reference for user in meant]
        if not any(line.casefold() in (user.name.casefold(), user.email) for user in meant):
            found.append(line)
    return tuple(dict.fromkeys(found))


def _is_in(name: str, line: str) -> bool:
    """Whether a name stands in a line: between words, or anywhere where words are not parted."""
    name, line = name.strip().casefold(), line.casefold()
    if len(name) < _SHORTEST:
        return False
    if not name.isascii():
        return name in line
    return re.search(rf"(?<![\w@.]){re.escape(name)}(?![\w@])", line) is not None
