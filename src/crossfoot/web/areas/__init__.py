"""The areas of the pages; each module lists its `PAGES` and its lines of the `MENU`.

A new area costs a module here, its views under `views/`, its templates under `templates/`, and its
words under `words/`.
"""

from __future__ import annotations

from crossfoot.web.areas import (
    account,
    assurance,
    collection,
    dashboard,
    entrance,
    evidence,
    grid,
    inventory,
    jobs,
    journal,
    ledger,
    meters,
    notices,
    organisation,
    people,
    programs,
    registers,
    speak_up,
)
from crossfoot.web.page import Item, Page

#: in the order of the menu
AREAS = (
    entrance,
    account,
    dashboard,
    inventory,
    collection,
    grid,
    organisation,
    people,
    notices,
    programs,
    ledger,
    meters,
    registers,
    speak_up,
    jobs,
    evidence,
    assurance,
    journal,
)

PAGES: tuple[Page, ...] = tuple(page for area in AREAS for page in area.PAGES)
MENU: tuple[Item, ...] = tuple(item for area in AREAS for item in area.MENU)
