"""The organisation over time: its tree, its units, taking a file in."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import organisation, units

_CHANGE = Duty.CHANGE_ORGANISATION

PAGES: tuple[Page, ...] = (
    Page("organisation", "organisation", organisation.organisation, duty=Duty.READ),
    Page("organisation.csv", "organisation_csv", organisation.export, duty=Duty.READ),
    Page("organisation/new", "new_unit", units.new, duty=_CHANGE),
    Page("organisation/import", "import_units", units.take_in, duty=_CHANGE, everywhere=True),
    Page("organisation/units/<str:code>", "unit", units.unit, duty=Duty.READ),
    Page("organisation/units/<str:code>/change", "change_unit", units.change, duty=_CHANGE),
    Page("organisation/units/<str:code>/close", "close_unit", units.close, duty=_CHANGE),
)
MENU: tuple[Item, ...] = (Item("organisation", "sitemap", "menu_set_up"),)
