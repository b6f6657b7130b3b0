"""The organisation over time: its tree, its units, taking a file in."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import organisation, reporting, units, whole

_CHANGE = Duty.CHANGE_ORGANISATION

PAGES: tuple[Page, ...] = (
    Page("organisation", "organisation", organisation.organisation, duty=Duty.READ),
    Page("organisation.csv", "organisation_csv", organisation.export, duty=Duty.READ),
    Page("organisation/new", "new_unit", units.new, duty=_CHANGE),
    Page("organisation/import", "import_units", units.take_in, duty=_CHANGE, everywhere=True),
    *(
        Page(address, name, view, duty=Duty.MANAGE_ACCOUNTS, everywhere=True)
        for address, name, view in (
            ("organisation/whole", "whole_organisation", whole.whole),
            ("organisation/whole.xlsx", "whole_export", whole.export),
        )
    ),
    Page("organisation/units/<str:code>/fiscal", "set_fiscal_year", reporting.fiscal, duty=_CHANGE),
    Page(
        "organisation/units/<str:code>/reporting",
        "set_reporting",
        reporting.reporting,
        duty=_CHANGE,
    ),
    Page(
        "organisation/units/<str:code>/reporting/<int:rule>/end",
        "end_reporting",
        reporting.end,
        duty=_CHANGE,
    ),
    Page("organisation/units/<str:code>", "unit", units.unit, duty=Duty.READ),
    Page("organisation/units/<str:code>/change", "change_unit", units.change, duty=_CHANGE),
    Page("organisation/units/<str:code>/close", "close_unit", units.close, duty=_CHANGE),
)
MENU: tuple[Item, ...] = (Item("organisation", "sitemap", "menu_set_up"),)
