"""Figures of group and sites, what they are made of, and what is missing in them."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views.dashboard import board, changes, figure, gaps, tie_out

PAGES: tuple[Page, ...] = (
    Page("dashboard", "dashboard", board.dashboard, duty=Duty.READ),
    Page("dashboard.csv", "dashboard_csv", board.as_csv, duty=Duty.READ),
    Page("numbers/state", "numbers_state", board.state, duty=Duty.READ),
    Page("figures/<str:metric>/<str:unit>/<str:period>", "figure", figure.figure, duty=Duty.READ),
    Page("gaps", "gaps", gaps.gaps, duty=Duty.READ),
    Page("changes", "changes", changes.changed, duty=Duty.READ),
    Page("tie-out", "tie_out", tie_out.tie_out, duty=Duty.READ),
)
MENU: tuple[Item, ...] = (
    Item("dashboard", "gauge", "menu_numbers"),
    Item("gaps", "alert-triangle", "menu_numbers"),
    Item("tie_out", "scale", "menu_numbers"),
    Item("changes", "history", "menu_numbers"),
)
