"""What can be chosen in a form: people, units, records, shared lists; each asked for once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from django.urls import reverse
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import LOCALES, Language, Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import problem
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.register.queries import readable
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import PERSONS, Field, FieldType
from crossfoot.web.views.registers.names import Names, collected, named, register_of
from crossfoot.web.words import Words

#: currencies that are offered first
_CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD", "MYR", "AUD", "CHF", "KRW", "INR")

#: kinds of units that a field takes; any where the organisation has none of them
_UNIT_KINDS = {
    FieldType.ENTITY: frozenset({"group", "company"}),
    FieldType.SITE: frozenset({"site", "department"}),
}

#: what stands between the number of a record and its title
_BETWEEN = " · "

_NO_RECORD = Text("there is no record {text}", "没有记录“{text}”")
_NO_RECORD_REMEDY = Text(
    "type its number, or choose it from the list", "请输入编号，或从列表中选择"
)


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen."""

    value: str
    label: str


class Choices:
    """What a person can choose in the forms of one page.

    Attributes:
        currency: that is chosen where none was.
    """

    currency = "CNY"

    def __init__(
        self, person: Person, library: Mapping[str, Definition], language: Language
    ) -> None:
        self._person = person
        self._library = library
        self._language = language
        self._names = Names()

    def learn(self, fields: Iterable[Field], typed: Iterable[Mapping[str, Any]]) -> None:
        """Find out what the ids in some forms stand for, all at once."""
        ids = collected(fields, typed)
        ids.pop("unit", None)
        self._names = named(ids, self._person, self._library, self._language)

    def options(self, field: Field, value: str = "") -> tuple[Option, ...]:
        """What can be chosen; with the value that stands there, offered any more or not."""
        found = self._options(field)
        if value and found and all(each.value != value for each in found):
            return (*found, Option(value, self._names.of(field, value).label))
        return found

    def _options(self, field: Field) -> tuple[Option, ...]:
        if field.type is FieldType.BOOLEAN:
            words = Words(self._language)
            return (Option("true", words["yes"]), Option("false", words["no"]))
        if field.options:
            return tuple(Option(key, text[self._language]) for key, text in field.options.items())
        if field.type in PERSONS:
            return self._people
        if field.type in _UNIT_KINDS:
            kinds = _UNIT_KINDS[field.type]
            return tuple(unit for unit, kind in self._tree if kind in kinds) or self.units
        if field.codes:
            return open_list(field.codes, self._language)
        return ()

    def labels(self, field: Field, values: Iterable[str]) -> tuple[Option, ...]:
        """What was chosen, as people call it."""
        offered = {each.value: each.label for each in self._options(field)}
        return tuple(
            Option(each, offered.get(each) or self._names.of(field, each).label)
            for each in values
            if each
        )

    def shown(self, field: Field, value: str) -> str:
        """A record as the input shows it: number and title."""
        return self._names.of(field, value).label if value else ""

    def search(self, field: Field) -> str:
        """Where records are looked for while one types."""
        register = register_of(field) if field.type in (FieldType.REF, FieldType.SUPPLIER) else ""
        if not register or self._is_elsewhere(register):
            return ""
        return f"{reverse('register_find')}?{urlencode({'register': register})}"

    def currencies(self) -> tuple[Option, ...]:
        """Currencies, those that are used most first."""
        return tuple(Option(each, each) for each in _CURRENCIES)

    def resolved(self, fields: Iterable[Field], typed: dict[str, Any]) -> dict[str, Any]:
        """A form in which records are named by their keys, as typed numbers and titles say.

        Raises:
            CrossfootError: there is no such record among those that the person may list.
        """
        by_name = {each.name: each for each in fields}
        return {
            name: self._resolved(by_name[name], value) if name in by_name else value
            for name, value in typed.items()
        }

    def _resolved(self, field: Field, value: Any) -> Any:
        if field.rows:
            return [
                {name: self._resolved(field.rows[name], inner) for name, inner in row.items()}
                for row in value
            ]
        if field.type not in (FieldType.REF, FieldType.SUPPLIER) or not value:
            return value
        if isinstance(value, list):
            return list(dict.fromkeys(self._key(field, each) for each in value))
        return self._key(field, value)

    def _is_elsewhere(self, register: str) -> bool:
        """Whether such records are kept in another system, and named by their numbers alone."""
        return register not in ("", "any") and register not in self._library

    def _key(self, field: Field, text: str) -> str:
        number = text.split(_BETWEEN, 1)[0].strip()
        register = register_of(field)
        if self._is_elsewhere(register):
            return text.strip()
        registers = self._library if register in ("", "any") else [register]
        for each in registers:
            if each not in self._library:
                continue
            entries = readable(self._person, each)
            found = (
                entries.filter(key=number).first()
                or entries.filter(ref_no__iexact=number).first()
                or entries.filter(title__iexact=text).first()
            )
            if found is not None:
                return str(found.key)
        raise CrossfootError(
            problem(
                _NO_RECORD,
                remedy=_NO_RECORD_REMEDY,
                where=field.label[self._language],
                text=repr(text),
            )
        )

    @cached_property
    def _people(self) -> tuple[Option, ...]:
        users = User.objects.filter(is_active=True).order_by("name", "id")
        return tuple(Option(user.reference, user.name) for user in users)

    @cached_property
    def units(self) -> tuple[Option, ...]:
        """Units in the order of the tree, each a step further in than the one that holds it."""
        return tuple(unit for unit, _ in self._tree)

    @cached_property
    def _tree(self) -> tuple[tuple[Option, str], ...]:
        """Units with their kinds."""
        try:
            organisation = organisation_on(timezone.now().date())
        except CrossfootError:
            return ()
        depths: dict[str, int] = {}
        found = []
        for each in organisation.below(organisation.root.id):
            depths[each.id] = depths.get(each.parent, -1) + 1
            indent = "\u2003" * depths[each.id]
            unit = Option(each.id, f"{indent}{each.name[self._language]}")
            found.append((unit, each.kind))
        return tuple(found)


@cache
def open_list(codes: str, language: Language) -> tuple[Option, ...]:
    """Members that are offered of a list that takes any word."""
    locale = Locale.parse(LOCALES[language])
    if codes == "country":
        found = {k: v for k, v in locale.territories.items() if len(k) == 2 and k.isalpha()}
        return tuple(Option(key, found[key]) for key in sorted(found, key=lambda each: found[each]))
    if codes == "currency":
        return tuple(Option(each, locale.currencies.get(each, each)) for each in _CURRENCIES)
    if codes == "metric":
        return tuple(Option(each.id, each.title[language]) for each in catalogue())
    return ()
