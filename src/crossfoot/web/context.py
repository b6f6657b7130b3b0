"""What every template knows: the words, the language, who is signed in, the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from crossfoot.languages import LANGUAGE_TAGS
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.web.page import Item, Page
from crossfoot.web.words import Words


def context(request: HttpRequest) -> dict[str, Any]:
    """Called for each page that is drawn.

    A line of the menu is marked where its page is open, or one whose address begins with its own.
    """
    from crossfoot.web.areas import MENU, PAGES  # they import views, which draw templates

    actor = getattr(request, "actor", None)
    person = actor if isinstance(actor, Person) else None
    pages = {page.name: page for page in PAGES}
    open_to = [item for item in MENU if person and may_open(person, pages[item.page])]
    return {
        "words": Words(language()),
        "language": language(),
        "language_tag": LANGUAGE_TAGS[language()],
        "person": person,
        "menu": _groups(open_to, request.path),
    }


def may_open(person: Person, page: Page) -> bool:
    """Whether the guard of the page would let the person in."""
    if page.duty is None:
        return True
    asked: Callable[..., bool] = person.may if page.everywhere else person.may_somewhere
    return asked(page.duty)


def _groups(items: list[Item], path: str) -> list[Mapping[str, Any]]:
    """Lines of the menu under their headings, in the order in which the headings first come."""
    headings = list(dict.fromkeys(item.group for item in items))
    lines = sorted(items, key=lambda item: headings.index(item.group))
    return [
        {"heading": heading, "lines": [_line(item, path) for item in each]}
        for heading, each in groupby(lines, key=lambda item: item.group)
    ]


def _line(item: Item, path: str) -> Mapping[str, Any]:
    address = reverse(item.page)
    here = path == address or path.startswith(f"{address}/")
    return {"address": address, "word": item.page, "icon": item.icon, "here": here}
