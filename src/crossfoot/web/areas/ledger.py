"""The activity ledger: files of rows, from their arrival to their reversal."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import ledger, ledger_rows

PAGES: tuple[Page, ...] = (
    Page("ledger", "ledger", ledger.batches, duty=Duty.READ),
    Page("ledger/send", "ledger_send", ledger.send, duty=Duty.ENTER),
    Page("ledger/<int:number>", "ledger_batch", ledger.batch, duty=Duty.READ),
    Page("ledger/<int:number>/check", "ledger_check", ledger.check, duty=Duty.ENTER),
    Page("ledger/<int:number>/import", "ledger_import", ledger.ask, duty=Duty.ENTER),
    Page("ledger/<int:number>/reverse", "ledger_reverse", ledger.reverse, duty=Duty.ENTER),
    Page("ledger/<int:number>/drop", "ledger_drop", ledger.drop, duty=Duty.ENTER),
    Page("ledger/<int:number>/rows", "ledger_rows", ledger_rows.rows, duty=Duty.READ),
    Page("ledger/<int:number>/file", "ledger_file", ledger_rows.original, duty=Duty.READ),
)
MENU: tuple[Item, ...] = (Item("ledger", "database", "menu_collect"),)
