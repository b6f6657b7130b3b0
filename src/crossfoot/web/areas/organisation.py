"""The organisation over time."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import organisation

PAGES: tuple[Page, ...] = (
    Page("organisation", "organisation", organisation.organisation, duty=Duty.READ),
    Page("organisation.csv", "organisation_csv", organisation.export, duty=Duty.READ),
)
MENU: tuple[Item, ...] = (Item("organisation", "sitemap", "menu_set_up"),)
