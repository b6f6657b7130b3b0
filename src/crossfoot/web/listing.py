"""What lists share: pages of fifty, numbers from a query, names of people and units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty

T = TypeVar("T")

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """One page of a list.

    Attributes:
        rows: what is shown.
        number, pages, count: which page of how many, and how many rows in all.
        earlier, later: queries of the neighbouring pages; empty where there is none.
    """

    rows: Sequence[T]
    number: int
    pages: int
    count: int
    earlier: str
    later: str


def listed(request: HttpRequest, found: QuerySet[T]) -> Listed[T]:  # type: ignore[type-var]
    """The page of a query's rows that `?page=` names."""
    paginator = Paginator(found, PAGE)
    page = paginator.get_page(request.GET.get("page"))

    def query(number: int) -> str:
        kept = {name: value for name, value in request.GET.items() if value and name != "page"}
        return "?" + urlencode({**kept, "page": number})

    return Listed(
        list(page.object_list),
        page.number,
        paginator.num_pages,
        paginator.count,
        query(page.number - 1) if page.has_previous() else "",
        query(page.number + 1) if page.has_next() else "",
    )


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that can be chosen."""

    code: str
    name: str
    depth: int


def units_of(person: Person, duty: Duty) -> list[UnitChoice]:
    """Units of today on which a person has a duty, in the order of the tree."""
    try:
        organisation = organisation_on(timezone.now().date())
    except CrossfootError:
        return []
    allowed = person.units(duty, organisation)
    depths: dict[str, int] = {}
    found = []
    for entity in organisation.below(organisation.root.id):
        depths[entity.id] = depths.get(entity.parent, -1) + 1
        if entity.id in allowed:
            found.append(UnitChoice(entity.id, entity.name[language()], depths[entity.id]))
    return found


def names_of(references: Iterable[str], others: str) -> dict[str, str]:
    """Names of the people that "user:7" stands for, in one query.

    Args:
        references: as records name people.
        others: what the command line is called.
    """
    wanted = set(references)
    ids = [int(each[5:]) for each in wanted if each.startswith("user:")]
    names = {user.reference: user.name for user in User.objects.filter(pk__in=ids)}
    return {each: names.get(each, others if each == "command line" else each) for each in wanted}


def whole_number(text: str) -> int | None:
    """A number that was typed; None where it is none."""
    return int(text) if text.isdecimal() and len(text) < 16 else None
