"""Speaking up: reports without sign-in, their mailbox, and the cases of those who handle them."""

from __future__ import annotations

from crossfoot.web.page import Item, Page
from crossfoot.web.views.speak_up import cases, mailbox, report, steps_of_case

_CASE = "cases/<str:key>"

PAGES: tuple[Page, ...] = (
    Page("report", "report", report.start, public=True),
    Page("report/mailbox", "report_mailbox", mailbox.mailbox, public=True),
    Page("report/<str:register>", "report_form", report.form, public=True),
    Page("cases", "cases", cases.cases),
    Page("cases/log", "cases_log", cases.log),
    Page(_CASE, "case", cases.case),
    Page(f"{_CASE}/purpose", "case_purpose", cases.purpose),
    Page(f"{_CASE}/write", "case_write", steps_of_case.write),
    Page(f"{_CASE}/keep", "case_keep", steps_of_case.keep),
    Page(f"{_CASE}/files/<int:number>", "case_file", cases.file),
    Page(f"{_CASE}/identity", "case_identity", steps_of_case.identity),
    Page(f"{_CASE}/access", "case_access", steps_of_case.access),
    Page(f"{_CASE}/access/end", "case_access_end", steps_of_case.end_access),
    Page(f"{_CASE}/pass", "case_pass", steps_of_case.pass_on),
    Page(f"{_CASE}/conflict", "case_conflict", steps_of_case.conflict),
)
MENU: tuple[Item, ...] = (Item("cases", "shield-check", "menu_registers"),)
