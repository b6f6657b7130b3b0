"""The greenhouse-gas inventory: a year, its parts, what changed, what is missing."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views.inventory import (
    compare,
    explore,
    factors,
    gaps,
    line,
    restate,
    statements,
    uncertainty,
    views,
    year,
)

_READ = Duty.READ

PAGES: tuple[Page, ...] = (
    Page("inventory", "inventory", year.inventory, duty=_READ),
    Page("inventory/explore", "inventory_explore", explore.explore, duty=_READ),
    Page(
        "inventory/line/<str:document>/<int:row>", "inventory_line", line.activity_line, duty=_READ
    ),
    Page("inventory/scope-3", "inventory_scope3", views.scope3_view, duty=_READ),
    Page("inventory/iso-14064-1", "inventory_iso", views.iso_view, duty=_READ),
    Page("inventory/sources", "inventory_sources", views.sources_view, duty=_READ),
    Page("inventory/balances", "inventory_balances", views.balances_view, duty=_READ),
    Page(
        "inventory/uncertainty",
        "inventory_uncertainty",
        uncertainty.uncertainty_view,
        duty=_READ,
    ),
    Page("inventory/factors", "inventory_factors", factors.factors, duty=_READ),
    Page("inventory/factor", "inventory_factor", factors.factor, duty=_READ),
    Page("inventory/unresolved", "inventory_unresolved", gaps.unresolved, duty=_READ),
    Page("inventory/compare", "inventory_compare", compare.compare, duty=_READ),
    Page("inventory/restate", "inventory_restate", restate.restate, duty=_READ),
    Page(
        "inventory/statements/<str:kind>",
        "inventory_statements",
        statements.statements,
        duty=_READ,
    ),
    Page("inventory/echarts.js", "inventory_script", year.script),
)
MENU: tuple[Item, ...] = (Item("inventory", "report-analytics", "menu_numbers"),)
