"""Registers of the management systems: overview, lists, records, what is due, settings."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views.registers import (
    approving,
    board,
    bulk,
    editing,
    editor,
    entry,
    files,
    importing,
    lists,
    months,
    overdue,
    overview,
    quick,
    roles,
    saved,
    settings,
    statistics,
    steps,
)
from crossfoot.web.views.registers import lines as reporting_lines

_OF = "registers/<str:register>"
_ONE = "entries/<str:key>"

#: everybody who is signed in: which registers and records somebody has to do with is asked there
PAGES: tuple[Page, ...] = (
    Page("registers", "registers", overview.overview),
    Page("overdue", "overdue", overdue.overdue),
    Page("register-superiors", "register_superiors", reporting_lines.lines),
    Page("register-roles", "register_roles", roles.roles, duty=Duty.MANAGE_ACCOUNTS),
    Page(
        "register-new",
        "new_register",
        editor.new,
        duty=Duty.CHANGE_ORGANISATION,
        everywhere=True,
    ),
    Page("register-find", "register_find", lists.find),
    Page(f"{_OF}.xlsx", "register_excel", lists.workbook),
    Page(_OF, "register", lists.records),
    Page(f"{_OF}/new", "new_entry", editing.new),
    Page(f"{_OF}/quick", "register_quick", quick.quick),
    Page(f"{_OF}/views", "register_views", saved.views),
    Page(f"{_OF}/import", "register_import", importing.send),
    Page(f"{_OF}/import/template.xlsx", "register_template", importing.template),
    Page(f"{_OF}/imports/<int:number>", "register_file", importing.file),
    Page(f"{_OF}/bulk", "register_bulk", bulk.bulk),
    Page(f"{_OF}/board", "register_board", board.board),
    Page(f"{_OF}/calendar", "register_months", months.months),
    Page(f"{_OF}/statistics", "register_statistics", statistics.statistics),
    Page(f"{_OF}/figures", "register_figures", approving.figures),
    Page(f"{_OF}/figures/<int:number>", "register_figure", approving.behind),
    Page(f"{_OF}/settings", "register_settings", settings.settings),
    Page(
        f"{_OF}/definition",
        "register_definition",
        editor.definition,
        duty=Duty.CHANGE_ORGANISATION,
        everywhere=True,
    ),
    Page(f"{_OF}/<str:key>", "register_entry", entry.moved),
    Page(_ONE, "entry", entry.entry),
    Page(f"{_ONE}/edit", "edit_entry", editing.edit),
    Page(f"{_ONE}/steps/<str:step>", "entry_step", steps.step),
    Page(f"{_ONE}/comments", "entry_comment", entry.comment),
    Page(f"{_ONE}/files/<int:number>", "entry_file", files.file),
)
MENU: tuple[Item, ...] = (
    Item("registers", "clipboard-list", "menu_registers"),
    Item("overdue", "clock", "menu_registers"),
)
