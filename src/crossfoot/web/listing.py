"""What lists share: pages of fifty, numbers from a query, names of people and units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar, cast
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
        has_more: there are more rows than `count`, which nobody counted.
    """

    rows: Sequence[T]
    number: int
    pages: int
    count: int
    earlier: str
    later: str
    has_more: bool = False


class _UpTo(Paginator):  # type: ignore[type-arg]
    """Pages of the first so many rows: of more it is only known that there are more."""

    most = 0

    @cached_property
    def _found(self) -> int:
        found = cast("QuerySet[Any]", self.object_list)
        return found.order_by()[: self.most + 1].count()

    @property
    def count(self) -> int:
        """How many rows are counted."""
        return min(self._found, self.most)

    @property
    def has_more(self) -> bool:
        """Whether there are more of them."""
        return self._found > self.most


def listed(
    request: HttpRequest,
    found: QuerySet[T],  # type: ignore[type-var]
    most: int = 0,
    size: int = PAGE,
) -> Listed[T]:
    """The page of a query's rows that `?page=` names.

    Args:
        request: with the number of the page.
        found: all rows.
        most: rows that are counted and paged through, where counting all would take long; 0: all.
        size: rows of a page; fewer where each costs much to tell.
    """
    paginator = _UpTo(found, size) if most else Paginator(found, size)
    if isinstance(paginator, _UpTo):
        paginator.most = most
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
        isinstance(paginator, _UpTo) and paginator.has_more,
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
