"""The numbers as they are kept, and whether they are those of this moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crossfoot.records.overview.building import digest_of
from crossfoot.records.overview.starting import begin, can_build, failure, is_drawn
from crossfoot.records.overview.store import Numbers, open_numbers, path_of


@dataclass(frozen=True, slots=True)
class Freshness:
    """How the kept numbers stand.

    Attributes:
        as_of: when their making began, UTC; None where there are none.
        is_current: nothing has changed since.
        is_building: newer ones are being made.
        why: why they could not be made; empty where they could.
    """

    as_of: datetime | None
    is_current: bool
    is_building: bool
    why: str = ""


@contextmanager
def kept_numbers(folder: Path) -> Iterator[tuple[Numbers | None, Freshness]]:
    """The kept numbers of a workspace; where they are out of date, newer ones are begun.

    Nobody waits: what is there is shown with its time.
    """
    with open_numbers(path_of(folder)) as numbers:
        yield numbers, freshness(folder, numbers)


def freshness(folder: Path, numbers: Numbers | None) -> Freshness:
    """How numbers stand; begins to make newer ones where they are out of date."""
    as_of = datetime.fromisoformat(numbers.said("as_of")) if numbers else None
    if not can_build(folder):
        return Freshness(as_of, is_current=True, is_building=False)
    state = digest_of(folder)
    if numbers is not None and numbers.said("state") == state:
        if not is_drawn(folder, state):
            begin(folder)  # its process died before the charts
        return Freshness(as_of, is_current=True, is_building=False)
    if why := failure(folder, state):
        return Freshness(as_of, is_current=False, is_building=False, why=why)
    begin(folder)
    return Freshness(as_of, is_current=False, is_building=True)


@contextmanager
def current_numbers(folder: Path) -> Iterator[Numbers | None]:
    """The kept numbers where they are those of this moment; else None, and nothing is begun."""
    with open_numbers(path_of(folder)) as numbers:
        fresh = numbers is not None and numbers.said("state") == digest_of(folder)
        yield numbers if fresh else None


def state_of_file(folder: Path) -> str:
    """The state from which the kept numbers were made; empty where there are none."""
    with open_numbers(path_of(folder)) as numbers:
        return str(numbers.said("state")) if numbers else ""
