"""Who did what."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import journal

PAGES: tuple[Page, ...] = (
    Page("journal", "journal", journal.journal, duty=Duty.READ_JOURNAL, everywhere=True),
)
MENU: tuple[Item, ...] = (Item("journal", "history", "menu_proof"),)
