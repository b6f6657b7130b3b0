"""The words of a file: its names of sites and activities, its units, and what they mean here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Actor
from crossfoot.records.ledger.models import Batch, BatchState, BatchTotal, ColumnMapping, Meter
from crossfoot.records.ledger.sites import known_sites
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.tables.judge import Cells
from crossfoot.tables.mapping import FIXED, translation
from crossfoot.tables.text import fold

#: columns whose words can be mapped
COLUMNS = ("site", "activity", "unit")

#: different words of a column that are kept
MOST = 300

#: how alike two names are at least, before one is suggested for the other
_ALIKE = 0.75

#: mappings of other shapes that are looked through for a word
_EARLIER = 200


@dataclass(frozen=True, slots=True)
class Value:
    """A word of a file.

    Attributes:
        column: of ours that it stands in.
        text: as the file has it.
        rows: how many have it.
        meaning: what the mapping says that it means; empty where it says nothing.
        known: what it means, or says itself, is known here.
        suggested: what it probably means; empty where nothing comes near.
    """

    column: str
    text: str
    rows: int
    meaning: str
    known: bool
    suggested: str

    @property
    def key(self) -> str:
        """Its key in a mapping."""
        return translation(self.column, self.text)


def counted(cells: Cells, mapping: Mapping[str, str]) -> list[dict[str, Any]]:
    """The words of a file with the number of their rows, as a batch keeps them; most rows first."""
    found = []
    for column in COLUMNS:
        if mapping.get(column, "").startswith(FIXED):
            continue
        groups = sorted(cells.distinct((column,)), key=lambda each: (-each.count, each.texts))
        found += [
            {"column": column, "text": group.texts[0], "rows": group.count}
            for group in groups[:MOST]
            if group.texts[0]
        ]
    return found


def values_of(batch: Batch, by: Actor) -> list[Value]:
    """The words of a batch that was checked; those that are not known come first."""
    meanings = {fold(key): meaning for key, meaning in batch.mapping.items() if FIXED in key}
    known = {"site": known_sites(), "activity": _counting(), "unit": frozenset[str]()}
    earlier: Mapping[str, str] | None = None
    names: Mapping[str, str] | None = None
    found = []
    for each in batch.words:
        column, text = each["column"], each["text"]
        meaning = meanings.get(fold(translation(column, text)), "")
        is_known = _known(column, meaning or text, known[column])
        suggested = ""
        if not is_known and not meaning:
            earlier = _earlier(by) if earlier is None else earlier
            suggested = earlier.get(fold(translation(column, text)), "")
        if not is_known and not meaning and not suggested and column == "site":
            names = _site_names() if names is None else names
            suggested = _like(text, names)
        found.append(Value(column, text, each["rows"], meaning, is_known, suggested))
    return sorted(found, key=lambda value: value.known)


def activities() -> dict[str, Text]:
    """Activities to choose from, with their titles: used here, burned, leaked or bought as energy.

    Those of the value chain are thousands, and are typed.
    """
    used = {name: Text(name, name) for name in _counting()}
    return dict(sorted({**used, **_own_emissions()}.items()))


def _known(column: str, word: str, known: Collection[str]) -> bool:
    if column == "unit":
        from crossfoot.quantities.units import check_unit  # brings the unit definitions

        return check_unit(word) is None
    return word in known or (column == "activity" and _is_activity(word))


@cache
def _is_activity(name: str) -> bool:
    """Whether a factor set has it, or it is measured without one."""
    from crossfoot.calculation.activity_metrics import emits_nothing

    return name in _factored() or emits_nothing(name)


@cache
def _own_emissions() -> dict[str, Text]:
    """Activities of scopes 1 and 2 that the default factor sets have."""
    from crossfoot.runs.library import factor_library

    known = factor_library(()).activities()
    return {each.name: each.title for each in known if each.scope in ("1", "2")}


@cache
def _factored() -> frozenset[str]:
    """Activities of the built-in factor sets."""
    from crossfoot.factors.sets import BUILT_IN
    from crossfoot.runs.library import factor_library

    return frozenset(each.name for each in factor_library(BUILT_IN).activities())


def _counting() -> frozenset[str]:
    """Activities whose rows count already, or that a meter counts."""
    standing = BatchTotal.objects.filter(batch__state=BatchState.STANDING.value)
    used = standing.order_by().values_list("activity", flat=True).distinct()
    return frozenset(used) | frozenset(Meter.objects.order_by().values_list("activity", flat=True))


def _earlier(by: Actor) -> dict[str, str]:
    """What words meant in files of any shape: one's own choices before those of others."""
    found: dict[str, str] = {}
    used = ColumnMapping.objects.order_by("-used_at")
    for rows in (used.filter(by=by.reference), used.filter(~Q(by=by.reference))):
        for row in rows[:_EARLIER]:
            for key, meaning in row.mapping.items():
                if FIXED in key:
                    found.setdefault(fold(key), meaning)
    return found


def _site_names() -> dict[str, str]:
    """Folded code or name of a unit of today, in either language → its code."""
    try:
        organisation = organisation_on(timezone.now().date())
    except CrossfootError:
        return {}
    return dict(_names(organisation))


def _names(entities: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for entity in entities:
        for name in (entity.id, entity.name.en, entity.name.zh):
            yield fold(name), entity.id


def _like(text: str, names: Mapping[str, str]) -> str:
    """The code whose name is the same, or comes near."""
    near = get_close_matches(fold(text), names, n=1, cutoff=_ALIKE)
    return names[near[0]] if near else ""
