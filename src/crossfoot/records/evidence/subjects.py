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
from crossfoot.records.actions import Actor
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

#: those of some ids that an actor may read
Readers = Callable[[Actor, Collection[str]], Collection[str]]

_KINDS: dict[str, LookUp] = {}
_READERS: dict[str, Readers] = {}


def register(kind: str, look_up: LookUp, readers: Readers | None = None) -> None:
    """Make a kind of subject known.

    Args:
        kind: what its references begin with.
        look_up: what is known of ids.
        readers: who reads which; without it, whoever reads the unit.
    """
    _KINDS[kind] = look_up
    if readers is not None:
        _READERS[kind] = readers


def subjects(references: Collection[str], by: Actor | None = None) -> dict[str, Subject]:
    """What is known of some subjects; those that nobody knows are left out.

    Args:
        references: "entry:12", "batch:3".
        by: those that this actor may not read are left out; all are told where None.
    """
    ids: dict[str, list[str]] = {}
    for reference in references:
        kind, _, name = reference.partition(":")
        ids.setdefault(kind, []).append(name)
    if by is not None:
        ids = {
            kind: list(_READERS[kind](by, names)) if kind in _READERS else names
            for kind, names in ids.items()
        }
    return {
        f"{kind}:{name}": subject
        for kind, names in ids.items()
        if kind in _KINDS
        for name, subject in _KINDS[kind](names).items()
    }


def closed(references: Collection[str], by: Actor) -> frozenset[str]:
    """Those of some subjects that are kept from an actor who reads their unit."""
    guarded = {each for each in references if each.partition(":")[0] in _READERS}
    return frozenset(guarded - subjects(guarded, by).keys()) if guarded else frozenset()


def subject(reference: str, by: Actor | None = None) -> Subject:
    """What is known of a subject.

    Raises:
        CrossfootError: there is no such subject, or the actor may not read it.
    """
    found = subjects([reference], by).get(reference)
    if found is None:
        raise CrossfootError(
            problem(
                Text("there is nothing to prove: {reference}", "没有可举证的对象：{reference}"),
                reference=repr(reference),
            )
        )
    return found
