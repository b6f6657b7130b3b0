"""Meters: what is registered, which months are missing, what was estimated."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import meter_lists, meters

PAGES: tuple[Page, ...] = (
    Page("meters", "meters", meter_lists.completeness, duty=Duty.READ),
    Page("meters.csv", "meters_csv", meter_lists.completeness_file, duty=Duty.READ),
    Page("meters/true-ups", "meter_true_ups", meter_lists.true_ups, duty=Duty.ENTER),
    Page("meters/new", "meter_new", meters.new, duty=Duty.ENTER),
    Page("meters/<int:number>", "meter", meters.meter, duty=Duty.READ),
    Page("meters/<int:number>/change", "meter_change", meters.change, duty=Duty.ENTER),
    Page("meters/<int:number>/replace", "meter_replacement", meters.replace, duty=Duty.ENTER),
    Page("meters/<int:number>/read", "meter_read", meters.read, duty=Duty.ENTER),
    Page("meters/<int:number>/withdraw", "meter_withdraw", meters.withdraw, duty=Duty.ENTER),
    Page("meters/<int:number>/count", "meter_count", meters.count, duty=Duty.ENTER),
    Page("meters/<int:number>/estimate", "meter_estimate", meters.estimate, duty=Duty.ENTER),
    Page("meters/<int:number>/true-up", "meter_true_up", meters.true, duty=Duty.ENTER),
)
MENU: tuple[Item, ...] = (Item("meters", "gauge", "menu_collect"),)
