"""The files that prove figures."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import evidence, evidence_files

PAGES: tuple[Page, ...] = (
    Page("evidence", "evidence", evidence.documents, duty=Duty.READ),
    Page("evidence/add", "evidence_add", evidence.add, duty=Duty.ENTER),
    Page("evidence/<int:number>", "evidence_document", evidence.document, duty=Duty.READ),
    Page("evidence/<int:number>/revise", "evidence_revise", evidence.revise, duty=Duty.ENTER),
    Page("evidence/<int:number>/describe", "evidence_describe", evidence.describe, duty=Duty.ENTER),
    Page("evidence/<int:number>/attach", "evidence_attach", evidence.attach, duty=Duty.ENTER),
    Page("evidence/<int:number>/detach", "evidence_detach", evidence.detach, duty=Duty.ENTER),
    Page(
        "evidence/<int:number>/delete", "evidence_delete", evidence.delete, duty=Duty.RUN_CAMPAIGNS
    ),
    Page(
        "evidence/<int:number>/file/<int:revision>",
        "evidence_file",
        evidence_files.file,
        duty=Duty.READ,
    ),
)
MENU: tuple[Item, ...] = (Item("evidence", "paperclip", "menu_proof"),)
