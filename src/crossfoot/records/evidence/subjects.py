"""What a document can be used for: an app registers the kind of subject that it keeps.

    register("entry", look_up)   # in the app's `ready`

`look_up` takes ids ("12") and gives what is known of each, in a number of queries that does not
grow with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem


@dataclass(frozen=True, slots=True)
class Subject:
    """What is proved.

    Attributes:
        unit: code of the unit that it belongs to.
        label: as people call it, in the language of the moment.
        address: of its page; empty where it has none.
        locked: it counts as final, so that what proves it stays.
    """

    unit: str
    label: str
    address: str = ""
    locked: bool = False


LookUp = Callable[[Collection[str]], Mapping[str, Subject]]

_KINDS: dict[str, LookUp] = {}


def register(kind: str, look_up: LookUp) -> None:
    """Make a kind of subject known."""
    _KINDS[kind] = look_up


def subjects(references: Collection[str]) -> dict[str, Subject]:
    """What is known of some subjects; those that nobody knows are left out."""
    ids: dict[str, list[str]] = {}
    for reference in references:
        kind, _, name = reference.partition(":")
        ids.setdefault(kind, []).append(name)
    return {
        f"{kind}:{name}": subject
        for kind, names in ids.items()
        if kind in _KINDS
        for name, subject in _KINDS[kind](names).items()
    }


def subject(reference: str) -> Subject:
    """What is known of a subject.

    Raises:
        CrossfootError: there is no such subject.
    """
    found = subjects([reference]).get(reference)
    if found is None:
        raise CrossfootError(
            problem(
                Text("there is nothing to prove: {reference}", "没有可举证的对象：{reference}"),
                reference=repr(reference),
            )
        )
    return found
