"""Corrections: a later entered value about the same thing is the next version of the earlier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from crossfoot.facts.fact import Basis, Fact, FactKey


def next_versions(known: Iterable[Fact], facts: Iterable[Fact]) -> Iterator[Fact]:
    """Entered values as corrections of those before them; published values as they are."""
    latest: dict[FactKey, int] = {}
    for fact in known:
        if fact.basis is Basis.ENTERED:
            latest[fact.key] = max(fact.version, latest.get(fact.key, 0))
    for fact in facts:
        if fact.basis is not Basis.ENTERED:
            yield fact
            continue
        version = latest[fact.key] = latest.get(fact.key, 0) + 1
        yield fact if version == fact.version else replace(fact, version=version)


def corrections(known: Iterable[Fact], facts: Iterable[Fact]) -> Iterator[Fact]:
    """Entered values about something that has an entered value already."""
    keys = {fact.key for fact in known if fact.basis is Basis.ENTERED}
    return (fact for fact in facts if fact.basis is Basis.ENTERED and fact.key in keys)
