"""Who did what."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import journal

_READ = Duty.READ_JOURNAL

PAGES: tuple[Page, ...] = (
    Page("journal", "journal", journal.journal, duty=_READ, everywhere=True),
    Page("journal.<slug:form>", "journal_export", journal.export, duty=_READ, everywhere=True),
)
MENU: tuple[Item, ...] = (Item("journal", "history", "menu_proof"),)
