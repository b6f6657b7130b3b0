"""Who is kept away from a record: its subjects, those close to them, and who did the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crossfoot.registers.definition import Definition, Transition
from crossfoot.registers.records import RecordView, entry_at


def excluded(
    definition: Definition, record: RecordView, superiors: Mapping[str, str] | None = None
) -> frozenset[str]:
    """Persons who never see or handle a record.

    The subjects of the record; of a sealed register also everybody above and below them in the
    lines of reporting, and whoever declared a conflict in the rows `conflict_check`.

    Args:
        definition: the register.
        record: the record.
        superiors: the superior of each person.
    """
    subjects = {person for name in definition.subjects for person in persons(record.value(name))}
    if definition.access.level != "sealed":
        return frozenset(subjects)
    lines = superiors or {}
    near = subjects | {each for person in subjects for each in _above(person, lines)}
    near |= {person for person in lines if subjects & set(_above(person, lines))}
    conflicts = record.value("conflict_check") or ()
    near |= {row["handler"] for row in conflicts if row.get("conflict") is True}
    return frozenset(near)


def persons(value: Any) -> tuple[str, ...]:
    """The persons in the value of a field, one or several."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def barred_from(transition: Transition, record: RecordView) -> frozenset[str]:
    """Persons who may not do a step because they had a hand in what it verifies.

    Of a verification: who brought the record to where it stands. Beside that, the persons in the
    fields of `not_by` and whoever entered its states.
    """
    found: set[str] = set()
    entered = entry_at(record)
    if transition.verifies and entered is not None:
        found.add(entered.by)
    for name in transition.not_by:
        found |= {each.by for each in record.history if each.state == name}
        found.update(persons(record.value(name)))
    return frozenset(found - {""})


def _above(person: str, superiors: Mapping[str, str]) -> list[str]:
    """The superiors of a person, nearest first; a ring in the lines ends the walk."""
    found: list[str] = []
    while (person := superiors.get(person, "")) and person not in found:
        found.append(person)
    return found
