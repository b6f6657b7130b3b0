"""What ids in records stand for, found for many records at once: a few queries however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.evidence.models import Document
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import readable
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import PERSONS, REGISTERS_OF, Field, FieldType
from crossfoot.web.views.registers.typed import several

#: fields that name a unit, a record, a file
_UNITS = frozenset({FieldType.ENTITY, FieldType.SITE})
_RECORDS = frozenset({FieldType.REF, FieldType.SUPPLIER})


@dataclass(frozen=True, slots=True)
class Named:
    """What an id stands for.

    Attributes:
        label: as people call it; the id itself where nobody knows.
        address: of its page; empty where it has none, or the reader may not open it.
    """

    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Ids by their sort: "unit", "person", "record", "file"."""

    known: Mapping[str, Mapping[str, Named]] = field(default_factory=dict, hash=False)

    def of(self, field_: Field, id_: str) -> Named:
        """What an id in a field stands for."""
        found = self.known.get(sort_of(field_), {}).get(id_)
        return found or Named(id_)

    def unit(self, code: str) -> str:
        """The name of a unit."""
        found = self.known.get("unit", {}).get(code)
        return found.label if found else code

    def person(self, reference: str) -> str:
        """The name of a person."""
        found = self.known.get("person", {}).get(reference)
        return found.label if found else reference


def sort_of(field_: Field) -> str:
    """What the ids of a field are ids of; empty where its values are none."""
    if field_.type in PERSONS:
        return "person"
    if field_.type in _UNITS:
        return "unit"
    if field_.type in _RECORDS:
        return "record"
    return "file" if field_.type is FieldType.ATTACHMENT else ""


def collected(fields: Iterable[Field], values: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """The ids in some records, by their sort."""
    found: dict[str, set[str]] = defaultdict(set)
    listed = list(fields)
    for record in values:
        _collect(listed, record, found)
    return found


def _collect(
    fields: Iterable[Field], record: Mapping[str, Any], found: dict[str, set[str]]
) -> None:
    for each in fields:
        value = record.get(each.name)
        if not value:
            continue
        if each.rows:
            for row in value:
                _collect(each.rows.values(), row, found)
        elif sort := sort_of(each):
            items = value if several(each) and not isinstance(value, str) else (value,)
            found[sort].update(str(item) for item in items)


def named(
    ids: Mapping[str, Iterable[str]],
    person: Person,
    library: Mapping[str, Definition],
    language: Language,
    entry: str = "",
) -> Names:
    """What ids stand for, as far as the reader may know.

    Args:
        ids: by their sort (`collected`).
        person: who reads.
        library: the registers.
        language: of the names.
        entry: key of the record that names the files, through which they are opened.
    """
    known: dict[str, Mapping[str, Named]] = {}
    wanted = {sort: set(each) for sort, each in ids.items() if each}
    if wanted.get("unit"):
        known["unit"] = _units(language)
    persons = wanted.get("person", set())
    if users := {each for each in persons if each.startswith("user:")}:
        known["person"] = _people(users)
    workers = persons - users - {"system"}
    if records := wanted.get("record", set()) | workers:
        known["record"] = _records(records, person, library)
        known["person"] = {**known["record"], **known.get("person", {})}
    if files := wanted.get("file"):
        known["file"] = _files(files, entry)
    return Names(known)


def _units(language: Language) -> dict[str, Named]:
    try:
        organisation = organisation_on(timezone.now().date())
    except CrossfootError:
        return {}
    return {each.id: Named(each.name[language]) for each in organisation}


def _people(references: Iterable[str]) -> dict[str, Named]:
    keys = [int(each[5:]) for each in references if each[5:].isdecimal()]
    return {user.reference: Named(user.name) for user in User.objects.filter(pk__in=keys)}


def _records(
    keys: Iterable[str], person: Person, library: Mapping[str, Definition]
) -> dict[str, Named]:
    """Records that the reader may list; of the others no more than what stands in the field."""
    found = Entry.objects.filter(key__in=list(keys)).only("key", "register", "ref_no", "title")
    by_register: dict[str, list[Entry]] = defaultdict(list)
    for each in found:
        by_register[each.register].append(each)
    known: dict[str, Named] = {}
    for register, entries in by_register.items():
        if register not in library:
            continue
        seen = set(
            readable(person, register)
            .filter(pk__in=[each.pk for each in entries])
            .values_list("key", flat=True)
        )
        for each in entries:
            if each.key in seen:
                label = f"{each.ref_no} · {each.title}" if each.title else each.ref_no
                known[each.key] = Named(label, reverse("entry", args=[each.key]))
            else:
                known[each.key] = Named(each.ref_no)
    return known


def _files(ids: Iterable[str], entry: str) -> dict[str, Named]:
    keys = [int(each) for each in ids if each.isdecimal()]
    found = Document.objects.filter(pk__in=keys, deleted_at=None).only("pk", "title")
    return {
        str(each.pk): Named(
            each.title, reverse("entry_file", args=[entry, each.pk]) if entry else ""
        )
        for each in found
    }


def register_of(field_: Field) -> str:
    """The register that a field points to; empty where it points to none."""
    return field_.register or REGISTERS_OF.get(field_.type, "")
