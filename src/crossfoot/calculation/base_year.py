"""The base year: its policy, and the events that ask for it to be calculated again.

    year = 2021
    threshold = 5

    [[event]]
    date = 2023-04-01
    trigger = "acquisition"
    site = "penang"
    reason = "bought on 1 April 2023"

`base_year.toml` of a workspace. What a trigger is good for stands in the table
`data/recalculation_triggers.csv`: organic growth asks for nothing, whatever its size. An event of
an `error` names what was wrong by patterns of sites and activities; a changed quantity there is
an error that was corrected, and not new data.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text

FILE_NAME = "base_year.toml"
ERROR = "error"
_DATA = Path(__file__).parent / "data" / "recalculation_triggers.csv"
_KEYS = ("year", "threshold", "event")
_OF_EVENT = ("date", "trigger", "site", "activity", "reason")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A reason to calculate the base year again, or not to.

    Attributes:
        name: as an event says it.
        title: what it is.
        recalculates: whether the base year is calculated again.
        causes: causes of a restatement that it explains.
        source: chapter of the standard.
    """

    name: str
    title: Text
    recalculates: bool
    causes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, with its reason.

    Attributes:
        day: when.
        trigger: what kind of thing.
        reason: in words.
        site: id or pattern of the sites concerned.
        activity: name or pattern of the activities concerned.
    """

    day: date
    trigger: Trigger
    reason: str
    site: str = "*"
    activity: str = "*"

    def concerns(self, site: str, activity: str) -> bool:
        """Whether it is about an activity at a site."""
        return fnmatchcase(site, self.site) and fnmatchcase(activity, self.activity)


@dataclass(frozen=True, slots=True)
class Policy:
    """How a company deals with its base year.

    Attributes:
        year: the base year.
        threshold: share of a total from which it is calculated again.
        events: what happened since.
    """

    year: int
    threshold: Decimal
    events: Sequence[Event] = ()

    def is_error(self, site: str, activity: str) -> bool:
        """Whether a changed quantity there is an error that was corrected."""
        return any(e.trigger.name == ERROR and e.concerns(site, activity) for e in self.events)

    def unexplained(self, by_cause: Mapping[str, int]) -> tuple[str, ...]:
        """Causes with an effect for which no event is stated; interaction explains itself."""
        known = {cause for event in self.events for cause in event.trigger.causes}
        return tuple(
            cause
            for cause, effect in by_cause.items()
            if effect and cause not in known and cause != "interaction"
        )

    def asks_for_nothing(self, by_cause: Mapping[str, int]) -> bool:
        """Whether all effects come from events that leave the base year as it is."""
        found = {cause for cause, effect in by_cause.items() if effect and cause != "interaction"}
        asking = {c for e in self.events if e.trigger.recalculates for c in e.trigger.causes}
        silent = {c for e in self.events if not e.trigger.recalculates for c in e.trigger.causes}
        return bool(found) and found <= silent - asking


@cache
def triggers() -> Mapping[str, Trigger]:
    """All triggers by name."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {
            row["trigger"]: Trigger(
                row["trigger"],
                Text(row["title_en"], row["title_zh"]),
                row["recalculates"] == "yes",
                tuple(row["causes"].split()),
                row["source"],
            )
            for row in csv.DictReader(file)
        }


def read_policy(path: Path) -> Policy:
    """Read a policy.

    Raises:
        CrossfootError: with every mistake in the file.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CrossfootError(Problem(f"the file cannot be read: {error}", path.name)) from None
    problems = [
        Problem(f"{name!r} is not known", path.name, remedy=f"write {', '.join(_KEYS)}")
        for name in content
        if name not in _KEYS
    ]
    if not isinstance(content.get("year"), int):
        problems.append(Problem("the base year is missing", path.name, remedy="year = 2021"))
    threshold = content.get("threshold", 5)
    if not isinstance(threshold, int | float) or threshold < 0:
        problems.append(Problem(f"threshold is {threshold!r}", path.name, remedy="threshold = 5"))
    for number, event in enumerate(content.get("event", ()), start=1):
        problems += _wrong(event, f"{path.name}, event {number}")
    if problems:
        raise CrossfootError.of(problems)
    events = [_event(each) for each in content.get("event", ())]
    return Policy(content["year"], Decimal(str(threshold)) / 100, events)


def _wrong(event: Mapping[str, Any], place: str) -> list[Problem]:
    problems = []
    if event.get("trigger") not in triggers():
        what = f"{event.get('trigger')!r} is no trigger"
        problems.append(Problem(what, place, remedy=f"write {', '.join(triggers())}"))
    if not event.get("reason"):
        problems.append(Problem("the event has no reason", place, remedy="say what happened"))
    if not isinstance(event.get("date"), date):
        problems.append(Problem("the event has no date", place, remedy="date = 2023-04-01"))
    unknown = [name for name in event if name not in _OF_EVENT]
    if unknown:
        remedy = f"write {', '.join(_OF_EVENT)}"
        problems.append(Problem(f"{unknown[0]!r} is not known", place, remedy=remedy))
    return problems


def _event(event: Mapping[str, Any]) -> Event:
    where = event.get("site", "*"), event.get("activity", "*")
    return Event(event["date"], triggers()[event["trigger"]], event["reason"], *where)
